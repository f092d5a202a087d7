"""The machine's box beside the drawer: when it was counted last, and since when money lies in it that nobody has (G5).

Owns that reading. The box is emptied into a bag of its own when the house wants it, not at every closing, so a day says
how its box stood instead of asking for a count. Called by the till, the board and the day's report.
"""

from __future__ import annotations

from datetime import date

from kiosk.desk.house import Books, House, sure_moment
from kiosk.desk.views import BoxView
from kiosk.domain.business_day import box_due
from kiosk.store.database import Row
from kiosk.store.ledger import Transaction

_FULL = "cash-box-full"  # as the acceptor says it: nothing can be paid there until somebody has emptied it


def box_stands(books: Books, closing: Row | None = None) -> tuple[Row | None, Transaction | None]:
    """The box's last count, and the first money that came in after it; as it stood at that ``closing`` count."""
    counted = books.days.box_count(closing["id"] if closing else None)
    last = closing["after_transaction"] if closing else None
    first = books.acceptor.first_taken(counted["after_transaction"] if counted else 0, last)
    return counted, books.ledger.get(first) if first is not None else None


def uncounted(books: Books) -> Transaction | None:
    """The first money in the box that nobody has counted."""
    return box_stands(books)[1]


def box_view(house: House) -> BoxView | None:
    """How the box stands now, by the calendar; None where no machine has ever taken money.

    Business days are the reports' affair: one goes on until somebody closes it, and the next begins before midnight.
    """
    counted, first = box_stands(house.books)
    if counted is None and first is None:
        return None
    full = (house.live.get("health.cash_acceptor") or {}).get("reason") == _FULL
    day = local_day(house, counted["counted_utc"]) if counted else None
    since = local_day(house, first.at_utc) if first else None
    today = house.clock.now().astimezone(house.settings.timezone).date()
    due = since is not None and (full or box_due(since, today, house.settings.box_count_days))
    return BoxView(day, since, due)


def local_day(house: House, utc: str) -> date:
    """The day of the calendar at the kiosk on which something was booked or counted."""
    return sure_moment(utc).astimezone(house.settings.timezone).date()
