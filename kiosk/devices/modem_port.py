"""The port of a modem between calls: opened when it is first needed, kept, opened afresh when it went stale.

Owns the open port, the console on it, the health of both and the way back from a stuck modem. Refuses to know fax
classes. Called by ``class2_line.py`` and ``line_choice.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kiosk.clock import Clock
from kiosk.devices.class1_setup import ModemConsole
from kiosk.devices.errors import DeviceError
from kiosk.devices.modem_profiles import ModemProfile
from kiosk.devices.protocols import Health, HealthState
from kiosk.devices.serial_port import PortForbiddenError, PortInUseError, PortLostError, PortMissingError, SerialPort

_Answer = TypeVar("_Answer")


class ModemPort:
    """One port. Not for several threads at once: its line has the lock."""

    def __init__(self, path: str, clock: Clock, profile: ModemProfile) -> None:
        self.path = path
        self.profile = profile
        self._clock = clock
        self._port: SerialPort | None = None

    def open(self) -> SerialPort:
        """The open port. Raises PortMissingError and its kin."""
        if self._port is None:
            self._port = SerialPort(self.path, self.profile.baud, self.profile.flow)
        return self._port

    def console(self) -> ModemConsole:
        """For commands outside calls. Raises what ``open`` raises."""
        return ModemConsole(self.open(), self.profile, self._clock)

    def ready(self, prepare: Callable[[], _Answer]) -> _Answer:
        """``prepare``, and again on a port opened afresh if the one that was kept went stale. Raises DeviceError."""
        was_open = self._port is not None
        try:
            return prepare()
        except DeviceError:
            self.close()
            if not was_open:
                raise
        return prepare()

    def health(self) -> Health:
        """Whether a modem answers here now."""
        try:
            self.console().wake()
        except (PortForbiddenError, PortInUseError) as refused:
            return Health(HealthState.TROUBLE, "port-refused", refused.detail)
        except (PortMissingError, PortLostError) as gone:
            self.close()
            return Health(HealthState.ABSENT, "port-missing", gone.detail)
        except DeviceError as silent:
            self.close()
            return Health(HealthState.TROUBLE, "modem-silent", silent.detail)
        return Health(HealthState.OK)

    def recover(self) -> None:
        """A call did not leave the modem at rest: gentler means, then the port anew; ``health`` tells what is left."""
        try:
            if self.console().bring_to_rest():
                return
            self.close()
            self.console().bring_to_rest()
        except DeviceError:
            self.close()  # the next ``health`` or ``place`` meets the same trouble and tells it

    def close(self) -> None:
        port, self._port = self._port, None
        if port is not None:
            port.close()
