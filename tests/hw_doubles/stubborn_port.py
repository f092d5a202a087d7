"""A modem whose firmware hangs and comes back only by one means: DTR, a break, reopening, USB reset, USB power, never.

Owns the hanging and the cure; what it says while it lives is the scripted modem's. A pseudo-terminal has no DTR and no
break: ``open_port`` gives one that tells the modem of both.
"""

from __future__ import annotations

from enum import StrEnum

from kiosk.devices.modem_port import Surroundings
from kiosk.devices.serial_port import FlowControl, SerialPort
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.hw_doubles.usb_tray import UsbTray


class Cure(StrEnum):
    """What brings it back."""

    DTR = "DTR"
    BREAK = "break"
    REOPEN = "reopening"
    USB_RESET = "USB reset"
    USB_POWER = "USB power"
    NEVER = "nothing"


class StubbornPort(ScriptedPort):
    """``hang()`` and it takes, says and does nothing until it is cured."""

    def __init__(self, script: str, cure: Cure, tray: UsbTray) -> None:
        super().__init__(script)
        self.modem.lenient = True  # how often ATH comes depends on the cure
        self.hung = self.leaves_octets = False
        self.suffered: list[Cure] = []  # all that was done to it
        self._cure, self._tray = cure, tray
        self.around = Surroundings(tray, tray, self.open_port, tray)
        tray.on_reset = lambda: self.suffer(Cure.USB_RESET)
        tray.on_cycle = lambda: self.suffer(Cure.USB_POWER)

    def hang(self, *, with_its_device: bool = False, leaves_octets: bool = False) -> None:
        """``with_its_device``: its USB part, too, answers nothing any more. ``leaves_octets``: the system keeps what it
        does not take, as for a USB port; a pseudo-terminal forgets it."""
        self.hung, self._tray.dead, self.leaves_octets = True, with_its_device, leaves_octets

    def suffer(self, means: Cure) -> None:
        """Something is done to it."""
        self.suffered.append(means)
        if means is self._cure:
            self.hung = self._tray.dead = False

    def open_port(self, path: str, baud: int, flow: FlowControl) -> SerialPort:
        self.suffer(Cure.REOPEN)
        return _PortWithLines(path, baud, flow, self)

    def _hear(self, octets: bytes, now_ms: float) -> None:
        if not self.hung:
            super()._hear(octets, now_ms)


class _PortWithLines(SerialPort):
    def __init__(self, path: str, baud: int, flow: FlowControl, modem: StubbornPort) -> None:
        super().__init__(path, baud, flow)
        self._modem = modem

    @property
    def holds_output(self) -> bool:
        return self._modem.hung and self._modem.leaves_octets

    def lower_dtr(self, lowered: bool) -> bool:
        if lowered:
            self._modem.suffer(Cure.DTR)
        return True

    def send_break(self) -> bool:
        self._modem.suffer(Cure.BREAK)
        return True
