"""Satisfaction in one touch (E4): five large keys, a number and what it means."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import GAP, Radius, Stroke, Type
from kiosk.ui.widgets.paint import Paint, Placed
from kiosk.ui.widgets.text import MIDDLE, Set, Text
from kiosk.ui.widgets.touch import Touchable, pressed

SCORES = (1, 2, 3, 4, 5)


class ScoreRow(Placed):
    """Calls ``scored`` with 1 (very poor) to 5 (very good); ids are ``score.<n>``."""

    def __init__(self, look: Look, rect: Rect, chosen: int | None, scored: Callable[[int], None]) -> None:
        super().__init__(look, rect)
        for cell, score in zip(rect.columns(len(SCORES), look.panel.x(GAP)), SCORES, strict=True):
            self.add(self._key(cell, score, score == chosen, scored))

    def _key(self, rect: Rect, score: int, chosen: bool, scored: Callable[[int], None]) -> Touchable:
        look, colours = self.look, self.look.colours
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)
        if chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        key = Touchable(look, rect, f"score.{score}", paint, pressed(paint, look), lambda: scored(score))
        number, words = rect.inset(look.panel.x(6), look.panel.y(10)).cut_top(round(rect.h * 0.5))
        key.add(Text(look, number, str(score), Type.NUMBER, colours.accent, MIDDLE))
        place = Set("centre", "top", wrap=True)
        role = Type.CAPTION_BOLD if chosen else Type.CAPTION
        key.add(Text(look, words, look.tr(f"score.{score}"), role, colours.ink, place))
        return key
