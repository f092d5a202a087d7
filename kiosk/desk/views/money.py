"""What is owed, how it is paid, and the receipt, as the screens are shown them (G1-G3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.desk.views.people import UnitView
from kiosk.domain.booking import Method
from kiosk.domain.tariff import Rate


class ChargeState(StrEnum):
    """DUE nothing paid; CASH_WANTED waits for the clerk, APPROVAL_WANTED for a supervisor (the account is at its
    limit); PAID has a receipt number; REFUNDED was paid back (G4); WITHDRAWN: vouchers that nobody bought after all."""

    DUE = "due"
    CASH_WANTED = "cash_wanted"
    APPROVAL_WANTED = "approval_wanted"
    PAID = "paid"
    REFUNDED = "refunded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class ChargeLine:
    """A line of what is owed: ``quantity`` of a unit at ``unit_fen``, less than nothing where something is taken off.

    ``words`` stand instead of the title where somebody has written what it is; without ``unit_key`` it is of one piece,
    and its words say why.
    """

    title_key: str
    quantity: int
    unit_key: str
    unit_fen: int
    words: str = ""

    @property
    def amount_fen(self) -> int:
        """What it adds."""
        return self.quantity * self.unit_fen


@dataclass(frozen=True)
class ChargeView:
    """An amount owed for one thing, once (G1)."""

    id: int
    unit: UnitView
    kind: str  # fax | repair
    job_id: int
    title_key: str
    detail: str
    quantity: int
    unit_fen: int
    amount_fen: int
    state: ChargeState
    since: datetime
    rate: Rate | None = None  # by which the quantity came to the amount

    @property
    def by_rate(self) -> Rate:
        """The rate; flat when nothing else is known."""
        return self.rate or Rate(self.unit_fen)

    approved: bool = False  # a supervisor has: the account may be charged above its limit
    code_open: bool = False  # it may still turn out paid by a code: no other way until that is known


@dataclass(frozen=True)
class PaymentOption:
    """A way of paying, and if it cannot be used now, why. ``on_request``: a supervisor may allow it."""

    method: Method
    available: bool
    reason_key: str = ""
    on_request: bool = False


@dataclass(frozen=True)
class LimitView:
    """A charge beside the account of its unit: what is owed, what is held of orders under way, and the limit, fen."""

    charge: ChargeView
    owed_fen: int
    held_fen: int
    limit_fen: int


@dataclass(frozen=True)
class ReceiptView:
    """A receipt (G3). ``print_state``: waiting | printed | trouble | unknown | unsigned; ``reason`` an IPP keyword.

    One that strikes another out (G4) has a negative ``amount_fen`` and names it. ``waived_fen`` of the amount were not
    taken (voucher, free), as on the paper.
    """

    number: str
    charge: ChargeView
    method: Method
    paid_at: datetime
    tendered_fen: int
    change_fen: int
    signed: bool
    print_state: str
    reason: str = ""
    check_code: str = ""
    proof: str = ""  # what the paper's QR code holds: the receipt's number and its check code
    amount_fen: int = 0
    strikes_out: str = ""
    struck_out_by: str = ""
    waived_fen: int = 0

    @property
    def received_fen(self) -> int:
        """What was taken for it."""
        return self.amount_fen - self.waived_fen
