"""Ways to choose from, however many: cards one below another while there is room, then smaller ones in two columns.

Owns their places and the small card. The words of the chosen one stand beside or below small cards, once. Called by the
screens that ask how something is paid.
"""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.choice import Option, RadioCard
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.text import WRAP_MIDDLE, IconMark, Text
from kiosk.ui.widgets.touch import Touchable, pressed

_LARGE, _LARGE_GAP = 126, 12  # design px
_SMALL, _SMALL_GAP = 84, 8
_TITLE = 28  # of a small one that has a reason
_WORDS = 40
_FEW = 2  # so many large ones have room
_ACROSS = 2


class SmallCard(Touchable):
    """84 high: icon or tick, title, below it the reason if there is one."""

    def __init__(self, look: Look, rect: Rect, option: Option) -> None:
        panel, colours = look.panel, look.colours
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)
        if option.unavailable:
            paint = Paint(fill=colours.sunken, edge=colours.stroke, radius=Radius.CARD, dashed=True)
        elif option.chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        super().__init__(look, rect, option.touch_id, paint, pressed(paint, look), option.act)
        mark, words = rect.inset(panel.x(14), panel.y(6)).cut_left(panel.x(38), panel.x(12))
        ink = colours.ochre if option.unavailable else colours.accent
        self.add(IconMark(look, mark, "check_circle" if option.chosen else option.icon, 36, ink))
        if option.reason:
            words, reason = words.cut_top(panel.y(_TITLE))
            self.add(Text(look, reason, option.reason, Type.CAPTION_BOLD, colours.ochre, WRAP_MIDDLE))
        title = colours.ink2 if option.unavailable else colours.ink
        self.add(Text(look, words, option.title, Type.TEXT_BOLD, title, WRAP_MIDDLE))


class WayCards(Box):
    """As high as ``cards_height`` says."""

    def __init__(self, look: Look, rect: Rect, options: Sequence[Option]) -> None:
        super().__init__(look, rect, Paint())
        if not many(len(options)):
            for option in options:
                cell, rect = rect.cut_top(look.panel.y(_LARGE), look.panel.y(_LARGE_GAP))
                self.add(RadioCard(look, cell, option))
            return
        odd = len(options) % _ACROSS
        words, cards = (rect, rect) if odd else rect.cut_bottom(look.panel.y(_WORDS))
        cells = cards.grid(_ACROSS, -(-len(options) // _ACROSS), look.panel.x(_SMALL_GAP), look.panel.y(_SMALL_GAP))
        for cell, option in zip(cells, options, strict=False):
            self.add(SmallCard(look, cell, option))
        told = next((option.remedy or option.words for option in options if option.chosen), "")
        place = cells[-1].inset(look.panel.x(14), 0) if odd else words
        self.add(Text(look, place, told, Type.CAPTION, look.colours.ink2, WRAP_MIDDLE))


def many(count: int) -> bool:
    """Whether so many ways are small cards."""
    return count > _FEW


def cards_height(look: Look, count: int) -> int:
    """How high the cards of ``count`` ways are, in pixels."""
    if not many(count):
        return look.panel.y((_LARGE + _LARGE_GAP) * count - _LARGE_GAP)
    down = -(-count // _ACROSS)
    return look.panel.y(_SMALL * down + _SMALL_GAP * (down - 1) + (0 if count % _ACROSS else _WORDS))
