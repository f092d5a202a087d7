"""The desk as the screens see it: one object with a sub-desk for each kind of business.

Made by ``kiosk/app.py``. Every method may block (a commit, a child process): never call one on the screen's own thread.
Every method may raise KioskError, whose ``message_key`` is a sentence in the catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from kiosk.desk.acceptor import MachineDesk
from kiosk.desk.board import BoardDesk
from kiosk.desk.calls import CallDesk
from kiosk.desk.cards import CardDesk
from kiosk.desk.copies import CopyDesk
from kiosk.desk.corrections import CorrectionDesk
from kiosk.desk.days import DayDesk
from kiosk.desk.fax import FaxDesk
from kiosk.desk.finance import FinanceDesk
from kiosk.desk.grants import GrantDesk
from kiosk.desk.half_counts import HalfCounts
from kiosk.desk.identity import IdentityDesk
from kiosk.desk.line_log import LineLogDesk
from kiosk.desk.money import MoneyDesk
from kiosk.desk.qr_payments import QrDesk
from kiosk.desk.ratings import RatingDesk
from kiosk.desk.receipt_list import ReceiptList
from kiosk.desk.received import ReceivedDesk
from kiosk.desk.repairs import RepairDesk
from kiosk.desk.self_tests import SelfTestDesk
from kiosk.desk.sheet_copies import SheetDesk
from kiosk.desk.staff import StaffDesk
from kiosk.desk.status import StatusDesk, TroubleDesk
from kiosk.desk.technician import TechnicianDesk
from kiosk.desk.vouchers import VoucherDesk
from kiosk.desk.work_orders import WorkDesk


class Changed(Protocol):
    """The bell that says "look again"."""

    def wait(self, timeout: float) -> bool:
        """Wait up to ``timeout`` seconds; True when something may have changed."""
        ...


@dataclass(frozen=True)
class Desk:
    """Everything a person at the glass can do."""

    identity: IdentityDesk
    fax: FaxDesk
    received: ReceivedDesk
    line_log: LineLogDesk
    money: MoneyDesk
    qr: QrDesk
    grants: GrantDesk
    vouchers: VoucherDesk
    machine: MachineDesk
    corrections: CorrectionDesk
    days: DayDesk
    half_counts: HalfCounts
    receipts: ReceiptList
    copies: CopyDesk
    sheets: SheetDesk
    finance: FinanceDesk
    repairs: RepairDesk
    work: WorkDesk
    calls: CallDesk
    ratings: RatingDesk
    staff: StaffDesk
    cards: CardDesk
    board: BoardDesk
    status: StatusDesk
    trouble: TroubleDesk
    technician: TechnicianDesk
    self_tests: SelfTestDesk
    changed: Changed
