"""A call as a technician reads it: two lifelines, an arrow a signal, its time, its ITU-T name, its value beside it.

Owns the drawing; a rung can be touched. Knows no T.30; the words come ready.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from kivy.graphics import Color, Mesh, Rectangle

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.fitting import one_line
from kiosk.ui.widgets.paint import Paint, Placed, hairline
from kiosk.ui.widgets.text import RIGHT, Run, RunLine, Text
from kiosk.ui.widgets.touch import Touchable

_HEAD = 34
_RUNG = 40
_TIME = 118  # room for 00:12.345
_ARROW = 7


@dataclass(frozen=True)
class Signal:
    """One rung: ``way`` 1 to the far end, -1 from it, 0 nothing on the line."""

    time: str
    way: int
    name: str
    words: str


def rungs_in(look: Look, rect: Rect) -> int:
    """How many rungs ``rect`` has room for."""
    return max(1, (rect.h - look.panel.y(_HEAD)) // look.panel.y(_RUNG))


class SignalLadder(Placed):
    """Rungs from ``first`` on, between the lifelines named by ``ends``; ``choose`` is told which rung was touched."""

    def __init__(
        self,
        look: Look,
        rect: Rect,
        ends: tuple[str, str],
        signals: Sequence[Signal],
        first: int,
        chosen: int | None,
        choose: Callable[[int], None],
    ) -> None:
        super().__init__(look, rect)
        panel = look.panel
        head, rungs = rect.cut_top(panel.y(_HEAD))
        time, lane = head.cut_left(panel.x(_TIME))
        self._lane = Rect(lane.x + panel.x(30), rungs.y, lane.w - panel.x(60), rungs.h)
        self._add_ends(lane, ends)
        tint = Paint(fill=look.colours.accent_tint)
        for number, signal in enumerate(signals[first : first + rungs_in(look, rect)], start=first):
            place, rungs = rungs.cut_top(panel.y(_RUNG))
            paint = tint if number == chosen else Paint(fill=None)
            rung = Touchable(look, place, f"signal.{number}", paint, tint, partial(choose, number))
            self._add_rung(place, time, signal, rung)

    def _add_ends(self, head: Rect, ends: tuple[str, str]) -> None:
        look, ink = self.look, self.look.colours.ink
        left, right = head.columns(2, 0)
        self.add(Text(look, left, ends[0], Type.STAFF_BOLD, ink))
        self.add(Text(look, right, ends[1], Type.STAFF_BOLD, ink, RIGHT))
        width = max(2, look.panel.x(3))
        for x in (self._lane.x - width, self._lane.right):
            hairline(self.canvas.after, look, Rect(x, self._lane.y, width, self._lane.h), ink)

    def _add_rung(self, rect: Rect, time: Rect, signal: Signal, rung: Touchable) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        when = Rect(time.x, rect.y, time.w - panel.x(12), rect.h)
        rung.add(Text(look, when, signal.time, Type.STAFF, colours.ink2))
        lane = self._lane.inset(panel.x(10), 0)
        lane = Rect(lane.x, rect.y, lane.w, rect.h)
        words = lane.cut_bottom(panel.y(12))[1] if signal.way else lane
        name = Run(signal.name, Type.CAPTION_BOLD, colours.ink if signal.way else colours.ink2)
        room = words.w - look.width(Type.CAPTION_BOLD, signal.name) - panel.x(14)
        value = Run(one_line(look, signal.words, Type.STAFF, room), Type.STAFF, colours.ink2, lead=14)
        rung.add(RunLine(look, words, (name, value), "centre" if signal.way else "left"))
        self.add(rung)
        if signal.way:
            self._draw_arrow(rect.bottom - panel.y(8), signal.way)

    def _draw_arrow(self, y: int, way: int) -> None:
        look, lane = self.look, self._lane
        size, low = look.panel.y(_ARROW), look.panel.height - y
        tip, back = (lane.right - 2, -size) if way > 0 else (lane.x + 2, size)
        with self.canvas.after:
            Color(*look.colours.accent)
            Rectangle(pos=(lane.x, low - 1), size=(lane.w, 2))
            corners = ((tip, low), (tip + 1.6 * back, low + size), (tip + 1.6 * back, low - size))
            Mesh(vertices=[v for x, at in corners for v in (x, at, 0, 0)], indices=[0, 1, 2], mode="triangles")
