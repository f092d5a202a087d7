"""What came into a recorded call from outside: the modem's octets, the house's acts, the user's wish, the lost port.

Owns the reading of a trace as inputs, in their order. Called by ``replay.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kiosk.fax.outcome import TraceEntry
from kiosk.fax.trace import DATA, RAW


class NoPageDataError(ValueError):
    """The trace only counts the page data that came in; without them the pages, and so the call, cannot come again."""


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
class Input:
    """``commanded``: how many octets of commands and frames had been written before."""

    at_ms: int
    commanded: int
    what: Happening


def inputs_of(entries: Iterable[TraceEntry]) -> Iterator[Input]:
    """What came in from outside, in its order. Raises NoPageDataError."""
    commanded = 0
    for entry in entries:
        if entry.signal == RAW and entry.direction == ">":
            commanded += len(entry.detail) // 2
        elif (what := _happening(entry)) is not None:
            yield Input(entry.at_ms, commanded, what)


def _happening(entry: TraceEntry) -> Happening | None:
    if entry.signal in (RAW, DATA) and entry.direction == "<":
        if entry.detail.endswith(" octets"):
            raise NoPageDataError(f"at {entry.at_ms} ms the trace counts {entry.detail} of page data, and has them not")
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
