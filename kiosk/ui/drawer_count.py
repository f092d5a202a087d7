"""A count of the drawer while it is made: pieces by denomination, which one is being counted, the running total (G5).

Owns what a digit, a key and a step do to it. It knows nothing of what should lie in the drawer: a count is blind. Pure;
called by the counting screen.
"""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.domain.cash import DENOMINATIONS_FEN, MOST_PIECES, CashCount
from kiosk.ui.widgets.pad import BACKSPACE, typed_on


class DrawerCount:
    """``pieces`` holds what was counted, nought too; what is not in it has not been looked at yet."""

    def __init__(self, pieces: Mapping[int, int] | None = None) -> None:
        self.pieces = dict(pieces or {})
        self._fresh = True  # the next digit begins a number
        self.at = self._not_counted() or DENOMINATIONS_FEN[0]

    @property
    def complete(self) -> bool:
        """Whether every denomination was counted."""
        return self._not_counted() is None

    @property
    def begun(self) -> bool:
        """Whether anything was counted."""
        return bool(self.pieces)

    @property
    def number(self) -> int:
        """Pieces of the denomination that is being counted."""
        return self.pieces.get(self.at, 0)

    @property
    def counted(self) -> CashCount:
        """The count as it would be declared; its ``total_fen`` is the running total."""
        return CashCount({fen: number for fen, number in self.pieces.items() if number})

    @property
    def following(self) -> int | None:
        """The denomination that is counted after this one; None: this is the last."""
        rest = [fen for fen in DENOMINATIONS_FEN if fen not in self.pieces and fen != self.at]
        return next((fen for fen in rest if fen < self.at), rest[0] if rest else None)

    def choose(self, denomination: int) -> None:
        """Count this one, or once more."""
        self.at, self._fresh = denomination, True

    def type(self, key: str) -> None:
        """A key of the pad."""
        begun = 0 if self._fresh and key != BACKSPACE else self.number
        self.put(typed_on(begun, key, MOST_PIECES))
        self._fresh = False

    def put(self, number: int) -> None:
        """So many pieces of this denomination."""
        self.pieces[self.at] = number
        self._fresh = True

    def go_on(self) -> None:
        """This one is counted, nought if nothing was typed: the next one."""
        self.pieces.setdefault(self.at, 0)
        self.choose(self.following or self.at)

    def rest_is_none(self) -> None:
        """What was not counted is not there."""
        self.pieces = {fen: self.pieces.get(fen, 0) for fen in DENOMINATIONS_FEN}

    def _not_counted(self) -> int | None:
        return next((fen for fen in DENOMINATIONS_FEN if fen not in self.pieces), None)
