"""A field that is drawn in with one finger: strokes in a unit box, seen while the finger moves.

Owns the capture and the line, and which finger writes. What is kept is what was drawn: points, not a picture. Knows no
meaning. Called by the signature pad and the writing pad.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any

from kivy.graphics import Color, InstructionGroup, Line

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.strokes import Lines
from kiosk.ui.theme import Radius, Stroke
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.touch import Act, Stroked

_OVERTAKES = 54  # design pixels, 8 mm: a hand that is laid down beside the writing finger moves less


@dataclass
class _Rival:
    """A finger that came while another one writes: the hand it belongs to, or the same finger after a lost lift."""

    touch: Any
    points: list[tuple[float, float]] = field(default_factory=list)  # in the unit box
    moved_px: float = 0.0


class InkPad(Stroked, Box):
    """Writes into ``strokes``, which are its owner's; ``changed`` is called after each stroke.

    One finger writes; what else lies there is its hand. Where the panel has lost a lift, the finger that writes says no
    more, and the next one that goes a way of its own takes its place.
    """

    def __init__(self, look: Look, rect: Rect, touch_id: str, strokes: Lines, changed: Act) -> None:
        edge = Paint(fill=look.colours.surface, edge=look.colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)
        super().__init__(look, rect, edge)
        self.keep_height()
        self.touch_id = touch_id
        self._strokes, self._changed = strokes, changed
        self._pen: Any = None
        self._finger: Any = None  # that writes
        self._stroke: list[tuple[float, float]] = []  # the one under it, which its owner may take away meanwhile
        self._rival: _Rival | None = None
        self._lines = InstructionGroup()

    def show_strokes(self) -> None:
        """Draw them as they are now, over what stands on the pad; a finger whose stroke is gone writes no more."""
        self._lines.clear()
        if self._lines not in self.canvas.children:
            self.canvas.add(self._lines)
        under_finger = None
        for stroke in self._strokes:
            line = self._draw_stroke(stroke)
            if stroke is self._stroke:
                under_finger = line
        self._pen = under_finger
        if under_finger is None:
            self._finger = self._rival = None
            self._stroke = []

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        if super().on_touch_down(touch):
            return True  # a button on the pad
        touch.grab(self)
        if self._finger is None:
            self._begin(touch, [self._unit(touch)])
        else:
            self._rival = _Rival(touch, [self._unit(touch)])
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_move(touch))
        if self._rival is not None and touch is self._rival.touch:
            self._follow(self._rival)
        elif touch is self._finger:
            self._rival = None
            if self.collide_point(*touch.pos):
                self._stroke.append(self._unit(touch))
                self._pen.points = [*self._pen.points, touch.x, touch.y]
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        if touch is self._finger:
            self._end()
        elif self._rival is not None and touch is self._rival.touch:
            self._rival = None
        return True

    def _begin(self, touch: Any, points: list[tuple[float, float]]) -> None:
        self._finger, self._rival = touch, None
        self._stroke = points
        self._strokes.append(points)
        self._pen = self._draw_stroke(points)

    def _end(self) -> None:
        self._finger = self._pen = None
        self._stroke = []
        self._changed()

    def _follow(self, rival: _Rival) -> None:
        """It has moved, and the finger that writes has said nothing since it came."""
        rival.points.append(self._unit(rival.touch))
        rival.moved_px += math.hypot(rival.touch.dx, rival.touch.dy)
        if rival.moved_px > self.look.panel.x(_OVERTAKES):
            self._end()
            self._begin(rival.touch, rival.points)

    def _unit(self, touch: Any) -> tuple[float, float]:
        """A touch as a point in the unit box, origin top left."""
        x = (touch.x - self.x) / self.width
        y = (self.top - touch.y) / self.height
        return round(min(1.0, max(0.0, x)), 4), round(min(1.0, max(0.0, y)), 4)

    def _pixels(self, stroke: list[tuple[float, float]]) -> list[float]:
        return [v for x, y in stroke for v in (self.x + x * self.width, self.top - y * self.height)]

    def _draw_stroke(self, stroke: list[tuple[float, float]]) -> Any:
        line = Line(
            points=self._pixels(stroke), width=self.look.panel.stroke(Stroke.PEN) / 2, cap="round", joint="round"
        )
        self._lines.add(Color(*self.look.colours.ink))
        self._lines.add(line)
        return line
