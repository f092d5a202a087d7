"""How the counter's day stands: what is open, due, counted and not explained, and what it came to (G5, G6).

Owns the reading, and nothing of the rules by which a day goes on: those are ``days``'s. It never says what should lie
in the drawer before that has been counted. Called by the clerk's screens and by the board.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from kiosk.desk.box import box_view
from kiosk.desk.day_errors import NotCountedError
from kiosk.desk.day_report import day_report
from kiosk.desk.house import Books, House, sure_moment
from kiosk.desk.views import BoxStood, CashMoved, ClosingView, CountView, DayFigures, DayView, StruckOut, Taking
from kiosk.domain.accounts import CLERKS_DRAWER, AccountClass, account
from kiosk.domain.booking import Method
from kiosk.domain.business_day import ClosingOffer, closing_offer, due_date
from kiosk.domain.cash import CountPurpose
from kiosk.store.database import Row

_FLOAT = account(AccountClass.FLOAT, CLERKS_DRAWER)


class DayReading:
    """The counter's day, to be looked at."""

    def __init__(self, house: House) -> None:
        self._house = house

    def view(self) -> DayView:
        """The day that is open, and whether it wants closing (a missed closing is offered first thing)."""
        books = self._house.books
        last, unsigned = books.days.latest(), books.days.unsigned()
        ended = date.fromisoformat(unsigned) if unsigned else None
        behind, lent_fen = self._clock_behind(books), -books.ledger.balance_fen(_FLOAT)
        newest, box = date.fromisoformat(last) if last else None, box_view(self._house)
        if last is None or books.days.closing_count(last):
            return DayView(None, 0, "", "", ClosingOffer.NOT_YET, ended, behind, lent_fen, newest, box)
        day, shift = date.fromisoformat(last), books.days.shift(last)
        offer = closing_offer(self._due(books, last), self._local_now, self._house.settings.closing_time)
        person = shift["staff_id"] or ""
        name = books.people.staff_name(person) if person else ""
        return DayView(day, shift["number"], person, name, offer, ended, behind, lent_fen, newest, box)

    def due_at(self) -> datetime | None:
        """From when the open day wants closing, in local time; None when no day is open."""
        last = self._house.books.days.latest()
        if last is None or self._house.books.days.closing_count(last):
            return None
        settings, day = self._house.settings, self._due(self._house.books, last)
        return datetime.combine(day, settings.closing_time, settings.timezone)

    def begun_at(self) -> datetime:
        """When the newest shift began. Raises StoreError before the first day."""
        days = self._house.books.days
        return sure_moment(days.shift(days.latest() or "")["begun_utc"])

    def unexplained(self) -> tuple[CountView, ...]:
        """Counts of the open day and of the one to be signed that still want a reason."""
        days = self._house.books.days
        wanted = {day for day in (days.latest(), days.unsigned()) if day}
        views = [count_view(row) for day in sorted(wanted) for row in days.counts(day)]
        return tuple(view for view in views if view.unexplained)

    def count(self, count_id: int) -> CountView:
        """A count that was declared. Raises StoreError when there is none."""
        return count_view(self._house.books.days.count(count_id))

    def closing_count(self, day: date) -> CountView:
        """The count that ended a day. Raises NotCountedError."""
        row = self._house.books.days.closing_count(day.isoformat())
        if row is None:
            raise NotCountedError(f"{day} was not counted")
        return count_view(row)

    def closing(self, day: date) -> ClosingView:
        """The signed end of a day. Raises NotCountedError when it is not signed."""
        row = self._house.books.days.closing(day.isoformat())
        if row is None:
            raise NotCountedError(f"{day} is not closed")
        return closing_view(row)

    def figures(self, day: date) -> DayFigures:
        """What a day came to: as it was signed, or as it would be now. Raises NotCountedError before its last count."""
        books = self._house.books
        signed = books.days.closing(day.isoformat())
        if signed is not None:
            return _figures(day, json.loads(signed["report"]))
        if books.days.closing_count(day.isoformat()) is None:
            raise NotCountedError(f"{day} was not counted")
        return _figures(day, day_report(self._house, books, day.isoformat()))

    # --- when

    def _due(self, books: Books, day: str) -> date:
        """From when the open day may be ended."""
        opened = books.journal.newest("day.opened")
        if opened is None or not opened.synced:
            return due_date(date.fromisoformat(day), None)
        return due_date(date.fromisoformat(day), self._local(sure_moment(opened.at_utc)).date())

    def _clock_behind(self, books: Books) -> bool:
        """Whether the clock says an earlier time than the newest transaction, or the opening of the newest day, has."""
        opened = books.journal.newest("day.opened")
        return self._house.now_utc < max(books.ledger.latest_utc(), opened.at_utc if opened else "")

    @property
    def _local_now(self) -> datetime:
        return self._local(self._house.clock.now())

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._house.settings.timezone)


def closing_view(row: Row) -> ClosingView:
    """The signed end of a day as people are shown it."""
    day, closed_at = date.fromisoformat(row["business_day"]), sure_moment(row["closed_utc"])
    return ClosingView(day, row["report"], row["signature"], row["public_key"], closed_at)


def count_view(row: Row) -> CountView:
    """A count as the clerk sees it."""
    return CountView(
        id=row["id"],
        number=row["number"],
        purpose=CountPurpose(row["purpose"]),
        business_day=date.fromisoformat(row["business_day"]),
        counted_fen=row["counted_fen"],
        expected_fen=row["expected_fen"],
        difference_fen=row["difference_fen"],
        reason=row["reason"] or "",
        counted_at=sure_moment(row["counted_utc"]),
    )


def _figures(day: date, report: dict[str, Any]) -> DayFigures:
    """The part of a report that is read on the glass."""
    cash = report["cash"]
    return DayFigures(
        business_day=day,
        receipts=tuple(report["receipts"]),
        takings=tuple(Taking(line[0], Method(line[1]), line[2], line[3]) for line in report["lines"]),
        struck_out=tuple(
            StruckOut(row["strikes_out"], row["receipt_number"], row["amount_fen"], row["reason"])
            for row in report["struck_out"]
        ),
        cash=CashMoved(*(cash[name] for name in ("before", "float", "taken", "difference", "deposited", "after"))),
        bag_number=cash["bag"] or "",
        box=_box(report.get("machine")),
    )


def _box(stood: dict[str, Any] | None) -> BoxStood | None:
    """The machine's box at the end of a day; reports of before version 4 did not say when it was counted."""
    if stood is None or "count" not in stood:
        return None
    since = stood["uncounted_since"]
    return BoxStood(stood["count"] or "", date.fromisoformat(since) if since else None)
