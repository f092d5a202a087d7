"""The field of a telephone number: grouped by the national plan, dots for what is missing, wrong digits in seal."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.widgets.paint import Paint, disc, hairline
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.text import IconMark, Text
from kiosk.ui.widgets.touch import Act, Touchable, pressed


@dataclass(frozen=True)
class NumberEntry:
    """What a field shows. ``missing`` dots follow the digits; from ``wrong_from`` on the digits are in seal."""

    label: str
    groups: tuple[str, ...]
    active: bool
    done: bool = False
    missing: int = 0
    wrong_from: int | None = None
    fault: str = ""  # 与第一次不同


class NumberField(Touchable):
    """102 high: label 20, number 44."""

    def __init__(self, look: Look, rect: Rect, touch_id: str, entry: NumberEntry, act: Act | None) -> None:
        colours = look.colours
        edge, stroke = (colours.accent, Stroke.SELECTED) if entry.active else (colours.stroke, Stroke.LINE)
        paint = Paint(fill=colours.surface, edge=edge, stroke=stroke, radius=Radius.CARD)
        super().__init__(look, rect, touch_id, paint, pressed(paint, look), act)
        self._entry = entry
        inside = rect.inset(look.panel.x(24), look.panel.y(8))
        label, number = inside.cut_top(look.panel.y(30))
        self._compose_label(label)
        self._compose_number(number)

    def _compose_label(self, rect: Rect) -> None:
        look, entry = self.look, self._entry
        words = entry.fault or entry.label
        ink = look.colours.seal if entry.fault else look.colours.ink2
        role = Type.CAPTION_BOLD if entry.fault else Type.CAPTION
        self.add(Text(look, rect, words, role, ink))
        if entry.done:
            after = rect.cut_left(look.width(role, words), look.panel.x(8))[1]
            icon = after.cut_left(look.panel.x(26))[0]
            self.add(IconMark(look, icon, "check_circle", 24, look.colours.accent))

    def _compose_number(self, rect: Rect) -> None:
        look = self.look
        line = RunLine(look, rect, self._runs())
        self.add(line)
        if self._entry.active:
            x = rect.x + (line.needed[0] + look.panel.x(12) if self._entry.groups else 0)
            below = 6 if look.panel.zoom == 1 else 0  # to the edge that is opened for large digits: it grows with them
            caret = Rect(x, rect.y + look.panel.y(8), look.panel.x(4), rect.h - look.panel.y(8 + below))
            hairline(self.canvas.after, look, caret, look.colours.accent)
            self._compose_dots(rect, x + look.panel.x(32))

    def _compose_dots(self, rect: Rect, x: int) -> None:
        look, side = self.look, self.look.panel.y(9)
        for place in range(self._entry.missing):
            dot = Rect(x + place * look.panel.x(48), rect.y + (rect.h - side) // 2, side, side)
            if dot.right < rect.right:
                disc(self.canvas.after, look, dot, look.colours.stroke)

    def _runs(self) -> list[Run]:
        """Groups with room between them, split where the second entry begins to differ from the first."""
        colours, runs, seen = self.look.colours, [], 0
        for number, group in enumerate(self._entry.groups):
            lead = 14.0 if number else 0.0
            for part, wrong in _split(group, self._entry.wrong_from, seen):
                runs.append(Run(part, Type.NUMBER, colours.seal if wrong else colours.ink, lead))
                lead = 0.0
            seen += len(group)
        return runs


def _split(group: str, wrong_from: int | None, seen: int) -> list[tuple[str, bool]]:
    if wrong_from is None or wrong_from >= seen + len(group):
        return [(group, False)]
    at = max(0, wrong_from - seen)
    return [(part, wrong) for part, wrong in ((group[:at], False), (group[at:], True)) if part]
