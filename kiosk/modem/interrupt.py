"""SIGINT and SIGTERM while a line is in use: a wish to end the call politely, not an exception in the middle of it.

Owns the handlers while they are needed and gives back those that were there. Called by the parts that make calls.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cancel_on_signals() -> Iterator[threading.Event]:
    """The event is set by Ctrl-C: the far end gets its DCN, the modem is on-hook before the command ends."""
    cancel = threading.Event()
    before = {number: signal.signal(number, lambda *_: cancel.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
