"""The bell between the two processes: a datagram that only says "look" (AF_UNIX).

Owns the sockets in the runtime directory. Carries no data: what happened stands in the store. A bell nobody hears is
not an error; whoever starts later looks anyway.
"""

from __future__ import annotations

import contextlib
import select
import socket
from pathlib import Path

_LOOK = b"look"


class Doorbell:
    """The end that is rung. ``wait`` returns early when somebody rings; rings in between are one ring."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._path = path
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(path))
        self._socket.setblocking(False)

    def wait(self, timeout: float) -> bool:
        """Wait at most ``timeout`` seconds; True when the bell was rung."""
        ready, _, _ = select.select([self._socket], [], [], max(0.0, timeout))
        if not ready:
            return False
        with contextlib.suppress(BlockingIOError):
            while True:
                self._socket.recv(16)
        return True

    def close(self) -> None:
        """Nobody listens here any more."""
        self._socket.close()
        self._path.unlink(missing_ok=True)


class Ringer:
    """The end that rings: every bell of these paths that somebody listens to."""

    def __init__(self, *paths: Path) -> None:
        self._paths = paths
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.setblocking(False)

    def __call__(self) -> None:
        for path in self._paths:
            # Nobody there, or a full queue: the other side is down, or has been told often enough.
            with contextlib.suppress(FileNotFoundError, ConnectionRefusedError, BlockingIOError):
                self._socket.sendto(_LOOK, str(path))

    def close(self) -> None:
        self._socket.close()
