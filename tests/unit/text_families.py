"""Keys that code puts together at run time: each template with everything it can become.

A member added to one of these enums needs a sentence, and ``test_strings.py`` says so. OPEN families are asked with
``tr.has`` first: what they can become is the configuration's or a device's business.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.desk.self_tests import STEPS
from kiosk.desk.views import (
    CaseState,
    Drawer,
    FaxState,
    IncomingPhase,
    LinePhase,
    Method,
    ReceivedState,
    SelfTestKind,
    SelfTestState,
    Urgency,
    Zone,
)
from kiosk.domain.cash import CountPurpose
from kiosk.domain.offer import house_graph
from kiosk.fax.outcome import CallOutcome, PageState, ReceptionOutcome, Resolution
from kiosk.sync.courier import Condition
from kiosk.ui.gallery.gallery import all_sheets
from kiosk.ui.gallery.specimen import State
from kiosk.ui.screens.rate import REASONS
from kiosk.ui.screens.technician_words import AREAS, VERSIONS
from kiosk.ui.widgets.unit_picker import PARTS

_OVER = (FaxState.DELIVERED, FaxState.FAILED, FaxState.CANCELLED, FaxState.UNKNOWN)
_PRINT_STATES = ("waiting", "printed", "trouble", "unknown", "unsigned", "failed")
_BOARD_KINDS = (
    "call",
    "cash",
    "fax_unknown",
    "fax_received",
    "print_unknown",
    "print_unfitted",
    "repair_open",
    "repair_accepted",
    "feedback_open",
    "feedback_accepted",
    "unit_locked",
    "device",
)
_COLUMNS = "page time rate coding state call started duration far_ident confirmed outcome"

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
    "case.{}": CaseState,
    "charge.{}": [f"fax.{zone.value}" for zone in Zone],
    "charge.fax.{}": Zone,
    "charge.method.{}": Method,
    "charge.detail.{}": ("fax",),
    "charge.unit.{}": ("fax",),
    "charge.zone.{}": Zone,
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
    "gallery.sheet.{}": [sheet.name for sheet in all_sheets()],
    "gallery.state.{}": State,
    "idle.incoming.{}": IncomingPhase,
    "line.incoming.{}": IncomingPhase,
    "line.phase.{}": LinePhase,
    "log.state.{}": FaxState,
    "month.{}": range(1, 13),
    "pay.{}": Method,
    "pay.{}.words": Method,
    "preview.{}": ("standard", "fine", "photo"),
    "preview.{}.words": ("standard", "fine", "photo"),
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
    "sign_in.card.{}": ("unreadable", "two_cards"),
    "tab.{}": ("board", "fax_log", "cases", "cards", "technician"),
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
    "technician.area.{}": [area for area in AREAS if area != "head_office"],
    "technician.fact.{}": (*_FACTS.split(), *VERSIONS),
    "technician.line.{}": ("free", "out", "in", "test"),
    "technician.sync.{}": Condition,
    "still.{}": (*house_graph().remedies, "pay_cash"),  # cash where the unit may not charge its account
    "weekday.{}": range(1, 8),
    "why.{}": [loss.key for loss in house_graph().causes],
    "zone.{}": Zone,
    # words beneath a title whose key is a literal elsewhere
    "{}.words": ("home.fax", "home.repair", "home.complaint", "repair.urgency.normal", "repair.urgency.urgent"),
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
