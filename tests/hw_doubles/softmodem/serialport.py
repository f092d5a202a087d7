"""The modem's serial port: the master side of a pseudo-terminal, with a stable name.

Owns the pty and its symlink. Knows no modem. Called by ``world.py``. A pty has no modem lines; that nobody has the
port open any more (which a real modem sees as DTR off) shows as an error on reading.
"""

from __future__ import annotations

import errno
import os
import pty
import termios
import tty
from pathlib import Path

_READ_OCTETS = 1024


class SerialPort:
    """A port called ``name`` (a symlink); ``plug`` and ``unplug`` make it come and go."""

    def __init__(self, name: Path) -> None:
        self.name = name
        self._master: int | None = None
        self._to_write = bytearray()
        self.opens = 0  # how often the DTE has opened it
        self.is_open = False  # somebody at the DTE side has it open

    @property
    def plugged(self) -> bool:
        return self._master is not None

    def fileno(self) -> int:
        assert self._master is not None
        return self._master

    def plug(self) -> None:
        self._master, slave = pty.openpty()
        tty.setraw(slave, termios.TCSANOW)  # before anybody opens it: no echo of result codes as commands
        os.set_blocking(self._master, False)
        made = self.name.with_suffix(".new")
        made.unlink(missing_ok=True)
        made.symlink_to(os.ttyname(slave))
        made.replace(self.name)
        os.close(slave)
        self.is_open = False

    def unplug(self) -> None:
        """The device vanishes: name and pty; whoever has it open gets errors."""
        if self._master is not None:
            self.name.unlink(missing_ok=True)
            os.close(self._master)
            self._master = None
            self.is_open = False
            self._to_write.clear()

    def read(self) -> bytes:
        """What the DTE wrote, at most 1024 octets; empty when there is nothing. Keeps ``is_open`` true."""
        if self._master is None:
            return b""
        try:
            octets = os.read(self._master, _READ_OCTETS)
        except BlockingIOError:
            self._seen_open()
            return b""
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            self.is_open = False  # Linux: the last one closed the slave side
            return b""
        self._seen_open()
        return octets

    def _seen_open(self) -> None:
        self.opens += not self.is_open
        self.is_open = True

    def write(self, octets: bytes) -> None:
        """To the DTE, as far as it reads; to nobody if the port is closed."""
        if self._master is None or not self.is_open:
            self._to_write.clear()
            return
        self._to_write += octets
        try:
            written = os.write(self._master, self._to_write)
        except BlockingIOError:
            return
        del self._to_write[:written]
