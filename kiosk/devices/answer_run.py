"""One received call in real time: its pages are decoded and kept beside the line, and the house is told how it goes.

Owns what ``line_run.py``'s loop leaves to the house when pages come in, above all this: only what ``keep_page`` has
returned from is told to the session as kept (B9). Refuses to know T.30 and fax classes. Called by ``class1_line.py``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol, assert_never

from kiosk.clock import Clock
from kiosk.devices.line_run import LOOK_S, LineRun, Patience, Session
from kiosk.devices.page_keeper import DiskRefused, PageKeeper, PageRead
from kiosk.devices.protocols import ReceivedPage
from kiosk.devices.serial_port import SerialPort
from kiosk.fax import outcome as o
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.answerer_session import Wish

_KEPT_LOOK_S = 0.005  # while a page is on its way to the disk: the caller may be waiting for our answer


class ReceivingSession(Session[Wish, o.ReceptionReport], Protocol):
    """A session that receives pages."""

    def page_read(self, number: int, quality: o.CopyQuality, kept: bool, now_ms: int) -> list[Wish]: ...

    def page_not_kept(self, detail: str, now_ms: int) -> list[Wish]: ...


class AnswerRun(LineRun[Wish, o.ReceptionReport]):
    """Runs a receiving session to its end. What a watcher or ``keep_page`` raises ends the call politely first."""

    def __init__(
        self,
        session: ReceivingSession,
        port: SerialPort,
        clock: Clock,
        keep_page: Callable[[ReceivedPage], None],
        watch: Callable[[o.ReceptionEvent], None],
        cancel: threading.Event,
        patience: Patience,
    ) -> None:
        super().__init__(session, port, clock, cancel, patience)
        self._session = session
        self._watch = watch
        self._keeper = PageKeeper(keep_page)

    def run(self) -> o.ReceptionReport:
        """From ATA to the modem at rest, and no page under way to the disk any more."""
        with self._keeper:
            return super().run()

    def _fulfil(self, wish: Wish) -> None:
        match wish:
            case PageArrived():
                self._keeper.take(wish)
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

    def _look_round(self) -> float:
        self._hear_of_pages(wait=False)
        return _KEPT_LOOK_S if self._keeper.busy else LOOK_S

    def _hear_of_pages(self, *, wait: bool) -> None:
        for page in self._keeper.finished(wait=wait):
            match page:
                case PageRead(number, quality, kept):
                    self._wishes += self._session.page_read(number, quality, kept, self._now_ms())
                case DiskRefused(detail):
                    self._wishes += self._session.page_not_kept(detail, self._now_ms())
                case _:
                    assert_never(page)
