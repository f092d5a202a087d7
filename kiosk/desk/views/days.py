"""Business days, shifts and counts as the clerk's screens are shown them (G5, G6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.business_day import ClosingOffer
from kiosk.domain.cash import CountPurpose


@dataclass(frozen=True)
class DepositBag:
    """What leaves the drawer at the end of a day: the number on the seal, and how much is in it."""

    number: str
    fen: int


@dataclass(frozen=True)
class CountView:
    """A count that was declared: only now is it said what was expected (blind count)."""

    id: int
    number: str
    purpose: CountPurpose
    business_day: date
    counted_fen: int
    expected_fen: int
    difference_fen: int  # more than expected is positive
    reason: str
    counted_at: datetime

    @property
    def unexplained(self) -> bool:
        """Whether somebody still has to say why it differs."""
        return self.difference_fen != 0 and not self.reason


@dataclass(frozen=True)
class DayView:
    """The day that is open. It never says what should lie in the drawer.

    ``business_day`` None: nothing has happened since the last closing. ``unsigned``: the day that was counted and whose
    report nobody has signed. ``clock_behind``: the clock says an earlier time than the newest transaction, or the
    opening of the newest day, has: it is wrong, or was; days go by the ledger all the same (K3).
    """

    business_day: date | None
    shift: int
    staff_id: str
    offer: ClosingOffer
    unsigned: date | None
    clock_behind: bool


@dataclass(frozen=True)
class ClosingView:
    """The signed end of a day. ``report`` is the exact text that ``signature`` (Ed25519, hex) is over."""

    business_day: date
    report: str
    signature: str
    public_key: str
    closed_at: datetime
