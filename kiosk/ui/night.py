"""What the glass does for itself while nobody is there: the hours in which it dims, and how far its picture wanders.

Owns two small rules and the face of the lamp behind the panel. Pure; knows no Kivy. Called by ``kiosk.ui.resting``; the
hours come from the configuration, the lamp from the composition root.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Protocol

SHIFT_PX = 6  # how far the idle picture goes from its place, each way: wider than any stroke of its letters
STEP_S = 20.0  # one pixel in so many seconds: three a minute, which no eye sees move


class Backlight(Protocol):
    """The lamp behind the panel."""

    def shine(self, part: float) -> bool:
        """Shine with ``part`` (0-1) of the full light; False: it cannot be set, and whoever asks draws a veil."""
        ...


@dataclass(frozen=True)
class NightHours:
    """From ``begins`` to ``ends`` (local time; over midnight if it begins later than it ends) an idle glass dims.

    ``dim`` is the part of the light that is left, 1 is no dimming at all.
    """

    begins: time
    ends: time
    dim: float

    def holds(self, local: time) -> bool:
        """Whether it is night."""
        if self.begins <= self.ends:
            return self.begins <= local < self.ends
        return local >= self.begins or local < self.ends


def shift_at(seconds: float) -> tuple[int, int]:
    """Where the idle picture stands after ``seconds``: pixels to the right and down.

    Row after row through a square of 13 x 13 places and the same way back, so each step is one pixel in one direction
    and every place is shown equally long: nothing burns in, and nothing is seen to move. A full round takes under two
    hours.
    """
    side = 2 * SHIFT_PX + 1
    last = side * side - 1
    place = (int(seconds / STEP_S) + last // 2) % (2 * last)  # begins in the middle, where the design has it
    place = place if place <= last else 2 * last - place
    row, column = divmod(place, side)
    column = column if row % 2 == 0 else side - 1 - column
    return column - SHIFT_PX, row - SHIFT_PX
