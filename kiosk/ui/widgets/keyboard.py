"""The keyboard on the glass: keys, the row of candidates and their grid.

Owns places and looks. What a key does is ``kiosk.ui.keyboard``'s business; every key calls back with its name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from itertools import accumulate
from typing import Any

from kiosk.locale import Language
from kiosk.ui.geometry import Rect
from kiosk.ui.keyboard import (
    BACKSPACE,
    DONE,
    LEFT,
    MODE,
    RIGHT,
    ROW_UNITS,
    SHIFT,
    SIGNS,
    Key,
    TextEntry,
    Typing,
    rows_of,
)
from kiosk.ui.look import Look
from kiosk.ui.theme import Type
from kiosk.ui.upright_keys import UPRIGHT_UNITS, upright_rows
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.held_key import HeldKey, Now
from kiosk.ui.widgets.paint import Box, Paint, Placed, hairline
from kiosk.ui.widgets.text import WRAP_MIDDLE, Set, Text
from kiosk.ui.widgets.touch import Act

Typed = Callable[[str], None]
Chosen = Callable[[int], None]

_MARGIN, _GAP = 10, 6
_HAIRLINE = 3  # upright: what nine keys of more than 9 mm leave between them
_ARROW_ACROSS, _ARROW_UPRIGHT = 84, 64  # the latter 9 mm: what stands beside it needs the room
GRID = (5, 3)
_FULL_WIDTH = "，。、；：？！"
_CENTRED = Set("centre", language=Language.ZH_HANT)  # full-width stops stand in the middle of their box there


class Keys(Placed):
    """The rows of keys: four on a lying glass, five or six on an upright one."""

    backspace: HeldKey

    def __init__(self, look: Look, rect: Rect, entry: TextEntry, typed: Typed, now_s: Now) -> None:
        super().__init__(look, rect)
        self._entry, self._typed, self._now_s = entry, typed, now_s
        self.add(Box(look, rect, Paint(fill=look.colours.sunken)))
        upright = look.panel.upright
        margin, gap = (_HAIRLINE, _HAIRLINE) if upright else (_MARGIN, _GAP)
        rows, units = (upright_rows(entry), UPRIGHT_UNITS) if upright else (rows_of(entry), ROW_UNITS)
        inside = rect.inset(look.panel.x(margin), look.panel.y(gap))
        for row, keys in zip(inside.rows(len(rows), look.panel.y(gap)), rows, strict=True):
            for key in keys:
                self.add(self._key(_place(row, key, units), key.name))

    def on_touch_down(self, touch: Any) -> bool:
        self.backspace.stop()  # whoever types on does not hold it, even if the panel has lost the lift
        return bool(super().on_touch_down(touch))

    def _key(self, rect: Rect, name: str) -> Button:
        full_width = name in _FULL_WIDTH
        caption = Caption("") if full_width else self._caption(name)
        kind, touch_id = self._kind(name), f"key.{name}"
        if name == BACKSPACE:
            self.backspace = HeldKey(self.look, rect, touch_id, caption, kind, lambda: self._typed(name), self._now_s)
            return self.backspace
        key = Button(self.look, rect, touch_id, caption, kind, lambda: self._typed(name))
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
    """62 high, or two rows of that: the first candidate filled, as many more as fit, a chevron for all of them.

    Without candidates it has a hint, and the arrows of the caret once there is a text; ``typed`` gets their names.
    """

    def __init__(self, look: Look, rect: Rect, chosen: Chosen, more: Act, typed: Typed, now_s: Now) -> None:
        super().__init__(look, rect)
        self._chosen, self._more, self._typed, self._now_s = chosen, more, typed, now_s
        self._shown: tuple[tuple[str, ...], str, bool, bool] | None = None
        self._arrows: list[HeldKey] = []

    def on_touch_down(self, touch: Any) -> bool:
        self.hold_on()  # as in Keys
        return bool(super().on_touch_down(touch))

    def hold_on(self) -> None:
        """The arrows go on no more, even if the panel has lost the lift: somebody does something else."""
        for arrow in self._arrows:
            arrow.stop()

    def show(self, candidates: tuple[str, ...], hint: str, open_grid: bool, arrows: bool) -> None:
        """Candidates, or without any the ``hint``; the chevron is there only if it leads to something."""
        if self._shown == (candidates, hint, open_grid, arrows):
            return
        self._shown = (candidates, hint, open_grid, arrows)
        self.wipe()
        self._arrows = []
        self.canvas.after.clear()
        look, colours = self.look, self.look.colours
        self.add(Box(look, self.rect, Paint(fill=colours.surface)))
        if candidates:
            chevron, rest = self.rect.cut_right(self._arrow_across)
            self.add(self._chevron(chevron, open_grid))
            self._add_candidates(rest, candidates)
        else:
            rest = self._add_arrows() if arrows else self.rect
            self.add(Text(look.usual, rest.inset(look.panel.x(16), 0), hint, Type.CAPTION, colours.ink2, WRAP_MIDDLE))
        for y in (self.rect.y, self.rect.bottom - 1):
            hairline(self.canvas.after, look, Rect(self.rect.x, y, self.rect.w, 1), colours.line)

    @property
    def _arrow_across(self) -> int:
        panel = self.look.panel
        return panel.x(_ARROW_UPRIGHT if panel.upright else _ARROW_ACROSS)

    def _add_arrows(self) -> Rect:
        """The arrows at the right edge; what is left beside them."""
        look, rest = self.look, self.rect
        for name, icon in ((RIGHT, "arrow_forward"), (LEFT, "arrow_back")):
            place, rest = rest.cut_right(self._arrow_across)
            act = partial(self._typed, name)
            caption = Caption("", Type.TEXT, icon, 30)
            arrow = HeldKey(look.usual, place, f"caret.{name}", caption, Kind.PLAIN, act, self._now_s, bleed=True)
            self._arrows.append(arrow)
            self.add(arrow)
            hairline(self.canvas.after, look, Rect(place.x, place.y, 1, place.h), look.colours.line)
        return rest

    def _chevron(self, rect: Rect, open_grid: bool) -> Button:
        caption = Caption("", Type.TEXT, "close" if open_grid else "keyboard_arrow_down", 32)
        hairline(self.canvas.after, self.look, Rect(rect.x, rect.y, 1, rect.h), self.look.colours.line)
        return Button(self.look, rect, "candidate.more", caption, Kind.PLAIN, self._more, bleed=True)

    def _add_candidates(self, rest: Rect, candidates: Sequence[str]) -> None:
        look, at = self.look, 0
        for row in rest.rows(max(1, rest.h // look.panel.finger), 0):
            if at:
                hairline(self.canvas.after, look, Rect(row.x, row.y, row.w, 1), look.colours.line)
            for words, width in self._cells(row.w, candidates[at:]):
                cell, row = row.cut_left(width)
                self.add(self._candidate(cell, at, words))
                line = Rect(cell.right - 1, cell.y, 1, cell.h)
                hairline(self.canvas.after, look, line, look.colours.line)
                at += 1

    def _cells(self, room: int, candidates: Sequence[str]) -> list[tuple[str, int]]:
        """The candidates that fit, and how wide each is; where more would come, they share what is left of the row."""
        look = self.look
        least = [max(look.panel.x(70), look.width(Type.VALUE, words) + look.panel.x(44)) for words in candidates]
        count = max(1, sum(end <= room for end in accumulate(least))) if least else 0
        widths = [min(width, room) for width in least[:count]]
        left = room - sum(widths) if count < len(candidates) else 0
        shares = [left // count + (place < left % count) for place in range(count)]
        return [(words, width + share) for words, width, share in zip(candidates, widths, shares, strict=False)]

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


def _tail(look: Look, words: str, role: Type, room: int) -> str:
    """A candidate longer than its cell shows its end: the beginning is what the person has just typed."""
    while look.width(role, words) > room and len(words) > 2:
        words = "…" + words.lstrip("…")[1:]
    return words


def _ink(button: Button, look: Look) -> None:
    for part in button.marks:
        if isinstance(part, Text):
            part.show(part.words, look.colours.ink)
