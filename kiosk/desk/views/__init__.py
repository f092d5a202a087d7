"""What the screens are shown: frozen values, no rows, no secrets, no other person's data.

Owns the shapes that cross from the use cases to the glass. Knows no SQL and no widget. Money is whole fen, times are
aware UTC datetimes, keys ending in ``_key`` name a sentence in the catalogues. One file a kind of business; all of it
is offered from here, with the domain's own words that the screens need.
"""

from kiosk.desk.views.board import Board, BoardRow, DeviceView, Drawer, Level
from kiosk.desk.views.days import ClosingView, CountView, DayView, DepositBag
from kiosk.desk.views.fax import (
    DocumentView,
    DraftPage,
    FaxDraft,
    FaxProgress,
    FaxResult,
    FaxState,
    LinePhase,
    NumberCheck,
    PageView,
    Quote,
    StickFileView,
    StickView,
)
from kiosk.desk.views.line_log import CallWay, LadderStep, LineCall, SignalWay
from kiosk.desk.views.money import ChargeState, ChargeView, PaymentOption, ReceiptView
from kiosk.desk.views.offer import ServiceView
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
from kiosk.desk.views.received import IncomingCall, IncomingPhase, ReceivedState, ReceivedView
from kiosk.desk.views.service import CallView, CaseDraft, CaseKind, CaseState, CaseView, CatalogueItem
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
from kiosk.domain.booking import Method
from kiosk.domain.capabilities import Level as ServiceLevel
from kiosk.domain.tariff import Urgency, Zone

__all__ = [
    "Board",
    "BoardRow",
    "CallView",
    "CallWay",
    "CardRecognised",
    "CaseDraft",
    "CaseKind",
    "CaseState",
    "CaseView",
    "CatalogueItem",
    "ChargeState",
    "ChargeView",
    "ClosingView",
    "CountView",
    "DayView",
    "DepositBag",
    "DeviceView",
    "DocumentView",
    "DraftPage",
    "Drawer",
    "FaxDraft",
    "FaxProgress",
    "FaxResult",
    "FaxState",
    "IdentityRefusal",
    "IncomingCall",
    "IncomingPhase",
    "LadderStep",
    "Level",
    "LineCall",
    "LinePhase",
    "Method",
    "ModemView",
    "NumberCheck",
    "PageView",
    "PaymentOption",
    "PresentedCard",
    "Quote",
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
    "SignalWay",
    "Signature",
    "Staff",
    "StaffCard",
    "StaffRefusal",
    "StickFileView",
    "StickView",
    "StorageView",
    "Stroke",
    "SyncView",
    "SystemView",
    "TechnicianView",
    "UnitView",
    "Urgency",
    "Visitor",
    "Zone",
]
