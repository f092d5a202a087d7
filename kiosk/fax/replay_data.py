"""Page data for the replay of a call that came in, where the trace has only counted them.

Owns the making up: data of which the engine must make what it made of the true ones. What that was the trace tells: CFR
or FTT, MCF or the frames that PPR asks for; the quality of a page without error correction is the house's word, which
stands there too. No picture is in them. Called by ``replay.py``, for Class 1: a modem of Class 2 answers for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kiosk.fax.ecm_frames import write_burst
from kiosk.fax.outcome import TraceEntry
from kiosk.fax.t31_octets import END_OF_DATA, stuff
from kiosk.fax.trace import DATA, RAW

_LUMP_MS = 500
_EOLS = b"\x00\x08\x80"  # two EOLs (T.4 4.1.2), least significant bit first: many of them end in RTC
_NO_ZEROS = b"\x55"
_NO_CARRIER = b"\r\nNO CARRIER\r\n"
_RESULT = re.compile(rb"NO CARRIER|OK|ERROR")
_PPS = re.compile(r"(?P<name>page \d+, block \d+), (?P<count>\d+) frames")
_ANSWERS = ("MCF", "RNR", "PPR", "ERR", "CTR")


def is_counted(entry: TraceEntry) -> bool:
    """Whether this is page data that came in, and that nobody kept."""
    return entry.signal == DATA and entry.direction == "<" and entry.detail.endswith(" octets")


def with_data_made_up(entries: Sequence[TraceEntry]) -> tuple[TraceEntry, ...]:
    """The same trace, with data in place of each count."""
    return tuple(_Maker(entries).entries())


@dataclass
class _Carrier:
    """From CONNECT to the end of data: indexes of its CARRIER and of its count."""

    begin: int
    count: int


class _Maker:
    def __init__(self, entries: Sequence[TraceEntry]) -> None:
        self._entries = entries
        self._training = False  # DCS was heard, CFR not yet said
        self._terms = ""
        self._block: tuple[str, int] = ("", 0)  # name, and how many frames it has, of what PPS has said

    def entries(self) -> Iterator[TraceEntry]:
        for at, entry in enumerate(self._entries):
            if is_counted(entry):
                continue
            yield entry
            self._follow(entry)
            if (entry.direction, entry.signal) == ("<", "CARRIER") and (count := self._count_after(at)) is not None:
                yield from self._lumps(_Carrier(at, count))

    def _follow(self, entry: TraceEntry) -> None:
        match (entry.direction, entry.signal):
            case ("<", "DCS"):
                self._training, self._terms = True, entry.detail
            case (">", "CFR"):
                self._training = False
            case (">", "MCF" | "ERR"):
                self._block = ("", 0)
            case _:
                pass

    def _count_after(self, at: int) -> int | None:
        """Where the data of this carrier are counted; None if none came."""
        for number in range(at + 1, len(self._entries)):
            if is_counted(self._entries[number]):
                return number
            if (self._entries[number].direction, self._entries[number].signal) == ("<", "CARRIER"):
                break
        return None

    def _lumps(self, carrier: _Carrier) -> Iterator[TraceEntry]:
        """The made-up data in lumps over the carrier's time, for silence has its own limits."""
        begun, ended = self._entries[carrier.begin], self._entries[carrier.count]
        octets = stuff(self._octets(carrier)) + self._ending(carrier)
        lumps = max(1, (ended.at_ms - begun.at_ms) // _LUMP_MS)
        size = -(-len(octets) // lumps)
        for number, first in enumerate(range(0, len(octets), size), start=1):
            at_ms = begun.at_ms + (ended.at_ms - begun.at_ms) * number // lumps
            yield replace(ended, at_ms=at_ms, detail=octets[first : first + size].hex())

    def _ending(self, carrier: _Carrier) -> bytes:
        """DLE ETX, and the modem's word on it where that was counted too; nothing where we broke the carrier off."""
        rest = self._entries[carrier.count + 1 :]
        off = next((n for n, entry in enumerate(rest) if entry.signal == "CARRIER OFF"), None)
        again = next((n for n, entry in enumerate(rest) if entry.signal == "CARRIER"), len(rest))
        if off is None or off > again:
            return b""
        beside = [*self._entries[carrier.begin + 1 : carrier.count], *rest[:off]]
        told = any(_RESULT.search(bytes.fromhex(e.detail)) for e in beside if (e.direction, e.signal) == ("<", RAW))
        return END_OF_DATA + (b"" if told else _NO_CARRIER)

    def _octets(self, carrier: _Carrier) -> bytes:
        length = int(self._entries[carrier.count].detail.removesuffix(" octets"))
        if self._training:
            answer = self._next(carrier.count, ">", ("CFR", "FTT"))
            return bytes(length) if answer is not None and answer.signal == "CFR" else _NO_ZEROS * length
        if "ECM" not in self._terms.split(", "):
            return (_EOLS * length)[:length]
        return self._burst(carrier.count)

    def _burst(self, at: int) -> bytes:
        """The frames of a block that we then had: all that were not asked for again."""
        heard = self._next_pps(at)
        if heard is None:  # cut short, or its PPS was never heard; if a page was made of it nothing was missing
            handed_out = self._before_next_carrier(at, ("PAGE KEPT", "PAGE NOT KEPT"))
            return write_burst({0: f"{at}".encode()} if handed_out else {}, _rate(self._terms))
        number, name, count = heard
        known = self._block[1] if self._block[0] == name else 0
        self._block = (name, max(count, known))
        answer = self._next(number, ">", _ANSWERS)
        asked = _asked_for(answer.detail) if answer is not None and answer.signal == "PPR" else frozenset()
        frames = {n: f"{name} {n}".encode() for n in range(self._block[1]) if n not in asked}
        return write_burst(frames, _rate(self._terms))

    def _next_pps(self, at: int) -> tuple[int, str, int] | None:
        """The PPS that is about this carrier: where, its page and block, its frames."""
        for number in range(at + 1, len(self._entries)):
            entry = self._entries[number]
            if (entry.direction, entry.signal) == ("<", "CARRIER"):
                return None
            if entry.signal.startswith("PPS-") and (told := _PPS.match(entry.detail)) is not None:
                return number, told["name"], int(told["count"])
        return None

    def _before_next_carrier(self, at: int, names: tuple[str, ...]) -> bool:
        for entry in self._entries[at + 1 :]:
            if entry.signal in names or (entry.direction, entry.signal) == ("<", "CARRIER"):
                return entry.signal in names
        return False

    def _next(self, at: int, direction: str, names: tuple[str, ...]) -> TraceEntry | None:
        later = self._entries[at + 1 :]
        return next((e for e in later if e.direction == direction and e.signal in names), None)


def _rate(terms: str) -> int:
    """Out of ``V.17 14400, MMR, ...``."""
    found = re.match(r"\S+ (\d+)", terms)
    return int(found[1]) if found else 2_400


def _asked_for(detail: str) -> frozenset[int]:
    """Out of ``asks for 3 17-19``."""
    spans = re.findall(r"(\d+)(?:-(\d+))?", detail)
    return frozenset(number for first, last in spans for number in range(int(first), int(last or first) + 1))
