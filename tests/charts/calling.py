"""The calling terminal for the charts: three pages, the third a document of its own, at two speeds; or two in blocks.

Owns what may happen to a ``Caller``. Time stands still at 0, but for the timers. Called by ``machines.py``.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache

from kiosk.fax import primitives as p
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.caller_table import RESPONSES, TRANSITIONS, State
from kiosk.fax.caller_turns import Outputs
from kiosk.fax.frames import Fcf
from kiosk.fax.negotiation import PageFormat
from kiosk.fax.outcome import Resolution
from kiosk.fax.turns import Note
from kiosk.fax.turns_table import CallState
from tests.charts.situations import situation_of
from tests.hw_doubles import t30_letters

_PHASE_B = (State.AWAITING_DIS, State.SENDING_DCS, State.SENDING_TCF, State.AWAITING_CFR)  # the same as without Annex A
_MUCH_LATER_MS = 10_000_000
_FORMAT = PageFormat(1728, 1143, Resolution.STANDARD)
_DIS = {False: "00ca70", True: "00caf044"}
_FIELDS = {"PPR": "01"}
_OCTETS = bytes(range(1, 256)) * 3
# Reports of pages that are done with, and what depends on nothing else but the rest.
_IGNORED = (
    "_after_break", "_ahead", "_asked", "_blocks", "_coded", "_far", "_format", "_interrupted", "_ladder",
    "_late_frame", "_plan", "_refusal_untold", "_side", "_submission_told", "_wait", "connected_ms", "detail",
    "far_ident", "modem_at_rest", "pages", "state",
)  # fmt: skip


class CallingMachine:
    """``late``: each page is coded only when its event says so."""

    def __init__(self, *, ecm: bool, late: bool = False) -> None:
        speeds = frozenset({24}) if ecm else frozenset({24, 48})
        plan = CallPlan("1", "1", 2 if ecm else 3, _FORMAT, speeds, document_starts=frozenset({3}))
        self._caller = Caller(plan)
        self._ecm, self._late = ecm, late
        self._owed: list[p.PageWanted] = []
        self._timer = ""
        self._carry_out(self._caller.start(0))

    @property
    def state(self) -> str:
        return self._caller.state

    @property
    def situation(self) -> Hashable:
        caller = self._caller
        page = None if caller.pages.all_confirmed else (caller.pages.current, caller.pages.attempts)
        again = self._ecm and self.state in _PHASE_B and caller.pages.reports[0].attempts > 0
        if caller.outcome is not None or again:
            return self.state
        return self.state, page, len(self._owed), situation_of(caller, _IGNORED)

    def events(self) -> list[str]:
        kinds = {kind for state, kind in TRANSITIONS if state == self.state}
        events = [name for name, told in _TOLD.items() if type(told) in kinds and name not in _NOT_EVERYWHERE]
        events += ["V.21"] if self.state == State.DIALLING else []
        events += [_REFUSED] if self.state in (State.SENDING_TCF, State.SENDING_PAGE) else []
        if self.state in RESPONSES:
            events += [fcf.name for fcf in RESPONSES[self._caller.state] if fcf is not Fcf.CSI]
            events += ["a code that T.30 does not have"]
        events += ["RNR beyond T5"] if self.state == State.AWAITING_READINESS else []
        events += ["the page is coded"] if self._owed else []
        events += ["timer"] if self._caller.deadline_ms is not None else []
        events += ["cancelled"] if self._caller.outcome is None else []
        return events

    def happen(self, event: str) -> str:
        match event:
            case "the page is coded":
                self._supply()
            case "timer":
                self._carry_out(self._caller.tick(_MUCH_LATER_MS))
                self._break_is_over()
                return self._timer
            case "cancelled":
                self._carry_out(self._caller.cancel(0))
                self._break_is_over()
            case "sent":
                self._tell(p.DataHandedOver() if self.state == State.SENDING_PAGE else p.PreambleBegan())
                self._tell(p.Sent())
            case "RNR beyond T5":
                self._tell(p.FrameReceived(_frame("RNR", ecm=self._ecm), True), _MUCH_LATER_MS)
            case told if told in _TOLD:
                self._tell(_TOLD[told])
            case frame:
                self._tell(p.FrameReceived(_frame(_CODES.get(frame, frame), ecm=self._ecm), True))
        return event

    def _tell(self, indication: p.Indication, at_ms: int = 0) -> None:
        self._carry_out(self._caller.handle(indication, at_ms))

    def _supply(self) -> None:
        wanted = self._owed.pop(0)
        page = p.CodedPage(wanted.number, _FORMAT, wanted.terms, _OCTETS)
        self._carry_out(self._caller.supply_page(page, 0))

    def _break_is_over(self) -> None:
        if self.state == CallState.BREAKING_OFF:
            self._carry_out(self._caller.handle(p.BrokenOff(), 0))

    def _carry_out(self, outputs: Outputs) -> None:
        for output in outputs:
            if isinstance(output, Note) and " ran out " in output.text:
                self._timer = output.text.partition(" ran out ")[0]
            elif isinstance(output, p.PageWanted):
                self._owed = [wanted for wanted in self._owed if wanted.number != output.number] + [output]
                if not self._late:
                    self._supply()


@cache
def _frame(name: str, *, ecm: bool) -> bytes:
    return t30_letters.frame(name, _DIS[ecm] if name == "DIS" else _FIELDS.get(name, ""))


_CODES = {"a code that T.30 does not have": "00"}
_REFUSED = "the modem refuses the speed"
_NOT_EVERYWHERE = ("V.21", _REFUSED)
_TOLD: dict[str, p.Indication] = {
    "V.21": p.FrameBegan(),
    "busy or no answer": p.CallFailed(p.DialFailure.BUSY),
    "sent": p.Sent(),
    "the line is lost": p.CommandRefused("", "NO CARRIER"),
    _REFUSED: p.CommandRefused("", "ERROR"),
    "the modem is silent": p.ModemSilent(""),
    "on-hook": p.AtRest(),
}
