"""The text under hand: label and counter, as many lines as fit, what is not final underlined, the caret.

Owns where each character stands. A touch puts the caret where the finger was lifted, a finger that is dragged moves the
lines; the caret's own line is always brought into sight when text or caret change. What a text is,
``kiosk.ui.keyboard`` knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kiosk.ui.geometry import Rect
from kiosk.ui.keyboard import TextEntry
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.typeset import break_lines
from kiosk.ui.widgets.paint import Paint, Placed, hairline
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.text import Set, Text
from kiosk.ui.widgets.touch import Touchable

CaretPut = Callable[[int], None]  # before which of the characters that are seen

_MARGIN = 16  # right of the lines: room for the caret, and for the bar that says there are more


@dataclass(frozen=True)
class _Line:
    """A line of the text, from character ``begin``; the blanks at its end are in it and not drawn."""

    begin: int
    words: str


class WritingField(Touchable):
    """``show`` draws a text; ``first`` is the line that stands uppermost."""

    def __init__(
        self, look: Look, rect: Rect, label: str, hint: str, put: CaretPut, first: int = 0, inset: int = 6
    ) -> None:
        colours = look.colours
        edge = Paint(fill=colours.surface, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        super().__init__(look, rect, "writing.field", edge, edge, None)
        self.first = first
        self._hint, self._put = hint, put
        inside = rect.inset(look.panel.x(19), look.panel.y(inset))
        head, self._body = inside.cut_top(look.panel.y(30))
        self._lines = Placed(look, self._body)
        self._counter = Text(look.usual, head, "", Type.CAPTION, colours.ink2, Set("right"))
        self.add(Text(look.usual, head, label, Type.CAPTION, colours.ink2), self._counter, self._lines)
        self._pitch = look.line_height(Type.LEAD)
        self._room = max(1, self._body.h // self._pitch)  # lines
        self._broken: list[_Line] = []
        self._pending = range(0)  # characters that are not final yet
        self._caret = 0
        self._dragged_from: tuple[float, int] | None = None
        self._dragged = False

    def show(self, entry: TextEntry) -> None:
        """The text of ``entry`` as it is now, its caret in sight."""
        look, colours, whole = self.look, self.look.colours, entry.shown
        words = look.tr("writing.counter", n=len(entry.text), limit=entry.limit)
        self._counter.show(words, colours.seal if entry.full else colours.ink2)
        self._broken = self._break(whole)
        self._caret, self._pending = entry.shown_caret, range(entry.caret, entry.shown_caret)
        line = self._line_of(self._caret)
        self._draw_from(min(max(self.first, line - self._room + 1), line))
        if not whole:
            after = self._body.cut_left(look.panel.x(10))[1]
            self._lines.add(Text(look.usual, after.cut_top(self._pitch)[0], self._hint, Type.LEAD, colours.ink2))

    # --- where each character stands ----------------------------------------------------------------------------

    def _break(self, whole: str) -> list[_Line]:
        face, room = self.look.face(Type.LEAD), self._body.w - self.look.panel.x(_MARGIN)
        begins, at = [], 0
        for line in break_lines(whole, lambda words: self.look.faces.width(face, words), room):
            at = whole.index(line, at)
            begins.append(at)
            at += len(line)
        ends = [*begins[1:], len(whole)]
        return [_Line(begin, whole[begin:end]) for begin, end in zip(begins, ends, strict=True)] or [_Line(0, "")]

    def _line_of(self, at: int) -> int:
        return max((number for number, line in enumerate(self._broken) if line.begin <= at), default=0)

    def _across(self, line: _Line, at: int) -> int:
        """How far right of the line's beginning the character ``at`` begins."""
        room = self._body.w - self.look.panel.x(_MARGIN)
        return min(room, self.look.width(Type.LEAD, line.words[: max(0, at - line.begin)]))

    def _at(self, x: float, y: float) -> int:
        """The gap between two characters that is nearest to a point of the glass, origin bottom left."""
        down = int((self._lines.top - y) // self._pitch)
        number = min(len(self._broken) - 1, max(0, self.first + down))
        line = self._broken[number]
        behind = line.begin + len(line.words.rstrip())
        if number + 1 < len(self._broken):  # behind its last character begins the next line
            behind = max(line.begin, min(behind, self._broken[number + 1].begin - 1))
        gaps = range(line.begin, behind + 1)
        return min(gaps, key=lambda at: abs(self._across(line, at) - (x - self._lines.x)))

    # --- drawing ------------------------------------------------------------------------------------------------

    def _draw_from(self, first: int) -> None:
        """The lines from ``first`` on, as far as there are lines."""
        self.first = min(max(0, first), max(0, len(self._broken) - self._room))
        self._lines.wipe()
        self._lines.canvas.after.clear()
        rest = self._body
        for number, line in enumerate(self._broken[self.first : self.first + self._room], self.first):
            place, rest = rest.cut_top(self._pitch)
            self._draw_line(place, line)
            if number == self._line_of(self._caret):
                self._draw_caret(place, line)
        self._draw_bar()

    def _draw_line(self, rect: Rect, line: _Line) -> None:
        look, accent = self.look, self.look.colours.accent
        begin, end = (min(len(line.words), max(0, at - line.begin)) for at in (self._pending.start, self._pending.stop))
        parts = (line.words[:begin], line.words[begin:end], line.words[end:].rstrip())
        inks = (look.colours.ink, accent, look.colours.ink)
        self._lines.add(RunLine(look, rect, [Run(part, Type.LEAD, ink) for part, ink in zip(parts, inks, strict=True)]))
        if begin < end:
            left, right = (self._across(line, line.begin + at) for at in (begin, end))
            high = look.panel.y(3)
            under = Rect(rect.x + left, rect.bottom - high, right - left, high)
            hairline(self._lines.canvas.after, look, under, accent)

    def _draw_caret(self, rect: Rect, line: _Line) -> None:
        panel = self.look.panel
        x = rect.x + max(0, self._across(line, self._caret) - panel.x(2))  # between two characters
        caret = Rect(x, rect.y + panel.y(4), panel.x(3), rect.h - panel.y(6))
        hairline(self._lines.canvas.after, self.look, caret, self.look.colours.accent)

    def _draw_bar(self) -> None:
        """Which part of the text is seen, if it is not all of it."""
        count, panel, body = len(self._broken), self.look.panel, self._body
        if count <= self._room:
            return
        high = max(panel.y(16), body.h * self._room // count)
        top = body.y + (body.h - high) * self.first // (count - self._room)
        bar = Rect(body.right - panel.x(4), top, panel.x(4), high)
        hairline(self._lines.canvas.after, self.look, bar, self.look.colours.stroke)

    # --- the finger ---------------------------------------------------------------------------------------------

    def on_touch_down(self, touch: Any) -> bool:
        if not self.collide_point(*touch.pos) or touch.is_mouse_scrolling:
            return False
        touch.grab(self)
        self._dragged_from, self._dragged = (touch.y, self.first), False
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self or self._dragged_from is None:
            return False
        begun_y, first = self._dragged_from
        lines = round((touch.y - begun_y) / self._pitch)
        self._dragged |= lines != 0
        if self._dragged:
            self._draw_from(first + lines)
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        if not self._dragged and self.collide_point(*touch.pos):
            self._put(self._at(*touch.pos))
        return True
