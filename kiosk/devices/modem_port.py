"""The port of a modem: found, opened when it is first needed, kept, opened afresh when it went stale.

Owns the open port, the console on it, what is known of the modem, its health and its way back when it hangs. Refuses
to know fax classes. Called by the drivers (``class1_line.py``, ``class2_line.py``) and ``line_choice.py``, which share
one ``ModemPort``. Not for several threads at once: the line has the lock.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from kiosk.clock import Clock
from kiosk.devices.class1_setup import DEAD_MEANS, GENTLE_MEANS, ModemConsole, ModemDoesNotAnswerError, ModemIdentity
from kiosk.devices.errors import DeviceError
from kiosk.devices.life_watch import LifeWatch
from kiosk.devices.modem_place import ModemPlace
from kiosk.devices.modem_profiles import ModemProfile
from kiosk.devices.modem_revival import Revival
from kiosk.devices.protocols import Health, HealthState
from kiosk.devices.serial_port import (
    FlowControl,
    PortForbiddenError,
    PortInUseError,
    PortLostError,
    PortMissingError,
    SerialPort,
)
from kiosk.devices.usb_breath import SystemUsbBreath, UsbBreath
from kiosk.devices.usb_ports import SystemUsbPorts, UsbPorts
from kiosk.devices.usb_power import SystemUsbPower, UsbPower

_Answer = TypeVar("_Answer")

# How long a USB device may take to answer the bus. USB 2.0 9.2.6.4: the first octets within 0.5 s; 9.2.6.1: no request
# takes longer than 5 s. A call is ended when it is sure; which means are tried first may be a guess.
_SURE_S, _QUICK_S = 5.0, 0.7


@dataclass(frozen=True)
class Surroundings:
    """What a port depends on in its machine. The tests put their doubles here."""

    usb: UsbPorts = field(default_factory=SystemUsbPorts)
    power: UsbPower = field(default_factory=SystemUsbPower)
    open_port: Callable[[str, int, FlowControl], SerialPort] = SerialPort
    breath: UsbBreath = field(default_factory=SystemUsbBreath)


class ModemPort:
    """One modem's port. ``profile`` is what is known of the modem: the one given here until it was asked."""

    def __init__(self, name: str, clock: Clock, profile: ModemProfile, around: Surroundings | None = None) -> None:
        self._around = around or Surroundings()
        self._place = ModemPlace(name, self._around.usb)
        self._clock = clock
        self._unknown = profile
        self._profile = profile
        self._identity: ModemIdentity | None = None
        self._port: SerialPort | None = None
        self._hurry = threading.Event()
        self._heard = b""  # what came instead of OK when the modem was last found silent
        self._revival = Revival(self._place, self._around.power, clock, self._answers, self.close)

    @property
    def path(self) -> str:
        """Where it is open; else the name by which it is looked for."""
        return self._port.path if self._port else self._place.name

    @property
    def identity(self) -> ModemIdentity | None:
        """Who is there, if it was asked since the port was opened: afterwards another modem may stand there."""
        return self._identity

    @property
    def profile(self) -> ModemProfile:
        return self._profile

    def known_as(self, identity: ModemIdentity, profile: ModemProfile) -> None:
        """The modem has told who it is: the port takes its speed and flow control."""
        self._identity, self._profile = identity, profile
        self.open().adopt(profile.baud, profile.flow)

    def open(self) -> SerialPort:
        """The open port. Raises PortMissingError and its kin."""
        if self._port is None:
            # Commands are short: without flow control a modem whose CTS is not connected can be asked what it is.
            self._port = self._around.open_port(self._place.path(), self._unknown.baud, FlowControl.NONE)
        return self._port

    def console(self) -> ModemConsole:
        """For commands outside calls. Raises what ``open`` raises."""
        return ModemConsole(self.open(), self._profile, self._clock, self._hurry, self._device_is_dead)

    def life_watch(self) -> LifeWatch:
        """For one call: asks the device of a USB modem, and nobody where the modem is none, or its device not sure."""
        location, breath = self._place.location, self._around.breath
        return LifeWatch(None if location is None else lambda: breath.breathes(location, _SURE_S), self._clock)

    @contextmanager
    def hurried_by(self, cancel: threading.Event) -> Iterator[None]:
        """While this lasts, ``cancel`` ends every wait for a modem that does not answer: a person wants to go."""
        before, self._hurry = self._hurry, cancel
        try:
            yield
        finally:
            self._hurry = before

    def ready(self, prepare: Callable[[], _Answer]) -> _Answer:
        """``prepare`` with every means of getting there: a port that went stale is opened afresh, a modem that hangs is
        brought back. Raises DeviceError."""
        was_open = self._port is not None
        try:
            return self._answered(prepare())
        except ModemDoesNotAnswerError as silent:
            self._heard = silent.heard
            self._begin_revival(device_dead=self._device_is_dead())
            if not self._revival.run(self._hurry):
                self.close()
                raise self._silence() from silent
        except DeviceError:
            self.close()
            if not was_open:
                raise
        return self._answered(prepare())

    def health(self) -> Health:
        """Whether a modem answers here now. One that does not is brought back, one means at each asking."""
        try:
            return self._health()
        except (PortForbiddenError, PortInUseError) as refused:
            self._revival.forget()
            return Health(HealthState.TROUBLE, "port-refused", refused.detail)
        except (PortMissingError, PortLostError) as gone:
            self.close()
            self._revival.forget()
            return Health(HealthState.ABSENT, "port-missing", gone.detail)
        except DeviceError as other:
            self.close()
            return Health(HealthState.TROUBLE, "modem-silent", other.detail)

    def recover(self) -> None:
        """A call did not leave the modem at rest: gentle means now; rougher ones follow with ``health``."""
        try:
            console = self.console()
            if not console.bring_to_rest():
                self._heard = b""
                self._begin_revival(device_dead=console.device_was_dead)
        except DeviceError:
            self.close()  # the next ``health`` or ``place`` meets the same trouble and tells it

    def close(self) -> None:
        """Give the port back; the modem is unknown again."""
        port, self._port = self._port, None
        self._profile, self._identity = self._unknown, None
        self._place.left()
        if port is not None:
            port.close()

    def _health(self) -> Health:
        if self._revival.under_way:
            back = self._revival.step(self._hurry)
        elif self._revival.given_up:
            back = self._answers()
        else:
            return self._wake()
        if back:
            return self._answered(Health(HealthState.OK))
        return self._silent()

    def _wake(self) -> Health:
        console = self.console()
        try:
            console.wake()
        except ModemDoesNotAnswerError as silent:
            self._heard = silent.heard
            self._begin_revival(device_dead=console.device_was_dead)
            return self._silent()
        return self._answered(Health(HealthState.OK))

    def _begin_revival(self, *, device_dead: bool) -> None:
        stuck = self._port is not None and self._port.holds_output
        self._revival.begin(device_dead=device_dead, port_stuck=stuck)

    def _silent(self) -> Health:
        reason = "modem-recovering" if self._revival.under_way else "modem-silent"
        return Health(HealthState.TROUBLE, reason, self._silence().detail)

    def _silence(self) -> ModemDoesNotAnswerError:
        gentle = DEAD_MEANS if self._revival.device_was_dead else GENTLE_MEANS
        tried = ", ".join((gentle, *self._revival.tried))
        return ModemDoesNotAnswerError(self.path, tried, self._heard)

    def _device_is_dead(self) -> bool:
        """Whether the modem's USB device does not even answer the bus; False where that cannot be known."""
        location = self._place.location
        try:
            return location is not None and not self._around.breath.breathes(location, _QUICK_S)
        except OSError:
            return False

    def _answers(self) -> bool:
        return self.console().answers()

    def _answered(self, answer: _Answer) -> _Answer:
        """A modem has answered at this port: from now on its device is looked for."""
        self._revival.forget()
        if self._port is not None:
            self._place.answered(self._port.path)
        return answer
