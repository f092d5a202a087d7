"""The scripted modem on a pseudo-terminal, hurried: what the real driver opens with pyserial in fast contract tests.

Owns the pty and the thread that plays. ``unplug`` takes the port away as pulling the cable does.
"""

from __future__ import annotations

import os
import pty
import select
import threading
import time
import tty
from types import TracebackType

from tests.hw_doubles.scripted_modem import ScriptedModem

PACE = 0.02  # a second of line time in 20 ms


class ScriptedPort:
    """``with ScriptedPort(script) as line:`` then open ``line.path``. ``error`` holds what the script objected to."""

    def __init__(self, script: str | ScriptedModem, information: dict[str, str] | None = None) -> None:
        self.modem = ScriptedModem(script, PACE, information) if isinstance(script, str) else script
        self.error: AssertionError | None = None
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self._wake_read, self._wake_write = os.pipe()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._play, name="scripted modem", daemon=True)

    def __enter__(self) -> ScriptedPort:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.unplug()
        for descriptor in (self._wake_read, self._wake_write):
            os.close(descriptor)

    def ring(self) -> None:
        """Somebody calls."""
        os.write(self._master, b"\r\nRING\r\n")

    def unplug(self) -> None:
        """The port is gone, whoever has it open."""
        if not self._ending.is_set():
            self._ending.set()
            os.write(self._wake_write, b"x")
            self._thread.join()
            os.close(self._slave)
            os.close(self._master)

    def _play(self) -> None:
        while not self._ending.is_set():
            due_ms = self.modem.next_ms
            wait_s = None if due_ms is None else max(0.0, due_ms / 1000 - time.monotonic())
            ready, _, _ = select.select([self._master, self._wake_read], [], [], wait_s)
            now_ms = time.monotonic() * 1000
            if self._master in ready:
                self._hear(os.read(self._master, 4096), now_ms)
            if out := self.modem.read(now_ms):
                os.write(self._master, out)

    def _hear(self, octets: bytes, now_ms: float) -> None:
        try:
            self.modem.write(octets, now_ms)
        except AssertionError as error:
            self.error = error
            self._ending.set()
