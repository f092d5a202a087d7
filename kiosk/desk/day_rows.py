"""What the till wants of a person, as rows of the clerk's board (J2, G5).

Owns when the day, or the machine's box, makes a row and how urgent it is: a closing that was forgotten comes first of
all, one that is due moves up as it gets late. Called by ``board``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from kiosk.desk.box import local_day, uncounted
from kiosk.desk.day_reading import DayReading
from kiosk.desk.house import House, sure_moment
from kiosk.desk.views import BoardRow, ChargeState, DayView, Level
from kiosk.domain.business_day import ClosingOffer

_LATE = timedelta(minutes=30)


def day_rows(house: House) -> Iterator[BoardRow]:
    """Rows of the drawer and of the day."""
    days = DayReading(house)
    day = days.view()
    yield from _closing(house, days, day)
    yield from _nobody(house, days, day)
    if day.unsigned is not None:
        counted_at = days.closing_count(day.unsigned).counted_at
        yield BoardRow(Level.APPROVAL, "till_unsigned", 0, None, counted_at, day.unsigned.isoformat())
    if day.box is not None and day.box.due and (came_in := uncounted(house.books)) is not None:  # not counted meanwhile
        yield BoardRow(
            Level.MONEY, "till_box", 0, None, sure_moment(came_in.at_utc), local_day(house, came_in.at_utc).isoformat()
        )
    for count in days.unexplained():
        told = (count.id, None, count.counted_at, count.number, "", count.difference_fen)
        yield BoardRow(Level.APPROVAL, "till_differs", *told)


def _closing(house: House, days: DayReading, day: DayView) -> Iterator[BoardRow]:
    """Offered from its time on; of a day that is over, before everything else."""
    due = days.due_at()
    if due is None or day.offer is ClosingOffer.NOT_YET:
        return
    missed = day.offer is ClosingOffer.MISSED
    late = house.clock.now() - due >= _LATE
    level = Level.PERSON_WAITING if missed else Level.APPROVAL if late else Level.MONEY
    yield BoardRow(level, "till_missed" if missed else "till_due", 0, None, due, _detail(day.business_day))


def _nobody(house: House, days: DayReading, day: DayView) -> Iterator[BoardRow]:
    """Nobody has the drawer of a day that has begun; or the counter has opened, on a later date than the last day's.

    After a closing the evening goes on until something is taken. At a kiosk that never had a day (it may never be given
    a drawer) it is the first cash that somebody brings.
    """
    if day.staff_id:
        return
    if day.business_day is not None:
        yield BoardRow(Level.MONEY, "till_open", 0, None, days.begun_at(), _detail(day.business_day))
        return
    if day.newest is None:
        brought = [charge for charge in house.books.takings.unpaid() if charge["state"] == ChargeState.CASH_WANTED]
        if brought:
            yield BoardRow(Level.MONEY, "till_open", 0, None, sure_moment(brought[0]["made_utc"]))
        return
    now = house.clock.now().astimezone(house.settings.timezone)
    opens = datetime.combine(now.date(), house.settings.counter_hours[0], house.settings.timezone)
    if now.date() > day.newest and now >= opens:
        yield BoardRow(Level.MONEY, "till_open", 0, None, opens)


def _detail(day: date | None) -> str:
    return day.isoformat() if day else ""
