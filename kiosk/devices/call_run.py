"""One call that we place in real time: the house codes the pages that the session wants, and is told how it goes.

Owns what ``line_run.py``'s loop leaves to the house when pages are sent. Refuses to know T.30. Called by
``class1_line.py`` and ``class2_line.py``.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Protocol, assert_never

from kiosk.clock import Clock
from kiosk.devices.line_run import LineRun, Patience, Session
from kiosk.devices.page_coder import supply
from kiosk.devices.serial_port import SerialPort
from kiosk.fax import outcome as o
from kiosk.fax.call_session import Wish
from kiosk.fax.primitives import CodedPage, PageWanted


class SendingSession(Session[Wish, o.CallReport], Protocol):
    """A session that sends pages."""

    def supply_page(self, page: CodedPage, now_ms: int) -> list[Wish]: ...


class CallRun(LineRun[Wish, o.CallReport]):
    """Runs a sending session to its end. What a watcher or a page raises ends the call politely first."""

    def __init__(
        self,
        session: SendingSession,
        port: SerialPort,
        clock: Clock,
        pages: Sequence[o.FaxPage],
        watch: Callable[[o.LineEvent], None],
        cancel: threading.Event,
        patience: Patience,
    ) -> None:
        super().__init__(session, port, clock, cancel, patience)
        self._session = session
        self._pages = pages
        self._watch = watch

    def _begin(self) -> list[Wish]:
        """A call that nobody wants any more is not dialled: setting the modem up may have taken seconds."""
        return self._line.cancel(self._now_ms()) if self._cancel.is_set() else super()._begin()

    def _fulfil(self, wish: Wish) -> None:
        match wish:
            case PageWanted():
                self._supply(wish)
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

    def _supply(self, wanted: PageWanted) -> None:
        if not self._session.over:
            page = supply(wanted, self._pages[wanted.number - 1])
            self._wishes += self._session.supply_page(page, self._now_ms())
