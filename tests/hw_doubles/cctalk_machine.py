"""A machine that takes notes and coins and speaks ccTalk: what such devices do, well or badly.

Owns the two devices, their events, escrow and cash box, and what is truly in it. Composed of the Generic Specification
and not of the driver's code: no line of it is shared. Called by its two wires, ``cctalk_double.py`` (a pseudo-terminal)
and ``cctalk_memory.py`` (virtual time).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

HOST = 1
COINS = {1: b"CN010A", 2: b"CN050A", 3: b"CN100B"}
NOTES = {1: b"CN0001E", 2: b"CN0005E", 3: b"CN0010E", 4: b"CN0020E", 5: b"CN0050E", 6: b"CN0100E"}
COIN_FEN = {10: 1, 50: 2, 100: 3}
NOTE_FEN = {100: 1, 500: 2, 1000: 3, 2000: 4, 5000: 5, 10000: 6}
JAM, NO_BOX, FULL = 39, 44, 45  # fault codes


def crc16(octets: bytes) -> int:
    """CRC-CCITT, polynomial 0x1021, from 0, bit by bit."""
    crc = 0
    for octet in octets:
        crc ^= octet << 8
        for _ in range(8):
            crc = ((crc << 1) ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


@dataclass
class Device:
    """What both devices share: an address, a list of events, inhibits."""

    address: int
    category: bytes
    serial: int
    names: dict[int, bytes]
    counter: int = 0
    events: deque[bytes] = field(default_factory=lambda: deque([b"\0\0"] * 5, maxlen=5))
    mask: int = 0
    master: bool = True
    fault: int = 0

    def happens(self, first: int, second: int) -> None:
        """An event, newest first."""
        self.events.appendleft(bytes([first, second]))
        self.counter = self.counter % 255 + 1

    def start(self) -> None:
        """The power is back: nothing is remembered, nothing is taken."""
        self.counter, self.mask, self.master = 0, 0, True
        self.events.extend([b"\0\0"] * 5)

    def takes(self, number: int) -> bool:
        """Whether it would take this type now."""
        return self.master and bool(self.mask >> (number - 1) & 1) and not self.fault

    def answer(self, header: int, data: bytes) -> bytes | None:
        """The data of the reply; None: NAK."""
        match header:
            case 254:
                return b""
            case 245:
                return self.category
            case 246:
                return b"DBL"
            case 244:
                return b"DOUBLE"
            case 242:
                return self.serial.to_bytes(3, "little")
            case 231:
                self.mask = int.from_bytes(data, "little")
                return b""
            case 230:
                return self.mask.to_bytes(2, "little")
            case 228:
                self.master = bool(data[0] & 1)
                return b""
            case 232:
                return bytes([self.fault])
            case _:
                return self.special(header, data)

    def special(self, header: int, data: bytes) -> bytes | None:
        """What only this kind of device knows."""
        raise NotImplementedError


class Coins(Device):
    """A coin acceptor: what has passed its gate is in the box."""

    def __init__(self) -> None:
        super().__init__(2, b"Coin Acceptor", 4711, COINS)

    def special(self, header: int, data: bytes) -> bytes | None:
        match header:
            case 184:
                return self.names.get(data[0], b"......")
            case 229:
                return bytes([self.counter]) + b"".join(self.events)
            case _:
                return None


class Notes(Device):
    """A note validator with an escrow for one note. ``stacks``: when told to; else only when ``stacked`` is called."""

    def __init__(self) -> None:
        super().__init__(40, b"Bill Validator", 815, NOTES)
        self.held: int | None = None  # fen, of the note in escrow
        self.on_the_way: int | None = None  # of the one that is being stacked
        self.stacks, self.escrows = True, False
        self.box: list[int] = []
        self.given_back: list[int] = []

    def special(self, header: int, data: bytes) -> bytes | None:
        match header:
            case 157:
                return self.names.get(data[0], b".......")
            case 156:
                return b"\x64\x00\x02" if data == b"CN" else b"\0\0\0"
            case 153:
                self.escrows = bool(data[0] & 2)
                return b""
            case 159:
                return bytes([self.counter]) + b"".join(self.events)
            case 154:
                return self._route(data[0])
            case _:
                return None

    def _route(self, where: int) -> bytes:
        if self.held is None:
            return b"\xfe"
        if where == 1:
            self.on_the_way, self.held = self.held, None
            if self.stacks:
                self.stacked()
        elif where == 0:
            self.returned()
        return b""

    def stacked(self) -> None:
        """The note on the way has reached the box."""
        assert self.on_the_way is not None
        fen, self.on_the_way = self.on_the_way, None
        self.box.append(fen)
        self.happens(NOTE_FEN[fen], 0)

    def returned(self) -> None:
        """The note goes back out, by order or because nobody has said anything for too long."""
        fen = self.held if self.held is not None else self.on_the_way
        assert fen is not None
        self.held = self.on_the_way = None
        self.given_back.append(fen)
        self.happens(0, 1)

    def jams(self) -> None:
        """The note on the way, or in escrow, sticks fast."""
        self.fault = JAM
        self.happens(0, 7)

    def start(self) -> None:
        """What was in escrow goes back out at power-up, and no event tells of it; what was on its way is in the box."""
        super().start()
        if self.held is not None:
            self.given_back.append(self.held)
        if self.on_the_way is not None:
            self.box.append(self.on_the_way)
        self.held = self.on_the_way = None


class CashMachine:
    """Both devices on one wire, and whoever stands before them."""

    def __init__(self, *, crc: bool = False, echo: bool = True) -> None:
        self.coins, self.notes = Coins(), Notes()
        self._crc, self._echo = crc, echo
        self.coin_box: list[int] = []
        self.rejected: list[int] = []
        self.garbles = 0  # so many replies come garbled
        self.verdict: int | None = None  # 5 NAK, 6 BUSY: instead of every reply
        self.silent: set[int] = set()  # addresses that say nothing
        self.asked: list[int] = []  # headers, for the tests
        self._heard = bytearray()

    # --- persons

    def put_coin(self, fen: int) -> None:
        """A coin is put in."""
        number = COIN_FEN.get(fen, 0)
        if number and self.coins.takes(number):
            self.coin_box.append(fen)
            self.coins.happens(number, 0)
        else:
            self.rejected.append(fen)
            self.coins.happens(0, 2 if number else 1)

    def put_slug(self) -> None:
        """Something round that is no coin."""
        self.coins.happens(0, 25)

    def put_note(self, fen: int) -> None:
        """A note is put in; held, if a note can be."""
        number = NOTE_FEN.get(fen, 0)
        free = self.notes.held is None and self.notes.on_the_way is None
        if not (number and free and self.notes.takes(number)):
            self.notes.given_back.append(fen)
            self.notes.happens(0, 4 if number else 2)
        elif self.notes.escrows:
            self.notes.held = fen
            self.notes.happens(number, 1)
        else:
            self.notes.box.append(fen)
            self.notes.happens(number, 0)

    def pull_string(self) -> None:
        """A note on a string."""
        self.notes.happens(0, 18)

    @property
    def box_fen(self) -> int:
        """What truly lies in it."""
        return sum(self.coin_box) + sum(self.notes.box)

    def power_cut(self) -> None:
        """Both devices were off for a moment."""
        self.coins.start()
        self.notes.start()
        self._heard.clear()

    def cash_box(self, there: bool) -> None:
        """The cash box is taken out, or put back."""
        self.notes.fault = 0 if there else NO_BOX
        self.notes.happens(0, 12 if there else 11)

    def full(self) -> None:
        """There is no room for another note."""
        self.notes.fault = FULL
        self.notes.happens(0, 14)

    # --- the wire

    def pause(self) -> None:
        """So long a silence that half a frame is forgotten."""
        self._heard.clear()

    def hear(self, octets: bytes) -> bytes:
        """What comes back of what a host sends: its own echo, and replies to whole frames."""
        said = bytes(octets) if self._echo else b""
        self._heard += octets
        while len(self._heard) >= 5 and len(self._heard) >= 5 + self._heard[1]:
            size = 5 + self._heard[1]
            frame = bytes(self._heard[:size])
            del self._heard[:size]
            said += self._reply(frame)
        return said

    def _reply(self, frame: bytes) -> bytes:
        to, header, data = frame[0], frame[3], frame[4:-1]
        device = {2: self.coins, 40: self.notes}.get(to)
        if device is None or to in self.silent or not self._sound(frame):
            return b""
        self.asked.append(header)
        if self.verdict is not None:
            return self._frame(to, self.verdict, b"")
        found = device.answer(header, data)
        reply = self._frame(to, 5, b"") if found is None else self._frame(to, 0, found)
        if self.garbles:
            self.garbles -= 1
            return reply[:-1] + bytes([reply[-1] ^ 0x55])
        return reply

    def _sound(self, frame: bytes) -> bool:
        if self._crc:
            return crc16(frame[:2] + frame[3:-1]) == frame[2] + 256 * frame[-1]
        return sum(frame) % 256 == 0

    def _frame(self, sender: int, header: int, data: bytes) -> bytes:
        if self._crc:
            crc = crc16(bytes([HOST, len(data), header]) + data)
            return bytes([HOST, len(data), crc % 256, header]) + data + bytes([crc // 256])
        body = bytes([HOST, len(data), sender, header]) + data
        return body + bytes([(256 - sum(body) % 256) % 256])
