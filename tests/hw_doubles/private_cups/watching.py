"""Waiting for a print job in tests, without sleeping."""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.devices.protocols import Printer, PrintState, PrintStatus

_POLL_S = 0.05


def settled(printer: Printer, name: str, timeout_s: float = 15.0) -> PrintStatus:
    """The status of ``name`` once it waits no longer. Raises AssertionError after ``timeout_s``."""
    return _watch(printer, name, timeout_s, lambda status: status.state is not PrintState.WAITING)


def waiting_because(printer: Printer, name: str, reason: str, timeout_s: float = 15.0) -> PrintStatus:
    """The status of ``name`` once it waits for ``reason``. Raises AssertionError after ``timeout_s``."""
    return _watch(printer, name, timeout_s, lambda status: status == PrintStatus(PrintState.WAITING, reason))


def _watch(printer: Printer, name: str, timeout_s: float, wanted: Callable[[PrintStatus], bool]) -> PrintStatus:
    tick = threading.Event()
    status = None
    for _ in range(int(timeout_s / _POLL_S)):
        status = printer.status(name)
        if status is not None and wanted(status):
            return status
        tick.wait(_POLL_S)
    raise AssertionError(f"{name} is still {status}")
