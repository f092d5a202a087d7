"""Where the modem is now: its port by the name that was configured, or wherever its device has gone (K2).

Owns the name, the USB identity of the modem that last answered there, and the search for it. Opens nothing. Called by
``modem_port.py``.

A name is a path (``/dev/ttyACM0``, ``/dev/serial/by-id/...``, ``/dev/lobby-fax``) or ``usb:VID:PID[:SERIAL]``. Linux
gives a device that was unplugged in use another tty name when it comes back, and its old name to whatever comes first.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kiosk.devices.serial_port import NotASerialPortError, PortMissingError
from kiosk.devices.usb_ports import UsbIdentity, UsbPort, UsbPorts, read_identity


class ModemPlace:
    """One modem's place."""

    def __init__(self, name: str, usb: UsbPorts) -> None:
        self.name = name
        self._usb = usb
        self._wanted = read_identity(name)
        self._last: UsbPort | None = None  # where a modem has answered
        self._last_path = ""
        self._in_its_place = False  # the path was given for want of the device

    @property
    def location(self) -> str | None:
        """Where on the USB the modem hangs, or hung: there it may be reset.

        None if it is not on USB, if it has never answered, if something else stands in its place or in its socket.
        """
        if self._last is None or self._in_its_place:
            return None
        beside = [port for port in self._usb.ports() if port.location == self._last.location]
        others = [port for port in beside if not self._last.identity.covers(port.identity)]
        return None if others else self._last.location

    def path(self) -> str:
        """The port to open now. Raises PortMissingError, and NotASerialPortError for a name that cannot be read."""
        if self._wanted is None and self.name.startswith("usb:"):
            detail = f"{self.name}: no name of a USB device: write usb:VID:PID or usb:VID:PID:SERIAL, as usb:0572:1329"
            raise NotASerialPortError(detail, device=self.name)
        self._in_its_place = False
        identity = self._wanted or (self._last.identity if self._last else None)
        if identity is None:
            return self.name
        ports = self._usb.ports()
        here = _at(ports, self.name)
        if here is not None and identity.covers(here.identity):
            return self.name
        return self._elsewhere(identity, ports) or self._by_name(identity, ports)

    def answered(self, path: str) -> None:
        """A modem has answered at ``path``: from now on its device is looked for."""
        if path != self._last_path:
            self._last_path, self._last = path, _at(self._usb.ports(), path)
            self._in_its_place = False

    def left(self) -> None:
        """The port is closed: it may be another device that answers next, under the same name."""
        self._last_path = ""

    def _elsewhere(self, identity: UsbIdentity, ports: Sequence[UsbPort]) -> str | None:
        """The most likely of the ports that fit: the same interface of the device, then the same socket."""
        fitting = [port for port in ports if identity.covers(port.identity)]
        if not fitting:
            return None
        last = self._last or fitting[0]
        likely = min(fitting, key=lambda p: (p.interface != last.interface, p.location != last.location, p.path))
        return likely.path

    def _by_name(self, identity: UsbIdentity, ports: Sequence[UsbPort]) -> str:
        """The modem is not here. What stands at its path may be the one put in its place: who configured it decides."""
        if self._wanted is None and Path(self.name).exists():
            self._in_its_place = True
            return self.name
        there = ", ".join(f"{port.path} {port.identity}" for port in ports) or "none"
        raise PortMissingError(
            f"{self.name}: looked among the USB serial ports ({there}) for {identity}: plug the modem in or correct its"
            " name",
            device=self.name,
        )


def _at(ports: Sequence[UsbPort], path: str) -> UsbPort | None:
    """The USB port that ``path`` is, or is a link to."""
    true = os.path.realpath(path)
    return next((port for port in ports if port.path == path or os.path.realpath(port.path) == true), None)
