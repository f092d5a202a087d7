"""Waiting for a call at a Class 1 modem: RING, and what the exchange tells of the caller between two of them.

Owns the counting of rings, the reading of caller identification (+VCID=1: DATE, TIME, NMBR, NAME; formats of V.253),
and the question now and then whether the modem still lives: a line that waits for hours on a modem that hangs is deaf.
Refuses to answer: that is ``answer_run.py``'s. Called by ``class1_line.py``.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace

from kiosk.clock import Clock
from kiosk.devices.class1_setup import ModemDoesNotAnswerError
from kiosk.devices.serial_port import SerialPort
from kiosk.fax.outcome import CallerSays, ReceptionEvent, Ringing
from kiosk.fax.t31_octets import Inbox, result_of

_LOOK_S = 0.1  # how soon a wish to cancel is seen
_RINGING_IS_OVER_S = 8.0  # no cadence has a longer pause (6 s): the caller has given up
_ASK_AFTER_S = 15.0  # of silence, whether the modem still lives: one that hangs is noticed within 30 s (K2)
_ASK_AGAIN_S = 3.0
_QUESTIONS = 2
_ANSWER_MAY_TAKE_S = 0.5
_TOLD = re.compile(r"(NMBR|NAME)\s*=\s*(.*)", re.IGNORECASE)
_NOT_TOLD = ("", "P", "O", "PRIVATE", "OUT OF AREA", "UNAVAILABLE")  # V.253: withheld, or not known to the exchange


class RingWatch:
    """Waits for one call."""

    def __init__(self, port: SerialPort, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._inbox = Inbox()
        self._pulse = _Pulse(port, clock)
        self._rings = 0
        self._caller = CallerSays()
        self._last_ring_s = 0.0

    def wait(self, rings: int, watch: Callable[[ReceptionEvent], None], cancel: threading.Event) -> CallerSays | None:
        """The caller, once it has rung so often; None if ``cancel`` came first.

        Raises PortLostError, and ModemDoesNotAnswerError when the modem hangs.
        """
        while not cancel.is_set():
            for line in self._lines():
                self._hear(line, watch)
                if self._rings >= rings:
                    self._let_answer_pass()
                    return self._caller
            if self._rings and self._clock.monotonic() - self._last_ring_s > _RINGING_IS_OVER_S:
                self._rings, self._caller = 0, CallerSays()
            self._pulse.look()
        self._let_answer_pass()
        return None

    def _lines(self) -> Iterator[str]:
        if self._port.wait(_LOOK_S):
            self._inbox.add(self._port.read())
        while (line := self._inbox.next_line()) is not None:
            self._pulse.heard(line)
            yield line

    def _let_answer_pass(self) -> None:
        """An OK that is still due must not be taken for the answer to whatever comes next."""
        end_s = self._clock.monotonic() + _ANSWER_MAY_TAKE_S
        while self._pulse.answers_owed and self._clock.monotonic() < end_s:
            deque(self._lines(), maxlen=0)

    def _hear(self, line: str, watch: Callable[[ReceptionEvent], None]) -> None:
        if line.upper().startswith("RING"):
            self._rings += 1
            self._last_ring_s = self._clock.monotonic()
            watch(Ringing(self._caller.number, self._caller.name, self._rings))
        elif (told := _TOLD.fullmatch(line)) is not None:
            words = None if told[2].strip().upper() in _NOT_TOLD else told[2].strip()
            self._caller = replace(self._caller, **{"number" if told[1].upper() == "NMBR" else "name": words})


class _Pulse:
    """Whether the modem still lives: asked with AT where nothing is heard; any word of it is an answer."""

    def __init__(self, port: SerialPort, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._last_s = clock.monotonic()  # of a word from either side
        self._questions = 0  # since the modem's last word
        self.answers_owed = 0  # each question has its own, however late

    def heard(self, line: str) -> None:
        self._last_s, self._questions = self._clock.monotonic(), 0
        self.answers_owed -= self.answers_owed > 0 and result_of(line) is not None

    def look(self) -> None:
        """Ask if it is time to. Raises ModemDoesNotAnswerError."""
        now_s = self._clock.monotonic()
        if now_s - self._last_s < (_ASK_AGAIN_S if self._questions else _ASK_AFTER_S):
            return
        if self._questions == _QUESTIONS:
            raise ModemDoesNotAnswerError(self._port.path, f"sent AT {_QUESTIONS} times while waiting for a call")
        # An answer that has not come in all the silence before a first question will not come any more.
        self.answers_owed = self.answers_owed + 1 if self._questions else 1
        self._last_s, self._questions = now_s, self._questions + 1
        self._port.write(b"AT\r")
