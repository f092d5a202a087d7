"""Keys that code puts together at run time: each template with everything it can become.

A member added to one of these enums needs a sentence, and ``test_strings.py`` says so. OPEN families are asked with
``tr.has`` first: what they can become is the configuration's or a device's business.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.desk.grants import FREE_REASONS
from kiosk.desk.self_tests import STEPS
from kiosk.desk.views import (
    CaseState,
    ChargeState,
    Drawer,
    FaxState,
    IncomingPhase,
    LineKind,
    LinePhase,
    Method,
    QuoteAnswer,
    ReceivedState,
    SelfTestKind,
    SelfTestState,
    Urgency,
    Zone,
)
from kiosk.domain.accounts import CLERKS_DRAWER, MACHINES_BOX, AccountClass
from kiosk.domain.cash import CountPurpose
from kiosk.domain.offer import house_graph
from kiosk.domain.qr import CONTRADICTIONS
from kiosk.fax.outcome import CallOutcome, PageState, ReceptionOutcome, Resolution
from kiosk.sync.courier import Condition
from kiosk.ui.gallery.gallery import all_sheets
from kiosk.ui.gallery.specimen import State
from kiosk.ui.screens.rate import REASONS
from kiosk.ui.screens.staff_receipt import Correction
from kiosk.ui.screens.technician_words import AREAS, VERSIONS
from kiosk.ui.widgets.unit_picker import PARTS

_OVER = (FaxState.DELIVERED, FaxState.FAILED, FaxState.CANCELLED, FaxState.UNKNOWN)
_PRINT_STATES = ("waiting", "printed", "trouble", "unknown", "unsigned", "failed")
_BOARD_KINDS = (
    "call",
    "machine_unknown",
    "machine_held",
    "cash",
    "limit",
    "fax_unknown",
    "fax_received",
    "print_unknown",
    "print_unfitted",
    "repair_open",
    "repair_accepted",
    "feedback_open",
    "feedback_accepted",
    "unit_locked",
    "qr_doubt",
    "qr_contradiction",
    "qr_refund",
    "till_open",
    "till_due",
    "till_missed",
    "till_unsigned",
    "till_box",
    "till_differs",
    "device",
)
_TILL = ("box", "open", "hand_over", "check", "close", "explain", "sign", "finance", "receipts", "sheets", "vouchers")
_QR_STAGES = (
    *("qr", "qr.asking", "qr.checking", "qr.doubt"),
    *(f"qr.over.{reason}" for reason in ("expired", "refused", "silent", "owed_back")),
)
_COLUMNS = "page time rate coding state call started duration far_ident confirmed outcome"

_TABLES = "accounts bags cash charge_log counts days faults income methods owed pieces struck_out"
_SHEET_COLUMNS = (
    "account amount bag booked counted credit day debit denomination difference expected income item kind method moved"
    " number paid person pieces purpose quantity reason receipt receipts red remark signed state struck"
    " time unit"
)
_STEP_NAMES = {  # both printers' pages go the same way
    **{kind.value: steps for kind, steps in STEPS.items() if "page" not in kind.value},
    "page": STEPS[SelfTestKind.RECEIPT_PAGE],
}
_MEASURED = (
    "modem classes used_class sends receives took_ms far_ident speed took_s round_trip_ms record waiting said missed"
)
_FACTS = (
    "state since detail call double says port used_class classes sends receives answered verdict backlog acked acked_at"
    " free store vault pages oldest now synced source battery core core_heard screens computer"
)

FAMILIES: dict[str, Iterable[object]] = {
    "board.{}": _BOARD_KINDS,
    "board.{}.act": _BOARD_KINDS,
    "board.{}.words": ("till_due", "till_missed", "till_unsigned", "till_box"),
    "case.{}": CaseState,
    "charge.{}": [*(f"fax.{zone.value}" for zone in Zone), "labour", "material"],
    "charge.fax.{}": Zone,
    "charge.method.{}": Method,
    "charge.detail.{}": ("fax", "repair", "voucher"),
    "charge.unit.{}": ("fax", "repair", "voucher", "labour", "material"),
    "charge.zone.{}": Zone,
    "work.add.{}": LineKind,
    "work.line.{}": LineKind,
    "work.answer.{}": QuoteAnswer,
    "daily.cash.{}": ("before", "float", "taken", "difference", "deposited", "after"),
    "daily.correction.{}": ("void", "refund"),
    "daily.count.{}": CountPurpose,
    "drawer.{}": ("all", *Drawer),
    "drawer.{}.empty": Drawer,
    "fax.cause.{}": (*CallOutcome, "interrupted"),  # by a power cut, told after the restart
    "fax.source.{}": ("phone", "scanner"),
    "fax.source.{}.later": ("phone", "scanner"),
    "forms.outcome.{}": CallOutcome,
    "forms.page_state.{}": PageState,
    "forms.report.column.{}": _COLUMNS.split(),
    "forms.resolution.{}": Resolution,
    "line_log.outcome.{}": (*CallOutcome, *ReceptionOutcome, "interrupted"),
    "free.reason.{}": FREE_REASONS,
    "gallery.sheet.{}": [sheet.name for sheet in all_sheets()],
    "gallery.state.{}": State,
    "idle.incoming.{}": IncomingPhase,
    "line.incoming.{}": IncomingPhase,
    "line.phase.{}": LinePhase,
    "log.state.{}": FaxState,
    "machine.refused.{}": ("note", "coin"),
    "month.{}": range(1, 13),
    "pay.{}": Method,
    "pay.{}.words": Method,
    "pay.to_{}": ("machine", "qr"),
    "preview.{}": ("standard", "fine", "photo"),
    "preview.{}.words": ("standard", "fine", "photo"),
    "qr.said.{}": (*CONTRADICTIONS, "wanted", "failed"),
    "qr.wallet.{}": ("wechat",),
    "rate.{}": range(1, 6),
    "rate.reason.{}": REASONS,
    "receipt.{}": ("waiting", "printed", "unknown", "unsigned", "failed"),
    "receipt.{}.words": _PRINT_STATES,
    "receipt.trouble.{}": ("media-empty", "media-jam", "cover-open", "offline", "absent"),
    "received.print.{}": ("waiting", "trouble", "printed", "unknown", "failed"),
    "received.reason.{}": ("subaddress", "person", "earlier_fax"),
    "received.state.{}": ReceivedState,
    "repair.slip.{}": ("waiting", "printed", "trouble", "unknown", "failed"),
    "resolution.{}": Resolution,
    "result.{}": _OVER,
    "result.{}.title": _OVER,
    "result.{}.words": _OVER,
    "sheet.{}.title": ("day_report", "charge_log", "count_sheet"),
    "sheet.{}": _TABLES.split(),
    "sheet.account.{}": AccountClass,
    "sheet.col.{}": _SHEET_COLUMNS.split(),
    "sheet.point.{}": (CLERKS_DRAWER, MACHINES_BOX),
    "sign_in.card.{}": ("unreadable", "two_cards"),
    "tab.{}": ("board", "fax_log", "cases", "till", "cards", "technician"),
    "till.{}.title": _TILL,
    "till.{}.words": _TILL,
    "till.{}.not_yours": ("hand_over", "close", "receipts"),
    "reason.of_{}": (*Correction, "blocked", "freed"),
    "vouchers.{}": ("first", "pieces"),
    "vouchers.sale.{}": ChargeState,
    "receipts.{}": Correction,
    "receipts.{}.words": Correction,
    "receipts.paper.{}": _PRINT_STATES,
    "{}.title": ("day_closed", "day_countersigned", *_QR_STAGES),
    "unit.{}": PARTS,
    "unit.choose.{}": PARTS,
    "urgency.{}": Urgency,
    "urgency.{}.words": Urgency,
    "self_test.{}": SelfTestKind,
    "self_test.{}.words": [kind for kind in SelfTestKind if kind is not SelfTestKind.GLASS],
    "self_test.fact.{}": _MEASURED.split(),
    "self_test.glass.{}": ("again", "no", "yes"),
    "self_test.lamps.{}": ("yes", "no"),
    "self_test.lamps.{}.words": STEPS[SelfTestKind.LAMPS],
    "self_test.need.{}": ("device", "number", "head_office"),
    "self_test.need.{}.words": ("device", "number", "head_office"),
    "self_test.remedy.{}": _STEP_NAMES,
    "self_test.passed.{}": _STEP_NAMES,
    "self_test.state.{}": SelfTestState,
    "self_test.step.{}": [f"{name}.{step}" for name, steps in _STEP_NAMES.items() for step in steps],
    "corrected.{}": Method,
    "taken.title.{}": (Method.CASH, Method.VOUCHER, Method.FREE, Method.QR),
    "task.{}.words": ("qr_doubt", "qr_contradiction", "qr_refund"),
    "technician.area.{}": [area for area in AREAS if area != "head_office"],
    "technician.fact.{}": (*_FACTS.split(), *VERSIONS),
    "technician.line.{}": ("free", "out", "in", "test"),
    "technician.sync.{}": Condition,
    "still.{}": (
        *house_graph().remedies,
        "supervisor",
        *(f"pay_{method}" for method in Method if method is not Method.FREE),
    ),
    "weekday.{}": range(1, 8),
    "why.{}": [loss.key for loss in house_graph().causes],
    "zone.{}": Zone,
    # words beneath a title whose key is a literal elsewhere
    "{}.words": (
        *_QR_STAGES,
        "day_closed",
        "day_countersigned",
        "home.fax",
        "home.repair",
        "home.complaint",
        "repair.urgency.normal",
        "repair.urgency.urgent",
    ),
}

OPEN = (
    "call.from.",  # the screen a call was raised on
    "device.",  # names of devices, from the configuration
    "document.note.",  # what a page's examination finds
    "form.",  # names of printed forms
    "health.",  # reasons of devices and of IPP
    "self_test.do.",  # what helps, for a device's reason
    "self_test.why.",  # a device's reason, in a test
    "feedback.",  # what it is about, phrases
    "callback.",  # how an answer is wished for
    "repair.",  # the published catalogue of repairs: groups, items, phrases
    "signal.",  # names of T.30 and of the line, from the trace
    "task.",  # what a clerk settles
    "wanted.",  # wanted times of a request
)
