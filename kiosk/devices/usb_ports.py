"""Serial ports that hang on USB, and by what a device is known again when it comes back under another name.

Owns the identity (vendor, product, serial number) and the list of ports that are here now. Knows no modem and opens
nothing. Called by ``modem_place.py`` and ``kiosk modem list``; in tests ``tests/hw_doubles/usb_tray.py`` stands here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from serial.tools import list_ports

_NAME = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?", re.IGNORECASE)


@dataclass(frozen=True)
class UsbIdentity:
    """What a device says of itself. ``serial`` None: it has none, or any will do."""

    vendor: int
    product: int
    serial: str | None = None

    def covers(self, other: UsbIdentity) -> bool:
        """Whether ``other`` may be this device."""
        same = (self.vendor, self.product) == (other.vendor, other.product)
        return same and self.serial in (None, other.serial)

    def __str__(self) -> str:
        return f"usb:{self.vendor:04x}:{self.product:04x}" + (f":{self.serial}" if self.serial else "")


@dataclass(frozen=True)
class UsbPort:
    """A serial port that is plugged in: ``location`` as the kernel counts, bus-port.port:configuration.interface."""

    path: str
    identity: UsbIdentity
    location: str
    words: str = ""

    @property
    def interface(self) -> str:
        """Which of several ports of one device, e.g. ``1.0``; empty where there is only one."""
        return self.location.partition(":")[2]


class UsbPorts(Protocol):
    """Where USB serial ports appear."""

    def ports(self) -> Sequence[UsbPort]: ...


class SystemUsbPorts:
    """Those of this machine."""

    def ports(self) -> Sequence[UsbPort]:
        return tuple(_port(info) for info in list_ports.comports() if info.vid is not None and info.pid is not None)


def read_identity(name: str) -> UsbIdentity | None:
    """``usb:VID:PID`` or ``usb:VID:PID:SERIAL``, VID and PID in hexadecimal; None for anything else."""
    found = _NAME.fullmatch(name)
    return UsbIdentity(int(found[1], 16), int(found[2], 16), found[3]) if found else None


def _port(info: list_ports.ListPortInfo) -> UsbPort:
    identity = UsbIdentity(info.vid, info.pid, info.serial_number or None)
    words = " ".join(word for word in (info.manufacturer, info.product) if word)
    return UsbPort(info.device, identity, info.location or "", words)
