"""USB sockets without hardware: a folder of links to pseudo-terminals, which come and go under changing names.

Owns what is plugged in where. Stands for ``UsbPorts``, ``UsbPower`` and ``UsbBreath`` in ``Surroundings``; ``acts``
holds what was done to the power, ``on_reset`` and ``on_cycle`` are what the device makes of it. ``dead`` set, it does
not answer the bus, and who asks waits as long as the system does.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from kiosk.devices.usb_ports import UsbIdentity, UsbPort

STICK = UsbIdentity(0x0572, 0x1329, "24680246")
SOCKET = "1-1.2:1.0"


class UsbTray:
    """Ports in ``folder``; ``plug`` returns the path under which a device has appeared."""

    def __init__(self, folder: Path, speed: float = 1.0) -> None:
        self._folder = folder
        self._speed = speed
        self.dead = False
        self.asked = 0
        self._ports: dict[str, UsbPort] = {}
        self.acts: list[str] = []
        self.on_reset: Callable[[], None] = lambda: None
        self.on_cycle: Callable[[], None] = lambda: None
        self.forbidden = False

    def plug(self, name: str, port: str, identity: UsbIdentity = STICK, location: str = SOCKET) -> str:
        """A device on ``port`` (a pseudo-terminal) appears as ``name``."""
        path = self.path(name)
        Path(path).symlink_to(port)
        self._ports[name] = UsbPort(path, identity, location)
        return path

    def path(self, name: str) -> str:
        return str(self._folder / name)

    def pull(self, name: str) -> None:
        """The name is gone. (Whoever has the port open learns of it by its pseudo-terminal.)"""
        del self._ports[name]
        Path(self.path(name)).unlink()

    def ports(self) -> tuple[UsbPort, ...]:
        return tuple(self._ports.values())

    def reset(self, location: str) -> None:
        self._act(f"reset {location}")
        self.on_reset()

    def cycle(self, location: str) -> None:
        self._act(f"cycle {location}")
        self.on_cycle()

    def breathes(self, location: str, patience_s: float) -> bool:
        self.asked += 1
        if self.forbidden:
            raise PermissionError(13, "Permission denied")
        if self.dead:
            threading.Event().wait(patience_s / self._speed)
        return not self.dead

    def _act(self, act: str) -> None:
        if self.forbidden:
            raise PermissionError(13, "Permission denied")
        self.acts.append(act)
