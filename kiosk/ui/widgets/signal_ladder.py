"""A call as a technician reads it: two lifelines, an arrow a signal, its time, its ITU-T name, its value beside it.

Owns the drawing, the rung that is touched and the finger that drags the ladder; only the rungs that are seen are drawn,
however long the call. Knows no T.30; the words come ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from kivy.graphics import Color, Mesh, Rectangle

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.fitting import whole_parts
from kiosk.ui.widgets.paint import Paint, Placed, hairline
from kiosk.ui.widgets.text import MIDDLE, RIGHT, Set, Text
from kiosk.ui.widgets.touch import Stroked, Touchable

_HEAD = 30
_RUNG = 63  # 9 mm on a 7" panel: a finger meets the one that it means
_WHEN, _NAME, _VALUE = 16, 26, 24
_TIME, _LATEST = 118, "00:00.000"
_ARROW = 7
_SLOP = 14  # design px: 2 mm, less is a tap


@dataclass(frozen=True)
class Signal:
    """One rung: ``way`` 1 to the far end, -1 from it, 0 nothing on the line."""

    time: str
    way: int
    name: str
    words: str


@dataclass(frozen=True)
class Rungs:
    """What the ladder shows: rung ``at(n)`` for n below ``count``, made when it is seen; ``chosen`` is tinted."""

    count: int
    at: Callable[[int], Signal]
    chosen: int | None = None


def rungs_in(look: Look, rect: Rect) -> int:
    """How many rungs ``rect`` has room for."""
    return max(1, (rect.h - look.panel.y(_HEAD)) // look.panel.y(_RUNG))


class SignalLadder(Stroked):
    """Rungs from ``first`` on, between the lifelines named by ``ends``.

    ``choose`` is told which rung was touched, ``moved`` which one is the first now, while a finger drags.
    """

    dragged = True
    touch_id = "ladder"

    def __init__(
        self,
        look: Look,
        rect: Rect,
        ends: tuple[str, str],
        rungs: Rungs,
        first: int,
        choose: Callable[[int], None],
        moved: Callable[[int], None],
    ) -> None:
        super().__init__(look, rect)
        self.keep_height()
        panel = look.panel
        head, below = rect.cut_top(panel.y(_HEAD))
        time, lane = head.cut_left(
            0 if panel.narrow else max(panel.x(_TIME), look.width(Type.STAFF, _LATEST) + panel.x(16))
        )
        self._time = time.cut_right(panel.x(12))[1]
        self._lane = Rect(lane.x + panel.x(30), below.y, lane.w - panel.x(60), below.h)
        self._rungs, self._choose, self._moved = rungs, choose, moved
        self._room = rungs_in(look, rect)
        self._rung_height = below.h // self._room
        self._finger: tuple[float, int] | None = None  # where it came down, and which rung was the first then
        self._dragging = False
        self.first = -1
        self._sheet = Placed(look, below)
        self._add_ends(lane, ends)
        self.add(self._sheet)
        self.show(first)

    def show(self, first: int) -> None:
        """Draw the rungs from this one on, or from the nearest that leaves no room empty."""
        first = max(0, min(first, self._rungs.count - self._room))
        if first == self.first:
            return
        self.first = first
        self._sheet.wipe()
        rest = self._sheet.rect
        for number in range(first, min(first + self._room, self._rungs.count)):
            place, rest = rest.cut_top(self._rung_height)
            self._sheet.add(self._rung(place, number))

    # --- the finger ---------------------------------------------------------------------------------------------

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos) or touch.is_mouse_scrolling:
            return False
        super().on_touch_down(touch)
        touch.grab(self)
        self._finger, self._dragging = (touch.y, self.first), False
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self or self._finger is None:
            return bool(super().on_touch_move(touch))
        began, was_first = self._finger
        if not self._dragging and abs(touch.y - began) > self.look.panel.y(_SLOP):
            self._dragging = True
            self._take_from_rung(touch)
        if self._dragging:
            self._drag_to(was_first + round((touch.y - began) / self._sheet.children[0].height))
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        self._finger = None
        return True

    def _drag_to(self, first: int) -> None:
        before = self.first
        self.show(first)
        if self.first != before:
            self._moved(self.first)

    def _take_from_rung(self, touch: Any) -> None:
        """The rung under the finger was not meant."""
        for held in [one() for one in touch.grab_list]:
            if isinstance(held, Touchable):
                held.press(False)
                touch.ungrab(held)

    # --- drawing ------------------------------------------------------------------------------------------------

    def _add_ends(self, head: Rect, ends: tuple[str, str]) -> None:
        look, ink = self.look, self.look.colours.ink
        left, right = head.columns(2, 0)
        self.add(Text(look, left, ends[0], Type.STAFF_BOLD, ink))
        self.add(Text(look, right, ends[1], Type.STAFF_BOLD, ink, RIGHT))
        width = max(2, look.panel.x(3))
        for x in (self._lane.x - width, self._lane.right):
            hairline(self.canvas.after, look, Rect(x, self._lane.y, width, self._lane.h), ink)

    def _rung(self, rect: Rect, number: int) -> Touchable:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        signal, tint = self._rungs.at(number), Paint(fill=look.colours.accent_tint)
        paint = tint if number == self._rungs.chosen else Paint(fill=None)
        rung = Touchable(look, rect, f"signal.{number}", paint, tint, partial(self._choose, number))
        when = Rect(self._time.x, rect.y, self._time.w, rect.h)
        inner = self._lane.inset(panel.x(10), 0)
        lane = Rect(inner.x, rect.y, inner.w, rect.h)
        if panel.narrow:  # large words: the time stands above what was said
            when, lane = lane.cut_top(panel.y(_WHEN))
        rung.add(Text(look, when, signal.time, Type.STAFF, colours.ink2))
        self._add_words(rung, lane.cut_bottom(panel.y(12))[1] if signal.way else lane, signal)
        if signal.way:
            self._draw_arrow(rung, rect.bottom - panel.y(8), signal.way)
        return rung

    def _add_words(self, rung: Touchable, lane: Rect, signal: Signal) -> None:
        """The name, and below it as much of the value as fits; what is no signal on the line stands at its side."""
        look, panel, colours = self.look, self.look.panel, self.look.colours
        both = lane.centred(lane.w, min(lane.h, panel.y(_NAME + _VALUE)))
        name, value = both.cut_top(both.h * _NAME // (_NAME + _VALUE)) if signal.words else (lane, lane)
        ink, place = (colours.ink, MIDDLE) if signal.way else (colours.ink2, Set())
        rung.add(Text(look, name, signal.name, Type.CAPTION_BOLD, ink, place))
        if signal.words:
            words = whole_parts(look, signal.words, Type.STAFF, value.w)
            rung.add(Text(look, value, words, Type.STAFF, colours.ink2, place))

    def _draw_arrow(self, rung: Touchable, y: int, way: int) -> None:
        look, lane = self.look, self._lane
        size, low = look.panel.y(_ARROW), look.panel.height - look.stretch.down(y)
        tip, back = (lane.right - 2, -size) if way > 0 else (lane.x + 2, size)
        with rung.canvas.after:
            Color(*look.colours.accent)
            Rectangle(pos=(lane.x, low - 1), size=(lane.w, 2))
            corners = ((tip, low), (tip + 1.6 * back, low + size), (tip + 1.6 * back, low - size))
            Mesh(vertices=[v for x, at in corners for v in (x, at, 0, 0)], indices=[0, 1, 2], mode="triangles")
