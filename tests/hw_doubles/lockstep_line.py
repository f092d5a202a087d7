"""The real driver on the telephone world in lockstep: an hour of calls in half a minute, through ``Class1Line``.

Owns the port double (the face of ``SerialPort``) and the clock, which is the line's. What a pseudo-terminal, pyserial
and the kernel add is left out: ``TelephoneWorld`` has those. Called by the tests of endurance and of receiving, and by
the bench.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.modem_port import ModemPort, Surroundings
from kiosk.devices.modem_profiles import GENERIC, built_in_profiles
from kiosk.devices.serial_port import FlowControl
from kiosk.devices.usb_ports import UsbPort
from tests.hw_doubles.softmodem import CallRecord, FarEnd
from tests.hw_doubles.softmodem.lockstep import LockstepWorld

_RINGS_AFTER_MS = 2_000
_ANOTHER_THREAD_S = 0.005  # a driver that waits so shortly waits for a thread of its own, which needs real time


class LineClock(SystemClock):
    """Waits are in line time; records keep the machine's."""

    def __init__(self, world: LockstepWorld) -> None:
        super().__init__()
        self._world = world

    def monotonic(self) -> float:
        return self._world.line_s


class LockstepPort:
    """One opening of the modem's port."""

    def __init__(self, path: str, world: LockstepWorld) -> None:
        self.path = path
        self._world = world
        self._heard = b""
        self._pause = threading.Event()

    def let_pass(self, ms: int) -> None:
        """Line time in which nobody reads."""
        end_s = self._world.line_s + ms / 1000
        while (left_ms := round((end_s - self._world.line_s) * 1000)) > 0:
            self._heard += self._world.run(left_ms)

    def read(self) -> bytes:
        heard, self._heard = self._heard, b""
        return heard

    def write(self, octets: bytes) -> int:
        if octets:
            self._world.write(octets)
        return len(octets)

    def wait(self, seconds: float, *, to_write: bool = False) -> bool:
        """Line time passes here, and nowhere else; the port takes everything at once."""
        if not self._heard and seconds > 0 and not to_write:
            if seconds <= _ANOTHER_THREAD_S:
                self._pause.wait(seconds)
            self._heard = self._world.run(max(1, round(seconds * 1000)))
        return bool(self._heard)

    def adopt(self, _baud: int, _flow: FlowControl) -> None:
        """There is no wire whose speed could be set."""

    def heed_xon_xoff(self, _heed: bool) -> None:
        """Data come and go whole."""

    def forget_output(self) -> None:
        """Nothing is held."""

    def lower_dtr(self, _lowered: bool) -> bool:
        return False

    def send_break(self) -> bool:
        return False

    def close(self) -> None:
        """The world goes on."""


class LockstepLine:
    """``line`` is the driver; ``openings`` counts how often it has opened the port."""

    def __init__(self, world: LockstepWorld) -> None:
        self._world = world
        self.clock = LineClock(world)
        self.openings = 0
        self.port = LockstepPort("lockstep", world)  # the one opened last
        around = Surroundings(usb=_NoUsb(), open_port=self._open)
        self.line = Class1Line(ModemPort("lockstep", self.clock, built_in_profiles()[GENERIC], around), self.clock)

    def _open(self, path: str, _baud: int, _flow: FlowControl) -> LockstepPort:
        self.openings += 1
        self.port = LockstepPort(path, self._world)
        return self.port


class LockstepExchange:
    """The face of ``TelephoneWorld`` for calls that come in; ``line`` is the driver. Nothing here can be late."""

    def __init__(self, world: LockstepWorld) -> None:
        self._world = world
        self._lockstep = LockstepLine(world)
        self.line = self._lockstep.line

    def call_in(self, tiff: Path, number: str, far_end: FarEnd) -> None:
        """Somebody will call when the driver has had time to set its modem up."""
        self._world.call_in(tiff, number, far_end, _RINGS_AFTER_MS)

    def wait_for_call(self) -> CallRecord:
        """The newest call. The far end may need a moment to notice that the line is free."""
        while not (records := self._world.take_calls()):
            self._world.run(100)
        return records[-1]

    def state(self) -> dict[str, Any]:
        """What a modem's owner can see."""
        return {"off_hook": self._world.off_hook(), "port_opens": self._lockstep.openings}


class _NoUsb:
    def ports(self) -> tuple[UsbPort, ...]:
        return ()
