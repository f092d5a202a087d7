"""The ring of the session's time, with the seconds inside, or a pause sign.

Owns its drawing; the time comes from ``kiosk.ui.session`` at most four times a second.
"""

from __future__ import annotations

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Stroke, Type
from kiosk.ui.widgets.paint import Placed, arc
from kiosk.ui.widgets.text import MIDDLE, IconMark, Text


class Ring(Placed):
    """``show(seconds, total)`` counts, ``pause()`` shows that nobody is hurried."""

    def __init__(self, look: Look, rect: Rect, ink: Colour, track: Colour, digits: Colour) -> None:
        super().__init__(look, rect)
        self._ink, self._track, self._digits = ink, track, digits
        self._state: tuple[float, float] | None = (-1, 1)

    def show(self, seconds: float, total: float) -> None:
        """``seconds`` left of ``total``."""
        state = (round(seconds * 4) / 4, total)
        if state != self._state:
            self._state = state
            self._draw(seconds / total, str(int(seconds)))

    def pause(self) -> None:
        """The line or a printer works for this person: no countdown."""
        if self._state is not None:
            self._state = None
            self._draw(0, "")

    def _draw(self, part: float, words: str) -> None:
        self.wipe()
        size = self.look.panel.x(50)
        rect = self.rect.centred(size, size)
        arc(self.canvas, self.look, rect, self._track, Stroke.PROGRESS, (0, 1))
        if part > 0:
            arc(self.canvas, self.look, rect, self._ink, Stroke.PROGRESS, (0, min(1.0, part)))
        if words:
            self.add(Text(self.look, self.rect, words, Type.STAFF_BOLD, self._digits, MIDDLE))
        else:
            self.add(IconMark(self.look, self.rect, "pause", 24, self._digits))
