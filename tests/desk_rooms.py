"""The sub-desks of a furnished desk, as ``kiosk/app.py`` puts them together. A new one is a line here."""

from __future__ import annotations

from kiosk.desk.acceptor import MachineDesk
from kiosk.desk.api import Desk
from kiosk.desk.board import BoardDesk
from kiosk.desk.calls import CallDesk
from kiosk.desk.cards import CardDesk
from kiosk.desk.copies import CopyDesk
from kiosk.desk.corrections import CorrectionDesk
from kiosk.desk.days import DayDesk
from kiosk.desk.dispatch import Dispatch
from kiosk.desk.fax import FaxDesk
from kiosk.desk.finance import FinanceDesk
from kiosk.desk.grants import GrantDesk
from kiosk.desk.half_counts import HalfCounts
from kiosk.desk.house import House
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
from kiosk.documents.room import DocumentRoom
from kiosk.doorbell import Doorbell


def desk_of(house: House, room: DocumentRoom, dispatch: Dispatch, status: StatusDesk, bell: Doorbell) -> Desk:
    """The desk over a house."""
    return Desk(
        IdentityDesk(house),
        FaxDesk(house, room, dispatch),
        ReceivedDesk(house, room),
        LineLogDesk(house),
        MoneyDesk(house),
        QrDesk(house),
        GrantDesk(house),
        VoucherDesk(house),
        MachineDesk(house),
        CorrectionDesk(house),
        DayDesk(house),
        HalfCounts(house),
        ReceiptList(house),
        CopyDesk(house),
        SheetDesk(house),
        FinanceDesk(house),
        RepairDesk(house),
        WorkDesk(house),
        CallDesk(house),
        RatingDesk(house),
        StaffDesk(house, lambda: status.core_is_silent),
        CardDesk(house),
        BoardDesk(house, status),
        status,
        TroubleDesk(house),
        TechnicianDesk(house, status),
        SelfTestDesk(house),
        bell,
    )
