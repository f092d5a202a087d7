"""Streams by kind and number: each is made from its number alone, so that one that fails can be played again.

Owns the numbering, the lots in which tests take them, and the recording of a call's stream. Knows no modem. Called by
``streams.py`` of both kinds of modem.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.conformance.mutations import Heard

_LOT = 500


@dataclass(frozen=True)
class Lot:
    """Streams of one kind, by their numbers."""

    kind: str
    numbers: range

    def __str__(self) -> str:
        return f"{self.kind}, {self.numbers.start} to {self.numbers.stop - 1}"


def lots_of(shares: Mapping[str, int]) -> list[Lot]:
    """So many streams of each kind, lot by lot."""
    return [Lot(kind, range(at, at + _LOT)) for kind, share in shares.items() for at in range(0, share, _LOT)]


class NumberedStreams:
    """``play`` one by its kind and number, or a lot of them."""

    def __init__(self, kinds: Mapping[str, Callable[[random.Random], str]]) -> None:
        self._kinds = kinds

    def play(self, kind: str, number: int) -> str:
        """Play stream ``number`` of this kind: its outcome. Raises what the engine raises, or AssertionError."""
        try:
            return self._kinds[kind](random.Random(f"{kind} {number}"))
        except Exception as error:
            error.add_note(f"stream {number} of {kind}")
            raise


def recorded(line: Any) -> Heard:
    """Play this call: what its modem says, and when."""
    said: Heard = []
    read = line.modem.read

    def reading(now_ms: float) -> bytes:
        octets = read(now_ms)
        said.extend([(int(now_ms), octets)] if octets else [])
        return octets

    line.modem.read = reading  # the double's own seam: what it says is heard here first
    line.play()
    return said
