"""What came into a recorded call from outside: the modem's octets, the house's acts, the user's wish, the lost port.

Owns the reading of a trace as inputs, in their order. Called by ``replay.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk.fax.outcome import TraceEntry
from kiosk.fax.t31_octets import END_OF_DATA
from kiosk.fax.trace import DATA, RAW

_DLE = b"\x10"


class NoPageDataError(ValueError):
    """The trace only counts the page data that came in, and they cannot be made up (``replay_data.py``)."""


@dataclass(frozen=True)
class Heard:
    """The modem said something."""

    octets: bytes


@dataclass(frozen=True)
class Kept:
    """The house was through with a page that had come in."""

    kept: bool
    trouble: str = ""


@dataclass(frozen=True)
class Supplied:
    """The house had coded a page."""


@dataclass(frozen=True)
class Cancelled:
    """The user wanted no more."""


@dataclass(frozen=True)
class Unplugged:
    """The port was gone."""

    detail: str


Happening = Heard | Kept | Supplied | Cancelled | Unplugged


@dataclass(frozen=True)
class Written:
    """What has gone to the modem: octets of commands and frames, and carriers of page data to their end mark.

    Octets of data do not count: a replay may have to make the pages up.
    """

    commanded: int = 0
    carriers: int = 0

    def more(self, octets: bytes, *, data: bool) -> Written:
        """And these too."""
        if data:
            return Written(self.commanded, self.carriers + _ends(octets))
        return Written(self.commanded + len(octets), self.carriers)

    def covers(self, other: Written) -> bool:
        return self.commanded >= other.commanded and self.carriers >= other.carriers


def _ends(stuffed: bytes) -> bool:
    """Whether the data end with DLE ETX, and not with a DLE of the page, which is doubled, and an ETX."""
    before_etx = stuffed[:-1]
    dles = len(before_etx) - len(before_etx.rstrip(_DLE))
    return stuffed.endswith(END_OF_DATA) and dles % 2 == 1


@dataclass(frozen=True)
class Input:
    """``written``: what the modem had been given before."""

    at_ms: int
    written: Written
    what: Happening


def inputs_of(entries: Iterable[TraceEntry], *, with_carriers: bool = True) -> Iterator[Input]:
    """What came in from outside, in its order. Raises NoPageDataError.

    ``with_carriers``: page data end with DLE ETX, and are one entry a carrier where they are counted (Class 1).
    """
    written = Written()
    for entry in entries:
        if entry.direction == ">" and entry.signal == DATA and entry.detail.endswith(" octets"):
            written = Written(written.commanded, written.carriers + with_carriers)
        elif entry.direction == ">" and entry.signal == DATA:
            written = written.more(bytes.fromhex(entry.detail), data=True) if with_carriers else written
        elif entry.direction == ">" and entry.signal == RAW:
            written = written.more(bytes.fromhex(entry.detail), data=False)
        elif (what := _happening(entry)) is not None:
            yield Input(entry.at_ms, written, what)


def _happening(entry: TraceEntry) -> Happening | None:
    if entry.signal in (RAW, DATA) and entry.direction == "<":
        if entry.detail.endswith(" octets"):
            detail = f"at {entry.at_ms} ms the trace counts {entry.detail} of page data, and has them not"
            raise NoPageDataError(f"{detail}: with this class of modem record with --trace-data")
        return Heard(bytes.fromhex(entry.detail))
    match entry.signal:
        case "PAGE KEPT" | "PAGE NOT KEPT":
            return Kept(entry.signal == "PAGE KEPT")
        case "DISK REFUSED":
            return Kept(False, entry.detail)
        case "coded":
            return Supplied()
        case "cancel":
            return Cancelled()
        case "PORT LOST":
            return Unplugged(entry.detail)
        case _:
            return None
