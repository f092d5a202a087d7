"""A card reader that types: it is a keyboard to the computer and sends a card's number and Enter as keys (J1).

Owns telling its typing from a person's: a reader is done in a fifth of a second, a finger takes that for one digit. So
a digit is held back until it is known whose it was, and a card's number is never typed into what is on the glass. Knows
no Kivy: keys and the time come in. Called by ``kiosk.ui.staff_cards`` where the configuration names such a
reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.clock import Clock

GAP_S = 0.1  # between two keys of a reader lie some 10 ms; a busy glass hears them late, then all at once
SHORTEST = 8  # readers type 8 or 10 digits, some 13 or 14
_ENTER = (13, 271)


@dataclass(frozen=True)
class Key:
    """A key as the window tells it."""

    code: int
    character: str | None
    modifiers: frozenset[str]


class Wedge:
    """``key`` for each key that goes down, ``tick`` at least every ``GAP_S`` while something is held back."""

    def __init__(self, clock: Clock, pass_on: Callable[[Key], object], card: Callable[[str], object]) -> None:
        self._clock, self._pass_on, self._card = clock, pass_on, card
        self._held: list[Key] = []
        self._last_s = 0.0

    @property
    def holding(self) -> bool:
        """Whether keys wait to be told apart."""
        return bool(self._held)

    def key(self, key: Key) -> None:
        """A key went down."""
        self.tick()
        if key.code in _ENTER and len(self._held) >= SHORTEST:
            number = "".join(held.character or "" for held in self._held)
            self._held.clear()
            self._card(number)
        elif key.character and key.character in "0123456789":
            self._held.append(key)
            self._last_s = self._clock.monotonic()
        else:
            self._let_go()
            self._pass_on(key)

    def tick(self) -> None:
        """Keys that no other has followed so fast were a person's."""
        if self._held and self._clock.monotonic() - self._last_s >= GAP_S:
            self._let_go()

    def _let_go(self) -> None:
        held, self._held = self._held, []
        for key in held:
            self._pass_on(key)
