"""The signature pad: vector strokes in a unit box (A7), drawn while the finger moves.

Owns what is a signature and where it is written. The strokes are ``kiosk.ui.widgets.ink``'s.
"""

from __future__ import annotations

import math
from itertools import pairwise

from kivy.graphics import Color, SmoothLine

from kiosk.desk.views import Signature
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.strokes import Lines
from kiosk.ui.theme import Type
from kiosk.ui.widgets.ink import InkPad
from kiosk.ui.widgets.text import TOP, Text
from kiosk.ui.widgets.touch import Act

_LEAST_STROKE_PX = 60  # shorter is a dot, not a signature (design.md 3)
_BASELINE = 0.8


class SignaturePad(InkPad):
    """``changed`` is called after each stroke; ``signature`` is empty until one stroke is long enough."""

    def __init__(self, look: Look, rect: Rect, strokes: Lines, changed: Act) -> None:
        super().__init__(look, rect, "signature.pad", strokes, changed)
        self._draw_baseline()
        self.show_strokes()

    @property
    def signed(self) -> bool:
        """Whether one stroke is long enough to be a name."""
        least = self.look.panel.x(_LEAST_STROKE_PX)
        return any(self._length_px(stroke) > least for stroke in self._strokes)

    @property
    def signature(self) -> Signature:
        """The strokes as kept."""
        return tuple(tuple(stroke) for stroke in self._strokes) if self.signed else ()

    def _length_px(self, stroke: list[tuple[float, float]]) -> float:
        width, height = self.width, self.height
        return sum(math.hypot((x1 - x0) * width, (y1 - y0) * height) for (x0, y0), (x1, y1) in pairwise(stroke))

    def _draw_baseline(self) -> None:
        look, panel = self.look, self.look.panel
        above = Rect(self.rect.x, self.rect.y, self.rect.w, round(self.rect.h * _BASELINE))
        y = look.low(above)[1]  # where the hint grows beside large words, the line stays above it
        with self.canvas:
            Color(*look.colours.stroke)
            x = self.rect.x + panel.x(40)
            while x < self.rect.right - panel.x(40):
                SmoothLine(points=[x, y, x + panel.x(6), y], width=panel.stroke(1))
                x += panel.x(10)
        words = Rect(
            self.rect.x + panel.x(40),
            above.bottom + panel.y(8),
            self.rect.w - panel.x(80),
            panel.y(34),
        )
        self.add(Text(look, words, look.tr("signature.hint"), Type.CAPTION, look.colours.ink2, TOP))
