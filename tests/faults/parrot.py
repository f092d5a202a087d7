"""A socket that says the same octets to whoever asks, and ends there: what a driver makes of half an answer (K1).

Owns the socket and its thread. Knows of HTTP only where a head ends; its asker may send the rest unheard. Called by
``tests.bench.crash_printing``.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

import cups

from kiosk.devices.cups_line import SpoolerLine, SpoolerUnreachableError

_END_OF_HEAD = b"\r\n\r\n"


class Parrot:
    """``with Parrot(path) as parrot:`` a server at the Unix socket ``path``."""

    def __init__(self, path: Path) -> None:
        self._path, self._words = str(path), b""
        self._listener = socket.socket(socket.AF_UNIX)
        self._thread = threading.Thread(target=self._serve, name="parrot", daemon=True)

    def __enter__(self) -> Parrot:
        self._listener.bind(self._path)
        self._listener.listen()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listener.close()

    def is_heard(self, ask: Callable[[cups.Connection], object], words: bytes) -> bool:
        """Whether the driver takes ``words`` for an answer to this question."""
        self._words = words
        try:
            SpoolerLine(self._path).tell(ask)
        except SpoolerUnreachableError:
            return False
        return True

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:  # it was closed
                return
            with line, suppress(OSError):
                self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        said = b""
        while _END_OF_HEAD not in said:
            words = line.recv(65536)
            if not words:
                return
            said += words
        line.sendall(self._words)
        line.shutdown(socket.SHUT_WR)
        while line.recv(65536):
            pass  # what the asker still says
