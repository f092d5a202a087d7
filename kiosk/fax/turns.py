"""Taking turns on the line: waiting for a response, breaking off, and phase E, whoever called whom.

Owns the waits and the ways out of a call. Refuses to know what is said between: its heirs add error correction
(``ecm.py``) and phases A to D of the calling terminal (``caller.py``). Moments and indications come in, primitives,
events and notes go out.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.caller_table import AWAITING, CONFIRMING, RESPONSES, TRANSITIONS, State
from kiosk.fax.frames import Fcf, Frame, decode, encode
from kiosk.fax.page_book import PageBook
from kiosk.fax.timers import TRIES, ResponseWait


@dataclass(frozen=True)
class Note:
    """Something local that belongs in the trace: a timer that ran out, a step down."""

    text: str


Output = p.Primitive | p.PageWanted | o.LineEvent | Note
Outputs = list[Output]


class Turns(ABC):
    """The part of a terminal that waits, breaks off and ends."""

    def __init__(self, page_count: int) -> None:
        self.state = State.NOT_BEGUN
        self.outcome: o.CallOutcome | None = None
        self.detail = ""
        self.connected_ms: int | None = None
        self.modem_at_rest = True
        self.pages = PageBook(page_count)
        self._wait = ResponseWait()
        self._interrupted = State.NOT_BEGUN
        self._after_break: Callable[[int], Outputs] = self._hang_up
        self._late_frame: Frame | None = None
        self._tries = 0  # of the command whose response is awaited
        self._damaged_answers = 0

    # ---- inputs ----

    def handle(self, indication: p.Indication, now_ms: int) -> Outputs:
        """One indication of the modem. What the table does not know in this state has no effect."""
        name = TRANSITIONS.get((self.state, type(indication)))
        if name is None:
            return []
        handler: Callable[[p.Indication, int], Outputs] = getattr(self, name)
        return handler(indication, now_ms)

    def tick(self, now_ms: int) -> Outputs:
        """A timer may have run out."""
        if self.deadline_ms is None or now_ms < self.deadline_ms:
            return []
        self._wait.stop()
        note = Note(f"{self._wait.name} ran out {self.state.value}")
        if self.state is State.AWAITING_PAGE:
            return [note, *self._end(o.CallOutcome.MODEM_FAILED, "the coded page did not come in time", now_ms)]
        return [note, *self._break_off(self._no_response, now_ms)]

    def cancel(self, now_ms: int) -> Outputs:
        """The user wants no more: leave the far end politely (DCN) and the modem at rest, wherever we are."""
        if self.outcome is not None:
            return []
        self.outcome = o.CallOutcome.CANCELLED
        if self.state is State.NOT_BEGUN:
            self.state = State.OVER
            return []
        goodbye = self._hang_up if self.connected_ms is None else self._send_dcn
        if self.state is State.BREAKING_OFF:
            self._after_break = goodbye
            return [Note("cancelled")]
        return [Note("cancelled"), *self._break_off(goodbye, now_ms)]

    def port_lost(self, detail: str) -> None:
        """The modem has gone from under the call: nothing more can be said to it."""
        if self.state is not State.OVER:
            self._settle(o.CallOutcome.MODEM_FAILED, detail)
            self.state, self.modem_at_rest = State.OVER, False
            self._wait.stop()

    @property
    def deadline_ms(self) -> int | None:
        """When ``tick`` must be called, or None while the modem has the word (and its own time limit)."""
        return self._wait.deadline_ms

    # ---- waiting for a response ----

    @abstractmethod
    def _no_response(self, now_ms: int) -> Outputs:
        """The timer of ``self.state`` ran out and the modem is in command state again."""

    @abstractmethod
    def _lost(self) -> o.CallOutcome:
        """What a line that is lost now means."""

    @abstractmethod
    def _confirm(self, now_ms: int) -> Outputs:
        """The page under way has arrived."""

    def _listen(self, timer: str, length_ms: int, now_ms: int) -> Outputs:
        self._wait.begin(timer, length_ms, now_ms)
        return [p.ReceiveFrame()]

    def _frame_begins(self, _began: p.FrameBegan, now_ms: int) -> Outputs:
        self._wait.frame_begins(now_ms)
        return []

    def _frame_received(self, received: p.FrameReceived, now_ms: int) -> Outputs:
        frame = decode(received.octets) if received.good else None
        if frame is None:
            self._damaged_answers += 1
            self._wait.listen_on(now_ms, damaged=self.state is not State.AWAITING_DIS)
            return [p.ReceiveFrame()]
        return self._respond(frame, now_ms)

    def _respond(self, frame: Frame, now_ms: int) -> Outputs:
        name = RESPONSES[self.state].get(frame.fcf) if frame.fcf is not None else None
        if name is None:
            return self._not_understood(frame, now_ms)
        handler: Callable[[Frame, int], Outputs] = getattr(self, name)
        return handler(frame, now_ms)

    def _fresh_tries(self) -> None:
        self._tries = self._damaged_answers = 0

    @property
    def _tries_are_over(self) -> bool:
        """T.30 5.4.2: three times. Each damaged answer proves that somebody is there, and allows one more."""
        return self._tries >= TRIES + min(self._damaged_answers, TRIES)

    def _not_understood(self, _frame: Frame, now_ms: int) -> Outputs:
        """An optional frame, or one out of place: heard out and passed over."""
        return self._listen_on(now_ms)

    def _listen_on(self, now_ms: int) -> Outputs:
        self._wait.listen_on(now_ms)
        return [p.ReceiveFrame()]

    def _carrier_lost(self, indication: p.CarrierLost | p.BrokenOff, now_ms: int) -> Outputs:
        """No frame after all. NO CARRIER may be a pause of the far end: listen on until the timer."""
        if self._wait.carrier_lost(now_ms):
            return self._line_gone(indication, now_ms)
        return [p.ReceiveFrame()]

    # ---- breaking off ----

    def _break_off(self, then: Callable[[int], Outputs], _now_ms: int) -> Outputs:
        self._interrupted, self._after_break, self._late_frame = self.state, then, None
        self.state = State.BREAKING_OFF
        self._wait.stop()
        return [p.BreakOff()]

    def _late_frame_received(self, received: p.FrameReceived, _now_ms: int) -> Outputs:
        """An answer crossed with our breaking off: it counts, above all if it confirms a page."""
        self._late_frame = decode(received.octets) if received.good else None
        return []

    def _broken_off(self, _broken: p.BrokenOff, now_ms: int) -> Outputs:
        frame, self.state = self._late_frame, self._interrupted
        if frame is None or self._interrupted not in AWAITING:
            return self._after_break(now_ms)
        if self.outcome is None:
            return self._respond(frame, now_ms)
        confirmed: Outputs = []
        if self._confirms(self._interrupted, frame):
            confirmed = self._confirm(now_ms)
            self.outcome = o.CallOutcome.DELIVERED if self.pages.all_confirmed else self.outcome
        return [*confirmed, *self._after_break(now_ms)]

    def _confirms(self, interrupted: State, frame: Frame) -> bool:
        """Whether this late answer means that the page under way has arrived."""
        return interrupted is State.AWAITING_CONFIRMATION and frame.fcf in CONFIRMING

    # ---- phase E ----

    def _disconnected(self, _frame: Frame, now_ms: int) -> Outputs:
        """DCN from the far end: no answer is due (T.30 5.3.6.1.8)."""
        self._settle(self._lost(), f"the far end sent DCN {self.state.value}")
        return self._hang_up(now_ms)

    def _line_gone(self, indication: p.Indication, now_ms: int) -> Outputs:
        answer = f"{indication.answer} to {indication.command}" if isinstance(indication, p.CommandRefused) else ""
        return self._end(
            self._lost(), f"line lost {self.state.value}: {answer or 'NO CARRIER again and again'}", now_ms
        )

    def _modem_failed(self, silent: p.ModemSilent, now_ms: int) -> Outputs:
        self._settle(o.CallOutcome.MODEM_FAILED, f"no answer to {silent.command} {self.state.value}")
        return self._hang_up(now_ms)

    def _end(self, outcome: o.CallOutcome, detail: str, now_ms: int) -> Outputs:
        """DCN always: the far end need not wait for its own timer."""
        self._settle(outcome, detail)
        return self._send_dcn(now_ms)

    def _settle(self, outcome: o.CallOutcome, detail: str) -> None:
        if self.outcome is None:
            self.outcome, self.detail = outcome, detail

    def _send_dcn(self, _now_ms: int) -> Outputs:
        self.state = State.SENDING_DCN
        self._wait.stop()
        return [p.SendFrames((encode(Fcf.DCN),)), o.HangingUp()]

    def _dcn_sent(self, _indication: p.Indication, now_ms: int) -> Outputs:
        return self._hang_up(now_ms)

    def _hang_up(self, _now_ms: int) -> Outputs:
        announced: Outputs = [] if self.state is State.SENDING_DCN else [o.HangingUp()]
        self.state = State.HANGING_UP
        self._wait.stop()
        return [p.HangUp(), *announced]

    def _at_rest(self, _rest: p.AtRest, _now_ms: int) -> Outputs:
        self.state, self.modem_at_rest = State.OVER, True
        return []

    def _not_at_rest(self, _indication: p.Indication, _now_ms: int) -> Outputs:
        """ATH had no effect: the driver has other means (DTR, break, reopening)."""
        self.state, self.modem_at_rest = State.OVER, False
        return []
