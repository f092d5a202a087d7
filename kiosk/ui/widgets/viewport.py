"""A window onto a page that is higher than its place: dragged with a finger, or moved by two large arrows.

Owns the scrolling: how far the page is moved, which touches belong to the page (at its moved place) and when a finger
that came down on a control moves the page instead. Nobody needs the gesture: the arrows do the same (WCAG 2.5.7).
Knows no screen. Called by ``kiosk.ui.stage``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.graphics import PopMatrix, PushMatrix, Translate

from kiosk.ui.faces import ARROW_UP
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Box, Paint, Placed
from kiosk.ui.widgets.touch import Stroked, Touchable

UP, DOWN = "scroll.up", "scroll.down"
_SLOP = 14  # design px: 2 mm, less is a tap
_STEP = 0.8  # of the window: a line or two of what was read last stay


class Viewport(Placed):
    """``height`` is the whole page's; ``at`` how far it is moved up. ``moved`` is told after each move."""

    def __init__(self, look: Look, rect: Rect, height: int, at: int, moved: Callable[[int], None]) -> None:
        super().__init__(look.chrome, rect)
        self.room = max(0, height - rect.h)
        self.at = max(0, min(self.room, at))
        self._moved = moved
        self._finger: tuple[float, int] | None = None  # where it came down, and how far the page was moved then
        self._dragging = False
        with self.canvas.before:
            PushMatrix()
            self._place = Translate(0, self.at, 0)
        with self.canvas.after:
            PopMatrix()

    @property
    def step(self) -> int:
        """What an arrow moves, in pixels."""
        return round(self.rect.h * _STEP)

    def scroll(self, at: int) -> None:
        """Move the page."""
        at = max(0, min(self.room, at))
        if at != self.at:
            self.at = at
            self._place.y = at
            self._moved(at)

    def reveal(self, rect: Rect) -> None:
        """Move the page as little as brings ``rect`` (of the page, origin top left) into the window."""
        if rect.bottom - self.at > self.rect.bottom:
            self.scroll(rect.bottom - self.rect.bottom)
        if rect.y - self.at < self.rect.y:
            self.scroll(rect.y - self.rect.y)

    # --- places ---------------------------------------------------------------------------------------------------

    def to_local(self, x: float, y: float, relative: bool = False) -> tuple[float, float]:
        return x, y - self.at

    def to_parent(self, x: float, y: float, relative: bool = False) -> tuple[float, float]:
        return x, y + self.at

    # --- the finger -----------------------------------------------------------------------------------------------

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos):
            return False
        touch.push()
        touch.apply_transform_2d(self.to_local)
        taken = super().on_touch_down(touch)
        touch.pop()
        held = [one() for one in touch.grab_list]
        if self.room and not any(isinstance(one, Stroked) for one in held):
            touch.grab(self)
            self._finger, self._dragging = (touch.y, self.at), False
            return True
        return bool(taken)

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self or self._finger is None:
            return False
        began, was_at = self._finger
        if not self._dragging and abs(touch.y - began) > self.look.panel.y(_SLOP):
            self._dragging = True
            self._take_from_controls(touch)
        if self._dragging:
            self.scroll(round(was_at + touch.y - began))
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._finger = None
        return True

    def _take_from_controls(self, touch: Any) -> None:
        """The control under the finger was not meant."""
        for held in [one() for one in touch.grab_list]:
            if isinstance(held, Touchable):
                held.press(False)
                touch.ungrab(held)


class Rail(Box):
    """The two arrows, one above the other in a column or side by side in a row. ``show`` tells which lead anywhere."""

    def __init__(self, look: Look, rect: Rect, turn: Callable[[int], None]) -> None:
        super().__init__(look, rect, Paint(fill=look.colours.sunken))
        self._turn = turn
        self._shown: tuple[bool, bool] | None = None

    def show(self, up: bool, down: bool) -> None:
        """Draw the arrows anew if one of them has begun or ceased to lead anywhere."""
        if (up, down) == self._shown:
            return
        self._shown = (up, down)
        self.clear_widgets()
        gap, panel = 8, self.look.panel
        inside = self.rect.inset(panel.x(6), panel.y(6))
        tall = self.rect.h > self.rect.w
        first, second = inside.rows(2, panel.y(gap)) if tall else inside.columns(2, panel.x(gap))
        self.add(self._arrow(first, UP, ARROW_UP, -1, up), self._arrow(second, DOWN, "keyboard_arrow_down", 1, down))

    def _arrow(self, rect: Rect, touch_id: str, icon: str, way: int, leads: bool) -> Button:
        kind = Kind.CONTROL if leads else Kind.NOT_YET
        act = (lambda: self._turn(way)) if leads else None
        return Button(self.look, rect, touch_id, Caption("", Type.TEXT, icon, 44), kind, act)
