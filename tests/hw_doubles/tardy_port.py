"""A port in time that is turned, on which a modem pauses: whatever it is told meanwhile it answers later, in order.

Owns the time and the pause; what is said is a scripted modem's, of either class. Stands for ``SerialPort`` in
``Surroundings`` and for the clock of the line, so that a whole call with seconds of patience takes no time at all.
"""

from __future__ import annotations

from collections import deque

from kiosk.clock import SystemClock
from kiosk.devices.serial_port import FlowControl, SerialPort
from tests.hw_doubles.class2_modem_script import Class2Script
from tests.hw_doubles.scripted_modem import ScriptedModem

_TURN_MS = 0.1  # so long a look at the clock takes, or whoever only looks at it would stand still


class TurningClock(SystemClock):
    """Passes only while somebody waits at the port, and a little with each look."""

    def __init__(self) -> None:
        super().__init__()
        self.now_ms = 0.0

    def monotonic(self) -> float:
        self.now_ms += _TURN_MS
        return self.now_ms / 1000


class TardyPort(SerialPort):
    """``pauses`` are (so many commands before it, ms): then the modem reads nothing for so long, and says nothing."""

    def __init__(self, modem: ScriptedModem | Class2Script, clock: TurningClock, *pauses: tuple[int, float]) -> None:
        self.path = "tardy"
        self.modem = modem
        self._clock = clock
        self._pauses = deque(pauses)
        self._awake_ms = 0.0
        self._told: deque[bytes] = deque()
        self._said = bytearray()
        self._rings_ms: float | None = None

    def ring(self, at_ms: float) -> None:
        """Somebody will call."""
        self._rings_ms = at_ms

    def opened(self, _path: str, _baud: int, _flow: FlowControl) -> SerialPort:
        """What came in while it was closed is forgotten, as pyserial does it."""
        self._said.clear()
        return self

    def read(self) -> bytes:
        said = bytes(self._said)
        self._said.clear()
        return said

    def write(self, octets: bytes) -> int:
        self._told += [bytes((octet,)) for octet in octets]
        self._play()
        return len(octets)

    def wait(self, seconds: float, *, to_write: bool = False) -> bool:
        end_ms = self._clock.now_ms + max(0.0, seconds) * 1000
        self._play()
        while not self._said and not to_write and self._clock.now_ms < end_ms:
            moments = [end_ms, self.modem.next_ms or end_ms, self._awake_ms if self._asleep else end_ms]
            self._clock.now_ms = max(self._clock.now_ms + _TURN_MS, min(*moments, self._rings_ms or end_ms))
            self._play()
        return bool(self._said)

    def adopt(self, baud: int, flow: FlowControl) -> None:
        """Octets have no speed here."""

    def heed_xon_xoff(self, heed: bool) -> None:
        """Nothing is ever too much."""

    def forget_output(self) -> None:
        self._told.clear()

    @property
    def holds_output(self) -> bool:
        return False

    def lower_dtr(self, lowered: bool) -> bool:
        return False

    def send_break(self) -> bool:
        return False

    def close(self) -> None:
        self.forget_output()

    @property
    def _asleep(self) -> bool:
        return self._clock.now_ms < self._awake_ms

    def _play(self) -> None:
        while not self._asleep:
            if self._pauses and len(self.modem.commands) >= self._pauses[0][0]:
                self._awake_ms = self._clock.now_ms + self._pauses.popleft()[1]
                continue
            self._said += self.modem.read(self._clock.now_ms)
            if self._rings_ms is not None and self._rings_ms <= self._clock.now_ms:
                self._rings_ms = None
                self._said += b"\r\nRING\r\n"
            if not self._told:
                return
            self.modem.write(self._told.popleft(), self._clock.now_ms)
