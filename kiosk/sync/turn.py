"""The sync among the core's workers: begun anew if it should ever break, told of news and of device health.

Owns the one SyncWorker that runs at a time. Made by ``kiosk/app.py``; the core's supervision calls ``turn``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kiosk.sync.worker import SyncWorker

_UNTIL_STOPPED_S = 60.0


class SyncTurn:
    """``make`` makes a SyncWorker that ends with the core's own stop event."""

    name = "sync"

    def __init__(self, make: Callable[[], SyncWorker]) -> None:
        self._make = make
        self._worker: SyncWorker | None = None
        self._told: Mapping[str, Any] = {}

    def turn(self) -> float:
        """Carry records until the core stops; an exception ends it and a fresh one is begun by the supervision."""
        self._worker = self._make()
        self._worker.report(self._told)
        self._worker.run()
        return _UNTIL_STOPPED_S

    def look(self, devices: Mapping[str, Any]) -> None:
        """There may be new records, and this is how the devices are. Any thread."""
        changed, self._told = devices != self._told, devices
        if self._worker and changed:
            self._worker.report(devices)
        elif self._worker:
            self._worker.wake()

    def close(self) -> None:
        """The worker has said goodbye to the broker itself."""
