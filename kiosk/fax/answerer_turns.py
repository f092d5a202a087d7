"""The answering side's turns and ways out: listening for commands, responding, breaking off, phase E.

Owns the waits, the responses and the end of a call. Refuses to know what is said between: its heir
``answerer.Answerer`` adds phases A to D. Moments and indications come in, primitives, events and notes go out. The
calling side's like is ``turns.py``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.answerer_pages import PageArrived, ReceivedPages
from kiosk.fax.answerer_table import COMMANDS, LISTENING, TRANSITIONS, State
from kiosk.fax.frames import Fcf, Frame, decode, encode
from kiosk.fax.timers import ResponseWait
from kiosk.fax.turns import Note

Output = p.Primitive | PageArrived | o.ReceptionEvent | Note
Outputs = list[Output]
Then = Callable[[int], Outputs]


class AnswererTurns(ABC):
    """The part of the answering terminal that waits, breaks off and ends."""

    def __init__(self) -> None:
        self.state = State.NOT_BEGUN
        self.outcome: o.ReceptionOutcome | None = None
        self.detail = ""
        self.modem_at_rest = True
        self.pages = ReceivedPages()
        self._heard = False  # a fax machine has spoken
        self._wait = ResponseWait()
        self._response: tuple[bytes, Then] | None = None
        self._on_silence: Then = self._hang_up
        self._interrupted = State.NOT_BEGUN
        self._after_break: Then = self._hang_up
        self._late_frame: Frame | None = None

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
        if self.state is State.AWAITING_KEEPING:
            return [note, *self._not_kept_yet(now_ms)]
        return [note, *self._break_off(self._on_silence)]

    def cancel(self, now_ms: int) -> Outputs:
        """The house wants no more: leave the caller politely (DCN) and the modem at rest, wherever we are."""
        return self._leave(o.ReceptionOutcome.CANCELLED, "cancelled", now_ms)

    def port_lost(self, detail: str) -> None:
        """The modem has gone from under the call: nothing more can be said to it."""
        if self.state is not State.OVER:
            self._settle(o.ReceptionOutcome.MODEM_FAILED, detail)
            self.state, self.modem_at_rest = State.OVER, False
            self._wait.stop()

    @property
    def deadline_ms(self) -> int | None:
        """When ``tick`` must be called, or None while the modem has the word (and its own time limit)."""
        return self._wait.deadline_ms

    def _leave(self, outcome: o.ReceptionOutcome, detail: str, now_ms: int) -> Outputs:
        if self.outcome is not None:
            return []
        self._settle(outcome, detail)
        if self.state is State.NOT_BEGUN:
            self.state = State.OVER
            return []
        if self.state is State.AWAITING_KEEPING:
            return [Note(detail), *self._send_dcn(now_ms)]
        if self.state is State.BREAKING_OFF:
            self._after_break = self._goodbye
            return [Note(detail)]
        return [Note(detail), *self._break_off(self._goodbye)]

    # ---- waiting ----

    @abstractmethod
    def _not_kept_yet(self, now_ms: int) -> Outputs:
        """The page is not on disk, and the caller waits for its answer."""

    @abstractmethod
    def _lost(self) -> o.ReceptionOutcome:
        """What a line that is lost now means."""

    def _listen(self, state: State, timer: str, length_ms: int, on_silence: Then, now_ms: int) -> Outputs:
        self.state, self._on_silence = state, on_silence
        self._wait.begin(timer, length_ms, now_ms)
        return [p.ReceiveFrame()]

    def _frame_begins(self, _began: p.FrameBegan, now_ms: int) -> Outputs:
        self._wait.frame_begins(now_ms)
        return []

    def _frame_received(self, received: p.FrameReceived, now_ms: int) -> Outputs:
        frame = decode(received.octets) if received.good else None
        return self._listen_on(now_ms) if frame is None else self._obey(frame, now_ms)

    def _obey(self, frame: Frame, now_ms: int) -> Outputs:
        self._heard = True
        name = COMMANDS.get(frame.fcf) if frame.fcf is not None else None
        if name is None:
            return self._listen_on(now_ms)
        handler: Callable[[Frame, int], Outputs] = getattr(self, name)
        return handler(frame, now_ms)

    def _listen_on(self, now_ms: int) -> Outputs:
        """After a frame that commands nothing, or was damaged (the caller repeats what matters, T.30 5.4.2)."""
        self._wait.listen_on(now_ms)
        return [p.ReceiveFrame()]

    def _no_frame(self, indication: p.CarrierLost | p.BrokenOff, now_ms: int) -> Outputs:
        """No frame after all: a pause of the caller, or (wrong carrier) a page that we are not trained for."""
        return self._try_again(indication, p.ReceiveFrame(), now_ms)

    def _try_again(self, indication: p.CarrierLost | p.BrokenOff, again: p.Primitive, now_ms: int) -> Outputs:
        wrong = isinstance(indication, p.CarrierLost) and indication.wrong
        if not wrong and self._wait.carrier_lost(now_ms):
            return self._line_gone(indication, now_ms)
        return [again]

    # ---- responding ----

    def _respond(self, response: Fcf, then: Then, _now_ms: int, information: bytes = b"") -> Outputs:
        """Send this response, remember it (it may be asked for again), go on with ``then`` when it is out."""
        self._response = encode(response, information, dis_received=False), then
        return self._send_response()

    def _send_response(self) -> Outputs:
        assert self._response is not None
        self.state = State.SENDING_RESPONSE
        self._wait.stop()
        return [p.SendFrames((self._response[0],))]

    def _response_sent(self, _sent: p.Sent, now_ms: int) -> Outputs:
        assert self._response is not None
        return self._response[1](now_ms)

    # ---- breaking off ----

    def _break_off(self, then: Then) -> Outputs:
        self._interrupted, self._after_break, self._late_frame = self.state, then, None
        self.state = State.BREAKING_OFF
        self._wait.stop()
        return [p.BreakOff()]

    def _late_frame_received(self, received: p.FrameReceived, _now_ms: int) -> Outputs:
        """A command crossed with our breaking off: it counts."""
        self._late_frame = decode(received.octets) if received.good else None
        return []

    def _broken_off(self, _broken: p.BrokenOff, now_ms: int) -> Outputs:
        frame, self.state = self._late_frame, self._interrupted
        if frame is None or self.outcome is not None or self._interrupted not in LISTENING:
            return self._after_break(now_ms)
        self._wait.listen_on(now_ms)
        return self._obey(frame, now_ms)

    # ---- phase E ----

    def _disconnected(self, _frame: Frame, now_ms: int) -> Outputs:
        """DCN from the caller: no answer is due (T.30 5.3.6.1.8)."""
        self._settle(self._lost(), f"the caller sent DCN {self.state.value}")
        return self._hang_up(now_ms)

    def _line_gone(self, indication: p.Indication, now_ms: int) -> Outputs:
        answer = f"{indication.answer} to {indication.command}" if isinstance(indication, p.CommandRefused) else ""
        self._settle(self._lost(), f"line lost {self.state.value}: {answer or 'NO CARRIER again and again'}")
        return self._hang_up(now_ms)

    def _modem_failed(self, silent: p.ModemSilent, now_ms: int) -> Outputs:
        self._settle(o.ReceptionOutcome.MODEM_FAILED, f"no answer to {silent.command} {self.state.value}")
        return self._hang_up(now_ms)

    def _given_up(self, now_ms: int) -> Outputs:
        """T2 without a command: the caller has gone; if it said "no more" before, that is as good as its DCN."""
        return self._end(self._lost(), f"no command {self.state.value}", now_ms)

    def _end(self, outcome: o.ReceptionOutcome, detail: str, now_ms: int) -> Outputs:
        self._settle(outcome, detail)
        return self._goodbye(now_ms)

    def _goodbye(self, now_ms: int) -> Outputs:
        """DCN to a fax machine; a person is spared the tone."""
        if self._heard and self.outcome is not o.ReceptionOutcome.RECEIVED:
            return self._send_dcn(now_ms)
        return self._hang_up(now_ms)

    def _settle(self, outcome: o.ReceptionOutcome, detail: str) -> None:
        if self.outcome is None:
            self.outcome = outcome
            self.detail = "" if outcome is o.ReceptionOutcome.RECEIVED else detail

    def _send_dcn(self, _now_ms: int) -> Outputs:
        self.state = State.SENDING_DCN
        self._wait.stop()
        return [*self._drop(), p.SendFrames((encode(Fcf.DCN, dis_received=False),)), o.HangingUp()]

    def _dcn_sent(self, _indication: p.Indication, now_ms: int) -> Outputs:
        return self._hang_up(now_ms)

    def _hang_up(self, _now_ms: int) -> Outputs:
        announced: Outputs = [] if self.state is State.SENDING_DCN else [o.HangingUp()]
        self.state = State.HANGING_UP
        self._wait.stop()
        return [*self._drop(), p.HangUp(), *announced]

    def _drop(self) -> Outputs:
        """A page that was handed out and is not confirmed will not be."""
        number = self.pages.drop()
        return [] if number is None else [o.PageDropped(number)]

    def _at_rest(self, _rest: p.AtRest, _now_ms: int) -> Outputs:
        self.state, self.modem_at_rest = State.OVER, True
        return []

    def _not_at_rest(self, _indication: p.Indication, _now_ms: int) -> Outputs:
        """ATH had no effect: the driver has other means (DTR, break, reopening)."""
        self.state, self.modem_at_rest = State.OVER, False
        return []
