"""The answering terminal for the charts: whatever a caller may say, with error correction or without.

Owns what may happen to an ``Answerer``. Time stands still at 0, but for the timers. Called by ``machines.py``.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache

from kiosk.fax import primitives as p
from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.answerer_table import LISTENING, TRANSITIONS, State
from kiosk.fax.answerer_turns import Outputs
from kiosk.fax.frames import decode_sent
from kiosk.fax.outcome import CopyQuality
from kiosk.fax.turns import Note
from kiosk.fax.turns_table import CallState
from tests.charts.situations import situation_of
from tests.hw_doubles import t30_letters
from tests.hw_doubles.scripted_caller import CALLING, RTC, burst

_PHASE_B = (State.AWAITING_DCS, State.SENDING_DIS, State.AWAITING_TCF, State.RECEIVING_TCF)  # as without Annex A
_MUCH_LATER_MS = 10_000_000
_DCS = {False: "00c270", True: "00c2f044"}
_ANY = ("DCS", "CRP", "DTC", "DCN")
_COMMANDS = {
    False: (*_ANY, "MPS", "EOM", "EOP"),
    True: (*_ANY, "PPS-NULL", "PPS-MPS", "PPS-EOM", "PPS-EOP", "EOR-MPS", "EOR-EOP", "CTC", "RR"),
}
_SECOND = {"NULL": 0x00, "MPS": 0x4F, "EOM": 0x8F, "EOP": 0x2F}
_QUALITIES = {"the page is kept: good": CopyQuality(100), "the page is kept: poor": CopyQuality(100, 10),
              "the page is useless": CopyQuality(100, 50)}  # fmt: skip
_GOOD = tuple(_QUALITIES)[:1]
_IGNORED = (
    "_after_break", "_block", "_blocks", "_closed_block", "_data", "_failed_trainings", "_finished", "_frame_count",
    "_heard", "_ident", "_interrupted", "_late_frame", "_line_watch", "_offer", "_on_silence", "_page_due_ms",
    "_reader", "_side", "_t1_ends_ms", "_trained", "_wait", "caller", "control_returned", "detail",
    "longest_page_octets", "modem_at_rest", "pages", "state", "terms",
)  # fmt: skip
_DATA: dict[str, tuple[p.Indication, ...]] = {
    "a good training": (p.DataReceived(bytes(1000)), p.DataEnded()),
    "a bad training": (p.DataEnded(),),
    "its end": (p.DataReceived(b"\x55" * 300 + RTC), p.DataEnded()),
    "its end with frames missing": (p.DataReceived(burst([(1, bytes(64))])), p.DataEnded()),
    "its end with none missing": (p.DataReceived(burst([(0, bytes(64)), (1, bytes(64))])), p.DataEnded()),
}
_CARRIERS = {
    (State.RECEIVING_TCF, False): ("a good training", "a bad training"),
    (State.RECEIVING_TCF, True): ("a good training", "a bad training"),
    (State.RECEIVING_PAGE, False): ("its end",),
    (State.RECEIVING_PAGE, True): ("its end with frames missing", "its end with none missing"),
}
_OF_A_CARRIER = ("V.21", "the modem refuses the speed")
_TOLD: dict[str, p.Indication] = {
    "sent": p.Sent(),
    "a carrier": p.DataBegan(),
    "V.21": p.CarrierLost(wrong=True),
    "the line is lost": p.CommandRefused("", "NO CARRIER"),
    "the modem refuses the speed": p.CommandRefused("", "ERROR"),
    "the modem is silent": p.ModemSilent(""),
    "on-hook": p.AtRest(),
}


class AnsweringMachine:
    """A response is a state of its own here: "while sending MCF"."""

    def __init__(self, *, ecm: bool) -> None:
        self._answerer = Answerer(AnswerPlan("1", frozenset({24}), ecm=True))
        self._ecm = ecm
        self._owed: PageArrived | None = None
        self._timer = self._said = ""
        self._blocks = 0  # a new one with each burst
        self._carry_out(self._answerer.start(0))

    @property
    def state(self) -> str:
        if self._answerer.state is State.SENDING_RESPONSE:
            return f"while sending {self._said}"
        return self._answerer.state

    @property
    def situation(self) -> Hashable:
        pages = self._answerer.pages
        again = self._ecm and self._answerer.state in _PHASE_B and pages.begun
        if self._answerer.outcome is not None or again:
            return self.state
        page = pages.current is not None, pages.verdict, pages.kept, pages.begun, bool(pages.reports)
        whole = self._answerer.terms is not None and self._blocks % 2
        return self.state, page, self._owed is not None, whole, situation_of(self._answerer, _IGNORED)

    def events(self) -> list[str]:
        state = self._answerer.state
        kinds = {kind for source, kind in TRANSITIONS if source == state}
        events = [name for name, told in _TOLD.items() if type(told) in kinds and name not in _OF_A_CARRIER]
        events += _OF_A_CARRIER if state in (State.AWAITING_TCF, State.AWAITING_CARRIER) else ()
        events += _COMMANDS[self._ecm] if state in LISTENING else []
        events += _CARRIERS.get((state, self._ecm), ())
        events += [*(_GOOD if self._ecm else _QUALITIES), "the disk refuses the page"] if self._owed else []
        events += ["timer"] if self._answerer.deadline_ms is not None else []
        events += ["T1"] if state is State.AWAITING_DCS else []
        events += ["cancelled"] if self._answerer.outcome is None else []
        return events

    def happen(self, event: str) -> str:
        match event:
            case "timer" | "T1":
                self._carry_out(self._answerer.tick(_MUCH_LATER_MS))
                self._break_is_over(_MUCH_LATER_MS if event == "T1" else 0)
                return event if event == "T1" else self._timer
            case "cancelled":
                self._carry_out(self._answerer.cancel(0))
                self._break_is_over(0)
            case "the disk refuses the page":
                self._owed = None
                self._carry_out(self._answerer.page_not_kept("", 0))
                self._break_is_over(0)
            case quality if quality in _QUALITIES and self._owed is not None:
                page, self._owed = self._owed, None
                kept = quality != "the page is useless"
                self._carry_out(self._answerer.page_read(page.number, _QUALITIES[quality], kept, 0))
            case "sent":
                self._tell(p.PreambleBegan())
                self._tell(p.Sent())
            case told if told in _TOLD:
                self._tell(_TOLD[told])
            case data if data in _DATA:
                self._blocks += 1
                for indication in _DATA[data]:
                    self._tell(indication)
            case command:
                self._tell(p.FrameReceived(_command(command, self._blocks % 2, ecm=self._ecm), True))
        return event

    def _tell(self, indication: p.Indication) -> None:
        self._carry_out(self._answerer.handle(indication, 0))

    def _break_is_over(self, at_ms: int) -> None:
        if self._answerer.state is CallState.BREAKING_OFF:
            self._carry_out(self._answerer.handle(p.BrokenOff(), at_ms))

    def _carry_out(self, outputs: Outputs) -> None:
        for output in outputs:
            if isinstance(output, Note) and " ran out " in output.text:
                self._timer = output.text.partition(" ran out ")[0]
            elif isinstance(output, p.SendFrames) and (frame := decode_sent(output.frames[-1])) is not None:
                self._said = frame.name
            elif isinstance(output, PageArrived):
                before, self._owed = self._owed, output
                if before is not None:  # pages are answered in their order; this one was dropped meanwhile
                    self._carry_out(self._answerer.page_read(before.number, CopyQuality(100), True, 0))


@cache
def _command(name: str, block: int, *, ecm: bool) -> bytes:
    """``block`` tells this PPS from the one before."""
    first, _, second = name.partition("-")
    field = bytes.fromhex(_DCS[ecm]) if first == "DCS" else b"\x00\xc2" if first == "CTC" else b""
    if second:
        field = bytes((_SECOND[second], 0, block, 1)) if first == "PPS" else bytes((_SECOND[second],))
    body = bytes((0xFF, 0x13, CALLING[first])) + field
    return body + t30_letters.fcs(body)
