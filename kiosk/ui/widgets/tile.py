"""Service tiles of home: a main one (icon 68), small ones (icon 38); plain, filled, with a badge, unavailable.

Owns their states. An unavailable tile says why and what is being done, and can be touched: it explains.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Icon, Radius, Stroke, Type
from kiosk.ui.widgets.paint import Box, Paint
from kiosk.ui.widgets.text import MIDDLE, WRAP, IconMark, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed


@dataclass(frozen=True)
class Service:
    """What a tile says. ``reason`` takes the place of ``words``, ``remedy`` below it is what works all the same.

    A tile with a reason is unavailable, unless it is ``limited``: then the service is to be had, in part.
    """

    touch_id: str
    icon: str
    title: str
    words: str
    act: Act
    badge: str = ""
    filled: bool = False
    reason: str = ""
    remedy: str = ""
    limited: bool = False

    @property
    def unavailable(self) -> bool:
        return bool(self.reason) and not self.limited


def _paint(look: Look, service: Service, main: bool) -> Paint:
    colours = look.colours
    if service.unavailable:
        return Paint(fill=colours.sunken, edge=colours.stroke, radius=Radius.CARD, dashed=True)
    if service.filled:
        return Paint(fill=colours.accent, radius=Radius.CARD)
    edge, stroke = (colours.accent, Stroke.CONTROL) if main else (colours.stroke, Stroke.LINE)
    return Paint(fill=colours.surface, edge=edge, stroke=stroke, radius=Radius.CARD)


@dataclass(frozen=True)
class _Inks:
    icon: Colour
    title: Colour
    words: Colour


def _inks(look: Look, service: Service) -> _Inks:
    colours = look.colours
    if service.unavailable:
        return _Inks(colours.ochre, colours.ink2, colours.ink2)
    if service.filled:
        return _Inks(colours.on_accent, colours.on_accent, colours.on_accent)
    return _Inks(colours.accent, colours.ink, colours.ink2)


class _Tile(Touchable):
    def __init__(self, look: Look, rect: Rect, service: Service, main: bool) -> None:
        paint = _paint(look, service, main)
        super().__init__(look, rect, service.touch_id, paint, pressed(paint, look), service.act)
        self.service = service
        self.inks = _inks(look, service)

    @property
    def words(self) -> str:
        return self.service.title


class MainTile(_Tile):
    """A large tile; the filled one is the most used service."""

    def __init__(self, look: Look, rect: Rect, service: Service) -> None:
        super().__init__(look, rect, service, main=True)
        panel = look.panel
        inside = rect.inset(panel.x(24), panel.y(12))
        icon, text = inside.cut_left(panel.x(Icon.MAIN), panel.x(22))
        self.add(IconMark(look, icon, service.icon, Icon.MAIN, self.inks.icon))
        block = text.centred(text.w, panel.y(132 if service.remedy else 112))
        title, words = block.cut_top(panel.y(64), panel.y(4))
        self._add_title(title)
        self._add_words(words)

    def _add_title(self, rect: Rect) -> None:
        look = self.look
        role = Type.NUMBER_LATIN if look.latin else Type.NUMBER
        self.add(Text(look, rect, self.service.title, role, self.inks.title))
        if self.service.badge:
            _, after = rect.cut_left(look.width(role, self.service.title), look.panel.x(14))
            self._add_badge(after)

    def _add_badge(self, rect: Rect) -> None:
        look, colours = self.look, self.look.colours
        width = look.width(Type.TEXT_BOLD, self.service.badge) + look.panel.x(28)
        pill = Rect(rect.x, rect.y + (rect.h - look.panel.y(40)) // 2, width, look.panel.y(40))
        box = Box(look, pill, Paint(fill=colours.seal, radius=20))
        box.add(Text(look, pill, self.service.badge, Type.TEXT_BOLD, colours.on_seal, MIDDLE))
        self.add(box)

    def _add_words(self, rect: Rect) -> None:
        look, service = self.look, self.service
        if not service.reason:
            self.add(Text(look, rect, service.words, Type.TEXT, self.inks.words, WRAP))
            return
        reason, remedy = rect.cut_top(look.composed.line_height(Type.TEXT_BOLD))
        self.add(Text(look, reason, service.reason, Type.TEXT_BOLD, look.colours.ochre))
        self.add(Text(look, remedy, service.remedy, Type.TEXT, self.inks.words, WRAP))


class SmallTile(_Tile):
    """A small tile: icon above, title, one line, and a third one only where there is room for it."""

    def __init__(self, look: Look, rect: Rect, service: Service) -> None:
        super().__init__(look, rect, service, main=False)
        panel = look.panel
        inside = rect.inset(panel.x(19), panel.y(10))
        if panel.narrow:
            icon, rest = inside.cut_left(panel.x(Icon.TILE + 2), panel.x(16))
        else:
            icon, rest = inside.cut_top(panel.y(48), panel.y(2))
            icon = icon.cut_left(panel.x(Icon.TILE + 2))[0]
        self.add(IconMark(look, icon, service.icon, Icon.TILE, self.inks.icon))
        title, rest = rest.cut_top(panel.y(30 if panel.narrow else 40))
        self.add(Text(look, title, service.title, Type.LABEL, self.inks.title))
        self._add_words(rest)

    def _add_words(self, rect: Rect) -> None:
        look = self.look
        first, rest = rect.cut_top(look.panel.y(27))
        if not self.service.reason:
            self.add(Text(look, first, self.service.words, Type.CAPTION, self.inks.words))
            return
        if look.panel.zoom > 1:  # the page grows: nothing is left out
            first, rest = rect.rows(2, 0)
            self.add(Text(look, first, self.service.reason, Type.CAPTION_BOLD, look.colours.ochre, WRAP))
            self.add(Text(look, rest, self.service.remedy, Type.CAPTION, self.inks.words, WRAP))
            return
        reason = Text(look, first, self.service.reason, Type.CAPTION_BOLD, look.colours.ochre, WRAP)
        if len(reason.lines) > 1:  # a long reason takes the remedy's line too
            self.add(Text(look, rect, self.service.reason, Type.CAPTION_BOLD, look.colours.ochre, WRAP))
            return
        self.add(reason)
        if self.service.remedy and rest.h >= look.panel.y(26) and not look.panel.compact:
            self.add(Text(look, rest.cut_top(look.panel.y(26))[0], self.service.remedy, Type.CAPTION, self.inks.words))
