"""One call in virtual time, whoever called whom: minutes of line time in milliseconds.

Owns the turning of the clock: the scripted modem, the engine's session and the house take their turns at exactly the
moments they ask for. Knows neither which side of T.30 is played nor what the house does: its heirs ``virtual_call.py``
and ``virtual_reception.py`` say that.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from kiosk.fax.answerer_session import AnswererSession
from kiosk.fax.call_session import CallSession
from tests.hw_doubles.scripted_modem import ScriptedModem

ALL_CODES = frozenset({24, 48, 72, 73, 74, 96, 97, 98, 121, 122, 145, 146})
_LONGEST_MS = 20 * 60_000
_LONGEST_STATE_MS = 100_000  # T1 while dialling is 65 s, T5 60 s; a wait has 20 s beyond its timer, and a frame 12 s


class StateWatch:
    """Holds every state of a terminal to its timer: none lasts longer than any may, unless data come in it."""

    def __init__(self, longest_ms: int = _LONGEST_STATE_MS) -> None:
        self._longest_ms = longest_ms
        self._state = ""
        self._since_ms = 0.0

    def stirred(self, now_ms: float) -> None:
        """Something came: the state may go on with it."""
        self._since_ms = now_ms

    def look(self, state: str, now_ms: float) -> None:
        """Fails if this state stands for too long."""
        if state != self._state:
            self._state, self._since_ms = state, now_ms
        assert now_ms - self._since_ms <= self._longest_ms, f"{state!s} has outlived its timers"


class VirtualLine(ABC):
    """``cancel_ms``: the moment at which the user wants no more."""

    def __init__(
        self, session: CallSession | AnswererSession, modem: ScriptedModem, cancel_ms: float | None = None
    ) -> None:
        self.session = session
        self.modem = modem
        self.now_ms = 0.0
        self.events: list[Any] = []
        self._watch = StateWatch()
        self._cancel_ms = cancel_ms
        self._owed: list[tuple[float, Callable[[], None]]] = []

    @abstractmethod
    def play(self) -> Any:
        """Run to the end, and say what came of it."""

    @property
    @abstractmethod
    def state(self) -> str:
        """Where the terminal is."""

    @abstractmethod
    def _fulfil(self, wishes: Sequence[Any]) -> None:
        """Watch the events, do the house's part."""

    def _run(self) -> None:
        """To the end. Fails if the call stands still without a timer, or is not over in 20 minutes."""
        self._fulfil(self.session.start(0))
        while not self.session.over:
            self._write()
            self._advance()

    def _later(self, after_ms: float, act: Callable[[], None]) -> None:
        self._owed.append((self.now_ms + after_ms, act))

    def _write(self) -> None:
        now_ms = int(self.now_ms)
        while octets := self.session.to_write(now_ms):
            self.modem.write(octets, self.now_ms)
            self._fulfil(self.session.wrote(octets, now_ms))

    def _advance(self) -> None:
        moments = [self.modem.next_ms, self.session.deadline_ms, self._cancel_ms, *(at for at, _ in self._owed[:1])]
        self.now_ms = max(self.now_ms, min(moment for moment in moments if moment is not None))
        assert self.now_ms < _LONGEST_MS, "the call has no end"
        self._watch.look(self.state, self.now_ms)
        now_ms = int(self.now_ms) + 1 if self.now_ms % 1 else int(self.now_ms)
        self.now_ms = now_ms
        if self._cancel_ms is not None and now_ms >= self._cancel_ms:
            self._cancel_ms = None
            self._fulfil(self.session.cancel(now_ms))
        while self._owed and self._owed[0][0] <= now_ms:
            self._owed.pop(0)[1]()
        if octets := self.modem.read(now_ms):
            self._watch.stirred(now_ms)
            self._fulfil(self.session.receive(octets, now_ms))
        self._fulfil(self.session.tick(now_ms))
