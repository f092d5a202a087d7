"""Panels: warnings with their cure, facts in rows, side panels that bleed to the edge."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Radius, Type
from kiosk.ui.widgets.fitting import beside
from kiosk.ui.widgets.paint import Box, Paint, Placed, hairline
from kiosk.ui.widgets.text import WRAP, IconMark, Set, Text


class WarningPanel(Box):
    """Ochre: icon, first line bold, then the cure; the cure's control stands next to it."""

    def __init__(self, look: Look, rect: Rect, title: str, cure: str, icon: str = "warning") -> None:
        super().__init__(look, rect, Paint(fill=look.colours.ochre_tint, radius=Radius.CARD))
        panel = look.panel
        inside = rect.inset(panel.x(18), panel.y(14))
        mark, text = inside.cut_left(panel.x(34), panel.x(14))
        mark = mark.cut_top(panel.y(38))[0]
        self.add(IconMark(look, mark, icon, 34, look.colours.ochre))
        head = Text(look.composed, text, title, Type.TEXT_BOLD, look.colours.ink, WRAP)
        taken = look.composed.line_height(Type.TEXT_BOLD) * max(1, len(head.lines))
        first, rest = text.cut_top(taken)
        self.add(Text(look, first, title, Type.TEXT_BOLD, look.colours.ink, WRAP))
        self.add(Text(look, rest, cure, Type.TEXT, look.colours.ink, WRAP))


@dataclass(frozen=True)
class Fact:
    """A row: what it is, its value, and a smaller line under the value; ``ink`` of a value that warns."""

    label: str
    value: str
    note: str = ""
    ink: Colour | None = None


class FactRows(Placed):
    """Label and value rows with hairlines (quote)."""

    def __init__(self, look: Look, rect: Rect, facts: tuple[Fact, ...], label_width: float = 148) -> None:
        super().__init__(look, rect)
        top = rect
        for fact in facts:
            row, top = top.cut_top(look.panel.y(84 if fact.note else 64))
            hairline(self.canvas, look, Rect(row.x, row.y, row.w, 1), look.colours.line)
            self._add_row(row, fact, label_width)
        hairline(self.canvas, look, Rect(rect.x, top.y, rect.w, 1), look.colours.line)

    def _add_row(self, rect: Rect, fact: Fact, label_width: float) -> None:
        look, panel = self.look, self.look.panel
        inside, line = rect.inset(0, panel.y(11)), panel.y(38)
        label, value = inside.cut_left(panel.x(label_width))
        if panel.zoom > 1 and look.width(Type.TEXT, fact.label) > label.w:
            label, value = inside.cut_top(inside.h // 3)
            line = value.h // (2 if fact.note else 1)
        first, second = value.cut_top(line)
        self.add(Text(look, label.cut_top(min(label.h, line))[0], fact.label, Type.TEXT, look.colours.ink2))
        self.add(Text(look, first, fact.value, Type.LABEL, look.colours.ink))
        if fact.note:
            self.add(Text(look, second, fact.note, Type.CAPTION, look.colours.ink2, WRAP))


class FactLines(Placed):
    """Plain label and value lines (outcome, receipt), 22 on any ground."""

    def __init__(
        self, look: Look, rect: Rect, facts: tuple[Fact, ...], inks: tuple[Colour, Colour], label_width: float = 112
    ) -> None:
        super().__init__(look, rect)
        column = self.column(look, facts, label_width)
        for fact in facts:
            row, rect = rect.cut_top(look.panel.y(36))
            label, value = beside(look, row, (column, look.width(Type.TEXT_BOLD, fact.value)))
            self.add(Text(look, label, fact.label, Type.TEXT, inks[0]))
            ink = fact.ink or inks[1]
            self.add(Text(look, value, fact.value, Type.TEXT_BOLD, ink, Set("left", "middle", wrap=True)))

    @staticmethod
    def column(look: Look, facts: tuple[Fact, ...], label_width: float = 112) -> int:
        """Pixels that the labels take."""
        longest = max((look.width(Type.TEXT, fact.label) for fact in facts), default=0)
        return max(look.panel.x(label_width), longest + look.panel.x(14))


class SidePanel(Box):
    """Sunken, without corners, to the edge of the glass."""

    def __init__(self, look: Look, rect: Rect, fill: Colour | None = None) -> None:
        super().__init__(look, rect, Paint(fill=fill or look.colours.sunken))


def beside_side(look: Look, rect: Rect, across: float = 400, down: float = 400) -> tuple[Rect, Rect]:
    """What is left beside a side panel, and the panel: at the right, or below on a glass that stands upright."""
    panel = look.panel
    side, main = rect.cut_bottom(panel.y(down)) if panel.portrait else rect.cut_right(panel.x(across))
    return main, side


class DoneWall(Box):
    """The pine wall at the end of a way: what is done, and a sentence; there is nothing more to do."""

    def __init__(self, look: Look, rect: Rect, title: str, words: str) -> None:
        panel, ink = look.panel, look.colours.on_wall
        super().__init__(look, rect, Paint(fill=look.colours.wall))
        inside = rect.inset(panel.x(48), panel.y(60))
        head, rest = inside.cut_top(panel.y(76), panel.y(20))
        icon, place = head.cut_left(panel.x(64), panel.x(18))
        self.add(IconMark(look, icon, "check_circle", 64, ink))
        self.add(Text(look, place, title, Type.OUTCOME, ink))
        self.add(Text(look, rest, words, Type.LEAD, ink, WRAP))
