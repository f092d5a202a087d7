"""The bar: the threshold below every screen. Back at the left, one fact in the middle, forward in the right corner.

Owns the places and states of its parts. A screen declares a BarContent; the shell shows it. Forward is never hidden.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.sketch import Sketch
from kiosk.ui.theme import MARGIN, Icon, Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Box, Paint, Placed, hairline
from kiosk.ui.widgets.price import price_runs
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import WRAP_MIDDLE, IconMark, Set, Text
from kiosk.ui.widgets.touch import Act

_QUIET = (Kind.NOT_YET, Kind.UNAVAILABLE)  # forward without an icon: it leads nowhere yet
_BEARING = 5  # design px from the edge of an icon's square to its ink
_LINE = 64  # design px: the line above the bar of a portrait panel
_BESIDE, _EDGE = 18, 16  # design px: from an amount to its words, from words to the right edge


@dataclass(frozen=True)
class Back:
    """The way back; ``danger`` for a cancel."""

    words: str
    act: Act
    danger: bool = False


@dataclass(frozen=True)
class Forward:
    """The next step: FILLED, PLAIN (a second choice forward), NOT_YET or UNAVAILABLE; ``width`` design px or 0."""

    words: str
    act: Act | None
    icon: str = "arrow_forward"
    kind: Kind = Kind.FILLED
    width: float = 0
    icon_first: bool = False


@dataclass(frozen=True)
class PriceTag:
    """The price so far with two lines beside it; ``fen`` None: told by the clerk."""

    fen: int | None
    lines: tuple[str, ...]
    due: bool = False  # it is owed now: a size larger


@dataclass(frozen=True)
class Note:
    """One reassurance in two lines."""

    words: str
    icon: str = ""
    alarm: bool = False  # in seal: what went wrong


@dataclass(frozen=True)
class Lookup:
    """A small thing to look up from idle and home; ``act`` None makes it plain words."""

    touch_id: str
    words: str
    icon: str
    act: Act | None


@dataclass(frozen=True)
class BarContent:
    """What the bar says and does."""

    back: Back | None = None
    middle: PriceTag | Note | tuple[Lookup, ...] | None = None
    forward: Forward | None = None
    indent: float = MARGIN  # where lookups begin, in design px

    def line(self, look: Look) -> int:
        """Height in pixels of the line above the bar, for price or note: a portrait panel has one, large words too."""
        if not isinstance(self.middle, PriceTag | Note):
            return 0
        if look.panel.zoom > 1:
            return self._line_enlarged(look, self.middle)
        return look.panel.y(_LINE) if look.panel.portrait else 0

    def _line_enlarged(self, look: Look, middle: PriceTag | Note) -> int:
        """As many lines as the words take."""
        sketched = replace(look, sketch=Sketch())
        place = look.panel.bar.cut_top(look.panel.y(_LINE))[0]
        _Middle(sketched, place, middle)
        needs = [need.height for need in sketched.sketch.needs()] if sketched.sketch else []
        if isinstance(middle, PriceTag):  # the amount, and what it is made of below it if there is no room beside it
            below = 0 if _fits_in_one_line(look, middle) else needs[-1]
            return look.line_height(Type.NUMBER) + below + look.panel.y(8)
        return max(needs, default=0) + look.panel.y(16)

    @property
    def spared(self) -> BarContent:
        """With large words only back, forward, price and alarm stay; the rest goes to the end of the page."""
        stays = isinstance(self.middle, PriceTag) or (isinstance(self.middle, Note) and self.middle.alarm)
        return self if stays else replace(self, middle=None)


class Bar(Placed):
    """Built anew for each content: cheap, since the textures are kept."""

    def __init__(self, look: Look, content: BarContent, place: Rect | None = None) -> None:
        super().__init__(look, place or look.panel.bar)
        self.content = content
        self.forward: Button | None = None
        self.add(Box(look, self.rect, Paint(fill=look.colours.surface)))
        line = content.line(look)
        rest = self._add_forward(self._add_back(self.rect))
        if not line:
            self._add_middle(rest)
        top = self._line_above(line) if line else self.rect
        hairline(self.canvas.after, look, Rect(0, top.y, self.rect.w, 1), look.colours.line)

    def _add_back(self, rect: Rect) -> Rect:
        back, look = self.content.back, self.look
        if back is None:
            return rect
        role = Type.SUBTITLE if back.danger else Type.LEAD
        width = max(look.panel.x(176), look.panel.x(104) + look.width(role, back.words))
        words = back.words
        if look.panel.zoom > 1 and width + self._wanted() > rect.w:
            words, width = "", look.panel.x(104)  # the arrow says it, and forward has room
        cell, rest = rect.cut_left(width)
        caption = Caption(words, role, "close" if back.danger else "arrow_back", 30)
        kind = Kind.DANGER if back.danger else Kind.PLAIN
        indent = look.panel.x(MARGIN - _BEARING) if words and look.panel.zoom == 1 else 0  # in line with the page
        button = Button(look, cell, "bar.back", caption, kind, back.act, bleed=True, indent=indent)
        if not back.danger:
            _ink(button, look, icon=True)
        self.add(button)
        self._divide(cell.right - 1)
        return rest

    def _divide(self, x: int) -> None:
        hairline(self.canvas.after, self.look, Rect(x, self.rect.y, 1, self.rect.h), self.look.colours.line)

    def _add_forward(self, rect: Rect) -> Rect:
        forward, look = self.content.forward, self.look
        if forward is None:
            return rect
        role = _forward_role(forward.kind)
        icon = "" if forward.kind in _QUIET else forward.icon
        wanted = self._wanted()
        smallest = look.panel.x(forward.width or 280)
        fits_narrowly = forward.width and wanted - look.panel.x(24) <= smallest
        width = smallest if fits_narrowly else max(smallest, wanted)
        cell, rest = rect.cut_right(min(rect.w, width))
        caption = Caption(forward.words, role, icon, Icon.FORWARD, icon_last=not forward.icon_first)
        self.forward = Button(look, cell, "bar.forward", caption, forward.kind, forward.act, bleed=True)
        self.add(self.forward)
        if forward.kind in (Kind.PLAIN, Kind.CONTROL):
            self._divide(cell.x)
        return rest

    def _wanted(self) -> int:
        """Pixels across that forward's words and icon take in one line."""
        forward, look = self.content.forward, self.look
        if forward is None:
            return 0
        icon = Icon.FORWARD + 12 if forward.icon and forward.kind not in _QUIET else 0
        widths = (look.width(_forward_role(forward.kind), line) for line in forward.words.split("\n"))
        return max(widths) + look.panel.x(48 + icon)

    def _add_middle(self, rect: Rect) -> None:
        middle = self.content.middle
        if isinstance(middle, PriceTag | Note):
            self.add(_Middle(self.look, rect, middle))
        elif middle:
            self._add_lookups(rect, middle)

    def _line_above(self, height: int) -> Rect:
        line = Rect(0, self.rect.y - height, self.rect.w, height)
        self.add(Box(self.look, line, Paint(fill=self.look.colours.surface)))
        self._add_middle(line)
        return line

    def _add_lookups(self, rect: Rect, lookups: tuple[Lookup, ...]) -> None:
        self.add(*lookup_row(self.look, rect.cut_left(self.look.panel.x(self.content.indent - 12))[1], lookups))


class _Middle(Placed):
    """Price or note: in the bar, or in a line of its own above it."""

    def __init__(self, look: Look, rect: Rect, middle: PriceTag | Note) -> None:
        super().__init__(look, rect)
        if isinstance(middle, PriceTag):
            self._add_price(rect, middle)
        else:
            self._add_note(rect, middle)

    def _add_price(self, rect: Rect, tag: PriceTag) -> None:
        look = self.look
        _, rect = rect.cut_left(look.panel.x(28 if rect.x else MARGIN))
        enlarged = look.panel.zoom > 1
        large = tag.due and not enlarged and rect.h >= look.panel.y(80)  # a line above the bar is lower
        stacked = enlarged and not _fits_in_one_line(look, tag)
        runs = price_runs(look, tag.fen, Type.NUMBER_L if large else Type.NUMBER, look.colours.ink)
        amount, below = rect.inset(0, look.panel.y(4)).cut_top(look.line_height(Type.NUMBER))
        line = RunLine(look, amount if stacked else rect, runs)
        self.add(line)
        room = below if stacked else rect.cut_left(line.needed[0], look.panel.x(_BESIDE))[1]
        words = _in_a_row(tag) if look.panel.portrait or enlarged else "\n".join(tag.lines)
        room = room.cut_right(look.panel.x(_EDGE))[1]
        self.add(Text(look, room, words, Type.CAPTION, look.colours.ink2, WRAP_MIDDLE))

    def _add_note(self, rect: Rect, note: Note) -> None:
        look = self.look
        _, rect = rect.cut_left(look.panel.x(28))
        if note.icon:
            icon, rect = rect.cut_left(look.panel.x(40), look.panel.x(14))
            self.add(IconMark(look, icon, note.icon, 40, look.colours.seal if note.alarm else look.colours.accent))
        role = Type.CAPTION_BOLD if note.alarm else Type.CAPTION
        ink = look.colours.seal if note.alarm else look.colours.ink2
        place = Set("left", "middle", wrap=True)
        rect = rect.cut_right(look.panel.x(_EDGE))[1]
        self.add(Text(look, rect.inset(0, look.panel.y(4)), note.words, role, ink, place))


def _in_a_row(tag: PriceTag) -> str:
    return " · ".join(tag.lines)


def _fits_in_one_line(look: Look, tag: PriceTag) -> bool:
    """Whether enlarged words have room beside the enlarged amount, in the line above the bar."""
    runs = price_runs(look, tag.fen, Type.NUMBER, look.colours.ink)
    amount = sum(look.width(run.role, run.text, run.scale) + look.panel.x(run.lead) for run in runs)
    around = sum(map(look.panel.x, (MARGIN, _BESIDE, _EDGE)))
    return amount + look.width(Type.CAPTION, _in_a_row(tag)) + around <= look.panel.bar.w


def lookup_row(look: Look, rect: Rect, lookups: tuple[Lookup, ...]) -> list[Button]:
    """Small things to look up, side by side from the left; their words begin 12 design px into the place."""
    buttons = []
    for lookup in lookups:
        role = Type.TEXT
        width = look.width(role, lookup.words) + look.panel.x(24 + (40 if lookup.icon else 0))
        cell, rect = rect.cut_left(width, look.panel.x(10))
        caption = Caption(lookup.words, role, lookup.icon, 28)
        button = Button(look, cell, lookup.touch_id, caption, Kind.PLAIN, lookup.act, bleed=True)
        _ink(button, look)
        buttons.append(button)
    return buttons


def _forward_role(kind: Kind) -> Type:
    match kind:
        case Kind.FILLED:
            return Type.ACTION
        case Kind.PLAIN | Kind.CONTROL:
            return Type.LABEL
        case _:
            return Type.LEAD


def _ink(button: Button, look: Look, icon: bool = False) -> None:
    """Words in ink; the icon too where nothing goes on from here (back), else it keeps the kind's colour (lookups)."""
    for part in button.marks:
        if isinstance(part, Text):
            part.show(part.words, look.colours.ink)
        elif icon and isinstance(part, IconMark):
            part.show(part.name, look.colours.ink)
