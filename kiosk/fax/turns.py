"""Taking turns on the line: waiting for a frame, breaking off, and phase E, whoever called whom.

Owns the waits and the ways out of a call. Refuses to know what is said between: that is for its heirs, the calling
terminal (``caller_turns.py``, ``ecm.py``, ``caller.py``) and the answering one (``answerer_turns.py``,
``answerer.py``). Moments and indications come in; primitives, wishes of the heir and notes go out.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.frames import Fcf, Frame, decode, encode
from kiosk.fax.timers import ResponseWait
from kiosk.fax.turns_table import CallState, Transitions


@dataclass(frozen=True)
class Note:
    """Something local that belongs in the trace: a timer that ran out, a step down."""

    text: str


S = TypeVar("S", bound=StrEnum)
Outcome = TypeVar("Outcome")
Wish = TypeVar("Wish")
Outputs = list[p.Primitive | o.HangingUp | Note | Wish]


@dataclass(frozen=True)
class Side(Generic[S, Outcome]):
    """What tells one side of a call from the other, where both do the same."""

    transitions: Transitions[S]
    listening: tuple[S, ...]  # where a frame is awaited: one that crosses with our breaking off counts
    dis_received: bool  # T.30 5.3.6.1: the first bit of all we say
    as_wished: Outcome
    cancelled: Outcome
    modem_failed: Outcome


class Turns(ABC, Generic[S, Outcome, Wish]):
    """The part of a terminal that waits, breaks off and ends."""

    def __init__(self, side: Side[S, Outcome]) -> None:
        self.state: S | CallState = CallState.NOT_BEGUN
        self.outcome: Outcome | None = None
        self.detail = ""
        self.modem_at_rest = True
        self._side = side
        self._wait = ResponseWait()
        self._interrupted: S | CallState = CallState.NOT_BEGUN
        self._after_break: Callable[[int], Outputs[Wish]] = self._hang_up
        self._late_frame: Frame | None = None

    # ---- inputs ----

    @abstractmethod
    def start(self, now_ms: int) -> Outputs[Wish]:
        """Phase A."""

    def handle(self, indication: p.Indication, now_ms: int) -> Outputs[Wish]:
        """One indication of the modem. What the table does not know in this state has no effect."""
        name = self._side.transitions.get((self.state, type(indication)))
        if name is None:
            return []
        handler: Callable[[p.Indication, int], Outputs[Wish]] = getattr(self, name)
        return handler(indication, now_ms)

    def tick(self, now_ms: int) -> Outputs[Wish]:
        """A timer may have run out."""
        if self.deadline_ms is None or now_ms < self.deadline_ms:
            return []
        self._wait.stop()
        note = Note(f"{self._wait.name} ran out {self.state.value}")
        return [note, *self._ran_out(now_ms)]

    def cancel(self, now_ms: int) -> Outputs[Wish]:
        """The house wants no more: leave the far end politely (DCN) and the modem at rest, wherever we are."""
        return self._leave(self._side.cancelled, "cancelled", now_ms)

    def port_lost(self, detail: str) -> None:
        """The modem has gone from under the call: nothing more can be said to it."""
        if not self.over:
            self._settle(self._side.modem_failed, detail)
            self.state, self.modem_at_rest = CallState.OVER, False
            self._wait.stop()

    @property
    def over(self) -> bool:
        return self.state is CallState.OVER

    @property
    def deadline_ms(self) -> int | None:
        """When ``tick`` must be called, or None while the modem has the word (and its own time limit)."""
        return self._wait.deadline_ms

    # ---- what the heirs add ----

    @abstractmethod
    def _hear(self, frame: Frame, now_ms: int) -> Outputs[Wish]:
        """A good frame."""

    @abstractmethod
    def _no_response(self, now_ms: int) -> Outputs[Wish]:
        """The timer of ``self.state`` ran out and the modem is in command state again."""

    @abstractmethod
    def _goodbye(self, now_ms: int) -> Outputs[Wish]:
        """DCN, or on-hook at once where nobody is there to hear it."""

    @abstractmethod
    def _lost(self) -> Outcome:
        """What a line that is lost now means."""

    def _ran_out(self, now_ms: int) -> Outputs[Wish]:
        """The timer of ``self.state`` has just run out; by default the modem is still listening."""
        return self._break_off(self._no_response)

    def _damaged(self, now_ms: int) -> Outputs[Wish]:
        """A frame with errors: what matters is repeated (T.30 5.4.2)."""
        return self._listen_on(now_ms)

    def _heard_too_late(self, _frame: Frame, _now_ms: int) -> Outputs[Wish]:
        """A good frame that crossed with leaving: what it proves."""
        return []

    def _farewell(self) -> bytes:
        """What is said in place of a frame that must not go out any more; nothing: it may go."""
        return b""

    def _drop(self) -> Outputs[Wish]:
        """The call ends: a page that is open comes to nothing."""
        return []

    # ---- waiting for a frame ----

    def _frame_begins(self, _began: p.FrameBegan, now_ms: int) -> Outputs[Wish]:
        self._wait.frame_begins(now_ms)
        return []

    def _frame_received(self, received: p.FrameReceived, now_ms: int) -> Outputs[Wish]:
        frame = decode(received.octets) if received.good else None
        return self._damaged(now_ms) if frame is None else self._hear(frame, now_ms)

    def _listen_on(self, now_ms: int) -> Outputs[Wish]:
        self._wait.listen_on(now_ms)
        return [p.ReceiveFrame()]

    def _carrier_lost(self, indication: p.CarrierLost | p.BrokenOff, now_ms: int) -> Outputs[Wish]:
        """No frame after all. NO CARRIER may be a pause of the far end: listen on until the timer."""
        return self._try_again(indication, p.ReceiveFrame(), now_ms)

    def _try_again(self, indication: p.CarrierLost | p.BrokenOff, again: p.Primitive, now_ms: int) -> Outputs[Wish]:
        return self._line_gone(indication, now_ms) if self._wait.carrier_lost(now_ms) else [again]

    # ---- breaking off ----

    def _leave(self, outcome: Outcome, detail: str, now_ms: int) -> Outputs[Wish]:
        """End the call with this outcome from any state, whatever the modem is doing."""
        if self.outcome is not None:
            return []
        self._settle(outcome, detail)
        if self.state is CallState.NOT_BEGUN:
            self.state = CallState.OVER
            return []
        if self.state is CallState.BREAKING_OFF:
            self._after_break = self._goodbye
            return [Note(detail)]
        return [Note(detail), *self._break_off(self._goodbye, self._farewell())]

    def _break_off(self, then: Callable[[int], Outputs[Wish]], farewell: bytes = b"") -> Outputs[Wish]:
        self._interrupted, self._after_break, self._late_frame = self.state, then, None
        self.state = CallState.BREAKING_OFF
        self._wait.stop()
        return [p.BreakOff(farewell)]

    def _late_frame_received(self, received: p.FrameReceived, _now_ms: int) -> Outputs[Wish]:
        """A frame crossed with our breaking off: it counts, above all if it confirms a page."""
        self._late_frame = decode(received.octets) if received.good else None
        return []

    def _broken_off(self, broken: p.BrokenOff, now_ms: int) -> Outputs[Wish]:
        frame, self.state = self._late_frame, self._interrupted
        if broken.farewell:
            return self._hang_up(now_ms)
        if frame is None or self.state not in self._side.listening:
            return self._after_break(now_ms)
        if self.outcome is None:
            return self._hear(frame, now_ms)
        return [*self._heard_too_late(frame, now_ms), *self._after_break(now_ms)]

    # ---- phase E ----

    def _disconnected(self, _frame: Frame, now_ms: int) -> Outputs[Wish]:
        """DCN from the far end: no answer is due (T.30 5.3.6.1.8)."""
        self._settle(self._lost(), f"the far end sent DCN {self.state.value}")
        return self._hang_up(now_ms)

    def _line_gone(self, indication: p.Indication, now_ms: int) -> Outputs[Wish]:
        answer = f"{indication.answer} to {indication.command}" if isinstance(indication, p.CommandRefused) else ""
        self._settle(self._lost(), f"line lost {self.state.value}: {answer or 'NO CARRIER again and again'}")
        return self._last_word(now_ms)

    def _last_word(self, now_ms: int) -> Outputs[Wish]:
        """The line seems lost. DCN all the same: where it is not, the far end need not wait for its own timer."""
        return self._send_dcn(now_ms)

    def _modem_failed(self, silent: p.ModemSilent, now_ms: int) -> Outputs[Wish]:
        self._settle(self._side.modem_failed, f"no answer to {silent.command} {self.state.value}")
        return self._hang_up(now_ms)

    def _settle(self, outcome: Outcome, detail: str) -> None:
        """The first outcome stands; what went as wished needs no explanation."""
        if self.outcome is None:
            self.outcome, self.detail = outcome, "" if outcome is self._side.as_wished else detail

    def _end(self, outcome: Outcome, detail: str, now_ms: int) -> Outputs[Wish]:
        self._settle(outcome, detail)
        return self._goodbye(now_ms)

    def _send_dcn(self, _now_ms: int) -> Outputs[Wish]:
        self.state = CallState.SENDING_DCN
        self._wait.stop()
        dcn = encode(Fcf.DCN, dis_received=self._side.dis_received)
        return [*self._drop(), p.SendFrames((dcn,)), o.HangingUp()]

    def _dcn_sent(self, _indication: p.Indication, now_ms: int) -> Outputs[Wish]:
        return self._hang_up(now_ms)

    def _hang_up(self, _now_ms: int) -> Outputs[Wish]:
        announced: Outputs[Wish] = [] if self.state is CallState.SENDING_DCN else [o.HangingUp()]
        self.state = CallState.HANGING_UP
        self._wait.stop()
        return [*self._drop(), p.HangUp(), *announced]

    def _at_rest(self, _rest: p.AtRest, _now_ms: int) -> Outputs[Wish]:
        self.state, self.modem_at_rest = CallState.OVER, True
        return []

    def _not_at_rest(self, _indication: p.Indication, _now_ms: int) -> Outputs[Wish]:
        """ATH had no effect: the driver has other means (DTR, break, reopening)."""
        self.state, self.modem_at_rest = CallState.OVER, False
        return []
