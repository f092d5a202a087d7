"""Rows of lists: the clerk's board (82 high, coloured edge, age, one action) and plain rows to choose from."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Radius, Stroke, Type
from kiosk.ui.typeset import break_lines, longest
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Box, Paint, hairline
from kiosk.ui.widgets.text import RIGHT, WRAP, WRAP_MIDDLE, IconMark, Text
from kiosk.ui.widgets.touch import Act, Touchable

_MOST_LINES = 4  # of large words in a row


@dataclass(frozen=True)
class BoardLine:
    """One row of the board. ``level`` colours edge and icon; ``top`` is the most urgent level (tint, filled action).

    ``act`` None: it is not this person's to do anything about, and there is no button.
    """

    touch_id: str
    icon: str
    title: str
    source: str
    figure: str
    button: str
    act: Act | None
    level: Colour
    top: bool = False
    marked: bool = True  # draws the coloured edge


class BoardRowView(Box):
    """82 high: edge 8, icon, title 24, source 18, age or amount 28, button 130 x 64."""

    def __init__(self, look: Look, rect: Rect, line: BoardLine) -> None:
        colours, panel = look.colours, look.panel
        super().__init__(look, rect, Paint(fill=colours.seal_tint if line.top else colours.surface))
        edge, rest = rect.cut_left(panel.x(8))
        if line.marked:
            hairline(self.canvas, look, edge, line.level)
        hairline(self.canvas.after, look, Rect(rect.x, rect.bottom - 1, rect.w, 1), colours.line)
        if panel.narrow:
            self._stack(rest.inset(panel.x(14), panel.y(4)), line)
            return
        icon, rest = rest.cut_left(panel.x(70))
        self.add(IconMark(look, icon, line.icon, 40, line.level))
        button, text = rest.cut_right(panel.x(146 if line.act else 0), panel.x(16))
        cell = Rect(button.x, button.y, panel.x(130), button.h).inset(0, (button.h - panel.y(64)) // 2)
        self._add_button(cell, line)
        self._add_words(text, line)

    def _add_button(self, rect: Rect, line: BoardLine) -> None:
        if line.act is None:
            return
        kind = Kind.ALARM if line.top else Kind.OUTLINED
        self.add(Button(self.look, rect, line.touch_id, Caption(line.button, Type.TEXT_BOLD), kind, line.act))

    def _stack(self, rect: Rect, line: BoardLine) -> None:
        """Large words: icon and age, title, source and action below each other, each over the whole width."""
        look, panel, colours = self.look, self.look.panel, self.look.colours
        head, rest = rect.cut_top(panel.y(28))
        title, rest = rest.cut_top(panel.y(24))
        source, button = rest.cut_top(panel.y(20), panel.y(4))
        icon, age = head.cut_left(panel.icon(40), panel.x(12))
        self.add(IconMark(look, icon, line.icon, 40, line.level))
        self.figure = Text(look, age, line.figure, Type.LABEL, line.level, RIGHT)
        self.add(self.figure)
        self.add(Text(look, title, line.title, Type.SUBTITLE, colours.ink, WRAP_MIDDLE))
        self.add(Text(look, source, line.source, Type.STAFF, colours.ink2, WRAP_MIDDLE))
        self._add_button(button, line)

    def _add_words(self, rect: Rect, line: BoardLine) -> None:
        look, panel, colours = self.look, self.look.panel, self.look.colours
        role = Type.ACTION if line.top else Type.LABEL
        figure, text = rect.cut_right(look.width(role, line.figure), panel.x(8))
        self.figure = Text(look, figure, line.figure, role, line.level, RIGHT)
        self.add(self.figure)
        if panel.portrait:  # narrower, but higher: both may take two lines
            title, source = text.inset(0, panel.y(5)).cut_top(panel.y(58))
            self.add(Text(look, title, line.title, Type.SUBTITLE, colours.ink, WRAP_MIDDLE))
            self.add(Text(look, source, line.source, Type.STAFF, colours.ink2, WRAP))
            return
        title, source = text.inset(0, panel.y(12)).cut_top(panel.y(32))
        self.add(Text(look, title, line.title, Type.SUBTITLE, colours.ink))
        self.add(Text(look, source.cut_top(panel.y(26))[0], line.source, Type.STAFF, colours.ink2))


class ChoiceRow(Touchable):
    """A row to choose: icon, title, a smaller line at the right; selected ones are tinted and ticked."""

    def __init__(
        self, look: Look, rect: Rect, touch_id: str, icon: str, words: tuple[str, str], chosen: bool, act: Act
    ) -> None:
        colours, panel = look.colours, look.panel
        paint = Paint(fill=colours.surface, edge=colours.stroke, stroke=Stroke.LINE, radius=Radius.CARD)
        if chosen:
            paint = Paint(fill=colours.accent_tint, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        super().__init__(look, rect, touch_id, paint, replace(paint, fill=colours.accent_tint), act)
        mark, rest = rect.inset(panel.x(16), 0).cut_left(panel.x(40), panel.x(12))
        self.add(IconMark(look, mark, "check_circle" if chosen else icon, 32, colours.accent))
        side, text = rest.cut_right(look.width(Type.CAPTION, words[1]), panel.x(12))
        role = Type.SUBTITLE if chosen else Type.LEAD
        fitted = shortened if look.panel.zoom == 1 else whole_or_shortened
        self.title = fitted(look, words[0], role, text.w)
        lines = text.inset(0, panel.y(6))  # large ones keep off the edges of the row that grows with them
        self.add(Text(look, lines, self.title, role, colours.ink, WRAP_MIDDLE))
        self.add(Text(look, side, words[1], Type.CAPTION, colours.ink2, RIGHT))


def whole_or_shortened(look: Look, words: str, role: Type, width: int) -> str:
    """Large words take as many lines as a sentence may need; what is longer, or cannot be parted, is shortened."""
    if longest(words, lambda atom: look.width(role, atom)) > width:
        return shortened(look, words, role, width)
    lines = break_lines(words, lambda line: look.width(role, line), width)
    return words if len(lines) <= _MOST_LINES else shortened(look, words, role, width)


def shortened(look: Look, words: str, role: Type, width: int) -> str:
    """A file's name may be longer than the row: its middle goes, its ending stays."""
    if look.width(role, words) <= width:
        return words
    kept = bisect_right(range(len(words)), width, lo=5, key=lambda kept: look.width(role, _middle_out(words, kept))) - 1
    return _middle_out(words, kept) if kept >= 5 else words[:4]


def _middle_out(words: str, kept: int) -> str:
    """``kept`` characters of ``words``, half of them from its end."""
    return f"{words[: (kept + 1) // 2]}…{words[-(kept // 2) :]}"
