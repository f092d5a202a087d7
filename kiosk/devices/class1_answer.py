"""One received call in real time: octets between port and engine in the line's thread, pages in a thread beside it.

Owns the loop of a call and the order in which a page is decoded, kept and reported: only what ``keep_page`` has
returned from is told to the engine as kept (B9). Refuses to know T.30. Called by ``class1_line.py``.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import assert_never

from kiosk.clock import Clock
from kiosk.devices.page_decoder import decode
from kiosk.devices.protocols import ReceivedPage
from kiosk.devices.serial_port import PortLostError, SerialPort
from kiosk.fax import outcome as o
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.answerer_session import AnswererSession, Wish
from kiosk.fax.copy_quality import judge_page
from kiosk.fax.frames import Fcf

_CANCEL_LOOK_S = 0.1
_KEPT_LOOK_S = 0.005  # while a page is on its way to the disk: the caller may be waiting for our answer

Kept = tuple[int, o.CopyQuality, bool]


class AnswerRun:
    """Runs a session to its end. What a watcher or ``keep_page`` raises ends the call politely before it goes on up."""

    def __init__(
        self,
        session: AnswererSession,
        port: SerialPort,
        clock: Clock,
        keep_page: Callable[[ReceivedPage], None],
        watch: Callable[[o.ReceptionEvent], None],
        cancel: threading.Event,
    ) -> None:
        self._session = session
        self._port = port
        self._clock = clock
        self._keep_page = keep_page
        self._watch = watch
        self._cancel = cancel
        self._begun = clock.monotonic()
        self._wishes: deque[Wish] = deque()
        self._keeper = ThreadPoolExecutor(1, "pages")
        self._keeping: deque[Future[Kept]] = deque()

    def run(self) -> o.ReceptionReport:
        """From ATA to the modem at rest (or to the loss of the port, which is an outcome too)."""
        with self._keeper:
            try:
                self._wishes += self._session.start(self._now_ms())
                self._until_over()
            finally:
                if not self._session.over:  # somebody above has raised: that must not leave the modem off-hook
                    self._leave()
        return self._session.report(self._now_ms())

    def _until_over(self) -> None:
        try:
            while not self._session.over:
                self._step()
        except PortLostError as lost:
            self._session.port_lost(lost.detail, self._now_ms())
        while self._wishes:
            self._fulfil(self._wishes.popleft())

    def _leave(self) -> None:
        self._watch = _nobody
        self._keeping.clear()
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
        self._hear_of_pages(wait=False)
        blocked = self._write() or blocked
        if self._port.wait(self._patience_s(), to_write=blocked):
            self._wishes += self._session.receive(self._port.read(), self._now_ms())
        self._wishes += self._session.tick(self._now_ms())

    def _write(self) -> bool:
        """Give the port what is due; True if it did not take all of it."""
        now_ms = self._now_ms()
        while octets := self._session.to_write(now_ms):
            taken = self._port.write(octets)
            if taken:
                self._session.wrote(octets[:taken], now_ms)
            if taken < len(octets):
                return True
        return False

    def _fulfil(self, wish: Wish) -> None:
        match wish:
            case PageArrived():
                self._keeping.append(self._keeper.submit(self._read_and_keep, wish))
            case o.PageDropped():
                self._hear_of_pages(wait=True)  # it must be there before it can be taken away
                self._watch(wish)
            case (
                o.Ringing()
                | o.Answering()
                | o.CallerKnown()
                | o.Trained()
                | o.PageArriving()
                | o.PageConfirmed()
                | o.HangingUp()
            ):
                self._watch(wish)
            case _:
                assert_never(wish)

    def _read_and_keep(self, arrived: PageArrived) -> Kept:
        """In the thread of pages."""
        decoded = decode(arrived)
        good = judge_page(decoded.quality) is not Fcf.RTN
        if good:
            self._keep_page(ReceivedPage(arrived.number, decoded.page, decoded.quality))
        return arrived.number, decoded.quality, good

    def _hear_of_pages(self, *, wait: bool) -> None:
        while self._keeping and (wait or self._keeping[0].done()):
            page = self._keeping.popleft()
            try:
                number, quality, kept = page.result()
            except OSError as error:
                self._wishes += self._session.page_not_kept(str(error), self._now_ms())
            else:
                self._wishes += self._session.page_read(number, quality, kept, self._now_ms())

    def _patience_s(self) -> float:
        look_s = _KEPT_LOOK_S if self._keeping else _CANCEL_LOOK_S
        deadline_ms = self._session.deadline_ms
        if deadline_ms is None:
            return look_s
        return min(look_s, max(0, deadline_ms - self._now_ms()) / 1000)

    def _now_ms(self) -> int:
        return int((self._clock.monotonic() - self._begun) * 1000)


def _nobody(_event: o.ReceptionEvent) -> None:
    """Whoever watched has raised: it is told no more."""
