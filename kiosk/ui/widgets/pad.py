"""The number pad: 1-9, then clear or +, 0, backspace; and the dots of a passcode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Stroke, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.held_key import HeldKey, Now
from kiosk.ui.widgets.paint import Placed, circle, disc

CLEAR, PLUS, BACKSPACE = "clear", "+", "backspace"
_GAP = 8


def typed_on(number: int, key: str, most: int) -> int:
    """A number after a digit, ``clear`` or ``backspace``; a digit that makes it more than ``most`` is not taken."""
    if key == CLEAR:
        return 0
    if key == BACKSPACE:
        return number // 10
    longer = number * 10 + int(key)
    return longer if longer <= most else number


class NumberPad(Placed):
    """Calls ``typed`` with a digit, ``clear``, ``+`` or ``backspace``; ids are ``pad.<that>``.

    Backspace goes on while it is held; ``now_s`` is the house's clock.
    """

    _backspace: HeldKey

    def __init__(self, look: Look, rect: Rect, corner: str, typed: Callable[[str], None], now_s: Now) -> None:
        super().__init__(look, rect)
        self._now_s = now_s
        keys = [*"123456789", corner, "0", BACKSPACE]
        cells = rect.grid(3, 4, look.panel.x(_GAP), look.panel.y(_GAP))
        for cell, key in zip(cells, keys, strict=True):
            self.add(self._key(cell, key, typed))

    def on_touch_down(self, touch: Any) -> bool:
        self._backspace.stop()  # whoever types on does not hold it, even if the panel has lost the lift
        return bool(super().on_touch_down(touch))

    def _key(self, rect: Rect, key: str, typed: Callable[[str], None]) -> Button:
        look = self.look
        kind = Kind.FUNCTION if key in (CLEAR, BACKSPACE) else Kind.KEY
        match key:
            case "clear":
                caption = Caption(look.tr("pad.clear"), Type.TEXT)
            case "backspace":
                caption = Caption("", Type.TEXT, "backspace", 32)
            case _:
                caption = Caption(key, Type.KEY)
        if key != BACKSPACE:
            return Button(look, rect, f"pad.{key}", caption, kind, lambda: typed(key))
        self._backspace = HeldKey(look, rect, f"pad.{key}", caption, kind, lambda: typed(key), self._now_s)
        return self._backspace


class PasscodeDots(Placed):
    """As many circles as the passcode has places; what is typed is filled, never shown."""

    def __init__(self, look: Look, rect: Rect, length: int, typed: int = 0) -> None:
        super().__init__(look, rect)
        self._length = length
        self.show(typed)

    def show(self, typed: int) -> None:
        """Fill the first ``typed`` circles."""
        self.canvas.clear()
        look, side, pitch = self.look, self.look.panel.y(22), self.look.panel.x(36)
        x = self.rect.right - pitch * (self._length - 1) - side
        y = self.rect.y + (self.rect.h - side) // 2
        for place in range(self._length):
            dot = Rect(x + place * pitch, y, side, side)
            if place < typed:
                disc(self.canvas, look, dot, look.colours.ink)
            else:
                circle(self.canvas, look, dot, look.colours.stroke, Stroke.CONTROL, look.colours.ground)
