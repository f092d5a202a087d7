"""Buttons: filled, outlined, plain, dangerous, not yet possible, unavailable.

Owns the look of each kind and the row of icon and words inside. Called by bar, cards, panels, dialogs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import assert_never

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Icon, Radius, Stroke, Type
from kiosk.ui.widgets.paint import Mark, Paint
from kiosk.ui.widgets.text import IconMark, Set, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed

_TAG_ICON = 26  # design px: the icon of a tag or pill stands nearer to its words


class Kind(Enum):
    """FILLED is the next step: one a screen."""

    FILLED = auto()
    ALARM = auto()  # seal, filled: the clerk's most urgent row only
    DANGER_OUTLINED = auto()  # seal outline, in a dialog
    OUTLINED = auto()  # accent outline: a second way forward
    CONTROL = auto()  # grey outline: tools
    KEY = auto()  # a digit or a letter
    FUNCTION = auto()  # sunken key
    PLAIN = auto()  # no outline, accent words
    DANGER = auto()  # seal words
    NOT_YET = auto()  # says what is missing
    UNAVAILABLE = auto()  # dashed


@dataclass(frozen=True)
class Caption:
    """What a button says: words in a role, an icon before or after them."""

    words: str
    role: Type = Type.LABEL
    icon: str = ""
    icon_size: float = Icon.BUTTON
    icon_last: bool = False


class Button(Touchable):
    """A button of one kind; full-bleed buttons (bar, frame) have radius 0 and no outline.

    Its words stand in the middle, or ``indent`` pixels from its left edge.
    """

    def __init__(
        self,
        look: Look,
        rect: Rect,
        touch_id: str,
        caption: Caption,
        kind: Kind,
        act: Act | None,
        bleed: bool = False,
        indent: int = 0,
    ) -> None:
        paint = paint_of(look, kind, bleed)
        super().__init__(look, rect, touch_id, paint, pressed(paint, look), act)
        self.caption, self.kind = caption, kind
        inside, align = (rect.cut_left(indent)[1], "left") if indent else (rect, "centre")
        self.add(*icon_and_words(look, inside, caption, ink_of(look, kind), align))

    @property
    def words(self) -> str:
        return self.caption.words


def paint_of(look: Look, kind: Kind, bleed: bool = False) -> Paint:
    """Ground and outline of a kind of button."""
    if bleed:
        return Paint(fill=_ground_of(look, kind))
    colours, radius = look.colours, Radius.CARD
    match kind:
        case Kind.FILLED:
            return Paint(fill=colours.accent, radius=radius)
        case Kind.ALARM:
            return Paint(fill=colours.seal, radius=radius)
        case Kind.DANGER_OUTLINED:
            return Paint(fill=colours.surface, edge=colours.seal, stroke=Stroke.CONTROL, radius=radius)
        case Kind.OUTLINED:
            return Paint(fill=colours.surface, edge=colours.accent, stroke=Stroke.CONTROL, radius=radius)
        case Kind.CONTROL:
            return Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.CONTROL, radius=radius)
        case Kind.KEY:
            return Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=radius)
        case Kind.FUNCTION:
            return Paint(fill=colours.sunken, edge=colours.stroke, stroke=Stroke.LINE, radius=radius)
        case Kind.PLAIN | Kind.DANGER:
            return Paint(fill=colours.surface, radius=radius)
        case Kind.NOT_YET:
            return Paint(fill=colours.sunken, radius=radius)
        case Kind.UNAVAILABLE:
            return Paint(fill=colours.sunken, edge=colours.stroke, stroke=1, radius=radius, dashed=True)
        case _:
            assert_never(kind)


def _ground_of(look: Look, kind: Kind) -> Colour:
    """Ground of a full-bleed button: no outline, no corners."""
    if kind is Kind.FILLED:
        return look.colours.accent
    return look.colours.sunken if kind in (Kind.NOT_YET, Kind.UNAVAILABLE) else look.colours.surface


def ink_of(look: Look, kind: Kind) -> Colour:
    """Colour of a button's words."""
    colours = look.colours
    match kind:
        case Kind.FILLED:
            return colours.on_accent
        case Kind.ALARM:
            return colours.on_seal
        case Kind.OUTLINED | Kind.PLAIN:
            return colours.accent
        case Kind.CONTROL | Kind.KEY | Kind.FUNCTION:
            return colours.ink
        case Kind.DANGER | Kind.DANGER_OUTLINED:
            return colours.seal
        case Kind.NOT_YET:
            return colours.ink2
        case Kind.UNAVAILABLE:
            return colours.ochre
        case _:
            assert_never(kind)


def icon_and_words(look: Look, rect: Rect, caption: Caption, ink: Colour, align: str = "centre") -> list[Mark]:
    """Icon and words as one group at ``align`` of the rectangle; words in several lines keep their lines."""
    gap = look.panel.x(8 if caption.icon_size <= _TAG_ICON else 12) if caption.icon and caption.words else 0
    inner = look.panel.x(8) if look.panel.zoom > 1 else 0  # words that fill the place keep off its edges
    rect = rect.inset(inner, 0)
    if caption.icon and caption.words and _longest(look, caption) > rect.w - look.panel.icon(caption.icon_size) - gap:
        caption, gap = replace(caption, icon=""), 0  # the word alone has room
    icon = max(look.panel.x(caption.icon_size), look.panel.icon(caption.icon_size)) if caption.icon else 0
    lines = caption.words.split("\n")
    words = max((look.width(caption.role, line) for line in lines), default=0)
    room = rect.w - icon - gap
    place = Set("left" if words <= room or align == "left" else "centre", "middle")
    words = min(words, room)
    x = rect.x + {"left": 0, "centre": (room - words) // 2, "right": room - words}[align]
    if caption.icon_last:
        text_x, icon_x = x, x + words + gap
    else:
        text_x, icon_x = x + icon + gap, x
    parts: list[Mark] = [Text(look, Rect(text_x, rect.y, words, rect.h), caption.words, caption.role, ink, place)]
    if caption.icon:
        parts.append(IconMark(look, Rect(icon_x, rect.y, icon, rect.h), caption.icon, caption.icon_size, ink))
    return parts


def _longest(look: Look, caption: Caption) -> int:
    """Pixels across of the longest large word that cannot be broken."""
    if look.panel.zoom == 1 or not look.latin:
        return 0
    return max((look.width(caption.role, word) for word in caption.words.split()), default=0)
