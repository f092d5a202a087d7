"""Restarting a USB device from outside: a reset, and its power off and on.

Owns the two acts as Linux offers them. Knows no modem: a device is named by where it hangs (``1-1.2``, or
``1-1.2:1.0`` with its interface). Called by ``modem_revival.py``. The kiosk's user may do this where
``deploy/udev`` allows it.
"""

from __future__ import annotations

import fcntl
import os
import threading
from pathlib import Path
from typing import Protocol

_USBDEVFS_RESET = ord("U") << 8 | 20  # _IO('U', 20), linux/usbdevice_fs.h
_OFF_S = 2.0  # capacitors of a stick hold its processor up for about one second


class UsbPower(Protocol):
    """Both raise OSError where they cannot (rights, kernel, no such device)."""

    def reset(self, location: str) -> None:
        """As if plugged in again, without losing its power."""
        ...

    def cycle(self, location: str) -> None:
        """Off for two seconds, then on. Works for a device, too, that has already fallen off the bus."""
        ...


class SystemUsbPower:
    """Through sysfs and usbfs."""

    def __init__(self, devices: Path = Path("/sys/bus/usb/devices"), nodes: Path = Path("/dev/bus/usb")) -> None:
        self._devices = devices
        self._nodes = nodes
        self._pause = threading.Event()

    def reset(self, location: str) -> None:
        node = os.open(node_of(location, self._devices, self._nodes), os.O_WRONLY)
        try:
            fcntl.ioctl(node, _USBDEVFS_RESET, 0)
        finally:
            os.close(node)

    def cycle(self, location: str) -> None:
        """By the hub's port (Linux 6.0; cuts the power where the hub can), else by the device's authorization."""
        switch, off, on = self._hub_port(location) / "disable", "1", "0"
        if not os.access(switch, os.W_OK):
            switch, off, on = self._devices / _device(location) / "authorized", "0", "1"
        switch.write_text(off, "ascii")
        try:
            self._pause.wait(_OFF_S)
        finally:
            switch.write_text(on, "ascii")

    def _hub_port(self, location: str) -> Path:
        """The folder of the socket: ``1-1.2`` is port 2 of hub ``1-1``, ``1-1`` is port 1 of the root hub ``usb1``."""
        device = _device(location)
        hub, _, port = device.rpartition(".") if "." in device else device.rpartition("-")
        interface, name = (f"{hub}:1.0", hub) if "-" in hub else (f"{hub}-0:1.0", f"usb{hub}")
        return self._devices / interface / f"{name}-port{port}"


def node_of(location: str, devices: Path, nodes: Path) -> Path:
    """The device's node for usbfs. Raises OSError when nothing hangs there."""
    device = devices / _device(location)
    bus, number = (int((device / name).read_text("ascii")) for name in ("busnum", "devnum"))
    return nodes / f"{bus:03}" / f"{number:03}"


def _device(location: str) -> str:
    return location.partition(":")[0]
