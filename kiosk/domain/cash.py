"""Notes and coins counted by denomination (盘点).

Owns which denominations there are, the sum of a count, and in which pieces change is given. Pure; called by
``kiosk.desk``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

# Renminbi in circulation, whole fen, notes and coins together: 100 yuan to 1 jiao, and the fen coins that still count.
DENOMINATIONS_FEN = (10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 2, 1)
MOST_PIECES = 9999  # a drawer holds fewer; more is a slip of the finger
_GIVE_UP = 10  # so many pieces less of one kind never make a change go up that fewer do not


class CountError(ValueError):
    """A count with pieces that do not exist."""


@dataclass(frozen=True)
class CashCount:
    """Pieces by denomination in fen; a denomination that is not named was not there."""

    pieces: Mapping[int, int]

    def __post_init__(self) -> None:
        for denomination, number in self.pieces.items():
            if denomination not in DENOMINATIONS_FEN or not 0 <= number <= MOST_PIECES:
                raise CountError(f"{number} pieces of {denomination} fen")

    @property
    def total_fen(self) -> int:
        """What was counted."""
        return sum(denomination * number for denomination, number in self.pieces.items())


def change_pieces(change_fen: int, there: Mapping[int, int] | None = None) -> tuple[tuple[int, int], ...]:
    """Change as (denomination in fen, pieces), the largest first.

    ``there``: what the drawer holds; if the change cannot be made of that, or it is not known, any pieces there are.
    """
    found = _of(change_fen, there) if there is not None else None
    if found is None:
        found = _of(change_fen, dict.fromkeys(DENOMINATIONS_FEN, MOST_PIECES))
    return found or ()


def _of(change_fen: int, there: Mapping[int, int]) -> tuple[tuple[int, int], ...] | None:
    """The change out of ``there``: as many of the largest as possible, a few less where the rest would not go up."""

    @cache
    def rest(left_fen: int, index: int) -> tuple[tuple[int, int], ...] | None:
        if left_fen == 0:
            return ()
        if index == len(DENOMINATIONS_FEN):
            return None
        denomination = DENOMINATIONS_FEN[index]
        most = min(left_fen // denomination, there.get(denomination, 0))
        for number in range(most, max(-1, most - _GIVE_UP), -1):
            tail = rest(left_fen - number * denomination, index + 1)
            if tail is not None:
                return ((denomination, number), *tail) if number else tail
        return None

    return rest(change_fen, 0)


class CountPurpose(StrEnum):
    """When a drawer is counted: by whom takes it over first, from person to person, in between, at the day's end.

    MACHINE: not the drawer, but the box of the machine that takes cash by itself.
    """

    OPENING = "opening"
    HANDOVER = "handover"
    CHECK = "check"
    CLOSING = "closing"
    MACHINE = "machine"
