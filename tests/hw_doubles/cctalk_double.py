"""A ccTalk machine on a pseudo-terminal: real octets on a real port, whose end is a link of a stable name.

Owns the thread that listens at the cable. Called by the contract tests and by the lobby, where it stands under the
configuration's own key.
"""

from __future__ import annotations

import os
import select
import threading
from contextlib import suppress
from pathlib import Path

from tests.hw_doubles.cctalk_machine import CashMachine
from tests.hw_doubles.pty_cable import PtyCable

_LOOK_S = 0.2


class CcTalkDouble(PtyCable):
    """``with CcTalkDouble(folder) as double:`` then open ``double.path``; ``machine`` is what stands behind it."""

    def __init__(self, folder: Path, machine: CashMachine | None = None) -> None:
        super().__init__(folder / "cash-acceptor")
        self.machine = machine or CashMachine()
        self._pulled = threading.Event()
        self._thread: threading.Thread | None = None

    def has_come(self, master: int) -> None:
        self._pulled.clear()
        self._thread = threading.Thread(target=self._listen, args=(master,), name="cctalk", daemon=True)
        self._thread.start()

    def goes(self) -> None:
        self._pulled.set()
        if self._thread is not None:
            self._thread.join()
        self._thread = None

    def _listen(self, master: int) -> None:
        while not self._pulled.is_set():
            readable, _, _ = select.select([master], [], [], _LOOK_S)
            if not readable:
                self.machine.pause()
                continue
            with suppress(OSError):
                os.write(master, self.machine.hear(os.read(master, 256)))
