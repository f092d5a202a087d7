"""Shapes: rectangles with round corners and an outline, dashes, discs, arcs. Antialiased, no shadow, no gradient.

Owns how a shape is drawn with Kivy's graphics. Knows no text and no touch. Called by every widget that has a ground.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kivy.graphics import Canvas, Color, Mesh, Rectangle, SmoothEllipse, SmoothLine
from kivy.uix.widget import Widget

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour
from kiosk.ui.widgets.corners import rounded_box

_BLEED_PX = 8  # more than the idle picture wanders
_Point = tuple[float, float]


@dataclass(frozen=True)
class Paint:
    """Ground, outline and corner of a shape; widths and radius in design pixels.

    ``square``: the side (left, right) whose corners stay square, where a shape joins its neighbour.
    """

    fill: Colour | None = None
    edge: Colour | None = None
    stroke: float = 0
    radius: float = 0
    dashed: bool = False
    square: str = ""


class Mark:
    """Something drawn that is no widget: words, an icon. A widget costs Kivy ten times as much (K4).

    It has a canvas of its own on the canvas of the widget it was added to; it is never touched and never moves.
    ``rect`` is its place in the composition; where that lies on the glass, the look knows.
    """

    def __init__(self, look: Look, rect: Rect) -> None:
        self.look, self.rect = look, rect
        self.canvas = Canvas()


class Placed(Widget):
    """A widget at a fixed rectangle of the glass (origin top left); the parent of everything on the screens.

    Nothing lays it out, and it takes its place number by number: Kivy's pairs (``pos``, ``size``, ``size_hint``) make
    two thirds more objects of a widget, for the collector to find when the page goes (K4).
    """

    def __init__(self, look: Look, rect: Rect) -> None:
        place = look.at(rect)
        super().__init__(x=place.x, y=look.panel.height - place.bottom, width=place.w, height=place.h)
        self.look = look
        self.rect = rect
        self.marks: list[Mark] = []

    def apply_class_lang_rules(self, *_args: Any, **_kwargs: Any) -> None:
        """Kivy's style.kv goes by class names and would dress our ``Button`` as its own: no rules here."""

    def low(self, rect: Rect) -> tuple[int, int]:
        """The lower left corner of ``rect`` in Kivy's coordinates."""
        return self.look.low(rect)

    def keep_height(self) -> None:
        """What is drawn here has a height of its own: it is not lowered where a page closes its blanks."""
        if self.look.sketch is not None:
            self.look.sketch.keep(self.rect)

    def add(self, *parts: Widget | Mark) -> None:
        """Add children and marks in the order in which they are drawn."""
        for part in parts:
            if isinstance(part, Mark):
                self.marks.append(part)
                self.canvas.add(part.canvas)
            else:
                self.add_widget(part)

    def wipe(self) -> None:
        """Nothing drawn and nothing added any more."""
        self.marks.clear()
        self.clear_widgets()
        self.canvas.clear()


class Box(Placed):
    """A painted rectangle; ``repaint`` changes its colours in the same frame."""

    def __init__(self, look: Look, rect: Rect, paint: Paint) -> None:
        super().__init__(look, rect)
        self._paint = paint
        self._draw()

    def repaint(self, paint: Paint) -> None:
        """Show another paint at once; nothing is drawn when it is the same."""
        if paint != self._paint:
            self._paint = paint
            self._draw()

    def _draw(self) -> None:
        self.canvas.before.clear()
        draw_box(self.canvas.before, self.look, self.rect, self._paint)


def bled(look: Look, rect: Rect) -> Rect:
    """What reaches an edge of the glass goes beyond it: the idle picture wanders and must not show what is behind."""
    left, top = (-_BLEED_PX if edge <= 0 else edge for edge in (rect.x, rect.y))
    right = rect.right + (_BLEED_PX if rect.right >= look.panel.width else 0)
    low = rect.bottom >= look.panel.height and rect.h > 1  # a hairline below the glass lies on a page that is scrolled
    bottom = rect.bottom + (_BLEED_PX if low else 0)
    return Rect(left, top, right - left, bottom - top)


def draw_box(canvas: Any, look: Look, rect: Rect, paint: Paint) -> None:
    """Draw ``paint`` at ``rect``: an outline is the larger shape with the smaller one on it, so corners stay even."""
    rect = look.at(rect)
    if look.sketch is not None:
        look.sketch.fill(rect, paint.fill)
        return
    rect = rect if paint.edge or paint.radius else bled(look, rect)
    low = (rect.x, look.panel.height - rect.bottom)
    radius = min(look.panel.y(paint.radius), rect.h / 2, rect.w / 2)
    stroke = look.panel.stroke(paint.stroke) if paint.stroke and paint.edge else 0
    with canvas:
        if paint.dashed and paint.edge:
            _fill(low, (rect.w, rect.h), radius, paint.fill)
            _dashes(look, rect, radius, paint.edge)
            return
        _outlined(low, (rect.w, rect.h), radius, stroke, paint)
        if paint.square:
            half = (rect.w / 2, rect.h)
            _fill((low[0] + (half[0] if paint.square == "right" else 0), low[1]), half, 0, paint.fill)


def _outlined(low: _Point, size: _Point, radius: float, stroke: float, paint: Paint) -> None:
    """The shape and, if it has one, the line around it."""
    if radius and paint.fill:
        rounded_box(low, size, radius, stroke, paint.fill, paint.edge or paint.fill)
        return
    if stroke:
        _fill(low, size, radius, paint.edge)
    _fill((low[0] + stroke, low[1] + stroke), (size[0] - 2 * stroke, size[1] - 2 * stroke), radius, paint.fill)


def _fill(low: _Point, size: _Point, radius: float, colour: Colour | None) -> None:
    if colour is None:
        return
    if radius:
        rounded_box(low, size, radius, 0, colour, colour)
        return
    Color(*colour)
    Rectangle(pos=low, size=size)


def _dashes(look: Look, rect: Rect, radius: float, colour: Colour) -> None:
    """A dashed outline as one mesh of short lines: one instruction, however many dashes."""
    points = [
        point for start, end in _dash_ends(rect, radius, look.panel.y(5), look.panel.y(3)) for point in (start, end)
    ]
    height = look.panel.height
    Color(*colour)
    vertices = [value for x, y in points for value in (x, height - y, 0, 0)]
    Mesh(vertices=vertices, indices=list(range(len(points))), mode="lines")


def _dash_ends(rect: Rect, radius: float, dash: int, gap: int) -> Iterator[tuple[_Point, _Point]]:
    """Begin and end of each dash: along the four sides, and two in each corner."""
    left, top, right, bottom = rect.x + 0.5, rect.y + 0.5, rect.right - 0.5, rect.bottom - 0.5
    for at in range(round(left + radius), round(right - radius), dash + gap):
        end = min(at + dash, right - radius)
        yield (at, top), (end, top)
        yield (at, bottom), (end, bottom)
    for at in range(round(top + radius), round(bottom - radius), dash + gap):
        end = min(at + dash, bottom - radius)
        yield (left, at), (left, end)
        yield (right, at), (right, end)
    centres = ((right, bottom, 0), (left, bottom, 90), (left, top, 180), (right, top, 270))
    for x, y, begin in centres:
        middle = (x - radius if x == right else x + radius, y - radius if y == bottom else y + radius)
        for first, last in ((8, 38), (52, 82)):
            yield _on_circle(middle, radius, begin + first), _on_circle(middle, radius, begin + last)


def _on_circle(middle: _Point, radius: float, degrees: float) -> _Point:
    angle = math.radians(degrees)
    return middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)


def disc(canvas: Any, look: Look, rect: Rect, colour: Colour) -> None:
    """A filled circle in ``rect``."""
    rect = _round_place(look, rect)
    if look.sketch is not None:
        look.sketch.keep(rect)
        look.sketch.fill(rect, colour)
        return
    with canvas:
        Color(*colour)
        SmoothEllipse(pos=(rect.x, look.panel.height - rect.bottom), size=(rect.w, rect.h), segments=96)


def circle(canvas: Any, look: Look, rect: Rect, edge: Colour, stroke: float, fill: Colour) -> None:
    """A circle with an outline of ``stroke`` design pixels."""
    width = look.panel.stroke(stroke)
    disc(canvas, look, rect, edge)
    rect = _round_place(look, rect)
    if look.sketch is not None:
        look.sketch.fill(rect, fill)
        return
    low = (rect.x + width, look.panel.height - rect.bottom + width)
    with canvas:
        Color(*fill)
        SmoothEllipse(pos=low, size=(rect.w - 2 * width, rect.h - 2 * width), segments=96)


def _round_place(look: Look, rect: Rect) -> Rect:
    """A round thing stays round where its place has grown: it stands in the middle of it."""
    return look.at(rect).centred(rect.w, rect.h)


def arc(canvas: Any, look: Look, rect: Rect, colour: Colour, stroke: float, turn: tuple[float, float]) -> None:
    """A part of a circle from ``turn[0]`` to ``turn[1]`` (0 top, 1 once round clockwise), as a smooth line."""
    if look.sketch is not None:
        return
    rect = _round_place(look, rect)
    half = look.panel.stroke(stroke) / 2
    centre = (rect.x + rect.w / 2, look.panel.height - rect.y - rect.h / 2)
    with canvas:
        Color(*colour)
        SmoothLine(
            circle=(*centre, rect.w / 2 - half, 360 * turn[0], 360 * turn[1], 72), width=half + 0.25, overdraw_width=1
        )


def hairline(canvas: Any, look: Look, rect: Rect, colour: Colour) -> None:
    """A filled strip: separators between frame, bar, rows."""
    rect = look.at(rect)
    if look.sketch is not None:
        look.sketch.fill(rect, colour)
        return
    rect = bled(look, rect)
    with canvas:
        Color(*colour)
        Rectangle(pos=(rect.x, look.panel.height - rect.bottom), size=(rect.w, rect.h))
