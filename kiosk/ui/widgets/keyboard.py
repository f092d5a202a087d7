"""The keyboard on the glass: keys, the row of candidates and their grid, the field above with its counter.

Owns places and looks. What a key does is ``kiosk.ui.keyboard``'s business; every key calls back with its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kiosk.locale import Language
from kiosk.ui.geometry import Rect
from kiosk.ui.keyboard import BACKSPACE, DONE, MODE, ROW_UNITS, SHIFT, SIGNS, Key, TextEntry, Typing, rows_of
from kiosk.ui.look import Look
from kiosk.ui.theme import Radius, Stroke, Type
from kiosk.ui.typeset import break_lines
from kiosk.ui.upright_keys import UPRIGHT_UNITS, upright_rows
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.paint import Box, Paint, Placed, hairline
from kiosk.ui.widgets.run_line import Run, RunLine
from kiosk.ui.widgets.text import WRAP_MIDDLE, Set, Text
from kiosk.ui.widgets.touch import Act, Touchable

Typed = Callable[[str], None]
Chosen = Callable[[int], None]

_MARGIN, _GAP = 10, 6
_HAIRLINE = 3  # upright: what nine keys of more than 9 mm leave between them
GRID = (5, 3)
_FULL_WIDTH = "，。、；：？！"
_CENTRED = Set("centre", language=Language.ZH_HANT)  # full-width stops stand in the middle of their box there


class Keys(Placed):
    """The rows of keys: four on a lying glass, five or six on an upright one."""

    def __init__(self, look: Look, rect: Rect, entry: TextEntry, typed: Typed) -> None:
        super().__init__(look, rect)
        self._entry, self._typed = entry, typed
        self.add(Box(look, rect, Paint(fill=look.colours.sunken)))
        upright = look.panel.upright
        margin, gap = (_HAIRLINE, _HAIRLINE) if upright else (_MARGIN, _GAP)
        rows, units = (upright_rows(entry), UPRIGHT_UNITS) if upright else (rows_of(entry), ROW_UNITS)
        inside = rect.inset(look.panel.x(margin), look.panel.y(gap))
        for row, keys in zip(inside.rows(len(rows), look.panel.y(gap)), rows, strict=True):
            for key in keys:
                self.add(self._key(_place(row, key, units), key.name))

    def _key(self, rect: Rect, name: str) -> Button:
        full_width = name in _FULL_WIDTH
        caption = Caption("") if full_width else self._caption(name)
        key = Button(self.look, rect, f"key.{name}", caption, self._kind(name), lambda: self._typed(name))
        if full_width:
            key.add(Text(self.look, rect, name, Type.KEY, self.look.colours.ink, _CENTRED))
        return key

    def _kind(self, name: str) -> Kind:
        if name == DONE:
            return Kind.FILLED
        if name == MODE and not self._entry.can_write_han:
            return Kind.UNAVAILABLE
        return Kind.FUNCTION if name in (SHIFT, BACKSPACE, MODE, SIGNS) else Kind.KEY

    def _caption(self, name: str) -> Caption:
        tr, entry = self.look.tr, self._entry
        match name:
            case "shift":
                return Caption("", Type.TEXT, "shift", 36)
            case "backspace":
                return Caption("", Type.TEXT, "backspace", 34)
            case "mode":
                return Caption(self._mode(), Type.TEXT)
            case "signs":
                return Caption(self._other_side(), Type.TEXT)
            case "space":
                return Caption(tr("keyboard.space"), Type.TEXT)
            case "done":
                return Caption(tr("keyboard.done"), Type.LABEL)
            case _:
                return Caption(name.upper() if entry.shifted else name, Type.KEY)

    def _other_side(self) -> str:
        if self._entry.typing is Typing.BOPOMOFO:
            return "ㄅㄆㄇ" if self._entry.signs else "123"
        return self.look.tr("keyboard.letters" if self._entry.signs else "keyboard.signs")

    def _mode(self) -> str:
        """What is typed now, and what the key goes on to; beside Bopomofo there is room for what comes next alone."""
        entry, names = self._entry, _WAYS
        if entry.typing is Typing.LATIN:
            return "EN / 中"
        if Typing.BOPOMOFO not in entry.ways:
            return "中 / EN"
        after = entry.ways[(entry.ways.index(entry.typing) + 1) % len(entry.ways)]
        if entry.typing is Typing.BOPOMOFO and not entry.signs:
            return names[after]
        return f"{names[entry.typing]} / {names[after]}"


_WAYS = {Typing.HAN: "拼", Typing.BOPOMOFO: "注", Typing.LATIN: "EN"}


def _place(row: Rect, key: Key, units: int) -> Rect:
    """A key's rectangle in its row, which is ``units`` wide."""
    unit = row.w / units
    left, right = round(row.x + key.x * unit), round(row.x + (key.x + key.w) * unit)
    return Rect(left, row.y, right - left, row.h)


class CandidateRow(Placed):
    """62 high: the first candidate filled, as many more as fit, a chevron for all of them."""

    def __init__(self, look: Look, rect: Rect, chosen: Chosen, more: Act) -> None:
        super().__init__(look, rect)
        self._chosen, self._more = chosen, more
        self._shown: tuple[tuple[str, ...], str, bool] | None = None

    def show(self, candidates: tuple[str, ...], hint: str, open_grid: bool) -> None:
        """Candidates, or without any the ``hint``; the chevron is there only if it leads to something."""
        if self._shown == (candidates, hint, open_grid):
            return
        self._shown = (candidates, hint, open_grid)
        self.wipe()
        self.canvas.after.clear()
        look, colours = self.look, self.look.colours
        self.add(Box(look, self.rect, Paint(fill=colours.surface)))
        if candidates:
            chevron, rest = self.rect.cut_right(look.panel.x(84))
            self.add(self._chevron(chevron, open_grid))
            self._add_candidates(rest, candidates)
        else:
            place = self.rect.inset(look.panel.x(24), 0)
            self.add(Text(look.usual, place, hint, Type.CAPTION, colours.ink2, WRAP_MIDDLE))
        for y in (self.rect.y, self.rect.bottom - 1):
            hairline(self.canvas.after, look, Rect(self.rect.x, y, self.rect.w, 1), colours.line)

    def _chevron(self, rect: Rect, open_grid: bool) -> Button:
        caption = Caption("", Type.TEXT, "close" if open_grid else "keyboard_arrow_down", 32)
        hairline(self.canvas.after, self.look, Rect(rect.x, rect.y, 1, rect.h), self.look.colours.line)
        return Button(self.look, rect, "candidate.more", caption, Kind.PLAIN, self._more, bleed=True)

    def _add_candidates(self, rest: Rect, candidates: Sequence[str]) -> None:
        look = self.look
        for index, words in enumerate(candidates):
            width = max(look.panel.x(70), look.width(Type.VALUE, words) + look.panel.x(44))
            if width > rest.w and index:
                break
            cell, rest = rest.cut_left(min(width, rest.w))
            self.add(self._candidate(cell, index, words))
            line = Rect(cell.right - 1, cell.y, 1, cell.h)
            hairline(self.canvas.after, look, line, look.colours.line)

    def _candidate(self, rect: Rect, index: int, words: str) -> Button:
        look = self.look
        role = Type.LABEL if index == 0 else Type.VALUE
        kind = Kind.FILLED if index == 0 else Kind.PLAIN
        fitting = _tail(look, words, role, rect.w - look.panel.x(20))
        button = Button(
            look, rect, f"candidate.{index}", Caption(fitting, role), kind, lambda: self._chosen(index), bleed=True
        )
        if index:
            _ink(button, look)
        return button


class CandidateGrid(Placed):
    """All candidates, 5 x 3 a page, over the keys."""

    def __init__(
        self, look: Look, rect: Rect, candidates: tuple[str, ...], page: int, chosen: Chosen, turn: Typed
    ) -> None:
        super().__init__(look, rect)
        self._chosen = chosen
        self.add(Box(look, rect, Paint(fill=look.colours.sunken)))
        inside = rect.inset(look.panel.x(_MARGIN), look.panel.y(_GAP + 4))
        arrows, cells = inside.cut_right(look.panel.x(84), look.panel.x(_MARGIN))
        across, down = GRID
        size = across * down
        places = cells.grid(across, down, look.panel.x(_GAP), look.panel.y(_GAP))
        for place, index in zip(places, range(page * size, len(candidates)), strict=False):
            self.add(self._cell(place, index, candidates[index]))
        last = (len(candidates) - 1) // size
        up, below = arrows.rows(2, look.panel.y(_GAP))
        self.add(_arrow(look, up, "grid.back", "arrow_back", (lambda: turn("back")) if page else None))
        self.add(_arrow(look, below, "grid.next", "arrow_forward", (lambda: turn("next")) if page < last else None))

    def _cell(self, rect: Rect, index: int, words: str) -> Button:
        fitting = _tail(self.look, words, Type.KEY, rect.w - self.look.panel.x(16))
        return Button(
            self.look, rect, f"grid.{index}", Caption(fitting, Type.KEY), Kind.KEY, lambda: self._chosen(index)
        )


def _arrow(look: Look, rect: Rect, touch_id: str, icon: str, act: Act | None) -> Button:
    kind = Kind.FUNCTION if act else Kind.NOT_YET
    return Button(look, rect, touch_id, Caption("", Type.TEXT, icon, 32), kind, act)


class WritingField(Touchable):
    """The text under hand: label, counter, the last lines that fit, what is not final underlined, the caret."""

    def __init__(self, look: Look, rect: Rect, label: str, hint: str) -> None:
        colours = look.colours
        edge = Paint(fill=colours.surface, edge=colours.accent, stroke=Stroke.SELECTED, radius=Radius.CARD)
        super().__init__(look, rect, "writing.field", edge, edge, None)
        self._hint = hint
        inside = rect.inset(look.panel.x(19), look.panel.y(6))
        head, self._body = inside.cut_top(look.panel.y(30))
        self._lines = Placed(look, self._body)
        self._counter = Text(look.usual, head, "", Type.CAPTION, colours.ink2, Set("right"))
        self.add(Text(look.usual, head, label, Type.CAPTION, colours.ink2), self._counter, self._lines)

    def show(self, text: str, preedit: str, limit: int) -> None:
        """The text, and behind it what is not final yet."""
        look, colours = self.look, self.look.colours
        words = look.tr("writing.counter", n=len(text), limit=limit)
        self._counter.show(words, colours.seal if len(text) >= limit else colours.ink2)
        self._lines.wipe()
        self._lines.canvas.after.clear()
        pitch = look.line_height(Type.LEAD)
        shown = self._broken(text, preedit)[-max(1, self._body.h // pitch) :]
        rest = self._body
        for line, preedit_from in shown:
            place, rest = rest.cut_top(pitch)
            self._show_line(place, line[:preedit_from], line[preedit_from:], line is shown[-1][0])
        if not text and not preedit:
            after = self._body.cut_left(look.panel.x(10))[1]
            self._lines.add(Text(look.usual, after.cut_top(pitch)[0], self._hint, Type.LEAD, colours.ink2))

    def _broken(self, text: str, preedit: str) -> list[tuple[str, int]]:
        """Lines, each with the place where its preedit begins."""
        face, whole = self.look.face(Type.LEAD), text + preedit
        room = self._body.w - self.look.panel.x(16)
        lines, at = [], 0
        for line in break_lines(whole, lambda words: self.look.faces.width(face, words), room):
            at = whole.index(line, at)
            lines.append((line, min(len(line), max(0, len(text) - at))))
            at += len(line)
        return lines or [("", 0)]

    def _show_line(self, rect: Rect, final: str, preedit: str, last: bool) -> None:
        look, accent = self.look, self.look.colours.accent
        runs = [Run(final, Type.LEAD, look.colours.ink), Run(preedit, Type.SUBTITLE, accent)]
        line = RunLine(look, rect, [run for run in runs if run.text])
        self._lines.add(line)
        begin = rect.x + look.width(Type.LEAD, final)
        end = begin + look.width(Type.SUBTITLE, preedit)
        if preedit:
            under = Rect(begin, rect.bottom - look.panel.y(3), end - begin, look.panel.y(3))
            hairline(self._lines.canvas.after, look, under, accent)
        if last:
            caret = Rect(end + look.panel.x(2), rect.y + look.panel.y(4), look.panel.x(3), rect.h - look.panel.y(6))
            hairline(self._lines.canvas.after, look, caret, accent)


def _tail(look: Look, words: str, role: Type, room: int) -> str:
    """A candidate longer than its cell shows its end: the beginning is what the person has just typed."""
    while look.width(role, words) > room and len(words) > 2:
        words = "…" + words.lstrip("…")[1:]
    return words


def _ink(button: Button, look: Look) -> None:
    for part in button.marks:
        if isinstance(part, Text):
            part.show(part.words, look.colours.ink)
