"""The scripted modem with a caller at its other end: ``R DCS``, ``R TCF``, ``R PAGE``, ``T CFR``, in virtual time.

Owns the calling terminal's half of the script and its own HDLC of error correction, bit by bit from ISO/IEC 13239. It
shares no code with the engine. The words of ``scripted_modem.py`` hold, and:

    R NAME [field]   a frame of the calling terminal (answer to +FRH=3)
    R TCF [ms]       1.5 s of zeros, or so many ms of them after as many ones (answer to +FRM)
    R PAGE [n]       page n of ``pages`` (the next one if no number is given)
    R PART a-b [!c]  frames a to b of error correction, without c, and RCP: of ``block_octets`` or the default pattern;
                     ``+n`` in place of ``!c``: with the data of n frames further on
                     ``@ms`` in front of TCF, PAGE or PART delays its carrier
    V21 [ms]         the next +FRM is answered +FCERROR (after so long): a command is on the line
    QUIET            to +FRM: no carrier that the modem could train on
    T NAME [field]   what we send as the answering terminal; the field must begin so
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tests.hw_doubles import t30_letters
from tests.hw_doubles.scripted_modem import CONNECT, DLE_ETX, OnLine, ScriptedModem, ScriptError

CALLING = {
    "DCS": 0x83, "TSI": 0x43, "SUB": 0xC3, "SID": 0xA3, "PWD": 0xC1, "SEP": 0xA1, "NSS": 0x23, "MPS": 0x4F,
    "EOM": 0x8F, "EOP": 0x2F, "PRI-MPS": 0x5F, "PRI-EOM": 0x9F, "PRI-EOP": 0x3F, "DCN": 0xFB, "CRP": 0x1B, "PPS": 0xBF,
    "EOR": 0xCF, "CTC": 0x13, "RR": 0x6F, "DTC": 0x81,
}  # fmt: skip
CALLED = {
    0x80: "DIS", 0x40: "CSI", 0x84: "CFR", 0x44: "FTT", 0x8C: "MCF", 0xCC: "RTP", 0x4C: "RTN", 0xFA: "DCN", 0xBC: "PPR",
    0xEC: "RNR", 0x1C: "ERR", 0xC4: "CTR", 0x1A: "CRP",
}  # fmt: skip
FIELDS = {
    "DCS": "00e270",  # V.17 14400, MR, fine, A4, 0 ms
    "TSI": b"+86 571 8700 9999".ljust(20)[::-1].hex(),
    "CTC": "00e2",
}
NOT_FINAL = ("TSI", "SUB", "SID", "PWD", "SEP")
_RATES = {145: 14400, 146: 14400, 121: 12000, 122: 12000, 97: 9600, 98: 9600, 73: 7200, 74: 7200,
          96: 9600, 72: 7200, 48: 4800, 24: 2400}  # fmt: skip
_BLOCK_OCTETS = (bytes(n * 7 % 251 for n in range(251)) * 262)[: 256 * 256]
_LUMP = 250
_TRAINING_MS = 300


class ScriptedCaller(ScriptedModem):
    """A call that comes in. ``pages`` are the octets of each page; ``frames`` what we have sent."""

    def __init__(
        self, script: str, pages: list[bytes] | None = None, block_octets: bytes | None = None, pace: float = 1.0
    ) -> None:
        super().__init__(script, pace)
        self._information = self._information | {"AT+FRM=?": "24,48,72,73,74,96,97,98,121,122,145,146"}
        self.sent_pages = pages or [bytes(range(1, 200)) * 5 + RTC] * 9
        self.block_octets = block_octets or _BLOCK_OCTETS
        self.frame_size = 256
        self._page = 0

    def _command(self, command: str, now_ms: float) -> None:
        if command == "ATA":
            self._silences()
            self.on_hook = False
            self._send("AT+FTH=3", now_ms + 3_000 * self._pace)
        elif command.startswith("AT+FRM=") and command[7:].isdigit():
            self._silences()
            self._receive_data(int(command[7:]), now_ms)
        else:
            super()._command(command, now_ms)

    def _receive_data(self, code: int, now_ms: float) -> None:
        if self._mute:
            return
        if (after_ms := self._take("V21")) is not None:
            self._say("+FCERROR", now_ms + int(after_ms or 900) * self._pace)
        elif (text := self._take("SAY")) is not None:
            self._say(text, now_ms + 20 * self._pace)
        elif self._take("QUIET") is not None:
            self._mode = "receiving"
        elif self.steps and (step := re.fullmatch(r"R (?:@(\d+) )?(TCF|PAGE|PART)\b ?(.*)", self.steps[0])):
            self.steps.pop(0)
            delay, kind, words = step.groups()
            self._carrier(kind, self._octets_of(kind, words, _RATES[code]), code, now_ms + int(delay or 0) * self._pace)
        else:
            raise ScriptError(f"+FRM={code}, but the script goes on with {self.steps[:1]}")

    def _octets_of(self, kind: str, words: str, bit_rate: int) -> bytes:
        if kind == "TCF":
            zeros_ms = int(words or 1_500)
            return b"\xff" * (bit_rate * (1_500 - zeros_ms) // 8000) + bytes(bit_rate * zeros_ms // 8000)
        if kind == "PAGE":
            number = int(words or self._page + 1)
            self._page = number
            return self.sent_pages[number - 1]
        first, last, without, further = re.fullmatch(r"(\d+)-(\d+)(?: !([\d,]+))?(?: \+(\d+))?", words).groups()
        missing = {int(number) for number in (without or "").split(",") if number}
        numbers = [n for n in range(int(first), int(last) + 1) if n not in missing]
        return burst([(n, self.frame_octets(n + int(further or 0))) for n in numbers])

    def frame_octets(self, number: int) -> bytes:
        """The data of one frame of error correction."""
        return self.block_octets[number * self.frame_size : (number + 1) * self.frame_size]

    def _carrier(self, kind: str, octets: bytes, code: int, now_ms: float) -> None:
        self._mode = "receiving"
        at_ms = now_ms + (75 + _TRAINING_MS) * self._pace
        self._emit(CONNECT, at_ms)
        self.on_line.append(OnLine("R", kind, at_ms, at_ms + len(octets) * 8000 / _RATES[code] * self._pace))
        for start in range(0, len(octets), _LUMP):
            lump = octets[start : start + _LUMP]
            at_ms += len(lump) * 8000 / _RATES[code] * self._pace
            self._emit(lump.replace(b"\x10", b"\x10\x10"), at_ms)
        self._emit(DLE_ETX + b"\r\nNO CARRIER\r\n", at_ms + 10 * self._pace, ends=True)

    def _far_octets(self, name: str, field: str, *, more: bool) -> bytes:
        code = CALLING[name] if name in CALLING else int(name, 16)
        control = 0x03 if more or name in NOT_FINAL else 0x13
        body = bytes((0xFF, control, code)) + bytes.fromhex(field or FIELDS.get(name, ""))
        return body + t30_letters.fcs(body)

    def _name_of(self, octets: bytes) -> str:
        if len(octets) < 3 or octets[0] != 0xFF or octets[1] not in (0x03, 0x13):
            return f"no frame: {octets.hex()}"
        return CALLED.get(octets[2], f"?{octets[2]:02X}")


def burst(frames: Iterable[tuple[int, bytes]]) -> bytes:
    """A burst of error correction with these frames, number and data, and three RCP."""
    bodies = [bytes((0xFF, 0x03, 0x06, number)) + octets for number, octets in frames]
    return on_line((*bodies, *[b"\xff\x03\x86"] * 3))


@lru_cache(maxsize=64)
def on_line(bodies: tuple[bytes, ...]) -> bytes:
    """Flags and these frames: the line's bits as octets, the first bit in the least significant place."""
    bits = [*_FLAG * 40]
    for body in bodies:
        bits += _stuffed(body + t30_letters.fcs(body)) + _FLAG
    return _octets(bits + _FLAG * 2)


_FLAG = [0, 1, 1, 1, 1, 1, 1, 0]


def _octets(bits: list[int]) -> bytes:
    whole = bits + [0] * (-len(bits) % 8)
    return bytes(sum(bit << n for n, bit in enumerate(whole[at : at + 8])) for at in range(0, len(whole), 8))


RTC = _octets(([0] * 11 + [1, 1]) * 6)  # T.4 3.5: six EOL, each with its tag


def _stuffed(octets: bytes) -> list[int]:
    out, ones = [], 0
    for octet in octets:
        for n in range(8):
            bit = octet >> n & 1
            out.append(bit)
            ones = ones + 1 if bit else 0
            if ones == 5:
                out.append(0)
                ones = 0
    return out
