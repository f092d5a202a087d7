"""A cable between the kiosk and a device on a pseudo-terminal, whose end is a link of a stable name, as udev makes one.

Owns the two ends and the link. What the device says, and to whom it listens, is its own double's: it is told when the
cable has come and before it goes. Called by ``card_reader`` and ``cctalk_double``.
"""

from __future__ import annotations

import os
import pty
import tty
from pathlib import Path
from types import TracebackType
from typing import Self


class PtyCable:
    """``with Double(folder) as double:`` then open ``double.path``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._ends: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.unplug()

    @property
    def plugged(self) -> bool:
        """Whether the cable is in."""
        return self._ends is not None

    def plug_in(self) -> None:
        """The device is there, under its name, as another port than before."""
        master, slave = pty.openpty()
        tty.setraw(slave)
        self._ends = master, slave
        self.has_come(master)
        self.path.symlink_to(os.ttyname(slave))

    def unplug(self) -> None:
        """The cable is pulled, whoever speaks or listens."""
        self.path.unlink(missing_ok=True)
        self.goes()
        ends, self._ends = self._ends, None
        for end in ends or ():
            os.close(end)

    def has_come(self, master: int) -> None:
        """The device's end of the cable is there; nobody has its other end yet."""

    def goes(self) -> None:
        """The cable is about to go."""
