"""Notes and coins counted by denomination (盘点).

Owns which denominations there are and the sum of a count. Pure; called by ``kiosk.desk``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# Renminbi in circulation, whole fen, notes and coins together: 100 yuan to 1 jiao, and the fen coins that still count.
DENOMINATIONS_FEN = (10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 2, 1)
MOST_PIECES = 9999  # a drawer holds fewer; more is a slip of the finger


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


class CountPurpose(StrEnum):
    """When a drawer is counted: by whom takes it over first, from person to person, at the end of the day."""

    OPENING = "opening"
    HANDOVER = "handover"
    CLOSING = "closing"
