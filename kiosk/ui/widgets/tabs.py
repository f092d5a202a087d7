"""The tabs of the staff's side: 72 high at the lower edge, in the bar's place; the open one is tinted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.typeset import longest
from kiosk.ui.widgets.button import Caption, icon_and_words
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.text import MIDDLE, WRAP_CENTRE, IconMark, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed

HEIGHT = 72


@dataclass(frozen=True)
class Tab:
    """One tab; ``missing`` ones are drawn in ochre and explain themselves when touched."""

    touch_id: str
    words: str
    icon: str
    act: Act
    open: bool = False
    missing: bool = False


def tabs_height(look: Look, tabs: Sequence[Tab]) -> int:
    """Pixels that the tabs take at the lower edge: more beside large words, and twice that where they take two rows."""
    return look.panel.y(HEIGHT * (1 + (look.panel.zoom - 1) * 0.5)) * _rows(look, look.panel.width, tabs)


def _rows(look: Look, width: int, tabs: Sequence[Tab]) -> int:
    """One row, or two where a word has no room beside the others."""
    widest = max(longest(tab.words, lambda word: look.width(Type.STAFF, word)) for tab in tabs)  # they may be wrapped
    return 1 if widest <= width // len(tabs) else 2


class TabBar(Box):
    """Tabs of equal width that share their hairlines, in two rows where their words need it."""

    def __init__(self, look: Look, rect: Rect, tabs: Sequence[Tab]) -> None:
        super().__init__(look, rect, Paint(fill=look.colours.surface))
        rows = _rows(look, rect.w, tabs)
        for cell, tab in zip(rect.grid(-(-len(tabs) // rows), rows, 0, 0), tabs, strict=False):
            self.add(self._tab(cell, tab))
            hairline(self.canvas.after, look, Rect(cell.x, cell.y, 1, cell.h), look.colours.line)
            hairline(self.canvas.after, look, Rect(cell.x, cell.y, cell.w, 1), look.colours.line)
        hairline(self.canvas.after, look, Rect(rect.x, rect.y, rect.w, 1), look.colours.line)

    def _tab(self, rect: Rect, tab: Tab) -> Touchable:
        look, colours = self.look, self.look.colours
        paint = Paint(fill=colours.accent_tint if tab.open else colours.sunken if tab.missing else colours.surface)
        touch = Touchable(look, rect, tab.touch_id, paint, pressed(paint, look), tab.act)
        ink = colours.accent if tab.open else colours.ochre if tab.missing else colours.ink
        role = Type.CAPTION_BOLD if tab.open else Type.CAPTION
        if look.panel.portrait or look.panel.zoom > 1:
            icon, words = rect.inset(0, look.panel.y(6)).cut_top(look.panel.y(30))
            if look.width(Type.STAFF, tab.words) <= words.w:
                touch.add(IconMark(look, icon, tab.icon, 26, ink))
                touch.add(Text(look, words, tab.words, Type.STAFF, ink, MIDDLE))
            else:  # two lines take the icon's place
                touch.add(Text(look, rect, tab.words, Type.STAFF, ink, WRAP_CENTRE))
        else:
            touch.add(*icon_and_words(look, rect, Caption(tab.words, role, tab.icon, 26), ink))
        if tab.open:
            hairline(touch.canvas.after, look, Rect(rect.x, rect.y, rect.w, look.panel.y(5)), colours.accent)
        return touch
