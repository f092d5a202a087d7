"""The ring of the session's time, with the seconds inside, or a pause sign.

Owns its drawing; the time comes from ``kiosk.ui.session`` at most four times a second.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Stroke, Type
from kiosk.ui.widgets.paint import Placed, arc
from kiosk.ui.widgets.text import MIDDLE, IconMark, Text


@dataclass(frozen=True)
class RingPaint:
    """Colours of the time left, of the whole round and of the digits; diameter and stroke in design pixels."""

    ink: Colour
    track: Colour
    digits: Colour
    size: float = 50
    stroke: float = Stroke.PROGRESS
    role: Type = Type.STAFF_BOLD


class Ring(Placed):
    """``show(seconds, total)`` counts, ``pause()`` shows that nobody is hurried."""

    def __init__(self, look: Look, rect: Rect, paint: RingPaint) -> None:
        super().__init__(look, rect)
        self._paint = paint
        self.state: tuple[float, float] | None = (-1, 1)  # what is drawn: quarters of a second, and of how many

    def show(self, seconds: float, total: float) -> None:
        """``seconds`` left of ``total``."""
        state = (round(seconds * 4) / 4, total)
        if state != self.state:
            self.state = state
            self._draw(seconds / total, str(math.ceil(seconds)))

    def pause(self) -> None:
        """The line or a printer works for this person: no countdown."""
        if self.state is not None:
            self.state = None
            self._draw(0, "")

    def _draw(self, part: float, words: str) -> None:
        self.wipe()
        paint, size = self._paint, self._size(words)
        rect = self.rect.centred(size, size)
        arc(self.canvas, self.look, rect, paint.track, paint.stroke, (0, 1))
        if part > 0:
            arc(self.canvas, self.look, rect, paint.ink, paint.stroke, (0, min(1.0, part)))
        if words:
            if self.look.width(paint.role, words) <= size - 2 * paint.stroke:  # three large digits wait for the second
                self.add(Text(self.look, self.rect, words, paint.role, paint.digits, MIDDLE))
        else:
            self.add(IconMark(self.look, self.rect, "pause", 24, paint.digits))

    def _size(self, words: str) -> int:
        """The ring's diameter in pixels: with large words as large as its place."""
        size, panel = self.look.panel.x(self._paint.size), self.look.panel
        if panel.zoom == 1:
            return size
        needed = self.look.width(self._paint.role, words) + panel.x(4 * self._paint.stroke)
        return max(size, min(needed, self.rect.h - 4, self.rect.w - 4))
