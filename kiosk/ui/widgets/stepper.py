"""The stepper: a small whole number with a key to make it less and one to make it more.

Owns its looks and its bounds. At a bound the key is not grey without a reason: the line beneath the number says which
bound it is. Knows no meaning of the number: its words come ready from the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.text import MIDDLE, Text

LESS, MORE = "less", "more"
_KEY = 104  # design pixels across: 15.6 mm on a 7" panel


@dataclass(frozen=True)
class Count:
    """A number between ``least`` and ``most``. ``words`` is the number with its unit (``3 份``), ``note`` explains.

    ``at_least`` and ``at_most`` take the note's place where the number can go no further; empty: the note stays.
    """

    touch_id: str
    value: int
    least: int
    most: int
    words: str
    note: str = ""
    at_least: str = ""
    at_most: str = ""

    @property
    def told(self) -> str:
        """The line beneath the number."""
        if self.value >= self.most:
            return self.at_most or self.note
        return (self.at_least if self.value <= self.least else "") or self.note


class Stepper(Box):
    """At least 340 x 110: minus, number, plus. ``changed`` is told the next one; ids are ``ID.less``, ``ID.more``."""

    def __init__(self, look: Look, rect: Rect, count: Count, changed: Callable[[int], None]) -> None:
        colours = look.colours
        edge = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        super().__init__(look, rect, edge)
        self._count, self._changed = count, changed
        less, rest = rect.inset(2).cut_left(look.panel.x(_KEY))
        more, middle = rest.cut_right(look.panel.x(_KEY))
        self.add(self._key(less, LESS, "−", -1), self._key(more, MORE, "+", 1))
        self._add_words(middle.inset(look.panel.x(8), 0))

    def _key(self, rect: Rect, name: str, sign: str, step: int) -> Button:
        count, goal = self._count, self._count.value + step
        possible = count.least <= goal <= count.most
        kind = Kind.KEY if possible else Kind.NOT_YET
        act = (lambda: self._changed(goal)) if possible else None
        return Button(self.look, rect, f"{count.touch_id}.{name}", Caption(sign, Type.NUMBER), kind, act)

    def _add_words(self, rect: Rect) -> None:
        look, told = self.look, self._count.told
        block = rect.centred(rect.w, look.panel.y(88 if told else 56))
        number, below = block.cut_top(look.panel.y(56), look.panel.y(2))
        self.add(Text(look, number, self._count.words, Type.NUMBER, look.colours.ink, MIDDLE))
        if told:
            self.add(Text(look, below, told, Type.CAPTION, look.colours.ink2, MIDDLE))
