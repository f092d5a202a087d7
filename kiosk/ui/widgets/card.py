"""Source cards: where the document comes from. Live, chosen, or unavailable with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Icon, Radius, Stroke, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.text import WRAP, IconMark, Text
from kiosk.ui.widgets.touch import Act


@dataclass(frozen=True)
class Source:
    """``state`` is told bold with an icon; ``words`` below it; ``reason`` makes the card unavailable."""

    touch_id: str
    icon: str
    title: str
    state: str
    words: str
    button: str
    kind: Kind
    act: Act | None
    chosen: bool = False
    reason: str = ""


class SourceCard(Box):
    """304 x 306: icon 44 + title, two lines, a button 104 high."""

    def __init__(self, look: Look, rect: Rect, source: Source) -> None:
        super().__init__(look, rect, _paint(look, source))
        self._source = source
        panel, colours = look.panel, look.colours
        inside = rect.inset(panel.x(24), panel.y(20))
        if rect.w > rect.h * 3 // 2 and not panel.narrow:  # a tall panel stacks wide cards
            button, text = inside.cut_right(panel.x(210), panel.x(16))
            button = button.centred(button.w, panel.y(106))
        else:
            button, text = inside.cut_bottom(panel.y(106), panel.y(10))
        head, body = (
            text.cut_top(panel.y(48), panel.y(12)) if not panel.narrow else text.cut_top(panel.y(30), panel.y(4))
        )
        icon, title = head.cut_left(panel.x(44), panel.x(14))
        self.add(IconMark(look, icon, source.icon, Icon.CARD, colours.ochre if source.reason else colours.accent))
        self.add(Text(look, title, source.title, Type.LABEL, colours.ink2 if source.reason else colours.ink))
        self._add_body(body)
        self.add(Button(look, button, source.touch_id, Caption(source.button), source.kind, source.act))

    def _add_body(self, rect: Rect) -> None:
        look, panel, source = self.look, self.look.panel, self._source
        colours = look.colours
        state, words = rect.cut_top(min(panel.y(38), rect.h // 2))
        role = Type.TEXT_BOLD
        if source.reason:
            self.add(Text(look, rect, source.reason, role, colours.ochre, WRAP))
            return
        if source.chosen:
            icon, state = state.cut_left(panel.x(26), panel.x(6))
            self.add(IconMark(look, icon, "check_circle", 26, colours.accent))
        ink = colours.accent if source.chosen else colours.ink
        self.add(Text(look, state, source.state, role if source.chosen else Type.TEXT, ink))
        self.add(Text(look, words, source.words, Type.CAPTION, colours.ink2, WRAP))


def _paint(look: Look, source: Source) -> Paint:
    colours = look.colours
    if source.reason:
        return Paint(fill=colours.sunken, edge=colours.stroke, radius=Radius.CARD, dashed=True)
    if source.chosen:
        return Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
    return Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
