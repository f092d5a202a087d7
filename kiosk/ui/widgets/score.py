"""A mark of satisfaction: a face drawn with lines (no emoji), its word beneath."""

from __future__ import annotations

from kivy.graphics import Color, SmoothLine

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.paint import Paint, circle, disc
from kiosk.ui.widgets.text import MIDDLE, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed

_BEST = 5
_STEPS = 16
_FACE = 0.72  # of the key's width at most: five keys are narrow on an upright panel
_Point = tuple[float, float]


class ScoreKey(Touchable):
    """``score`` 1 (worst) to 5; the mouth bends accordingly."""

    def __init__(self, look: Look, rect: Rect, score: int, words: str, act: Act) -> None:
        paint = Paint(fill=look.colours.surface, edge=look.colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)
        super().__init__(look, rect, f"rate.{score}", paint, pressed(paint, look), act)
        panel = look.panel
        face, below = rect.inset(0, panel.y(24)).cut_top(panel.y(88), panel.y(10))
        side = min(panel.y(84), round(rect.w * _FACE))
        self._draw_face(face.centred(side, side), score)
        self.add(
            Text(look, below, words, Type.CAPTION_BOLD if panel.portrait else Type.TEXT_BOLD, look.colours.ink, MIDDLE)
        )

    def _draw_face(self, rect: Rect, score: int) -> None:
        look, ink = self.look, self.look.colours.accent
        circle(self.canvas, look, rect, ink, Stroke.SELECTED, look.colours.surface)
        eye = round(rect.w * 0.1)
        for side in (0.32, 0.68):
            x, y = rect.x + round(rect.w * side) - eye // 2, rect.y + round(rect.h * 0.36)
            disc(self.canvas, look, Rect(x, y, eye, eye), ink)
        self._draw_mouth(rect, score)

    def _draw_mouth(self, rect: Rect, score: int) -> None:
        """A curve through three points: corners at the sides, the middle lower the better the mark."""
        look = self.look
        bend = (score - (_BEST + 1) / 2) / 2 * rect.h * 0.16
        rect = look.at(rect).centred(rect.w, rect.h)
        y = look.panel.height - rect.y - rect.h * 0.68
        left, right, centre = rect.x + rect.w * 0.3, rect.x + rect.w * 0.7, rect.x + rect.w / 2
        with self.canvas:
            Color(*look.colours.accent)
            lips = (left, y + bend / 2), (centre, y - bend * 1.5), (right, y + bend / 2)
            half = look.panel.stroke(Stroke.SELECTED) / 2
            SmoothLine(points=_curve(*lips), width=half + 0.25, overdraw_width=1, cap="round")


def _curve(start: _Point, pull: _Point, end: _Point) -> list[float]:
    """A curve from ``start`` to ``end`` that bends towards ``pull``, as the points of a smooth line."""
    path: list[float] = []
    for step in range(_STEPS + 1):
        t = step / _STEPS
        path += [(1 - t) ** 2 * a + 2 * t * (1 - t) * b + t**2 * c for a, b, c in zip(start, pull, end, strict=True)]
    return path
