"""What can be touched: one finger, down in the same frame, a tap when it is lifted inside.

Owns the gesture. Knows no meaning. Every control of the screens is a Touchable; tests and the remote find it by
``touch_id`` or by its words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour
from kiosk.ui.widgets.paint import Box, Paint, Placed

Act = Callable[[], None]


class Touchable(Box):
    """A painted control. ``act`` None: it can be seen, not pressed (and lets the touch fall through)."""

    def __init__(self, look: Look, rect: Rect, touch_id: str, rest: Paint, held: Paint, act: Act | None) -> None:
        super().__init__(look, rect, rest)
        self.touch_id = touch_id
        self._rest, self._held = rest, held
        self.act = act
        self.down = False
        self.keep_height()
        if act is not None and look.sketch is not None:
            look.sketch.control(rect, look.panel.finger)

    @property
    def rest(self) -> Paint:
        """How it is painted while no finger is on it."""
        return self._rest

    def change(self, rest: Paint, held: Paint) -> None:
        """Other colours for the two states, from now on."""
        self._rest, self._held = rest, held
        self._show_state()

    def on_touch_down(self, touch: Any) -> bool:
        if self.act is None or not self.collide_point(*touch.pos) or touch.is_mouse_scrolling:
            return bool(super().on_touch_down(touch))
        touch.grab(self)
        self.press(True)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_move(touch))
        self.press(self.collide_point(*touch.pos))
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return bool(super().on_touch_up(touch))
        touch.ungrab(self)
        lifted_inside = self.down
        self.press(False)
        if lifted_inside and self.act is not None:
            self.act()
        return True

    def press(self, down: bool) -> None:
        """Look as under a finger, or as without one."""
        self.down = down
        self._show_state()

    def _show_state(self) -> None:
        self.repaint(self._held if self.down else self._rest)


class Stroked(Placed):
    """What takes strokes, not taps: a field to draw in, or (``dragged``) a sheet to move. Keys lead a finger on it."""

    touch_id: str
    dragged = False

    @property
    def stroke_begins(self) -> tuple[float, float]:
        """Where a stroke made by keys begins, origin bottom left: left in a drawing, in the middle of a sheet."""
        return float(self.x + self.width * (0.5 if self.dragged else 0.2)), float(self.center_y)


class Curtain(Box):
    """Swallows every touch beneath it: the veil of a dialog."""

    def on_touch_down(self, touch: Any) -> bool:
        super().on_touch_down(touch)
        return True


def pressed(paint: Paint, look: Look) -> Paint:
    """How ``paint`` looks under a finger: a filled control turns ink, any other turns tint (design.md 3)."""
    colours = look.colours
    filled = paint.fill in (colours.accent, colours.seal)
    fill: Colour = colours.ink if filled else colours.accent_tint
    return replace(paint, fill=fill)
