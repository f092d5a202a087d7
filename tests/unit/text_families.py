"""Keys that code puts together at run time: each template with everything it can become.

A member added to one of these enums needs a sentence, and ``test_strings.py`` says so. OPEN families are asked with
``tr.has`` first: what they can become is the configuration's or a device's business.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.desk.views import (
    CaseState,
    FaxState,
    IncomingPhase,
    LinePhase,
    Method,
    ReceivedState,
    Urgency,
    Zone,
)
from kiosk.domain.offer import house_graph
from kiosk.fax.outcome import CallOutcome, PageState, ReceptionOutcome, Resolution
from kiosk.ui.gallery.gallery import all_sheets
from kiosk.ui.gallery.specimen import State
from kiosk.ui.screens.rate import REASONS
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
    "unit_locked",
    "device",
)
_COLUMNS = "page time rate coding state call started duration far_ident confirmed outcome"

FAMILIES: dict[str, Iterable[object]] = {
    "board.{}": _BOARD_KINDS,
    "board.{}.act": _BOARD_KINDS,
    "case.{}": CaseState,
    "charge.fax.{}": Zone,
    "charge.method.{}": Method,
    "charge.unit.{}": ("fax",),
    "charge.zone.{}": Zone,
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
    "tab.{}": ("board", "fax_log", "cases", "technician"),
    "unit.{}": PARTS,
    "unit.choose.{}": PARTS,
    "urgency.{}": Urgency,
    "urgency.{}.words": Urgency,
    "still.{}": (*house_graph().remedies, "pay_cash"),  # cash where the unit may not charge its account
    "weekday.{}": range(1, 8),
    "why.{}": [loss.key for loss in house_graph().causes],
    "zone.{}": Zone,
    # words beneath a title whose key is a literal elsewhere
    "{}.words": ("home.fax", "home.repair", "repair.urgency.normal", "repair.urgency.urgent"),
}

OPEN = (
    "call.from.",  # the screen a call was raised on
    "device.",  # names of devices, from the configuration
    "document.note.",  # what a page's examination finds
    "form.",  # names of printed forms
    "health.",  # reasons of devices and of IPP
    "repair.",  # the published catalogue of repairs: groups, items, phrases
    "signal.",  # names of T.30 and of the line, from the trace
    "task.",  # what a clerk settles
    "wanted.",  # wanted times of a request
)
