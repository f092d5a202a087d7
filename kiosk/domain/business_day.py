"""Business days (营业日): which day a taking belongs to, and when a closing is due (G5, K3).

Owns the rules. A day is not a span of the clock but of the ledger: it begins with the first transaction after the
closing of the day before it, and ends with the closing's own. Pure; called by ``kiosk.desk``.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import StrEnum

_BELIEVED = timedelta(days=31)  # a clock nobody has set may be right about a long holiday, not about another year


class ClosingOffer(StrEnum):
    """NOT_YET: the counter works on; DUE: it is closing time; MISSED: the day is over and was never closed."""

    NOT_YET = "not_yet"
    DUE = "due"
    MISSED = "missed"


def next_day(last: date | None, today: date, sure: bool) -> date:
    """The business day that follows ``last`` (None: the first of all) when the clock says ``today``.

    Never the same day again and never an earlier one, whatever the clock says: after the closing of the 18th the
    evening's takings are the 19th's. ``sure`` is whether the clock was synchronised; one that was not is believed only
    if it says a day soon after the last.
    """
    if last is None:
        return today
    following = last + timedelta(days=1)
    return max(following, today) if sure or today - last <= _BELIEVED else following


def closing_offer(due: date, now: datetime, closing_time: time) -> ClosingOffer:
    """Whether the open day, which is ``due`` on that date, wants closing at the local moment ``now``."""
    if now.date() > due:
        return ClosingOffer.MISSED
    if now.date() == due and now.time() >= closing_time:
        return ClosingOffer.DUE
    return ClosingOffer.NOT_YET


def box_due(first: date, today: date, days: int) -> bool:
    """Whether the machine's box wants counting: its first uncounted money came in ``days`` or more days ago.

    A box that is sealed and changed weekly is not counted at every closing; one that holds nothing new is never due.
    """
    return today - first >= timedelta(days=days)


def due_date(day: date, opened: date | None) -> date:
    """The date from which ``day`` may be ended: its own, so that nobody ends two on one evening.

    Or the date after the one on which it was ``opened``, if that is earlier: then a clock that ran ahead has opened a
    day before it, and days are dated ahead of the calendar. None: opened by a clock that nobody had set.
    """
    return day if opened is None else min(day, opened + timedelta(days=1))
