"""The tabs of the staff's side: 72 high at the lower edge, in the bar's place; the open one is tinted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.widgets.button import Caption, icon_and_words
from kiosk.ui.widgets.paint import Paint, Placed, hairline
from kiosk.ui.widgets.text import MIDDLE, IconMark, Text
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


class TabBar(Placed):
    """Tabs of equal width that share their hairlines."""

    def __init__(self, look: Look, rect: Rect, tabs: Sequence[Tab]) -> None:
        super().__init__(look, rect)
        for cell, tab in zip(rect.columns(len(tabs), 0), tabs, strict=True):
            self.add(self._tab(cell, tab))
            hairline(self.canvas.after, look, Rect(cell.x, cell.y, 1, cell.h), look.colours.line)
        hairline(self.canvas.after, look, Rect(rect.x, rect.y, rect.w, 1), look.colours.line)

    def _tab(self, rect: Rect, tab: Tab) -> Touchable:
        look, colours = self.look, self.look.colours
        paint = Paint(fill=colours.accent_tint if tab.open else colours.sunken if tab.missing else colours.surface)
        touch = Touchable(look, rect, tab.touch_id, paint, pressed(paint, look), tab.act)
        ink = colours.accent if tab.open else colours.ochre if tab.missing else colours.ink
        role = Type.CAPTION_BOLD if tab.open else Type.CAPTION
        if look.panel.portrait or look.panel.zoom > 1:
            icon, words = rect.inset(0, look.panel.y(6)).cut_top(look.panel.y(30))
            fits = look.width(Type.STAFF, tab.words) <= words.w
            icon = icon if fits else rect  # a word that is too large leaves its icon alone
            touch.add(IconMark(look, icon, tab.icon, 26, ink))
            touch.add(Text(look, words, tab.words if fits else "", Type.STAFF, ink, MIDDLE))
        else:
            touch.add(*icon_and_words(look, rect, Caption(tab.words, role, tab.icon, 26), ink))
        if tab.open:
            hairline(touch.canvas.after, look, Rect(rect.x, rect.y, rect.w, look.panel.y(5)), colours.accent)
        return touch
