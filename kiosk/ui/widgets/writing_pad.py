"""The pad for one character: a large field with the cross that school books have, and the few keys beside it.

Owns places and looks, in the keyboard's place. What was written is ``kiosk.ui.ink``'s, what a key does the screen's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.graphics import Color, SmoothLine

from kiosk.locale import Language
from kiosk.ui.geometry import Rect
from kiosk.ui.keyboard import BACKSPACE, DONE, SPACE
from kiosk.ui.look import Look
from kiosk.ui.strokes import Lines
from kiosk.ui.theme import Type
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.held_key import HeldKey, Now
from kiosk.ui.widgets.ink import InkPad
from kiosk.ui.widgets.keyboard import Typed
from kiosk.ui.widgets.paint import Box, Paint, Placed
from kiosk.ui.widgets.text import Set, Text
from kiosk.ui.widgets.touch import Act

WIPE = "wipe"

_MARGIN, _GAP = 10, 6
_DASH = 8
_KEYS_ACROSS = 372  # three keys of 120, beside the pad
_KEYS_DOWN = 176  # two rows, below the pad of an upright glass

_Span = tuple[str, int]  # a key and how many columns it takes
_LYING: tuple[tuple[_Span, ...], ...] = (
    ((WIPE, 2), (BACKSPACE, 1)),
    (("，", 1), ("。", 1), ("、", 1)),
    (("？", 1), ("：", 1), (SPACE, 1)),
    ((DONE, 3),),
)
_UPRIGHT: tuple[tuple[_Span, ...], ...] = (
    ((WIPE, 1), ("，", 1), ("。", 1), ("、", 1), (BACKSPACE, 1)),
    (("？", 1), ("：", 1), (SPACE, 1), (DONE, 2)),
)
_SIGNS = "，。、？："
_CENTRED = Set("centre", language=Language.ZH_HANT)  # full-width stops stand in the middle of their box there


class CharacterPad(InkPad):
    """One character is written here, as large as the finger likes."""

    def __init__(self, look: Look, rect: Rect, strokes: Lines, changed: Act) -> None:
        super().__init__(look, rect, "character.pad", strokes, changed)
        self._draw_cross()
        self.show_strokes()

    @property
    def aspect(self) -> float:
        """Width by height: the strokes are kept in a unit box."""
        return float(self.width / self.height)

    def _draw_cross(self) -> None:
        """Field and cross: where a character lies that is well written; it may lie anywhere."""
        panel, inset = self.look.panel, self.look.panel.y(2 * _MARGIN)
        side = min(self.width, self.height) - 2 * inset
        left, low = self.center_x - side / 2, self.center_y - side / 2
        dash = panel.x(_DASH)
        with self.canvas:
            Color(*self.look.colours.line)
            for step in range(0, int(side), 2 * dash):
                end = min(step + dash, side)
                for part in (0, 0.5, 1):
                    across, up = left + part * side, low + part * side
                    SmoothLine(points=[left + step, up, left + end, up], width=panel.stroke(1))
                    SmoothLine(points=[across, low + step, across, low + end], width=panel.stroke(1))


class WritingPad(Placed):
    """The pad and its keys; every key calls back with its name. ``pad`` is what is drawn in."""

    backspace: HeldKey

    def __init__(self, look: Look, rect: Rect, strokes: Lines, changed: Act, typed: Typed, now_s: Now) -> None:
        super().__init__(look, rect)
        panel = look.panel
        self._typed, self._now_s = typed, now_s
        self.add(Box(look, rect, Paint(fill=look.colours.sunken)))
        inside = rect.inset(panel.x(_MARGIN), panel.y(_GAP))
        if panel.portrait:
            keys, field = inside.cut_bottom(panel.y(_KEYS_DOWN), panel.y(_GAP))
            rows = _UPRIGHT
        else:
            keys, field = inside.cut_right(panel.x(_KEYS_ACROSS), panel.x(_MARGIN))
            rows = _LYING
        self.pad = CharacterPad(look, field, strokes, changed)
        self.add(self.pad)
        for place, spans in zip(keys.rows(len(rows), panel.y(_GAP)), rows, strict=True):
            self._add_row(place, spans)

    def on_touch_down(self, touch: Any) -> bool:
        self.backspace.stop()  # whoever writes on does not hold it, even if the panel has lost the lift
        return bool(super().on_touch_down(touch))

    def _add_row(self, row: Rect, spans: Sequence[_Span]) -> None:
        gap = self.look.panel.x(_GAP)
        columns = row.columns(sum(span for _, span in spans), gap)
        at = 0
        for name, span in spans:
            first, last = columns[at], columns[at + span - 1]
            self.add(self._key(Rect(first.x, row.y, last.right - first.x, row.h), name))
            at += span

    def _key(self, rect: Rect, name: str) -> Button:
        kind = Kind.FILLED if name == DONE else Kind.FUNCTION if name in (WIPE, BACKSPACE) else Kind.KEY
        caption, touch_id = self._caption(name), f"key.{name}"
        if name == BACKSPACE:
            self.backspace = HeldKey(self.look, rect, touch_id, caption, kind, lambda: self._typed(name), self._now_s)
            return self.backspace
        key = Button(self.look, rect, touch_id, caption, kind, lambda: self._typed(name))
        if name in _SIGNS:
            key.add(Text(self.look, rect, name, Type.KEY, self.look.colours.ink, _CENTRED))
        return key

    def _caption(self, name: str) -> Caption:
        tr = self.look.tr
        words = {WIPE: "writing.wipe", SPACE: "keyboard.space", DONE: "keyboard.done"}
        if name == BACKSPACE:
            return Caption("", Type.TEXT, "backspace", 34)
        role = Type.LABEL if name == DONE else Type.TEXT
        return Caption(tr(words[name]) if name in words else "", role)
