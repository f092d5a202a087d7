"""One call in real time: octets between the port and the engine, in the caller's own thread.

Owns the loop of a call and its order: what the engine wants said is written first, then the watchers are told, and
nothing more is read until they have returned, so that what they commit is on disk before the call goes on. Refuses to
know T.30. Called by ``class1_line.py`` and ``class2_line.py``.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol, assert_never

from kiosk.clock import Clock
from kiosk.devices.page_coder import supply
from kiosk.devices.serial_port import PortLostError, SerialPort
from kiosk.fax import outcome as o
from kiosk.fax.call_session import Wish
from kiosk.fax.primitives import CodedPage, PageWanted

_CANCEL_LOOK_S = 0.1


class Session(Protocol):
    """One call as a sans-IO object, whoever runs T.30 in it: we (``call_session``) or the modem (``t32``)."""

    def start(self, now_ms: int) -> list[Wish]: ...

    def receive(self, octets: bytes, now_ms: int) -> list[Wish]: ...

    def tick(self, now_ms: int) -> list[Wish]: ...

    def cancel(self, now_ms: int) -> list[Wish]: ...

    def supply_page(self, page: CodedPage, now_ms: int) -> list[Wish]: ...

    def to_write(self, now_ms: int) -> bytes: ...

    def wrote(self, octets: bytes, now_ms: int) -> list[Wish]: ...

    def port_lost(self, detail: str, now_ms: int) -> None: ...

    def report(self, now_ms: int) -> o.CallReport: ...

    @property
    def over(self) -> bool: ...

    @property
    def deadline_ms(self) -> int | None: ...

    @property
    def sending_data(self) -> bool: ...


class CallRun:
    """Runs a session to its end. What a watcher or a page raises ends the call politely before it goes on up."""

    def __init__(
        self,
        session: Session,
        port: SerialPort,
        clock: Clock,
        pages: Sequence[o.FaxPage],
        watch: Callable[[o.LineEvent], None],
        cancel: threading.Event,
    ) -> None:
        self._session = session
        self._port = port
        self._clock = clock
        self._pages = pages
        self._watch = watch
        self._cancel = cancel
        self._begun = clock.monotonic()
        self._wishes: deque[Wish] = deque()
        self._heard = True

    def run(self) -> o.CallReport:
        """From dialling to the modem at rest (or to the loss of the port, which is an outcome too)."""
        try:
            self._wishes += self._session.start(self._now_ms())
            self._until_over()
        finally:
            if not self._session.over:  # a watcher or a page has raised: that must not leave the modem off-hook
                self._leave()
        return self._session.report(self._now_ms())

    def _until_over(self) -> None:
        try:
            while not self._session.over:
                self._step()
        except PortLostError as lost:
            self._session.port_lost(lost.detail, self._now_ms())
        self._tell_the_rest()

    def _leave(self) -> None:
        self._heard = False
        self._wishes.clear()
        self._wishes += self._session.cancel(self._now_ms())
        self._until_over()

    def _step(self) -> None:
        blocked = self._write()
        while self._wishes:
            self._fulfil(self._wishes.popleft())
            blocked = self._write()
        if self._session.over:
            return
        if self._cancel.is_set():
            self._wishes += self._session.cancel(self._now_ms())
            self._write()
        if self._port.wait(self._patience_s(), to_write=blocked):
            self._wishes += self._session.receive(self._port.read(), self._now_ms())
        self._wishes += self._session.tick(self._now_ms())

    def _write(self) -> bool:
        """Give the port what is due; True if it did not take all of it."""
        now_ms = self._now_ms()
        self._port.heed_xon_xoff(self._session.sending_data)
        while octets := self._session.to_write(now_ms):
            taken = self._port.write(octets)
            if taken:
                self._wishes += self._session.wrote(octets[:taken], now_ms)
            if taken < len(octets):
                return True
        return False

    def _fulfil(self, wish: Wish) -> None:
        if not self._heard:
            return
        match wish:
            case PageWanted():
                page = supply(wish, self._pages[wish.number - 1])
                self._wishes += self._session.supply_page(page, self._now_ms())
            case (
                o.Dialling()
                | o.Connected()
                | o.Trained()
                | o.PageStarted()
                | o.PageProgress()
                | o.PageSubmitted()
                | o.PageConfirmed()
                | o.PageRefused()
                | o.HangingUp()
            ):
                self._watch(wish)
            case _:
                assert_never(wish)

    def _tell_the_rest(self) -> None:
        """A confirmation that came with the last octets counts, even if the port is gone."""
        while self._wishes:
            wish = self._wishes.popleft()
            if not isinstance(wish, PageWanted):
                self._fulfil(wish)

    def _patience_s(self) -> float:
        deadline_ms = self._session.deadline_ms
        if deadline_ms is None:
            return _CANCEL_LOOK_S
        return min(_CANCEL_LOOK_S, max(0, deadline_ms - self._now_ms()) / 1000)

    def _now_ms(self) -> int:
        return int((self._clock.monotonic() - self._begun) * 1000)
