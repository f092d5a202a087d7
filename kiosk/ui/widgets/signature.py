"""The signature pad: vector strokes in a unit box (A7), drawn while the finger moves.

Owns the capture. What is kept is what was drawn: points, not a picture.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from kivy.graphics import Color, Line, SmoothLine

from kiosk.desk.views import Signature
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.text import TOP, Text
from kiosk.ui.widgets.touch import Act, Stroked

_LEAST_STROKE_PX = 60  # shorter is a dot, not a signature (design.md 3)
_BASELINE = 0.8


class SignaturePad(Stroked, Box):
    """``changed`` is called after each stroke; ``signature`` is empty until one stroke is long enough."""

    def __init__(self, look: Look, rect: Rect, strokes: list[list[tuple[float, float]]], changed: Act) -> None:
        edge = Paint(fill=look.colours.surface, edge=look.colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)
        super().__init__(look, rect, edge)
        self.touch_id = "signature.pad"
        self._strokes, self._changed = strokes, changed
        self._pen: Any = None
        self._draw_baseline()
        for stroke in strokes:
            self._draw_stroke(stroke)

    @property
    def signed(self) -> bool:
        """Whether one stroke is long enough to be a name."""
        least = self.look.panel.x(_LEAST_STROKE_PX)
        return any(self._length_px(stroke) > least for stroke in self._strokes)

    @property
    def signature(self) -> Signature:
        """The strokes as kept."""
        return tuple(tuple(stroke) for stroke in self._strokes) if self.signed else ()

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        if super().on_touch_down(touch):
            return True  # a button on the pad
        if self._pen is not None:
            return True  # one finger writes; what else lies there is the hand it belongs to
        touch.grab(self)
        self._strokes.append([self._unit(touch)])
        self._pen = self._draw_stroke(self._strokes[-1])
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_move(touch))
        if self.collide_point(*touch.pos):
            self._strokes[-1].append(self._unit(touch))
            self._pen.points = [*self._pen.points, touch.x, touch.y]
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        self._pen = None
        self._changed()
        return True

    def _unit(self, touch: Any) -> tuple[float, float]:
        """A touch as a point in the unit box, origin top left."""
        x = (touch.x - self.x) / self.width
        y = (self.top - touch.y) / self.height
        return round(min(1.0, max(0.0, x)), 4), round(min(1.0, max(0.0, y)), 4)

    def _pixels(self, stroke: list[tuple[float, float]]) -> list[float]:
        return [v for x, y in stroke for v in (self.x + x * self.width, self.top - y * self.height)]

    def _length_px(self, stroke: list[tuple[float, float]]) -> float:
        width, height = self.width, self.height
        return sum(math.hypot((x1 - x0) * width, (y1 - y0) * height) for (x0, y0), (x1, y1) in pairwise(stroke))

    def _draw_stroke(self, stroke: list[tuple[float, float]]) -> Any:
        with self.canvas:
            Color(*self.look.colours.ink)
            return Line(
                points=self._pixels(stroke), width=self.look.panel.stroke(Stroke.PEN) / 2, cap="round", joint="round"
            )

    def _draw_baseline(self) -> None:
        look, panel = self.look, self.look.panel
        y = self.top - self.height * _BASELINE
        with self.canvas:
            Color(*look.colours.stroke)
            x = self.rect.x + panel.x(40)
            while x < self.rect.right - panel.x(40):
                SmoothLine(points=[x, y, x + panel.x(6), y], width=panel.stroke(1))
                x += panel.x(10)
        words = Rect(
            self.rect.x + panel.x(40),
            self.rect.y + round(self.rect.h * _BASELINE) + panel.y(8),
            self.rect.w - panel.x(80),
            panel.y(34),
        )
        self.add(Text(look, words, look.tr("signature.hint"), Type.CAPTION, look.colours.ink2, TOP))
