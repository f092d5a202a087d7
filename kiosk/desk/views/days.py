"""Business days, shifts and counts as the clerk's screens are shown them (G5, G6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.booking import Method
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
class BoxView:
    """The machine's box, where a machine has ever taken money. It never says how much should lie in it.

    ``counted``: when it was counted last, by the calendar; ``uncounted``: when the first money since came in; ``due``:
    that money has lain there for as long as the house lets it, or the box is full.
    """

    counted: date | None
    uncounted: date | None
    due: bool


@dataclass(frozen=True)
class DayView:
    """The day that is open. It never says what should lie in the drawer.

    ``business_day`` None: nothing has happened since the last closing. ``unsigned``: the day that was counted and whose
    report nobody has signed. ``clock_behind``: the clock says an earlier time than the newest transaction, or the
    opening of the newest day, has: it is wrong, or was; days go by the ledger all the same (K3). ``lent_fen``: change
    money in the drawer that is finance's. ``newest``: the day that began last, ended or not. ``box``: the machine's.
    """

    business_day: date | None
    shift: int
    staff_id: str
    staff_name: str
    offer: ClosingOffer
    unsigned: date | None
    clock_behind: bool
    lent_fen: int = 0
    newest: date | None = None
    box: BoxView | None = None


@dataclass(frozen=True)
class ClosingView:
    """The signed end of a day. ``report`` is the exact text that ``signature`` (Ed25519, hex) is over."""

    business_day: date
    report: str
    signature: str
    public_key: str
    closed_at: datetime


@dataclass(frozen=True)
class Taking:
    """What came in of a day for one item of the catalogue in one way; a red receipt takes one away."""

    item: str
    method: Method
    number: int
    fen: int


@dataclass(frozen=True)
class StruckOut:
    """A receipt that a red one struck out on this day; ``fen`` is the red one's, negative."""

    receipt: str
    red_receipt: str
    fen: int
    reason: str


@dataclass(frozen=True)
class CashMoved:
    """The drawer's way through a day in fen: the first five sum to ``after_fen``."""

    before_fen: int
    float_fen: int
    taken_fen: int
    difference_fen: int
    deposited_fen: int
    after_fen: int


@dataclass(frozen=True)
class BoxStood:
    """The machine's box as a day ended: the sheet of its last count, and since when money was not counted."""

    count_number: str
    uncounted: date | None


@dataclass(frozen=True)
class DayFigures:
    """What a day that was counted came to. ``receipts``: first and last number, or none."""

    business_day: date
    receipts: tuple[str, ...]
    takings: tuple[Taking, ...]
    struck_out: tuple[StruckOut, ...]
    cash: CashMoved
    bag_number: str
    box: BoxStood | None = None  # where a machine has ever taken money

    @property
    def total_fen(self) -> int:
        """All takings together."""
        return sum(taking.fen for taking in self.takings)
