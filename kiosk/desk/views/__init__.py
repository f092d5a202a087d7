"""What the screens are shown: frozen values, no rows, no secrets, no other person's data.

Owns the shapes that cross from the use cases to the glass. Knows no SQL and no widget. Money is whole fen, times are
aware UTC datetimes, keys ending in ``_key`` name a sentence in the catalogues. One file a kind of business; all of it
is offered from here, with the domain's own words that the screens need.
"""

from kiosk.desk.views.board import Board, BoardRow, DeviceView, Drawer, Level
from kiosk.desk.views.days import (
    BoxStood,
    BoxView,
    CashMoved,
    ClosingView,
    CountView,
    DayFigures,
    DayView,
    DepositBag,
    StruckOut,
    Taking,
)
from kiosk.desk.views.fax import (
    DocumentView,
    DraftPage,
    FaxDraft,
    FaxProgress,
    FaxResult,
    FaxState,
    LinePhase,
    NumberCheck,
    PagePrice,
    PageView,
    Quote,
    StickFileView,
    StickView,
)
from kiosk.desk.views.line_log import CallWay, LadderStep, LineCall, SignalWay
from kiosk.desk.views.machine import DoubtView, HeldView, MachineView
from kiosk.desk.views.money import ChargeLine, ChargeState, ChargeView, LimitView, PaymentOption, ReceiptView
from kiosk.desk.views.offer import ServiceView
from kiosk.desk.views.papers import CopyView, FinanceSigning, SheetView
from kiosk.desk.views.people import (
    CardRecognised,
    IdentityRefusal,
    PresentedCard,
    Role,
    Signature,
    Staff,
    StaffCard,
    StaffRefusal,
    Stroke,
    UnitView,
    Visitor,
)
from kiosk.desk.views.qr import QrStage, QrView
from kiosk.desk.views.received import IncomingCall, IncomingPhase, ReceivedState, ReceivedView
from kiosk.desk.views.service import CallView, CaseDraft, CaseKind, CaseState, CaseView, CatalogueItem, PricesTold
from kiosk.desk.views.technician import (
    ModemView,
    SelfTestKind,
    SelfTestOffer,
    SelfTestState,
    SelfTestView,
    StorageView,
    SyncView,
    SystemView,
    TechnicianView,
)
from kiosk.desk.views.vouchers import VoucherIssue, VoucherWish
from kiosk.desk.views.work import LessCharged, LineKind, QuoteAnswer, WorkLine, WorkQuote, WorkStanding
from kiosk.domain.booking import Method
from kiosk.domain.capabilities import Level as ServiceLevel
from kiosk.domain.sheets import BookSheet
from kiosk.domain.tariff import PartKind, Rate, Urgency, Zone

__all__ = [
    "Board",
    "BoardRow",
    "BookSheet",
    "BoxStood",
    "BoxView",
    "CallView",
    "CallWay",
    "CardRecognised",
    "CaseDraft",
    "CaseKind",
    "CaseState",
    "CaseView",
    "CashMoved",
    "CatalogueItem",
    "ChargeLine",
    "ChargeState",
    "ChargeView",
    "ClosingView",
    "CopyView",
    "CountView",
    "DayFigures",
    "DayView",
    "DepositBag",
    "DeviceView",
    "DocumentView",
    "DoubtView",
    "DraftPage",
    "Drawer",
    "FaxDraft",
    "FaxProgress",
    "FaxResult",
    "FaxState",
    "FinanceSigning",
    "HeldView",
    "IdentityRefusal",
    "IncomingCall",
    "IncomingPhase",
    "LadderStep",
    "LessCharged",
    "Level",
    "LimitView",
    "LineCall",
    "LineKind",
    "LinePhase",
    "MachineView",
    "Method",
    "ModemView",
    "NumberCheck",
    "PagePrice",
    "PageView",
    "PartKind",
    "PaymentOption",
    "PresentedCard",
    "PricesTold",
    "QrStage",
    "QrView",
    "Quote",
    "QuoteAnswer",
    "Rate",
    "ReceiptView",
    "ReceivedState",
    "ReceivedView",
    "Role",
    "SelfTestKind",
    "SelfTestOffer",
    "SelfTestState",
    "SelfTestView",
    "ServiceLevel",
    "ServiceView",
    "SheetView",
    "SignalWay",
    "Signature",
    "Staff",
    "StaffCard",
    "StaffRefusal",
    "StickFileView",
    "StickView",
    "StorageView",
    "Stroke",
    "StruckOut",
    "SyncView",
    "SystemView",
    "Taking",
    "TechnicianView",
    "UnitView",
    "Urgency",
    "Visitor",
    "VoucherIssue",
    "VoucherWish",
    "WorkLine",
    "WorkQuote",
    "WorkStanding",
    "Zone",
]
