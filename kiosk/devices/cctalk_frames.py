"""ccTalk on the wire: one command, its reply, and the two ways of proving that neither was garbled.

Owns frames (ccTalk Generic Specification issue 4.7, part 1): ``[to][octets of data][from][header][data][checksum]``,
the octets adding up to nought modulo 256, or CRC-CCITT with its low octet in the place of ``from``. Sans-IO: octets and
the time come in. Refuses to know what a header means. Called by ``cctalk_bus.py``.

Host and devices share one wire, so a host hears itself first; adapters that keep the two apart exist. A frame for a
device never begins like one for the host, so what comes first tells which it is.
"""

from __future__ import annotations

from binascii import crc_hqx
from dataclasses import dataclass
from enum import Enum, StrEnum

HOST = 1
_REPLY, _NAK, _BUSY = 0, 5, 6  # headers of replies; the first without data is an ACK
_LEAST = 5  # octets of a frame without data
REPLY_S = 0.4  # coin acceptors answer in some 20 ms, a note validator at work may need ten times that
BETWEEN_S = 0.05  # part 1, 6.1: so long a pause within a frame means that the rest is lost


class Checksum(StrEnum):
    """How a device wants its frames proved; it is set at the device."""

    SIMPLE = "simple"
    CRC = "crc"


@dataclass(frozen=True)
class Command:
    """What is asked of a device."""

    header: int
    data: bytes = b""


class Verdict(Enum):
    """What came of a command."""

    ANSWERED = "answered"
    REFUSED = "refused"  # NAK
    BUSY = "busy"
    SILENT = "silent"
    GARBLED = "garbled"


@dataclass(frozen=True)
class Answer:
    """The reply to one command; ``data`` of an ANSWERED one."""

    verdict: Verdict
    data: bytes = b""


def encode(to: int, command: Command, checksum: Checksum, sender: int = HOST) -> bytes:
    """The octets of a frame."""
    start, rest = bytes([to, len(command.data)]), bytes([command.header]) + command.data
    if checksum is Checksum.SIMPLE:
        frame = start + bytes([sender]) + rest
        return frame + bytes([-sum(frame) % 256])
    crc = crc_hqx(start + rest, 0)
    return start + bytes([crc & 0xFF]) + rest + bytes([crc >> 8])


def is_sound(frame: bytes, checksum: Checksum) -> bool:
    """Whether a frame's checksum is right."""
    if checksum is Checksum.SIMPLE:
        return sum(frame) % 256 == 0
    return crc_hqx(frame[:2] + frame[3:-1], 0) == frame[2] | frame[-1] << 8


class Exchange:
    """One command under way."""

    def __init__(self, to: int, command: Command, checksum: Checksum, now_s: float) -> None:
        self.octets = encode(to, command, checksum)  # to be sent, once
        self._to, self._checksum = to, checksum
        self._heard = bytearray()
        self._due_s = now_s + REPLY_S
        self._answer: Answer | None = None

    @property
    def due_s(self) -> float:
        """When it is decided without another octet."""
        return self._due_s

    def take(self, octets: bytes, now_s: float) -> None:
        """What came in."""
        self._heard += octets
        self._drop_echo()
        while self._says_another():
            del self._heard[: _LEAST + self._heard[1]]
            self._drop_echo()
        if self._heard[:1] == bytes([HOST]):
            self._due_s = now_s + BETWEEN_S
        whole = _LEAST + self._heard[1] if len(self._heard) > 1 else _LEAST
        if self._answer is None and len(self._heard) >= whole and self._heard[0] != self._to:
            self._answer = self._judged(bytes(self._heard[:whole]))

    def answer(self, now_s: float) -> Answer | None:
        """What came of it, as soon as that is sure."""
        if self._answer is None and now_s >= self._due_s:
            self._answer = Answer(Verdict.GARBLED if self._heard else Verdict.SILENT)
        return self._answer

    def _says_another(self) -> bool:
        """Whether a whole frame of another device comes first, which was asked before and is late.

        CRC has its low octet where the sender's address would be: there nobody can say.
        """
        if self._checksum is not Checksum.SIMPLE or len(self._heard) < _LEAST or self._heard[0] != HOST:
            return False
        frame = bytes(self._heard[: _LEAST + self._heard[1]])
        whole = len(frame) == _LEAST + frame[1]
        return whole and frame[2] != self._to and is_sound(frame, self._checksum)

    def _drop_echo(self) -> None:
        if self._heard.startswith(self.octets):
            del self._heard[: len(self.octets)]

    def _judged(self, frame: bytes) -> Answer:
        if frame[0] != HOST or not is_sound(frame, self._checksum):
            return Answer(Verdict.GARBLED)
        verdict = {_REPLY: Verdict.ANSWERED, _NAK: Verdict.REFUSED, _BUSY: Verdict.BUSY}.get(frame[3], Verdict.GARBLED)
        return Answer(verdict, frame[4:-1])
