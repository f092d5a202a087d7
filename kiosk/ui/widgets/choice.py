"""Choices: radio cards, checkboxes, on/off and segmented switches; chosen is told by shape and words, not colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Icon, Radius, Stroke, Type
from kiosk.ui.widgets.paint import Box, Paint, circle, disc, draw_box, hairline
from kiosk.ui.widgets.text import MIDDLE, TOP, IconMark, Set, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed


@dataclass(frozen=True)
class Option:
    """A radio card: title and consequence. ``reason`` takes the consequence's place, ``remedy`` below it is what works
    all the same. With a reason it is unavailable (it then explains when touched), unless it is ``limited``."""

    touch_id: str
    icon: str
    title: str
    words: str
    chosen: bool
    act: Act
    reason: str = ""
    remedy: str = ""
    limited: bool = False

    @property
    def unavailable(self) -> bool:
        return bool(self.reason) and not self.limited


class RadioCard(Touchable):
    """472 x 126: icon 52, title, consequence, radio 36."""

    def __init__(self, look: Look, rect: Rect, option: Option) -> None:
        paint = _card_paint(look, option.chosen, option.unavailable)
        super().__init__(look, rect, option.touch_id, paint, pressed(paint, look), option.act)
        panel, colours = look.panel, look.colours
        inside = rect.inset(panel.x(24), panel.y(12))
        icon, rest = inside.cut_left(panel.x(Icon.RADIO), panel.x(20))
        radio, text = rest.cut_right(panel.x(36), panel.x(12))
        self.add(IconMark(look, icon, option.icon, Icon.RADIO, colours.ochre if option.unavailable else colours.accent))
        block = text.centred(text.w, panel.y(98 if option.reason else 78))
        title, words = block.cut_top(panel.y(40))
        self.add(Text(look, title, option.title, Type.LABEL, colours.ink2 if option.unavailable else colours.ink))
        if option.reason:
            reason, remedy = words.cut_top(look.composed.line_height(Type.CAPTION_BOLD))
            self.add(Text(look, reason, option.reason, Type.CAPTION_BOLD, colours.ochre, TOP))
            self.add(Text(look, remedy, option.remedy, Type.CAPTION, colours.ink2, TOP))
        else:
            self.add(Text(look, words, option.words, Type.CAPTION, colours.ink2, _WRAP))
        if not option.unavailable:
            radio_mark(self, look, radio.centred(panel.y(36), panel.y(36)), option.chosen)


_WRAP = Set("left", "top", wrap=True)


def _card_paint(look: Look, chosen: bool, unavailable: bool) -> Paint:
    colours = look.colours
    if unavailable:
        return Paint(fill=colours.sunken, edge=colours.stroke, radius=Radius.CARD, dashed=True)
    if chosen:
        return Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
    return Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)


def radio_mark(parent: Box, look: Look, rect: Rect, chosen: bool) -> None:
    """A filled disc with a tick, or an empty circle."""
    if chosen:
        disc(parent.canvas, look, rect, look.colours.accent)
        parent.add(IconMark(look, rect, "check", 26, look.colours.on_accent))
    else:
        circle(parent.canvas, look, rect, look.colours.stroke, Stroke.CONTROL, look.colours.surface)


class Checkbox(Touchable):
    """A box of 40 in a row at least 60 high; ``note`` stands at the right end."""

    def __init__(self, look: Look, rect: Rect, touch_id: str, words: str, note: str, on: bool, act: Act) -> None:
        super().__init__(look, rect, touch_id, Paint(), Paint(fill=look.colours.accent_tint, radius=Radius.CARD), act)
        panel, colours = look.panel, look.colours
        cell, text = rect.cut_left(panel.x(40), panel.x(14))
        box = cell.centred(panel.x(40), panel.y(40))
        paint = Paint(fill=colours.accent if on else colours.surface, edge=None, radius=6)
        empty = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.CONTROL, radius=6)
        self.add(Box(look, box, paint if on else empty))
        if on:
            self.add(IconMark(look, box, "check", 28, colours.on_accent))
        side, text = text.cut_right(look.width(Type.CAPTION, note), panel.x(8))
        self.add(Text(look, text, words, Type.TEXT, colours.ink, Set("left", "middle", wrap=True)))
        self.add(Text(look, side, note, Type.CAPTION, colours.ink2))


class OnOff(Touchable):
    """A row with an icon, words that say the state, and a switch of 104 x 60 at its right end."""

    def __init__(
        self, look: Look, rect: Rect, touch_id: str, icon: str, words: tuple[str, str], on: bool, act: Act
    ) -> None:
        super().__init__(look, rect, touch_id, Paint(), Paint(fill=look.colours.accent_tint, radius=Radius.CARD), act)
        panel, colours = look.panel, look.colours
        mark, rest = rect.cut_left(panel.x(44), panel.x(18))
        switch, text = rest.cut_right(panel.x(104), panel.x(12))
        self.add(IconMark(look, mark, icon, 40, colours.accent))
        block = text.centred(text.w, panel.y(70))
        title, below = block.cut_top(panel.y(40))
        self.add(Text(look, title, words[0], Type.LABEL, colours.ink))
        self.add(Text(look, below, words[1], Type.CAPTION, colours.ink2, _WRAP))
        self._draw_switch(switch.centred(panel.x(104), panel.y(60)), on)

    def _draw_switch(self, rect: Rect, on: bool) -> None:
        look, colours, panel = self.look, self.look.colours, self.look.panel
        fill: Colour = colours.accent if on else colours.surface
        edge: Colour = colours.accent if on else colours.stroke
        draw_box(self.canvas, look, rect, Paint(fill=fill, edge=edge, stroke=Stroke.CONTROL, radius=30))
        knob, gap = panel.y(48), panel.y(6)
        x = rect.right - knob - gap if on else rect.x + gap
        disc(self.canvas, look, Rect(x, rect.y + gap, knob, knob), colours.on_accent if on else colours.stroke)


@dataclass(frozen=True)
class Segment:
    """One setting of a segmented switch, with its effect in one line."""

    touch_id: str
    title: str
    words: str
    chosen: bool
    act: Act


class SegmentedSwitch(Box):
    """76-80 high; the segments share their hairlines."""

    def __init__(self, look: Look, rect: Rect, segments: Sequence[Segment]) -> None:
        colours = look.colours
        edge = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.CONTROL, radius=Radius.CARD)
        super().__init__(look, rect, edge)
        cells = rect.columns(len(segments), 0)
        if look.panel.zoom > 1 and any(look.width(Type.SUBTITLE, one.title) > cells[0].w for one in segments):
            self._stack(rect, segments)
            return
        edge_px = look.panel.x(2)
        for cell, segment in zip(cells, segments, strict=True):
            right = edge_px if cell is cells[-1] else 0  # up to the next one's hairline
            inner = Rect(cell.x + edge_px, cell.y + look.panel.y(2), cell.w - edge_px - right, cell.h - look.panel.y(4))
            square = "right" if cell is cells[0] else "left"
            middle = cell is not cells[0] and cell is not cells[-1]
            self._add_segment(inner, segment, Paint(radius=0 if middle else 8, square="" if middle else square))
        for cell in cells[1:]:
            hairline(self.canvas.after, look, Rect(cell.x, cell.y, look.panel.x(2), cell.h), colours.stroke)

    def _stack(self, rect: Rect, segments: Sequence[Segment]) -> None:
        """Large words: one below the other."""
        for cell, segment in zip(rect.rows(len(segments), 0), segments, strict=True):
            self._add_segment(cell.inset(self.look.panel.x(2), self.look.panel.y(2)), segment, Paint(radius=8))

    def _add_segment(self, rect: Rect, segment: Segment, shape: Paint) -> None:
        look, colours = self.look, self.look.colours
        paint = replace(shape, fill=colours.accent if segment.chosen else colours.surface)
        touch = Touchable(look, rect, segment.touch_id, paint, pressed(paint, look), segment.act)
        block = rect.centred(rect.w, min(rect.h, look.panel.y(58)))
        top, below = block.cut_top(round(block.h * 32 / 58))
        ink = colours.on_accent if segment.chosen else colours.ink
        role = Type.SUBTITLE if segment.chosen else Type.LEAD
        touch.add(Text(look, top, segment.title, role, ink, MIDDLE))
        note = colours.on_accent if segment.chosen else colours.ink2
        touch.add(Text(look, below, segment.words, Type.STAFF, note, MIDDLE))
        self.add(touch)
