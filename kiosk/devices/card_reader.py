"""A reader of staff cards on a serial port: what it says, and which card is meant by it (J1).

Owns the frames of the widely sold 125 kHz readers (ID-12LA, RDM6300 and what is built on them), and when a card counts
as held to the reader: once, however long it lies there, and never while two do. ``CardFrames`` is sans-IO: octets and
the time come in. Refuses to know whose card it is. Called by the core's worker for it.

A frame is STX, ten hexadecimal digits (version and 32 bits), two of checksum (XOR of the five octets), ETX; some put
CR LF before the ETX. 9600 bit/s, 8N1, nothing is ever sent to the reader. A number is in no log and in no error here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import xor

from kiosk.clock import Clock
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import CardHeld, CardProblem, Health, HealthState
from kiosk.devices.serial_port import FlowControl, PortLostError, PortMissingError, SerialPort

BAUD = 9600
STX, ETX = 0x02, 0x03
_DIGITS = 12
_LONGEST = _DIGITS + 2  # with CR LF
SETTLE_S = 0.25  # two cards in one field answer by turns, some 65 ms each: so long one waits for the other
AWAY_S = 1.0  # an RDM6300 repeats a card that lies on it; after such a silence it was taken away


class CardFrames:
    """Octets of the reader become at most one reading for each time that a card is brought."""

    def __init__(self) -> None:
        self._frame: bytearray | None = None  # begun with STX, not ended yet
        self._numbers: set[str] = set()
        self._begun_s = self._last_s = float("-inf")
        self._told = True

    def take(self, octets: bytes, now_s: float) -> None:
        """What came in. Anything outside a frame is noise."""
        for octet in octets:
            if octet == STX:
                self._begin(now_s)
            elif self._frame is not None and octet == ETX:
                self._end(now_s)
            elif self._frame is not None:
                self._frame.append(octet)
                if len(self._frame) > _LONGEST:
                    self._frame = None

    def reading(self, now_s: float) -> CardHeld | CardProblem | None:
        """Which card is meant, as soon as that is sure; None otherwise."""
        if self._told or now_s - self._begun_s < SETTLE_S:
            return None
        self._told, self._frame = True, None
        if len(self._numbers) > 1:
            return CardProblem.TWO_CARDS
        return CardHeld(next(iter(self._numbers))) if self._numbers else CardProblem.UNREADABLE

    def due_s(self, now_s: float) -> float:
        """Seconds until ``reading`` may say something although nothing more comes in."""
        return float("inf") if self._told else max(0.0, self._begun_s + SETTLE_S - now_s)

    def _begin(self, now_s: float) -> None:
        """A frame, good or bad, tells that a card is there; after a silence it is one that was just brought."""
        if now_s - self._last_s > AWAY_S:
            self._begun_s, self._told, self._numbers = now_s, False, set()
        self._last_s = now_s
        self._frame = bytearray()

    def _end(self, now_s: float) -> None:
        frame, self._frame = bytes(self._frame or b""), None
        self._last_s = now_s
        number = _number(frame.removesuffix(b"\r\n"))
        if number:
            self._numbers.add(number)


def _number(digits: bytes) -> str:
    """The ten digits of a frame whose checksum is right, else nothing."""
    try:
        octets = bytes.fromhex(digits.decode("ascii"))
    except ValueError:  # UnicodeDecodeError is one
        return ""
    right = len(digits) == _DIGITS and len(octets) == _DIGITS // 2 and reduce(xor, octets) == 0
    return digits[:-2].decode("ascii").upper() if right else ""


class SerialCardReader:
    """CardReader on a port, opened when it is there and again when it has come back (K2)."""

    def __init__(self, path: str, clock: Clock, open_port: Callable[..., SerialPort] = SerialPort) -> None:
        self._path, self._clock, self._open_port = path, clock, open_port
        self._port: SerialPort | None = None
        self._frames = CardFrames()
        self._health = Health(HealthState.UNKNOWN)

    def read(self, seconds: float) -> CardHeld | CardProblem | None:
        """Wait at most ``seconds`` for a card; None at once while the reader is not there."""
        until_s = self._clock.monotonic() + seconds
        while (port := self._opened()) is not None:
            now_s = self._clock.monotonic()
            try:
                if port.wait(min(until_s - now_s, self._frames.due_s(now_s))):
                    self._frames.take(port.read(), self._clock.monotonic())
            except PortLostError:
                self._lost()
                return None
            reading = self._frames.reading(self._clock.monotonic())
            if reading is not None or self._clock.monotonic() >= until_s:
                return reading
        return None

    def health(self) -> Health:
        """OK while the port is open: a reader says nothing of itself. ABSENT, or TROUBLE if we may not have it."""
        return self._health

    def close(self) -> None:
        """Give the port back."""
        if self._port is not None:
            self._port.close()
            self._port = None

    def _opened(self) -> SerialPort | None:
        if self._port is not None:
            return self._port
        try:
            self._port = self._open_port(self._path, BAUD, FlowControl.NONE)
        except (PortMissingError, PortLostError):
            self._health = Health(HealthState.ABSENT, "port-missing", self._path)
        except DeviceError as error:
            self._health = Health(HealthState.TROUBLE, "port-refused", f"{self._path} [{error.number}]")
        else:
            self._frames, self._health = CardFrames(), Health(HealthState.OK, detail=self._path)
        return self._port

    def _lost(self) -> None:
        self.close()
        self._health = Health(HealthState.ABSENT, "unplugged", self._path)
