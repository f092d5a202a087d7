"""A ccTalk machine in virtual time: a port in memory that takes the place of the serial one.

Owns the wire: what the machine says is there at once, and where nothing comes, waiting turns the clock. Octets can be
cut off, for power that goes in the middle of one. Called by the tests.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.clock import TurnedClock
from kiosk.devices.serial_port import FlowControl, PortLostError, PortMissingError
from tests.hw_doubles.cctalk_machine import CashMachine


class MemoryWire:
    """``open`` is the driver's ``open_port``; ``before_octet`` is called before each octet that goes out.

    ``passes`` has all that comes back, and says how much of it arrives.
    """

    def __init__(self, machine: CashMachine, clock: TurnedClock) -> None:
        self.machine, self.clock, self.plugged = machine, clock, True
        self.before_octet: Callable[[], None] = lambda: None
        self.passes: Callable[[bytes], bytes] = bytes

    def open(self, path: str, baud: int, flow: FlowControl) -> MemoryPort:
        """As SerialPort's constructor."""
        if not self.plugged:
            raise PortMissingError(f"{path}: not plugged in", device=path)
        self.machine.pause()
        return MemoryPort(self, path)


class MemoryPort:
    """The part of SerialPort that a bus uses."""

    def __init__(self, wire: MemoryWire, path: str) -> None:
        self._wire, self.path = wire, path
        self._waiting = bytearray()

    def write(self, octets: bytes) -> int:
        self._check()
        for octet in octets:
            self._wire.before_octet()
            self._waiting += self._wire.passes(self._wire.machine.hear(bytes([octet])))
        return len(octets)

    def read(self) -> bytes:
        self._check()
        octets = bytes(self._waiting)
        self._waiting.clear()
        return octets

    def wait(self, seconds: float, *, to_write: bool = False) -> bool:
        self._check()
        if not self._waiting and seconds > 0 and not to_write:
            self._wire.clock.turn(seconds)
        return bool(self._waiting)

    def close(self) -> None:
        self._waiting.clear()

    def _check(self) -> None:
        if not self._wire.plugged:
            raise PortLostError(f"{self.path}: unplugged", device=self.path)
