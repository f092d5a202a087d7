"""SIGINT, SIGTERM and SIGHUP while a line is in use: a wish to end the call politely, no exception in the middle of it.

Owns the handlers while they are needed and gives back those that were there. Called by the parts that make calls.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def cancel_on_signals() -> Iterator[threading.Event]:
    """The event is set by Ctrl-C: the far end gets its DCN, the modem is on-hook before the command ends.

    A terminal that closes (a lost ssh session) is the same wish, unless it is to be outlived (``nohup``). A shell
    without job control starts what it puts in the background with SIGINT ignored: such a call can be ended too.
    """
    cancel = threading.Event()
    outlived = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    wishes = [number for number in _WISHES if not (number is signal.SIGHUP and outlived)]
    before = {number: signal.signal(number, lambda *_: cancel.set()) for number in wishes}
    try:
        yield cancel
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
