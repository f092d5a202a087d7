"""A field that is drawn in with one finger: strokes in a unit box, seen while the finger moves.

Owns the capture and the line. What is kept is what was drawn: points, not a picture. Knows no meaning. Called by the
signature pad and the writing pad.
"""

from __future__ import annotations

from typing import Any

from kivy.graphics import Color, InstructionGroup, Line

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.strokes import Lines
from kiosk.ui.theme import Radius, Stroke
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.touch import Act, Stroked


class InkPad(Stroked, Box):
    """Writes into ``strokes``, which are its owner's; ``changed`` is called after each stroke."""

    def __init__(self, look: Look, rect: Rect, touch_id: str, strokes: Lines, changed: Act) -> None:
        edge = Paint(fill=look.colours.surface, edge=look.colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)
        super().__init__(look, rect, edge)
        self.touch_id = touch_id
        self._strokes, self._changed = strokes, changed
        self._pen: Any = None
        self._lines = InstructionGroup()

    def show_strokes(self) -> None:
        """Draw them as they are now, over what stands on the pad."""
        self._lines.clear()
        if self._lines not in self.canvas.children:
            self.canvas.add(self._lines)
        for stroke in self._strokes:
            self._draw_stroke(stroke)

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

    def _draw_stroke(self, stroke: list[tuple[float, float]]) -> Any:
        line = Line(
            points=self._pixels(stroke), width=self.look.panel.stroke(Stroke.PEN) / 2, cap="round", joint="round"
        )
        self._lines.add(Color(*self.look.colours.ink))
        self._lines.add(line)
        return line
