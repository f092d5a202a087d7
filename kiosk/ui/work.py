"""Use cases off the Kivy thread (K4): a few threads, results delivered between two frames.

Owns the promise that the glass never waits for the store: a screen that was left does not hear the result any more, and
an act that is under way is not started a second time (G1: a double tap pays once). Knows no desk and no widget.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from kiosk.errors import KioskError

log = logging.getLogger(__name__)
T = TypeVar("T")
Deliver = Callable[[Callable[[], None]], None]


class Work:
    """Runs jobs in threads. ``deliver`` brings a call into the Kivy thread; ``crashed`` hears of broken code."""

    def __init__(self, deliver: Deliver, crashed: Callable[[BaseException], None], threads: int = 3) -> None:
        self._deliver, self._crashed = deliver, crashed
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="use-case")
        self._running: set[str] = set()
        together = threading.Barrier(threads)  # all are there from now on: none is made while somebody waits for it
        for _ in range(threads):
            self._pool.submit(together.wait)

    def run(
        self,
        key: str,
        job: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[KioskError], None],
        wanted: Callable[[], bool],
    ) -> bool:
        """Start ``job`` unless one of the same ``key`` is under way; False if so. Kivy thread only.

        ``done`` or ``failed`` is called in the Kivy thread, if ``wanted()`` still holds by then.
        """
        if key in self._running:
            return False
        self._running.add(key)
        future = self._pool.submit(job)
        future.add_done_callback(lambda ended: self._deliver(lambda: self._settle(key, ended, done, failed, wanted)))
        return True

    def busy(self, key: str) -> bool:
        """Whether a job of this key is under way."""
        return key in self._running

    @property
    def idle(self) -> bool:
        """Whether nothing is under way (tests and the remote wait for it)."""
        return not self._running

    def close(self) -> None:
        """Let what runs end, start nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _settle(
        self,
        key: str,
        ended: Future[T],
        done: Callable[[T], None],
        failed: Callable[[KioskError], None],
        wanted: Callable[[], bool],
    ) -> None:
        self._running.discard(key)
        if ended.cancelled():
            return
        error = ended.exception()
        if not wanted():
            if error is not None:  # by name only: whom it was about has gone (A1)
                log.warning("%s: %s, and nobody waits for it", key.rpartition(".")[2], type(error).__name__)
        elif error is None:
            done(ended.result())
        elif isinstance(error, KioskError):
            failed(error)
        else:
            self._crashed(error)
