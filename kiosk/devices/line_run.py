"""One call in real time: octets between the port and a session, in the line's own thread, whoever called whom.

Owns the loop of a call and its order: what the engine wants said is written first, then the house is told and asked,
and nothing more is read until it has returned, so that what it commits is on disk before the call goes on. Refuses to
know T.30 and fax classes. Its heirs ``call_run.py`` and ``answer_run.py`` do the house's part.
"""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from kiosk.clock import Clock
from kiosk.devices.life_watch import LifeWatch
from kiosk.devices.serial_port import PortLostError, SerialPort

LOOK_S = 0.1  # how soon a wish to cancel is seen
Wish = TypeVar("Wish")
Report = TypeVar("Report")
_Told = TypeVar("_Told", covariant=True)


@dataclass(frozen=True)
class Patience:
    """With a modem that says nothing: in a call that is being left, and in one that goes on, where it can be asked."""

    at_the_end_s: float
    life: LifeWatch


class Session(Protocol[Wish, _Told]):
    """One call as a sans-IO object, whoever runs T.30 in it: we (``line_session.py``) or the modem (``t32.py``)."""

    def start(self, now_ms: int) -> list[Wish]: ...

    def receive(self, octets: bytes, now_ms: int) -> list[Wish]: ...

    def tick(self, now_ms: int) -> list[Wish]: ...

    def cancel(self, now_ms: int) -> list[Wish]: ...

    def to_write(self, now_ms: int) -> bytes: ...

    def wrote(self, octets: bytes, now_ms: int) -> list[Wish]: ...

    def port_lost(self, detail: str, now_ms: int) -> None: ...

    def report(self, now_ms: int) -> _Told: ...

    @property
    def over(self) -> bool: ...

    @property
    def deadline_ms(self) -> int | None: ...

    @property
    def sending_data(self) -> bool: ...

    @property
    def modem_at_rest(self) -> bool: ...


class LineRun(ABC, Generic[Wish, Report]):
    """Runs a session to its end. What the house raises ends the call politely before it goes on up."""

    def __init__(
        self,
        session: Session[Wish, Report],
        port: SerialPort,
        clock: Clock,
        cancel: threading.Event,
        patience: Patience,
    ) -> None:
        self._line = session
        self._at_the_end_s, self._life = patience.at_the_end_s, patience.life
        self._last_word_s: float | None = None  # of the modem, since the call is being left
        self._port = port
        self._clock = clock
        self._cancel = cancel
        self._begun = clock.monotonic()
        self._wishes: deque[Wish] = deque()
        self._house_has_raised = False

    def run(self) -> Report:
        """From the first command to the modem at rest (or to the loss of the port, which is an outcome too)."""
        try:
            self._wishes += self._begin()
            self._until_over()
        finally:
            if not self._line.over:  # the house has raised: that must not leave the modem off-hook
                self._leave()
        return self._line.report(self._now_ms())

    def _begin(self) -> list[Wish]:
        return self._line.start(self._now_ms())

    @abstractmethod
    def _fulfil(self, wish: Wish) -> None:
        """Do what the session asks for, tell what it tells."""

    def _look_round(self) -> float:
        """Take in what other threads of the house have done; how soon to look again, in seconds."""
        return LOOK_S

    def _until_over(self) -> None:
        try:
            while not self._line.over:
                self._step()
        except PortLostError as lost:
            self._line.port_lost(lost.detail, self._now_ms())
        while self._wishes:  # a confirmation that came with the last octets counts, even if the port is gone
            self._tell(self._wishes.popleft())

    def _leave(self) -> None:
        self._house_has_raised = True
        self._wishes.clear()
        self._wishes += self._line.cancel(self._now_ms())
        self._until_over()

    def _step(self) -> None:
        self._write()
        while self._wishes:
            self._tell(self._wishes.popleft())
            self._write()
        if self._line.over:
            return
        if self._cancel.is_set():
            self._wishes += self._line.cancel(self._now_ms())
            self._give_up_on_silence()
        look_s = LOOK_S if self._house_has_raised else self._look_round()
        blocked = self._write()
        if self._port.wait(self._patience_s(look_s), to_write=blocked):
            self._wishes += self._line.receive(self._port.read(), self._now_ms())
            self._last_word_s = None
            self._life.stirred()
        self._give_up_on_the_dead()
        self._wishes += self._line.tick(self._now_ms())

    def _give_up_on_silence(self) -> None:
        """Whoever wants the end of a call does not wait out each patience of T.31 with a modem that hangs."""
        now_s = self._clock.monotonic()
        self._last_word_s = now_s if self._last_word_s is None else self._last_word_s
        if not self._line.over and now_s - self._last_word_s > self._at_the_end_s:
            self._line.port_lost(f"no word of the modem for {self._at_the_end_s} s", self._now_ms())

    def _give_up_on_the_dead(self) -> None:
        """T.30 has silences of a minute, and a modem may not be asked in them; its USB device may."""
        self._life.look()
        if self._life.gone and not self._line.over:
            self._line.port_lost("no word of the modem, and its USB device does not answer either", self._now_ms())

    def _tell(self, wish: Wish) -> None:
        if not self._house_has_raised:
            self._fulfil(wish)

    def _write(self) -> bool:
        """Give the port what is due; True if it did not take all of it."""
        now_ms = self._now_ms()
        self._port.heed_xon_xoff(self._line.sending_data)
        while octets := self._line.to_write(now_ms):
            taken = self._port.write(octets)
            if taken:
                self._life.stirred()
                self._wishes += self._line.wrote(octets[:taken], now_ms)
            if taken < len(octets):
                return True
        return False

    def _patience_s(self, look_s: float) -> float:
        if self._wishes:
            return 0
        deadline_ms = self._line.deadline_ms
        if deadline_ms is None:
            return look_s
        return min(look_s, max(0, deadline_ms - self._now_ms()) / 1000)

    def _now_ms(self) -> int:
        return int((self._clock.monotonic() - self._begun) * 1000)
