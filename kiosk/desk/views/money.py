"""What is owed, how it is paid, and the receipt, as the screens are shown them (G1-G3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.desk.views.people import UnitView
from kiosk.domain.booking import Method


class ChargeState(StrEnum):
    """DUE nothing paid; CASH_WANTED waits for the clerk; PAID has a receipt number; REFUNDED was paid back (G4)."""

    DUE = "due"
    CASH_WANTED = "cash_wanted"
    PAID = "paid"
    REFUNDED = "refunded"


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


@dataclass(frozen=True)
class PaymentOption:
    """A way of paying, and if it cannot be used now, why."""

    method: Method
    available: bool
    reason_key: str = ""


@dataclass(frozen=True)
class ReceiptView:
    """A receipt (G3). ``print_state``: waiting | printed | trouble | unknown | unsigned; ``reason`` an IPP keyword.

    One that strikes another out (G4) has a negative ``amount_fen`` and names it.
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
