"""How late this machine wakes a process that does nothing but sleep: the bare thing that reply times are compared with.

Owns that process. Called by ``replies.py``.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
from multiprocessing.connection import Connection
from types import TracebackType

_SLEEP_S = 0.02


class Sleeper:
    """Context manager; ``late_ms`` afterwards: how late it was each time. ``pid`` is its process."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_sleep, args=(theirs,), name="sleeper", daemon=True)
        self.late_ms: list[float] = []

    def __enter__(self) -> Sleeper:
        self._process.start()
        self._ours.recv()  # it is there
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ours.send(None)
        self.late_ms = self._ours.recv()
        self._process.join()

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid


def _sleep(wanted: Connection) -> None:
    late_ms, bed = [], threading.Event()
    wanted.send(None)
    while not wanted.poll():
        due_s = time.monotonic() + _SLEEP_S
        bed.wait(_SLEEP_S)
        late_ms.append((time.monotonic() - due_s) * 1000)
    wanted.send(late_ms)
