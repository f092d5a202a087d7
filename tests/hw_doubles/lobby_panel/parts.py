"""The parts the bench is made of: two-language labels, chips, rows of chips, lamps, the push button.

Owns their looks and states. Knows no double: a part shows what it is told and calls what it was given.
"""

from __future__ import annotations

from collections.abc import Callable

from kivy.graphics import Color, SmoothEllipse

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour
from kiosk.ui.widgets.paint import Box, Paint, Placed, draw_box
from kiosk.ui.widgets.text import IconMark
from kiosk.ui.widgets.touch import Touchable
from tests.hw_doubles.lobby_panel.look import (
    CHIP,
    CHIP_HELD,
    CHOSEN,
    DIM,
    EDGE,
    EN,
    FAULTY,
    ON_CHOSEN,
    ON_FAULTY,
    SLOT,
    TRAY,
    WORDS,
    ZH,
    ZH_BOLD,
    ZH_PX,
    Pen,
    Words,
)
from tests.hw_doubles.lobby_panel.switches import Dial
from tests.hw_doubles.lobby_panel.words import Label, label

_TWO_LINES = 34  # px of height from which on a label stands in two lines


def tray(look: Look, rect: Rect) -> Box:
    """The ground of a group."""
    return Box(look, rect, Paint(TRAY, radius=8))


class TwoLanguages(Placed):
    """A label: Chinese over English, or in one line where it is low."""

    def __init__(self, look: Look, rect: Rect, words: Label, align: str = "left", bold: bool = False) -> None:
        super().__init__(look, rect)
        zh = ZH_BOLD if bold else ZH
        if rect.h >= _TWO_LINES:
            middle = rect.y + rect.h // 2
            upper = Rect(rect.x, middle - 17, rect.w, 20)
            self._zh = Words(look, upper, words.zh, zh, align)
            self._en = Words(look, Rect(rect.x, middle + 2, rect.w, 14), words.en, EN, align)
        else:
            width = zh.width(look, words.zh) + 8
            self._zh = Words(look, Rect(rect.x, rect.y, width, rect.h), words.zh, zh)
            self._en = Words(look, Rect(rect.x + width, rect.y + 1, rect.w - width, rect.h), words.en, EN)
        self.add(self._zh, self._en)

    def colour(self, zh: Colour, en: Colour) -> None:
        """Both lines in other colours."""
        self._zh.show(self._zh.words, zh)
        self._en.show(self._en.words, en)


class Chip(Touchable):
    """A position to choose or an act to do."""

    def __init__(self, look: Look, rect: Rect, touch_id: str, words: Label, act: Callable[[], None]) -> None:
        super().__init__(look, rect, touch_id, _REST, _HELD, act)
        self._label = TwoLanguages(look, rect.inset(2, 0), words, "centre")
        self.add(self._label)

    def show(self, chosen: bool, faulty: bool = False) -> None:
        """Chosen: filled; a chosen fault in the colour of trouble."""
        if not chosen:
            self.change(_REST, _HELD)
            self._label.colour(WORDS, DIM)
            return
        fill, ink = (FAULTY, ON_FAULTY) if faulty else (CHOSEN, ON_CHOSEN)
        self.change(Paint(fill, radius=6), _HELD)
        self._label.colour(ink, ink)


class Arrow(Touchable):
    """A small chip with an icon."""

    def __init__(self, look: Look, rect: Rect, touch_id: str, icon: str, act: Callable[[], None]) -> None:
        super().__init__(look, rect, touch_id, _REST, _HELD, act)
        self.add(IconMark(look, rect, icon, 18, WORDS))


_REST = Paint(CHIP, EDGE, 1, 6)
_HELD = Paint(CHIP_HELD, EDGE, 1, 6)


class DialRow(Placed):
    """The chips of one dial; with ``first_is_well`` every other position is shown as trouble."""

    def __init__(
        self, look: Look, cells: list[Rect], dial: Dial, turn: Callable[[str, str], None], first_is_well: bool = False
    ) -> None:
        super().__init__(look, cells[0])
        self._dial, self._first_is_well = dial, first_is_well
        self._chips = {
            position: Chip(
                look, cell, f"{dial.key}.{position}", label(f"{dial.words}.{position}"), self._act(turn, position)
            )
            for position, cell in zip(dial.positions, cells, strict=True)
        }
        self.add(*self._chips.values())

    def show(self, position: str) -> None:
        """Where the dial stands."""
        for name, chip in self._chips.items():
            chip.show(name == position, self._first_is_well and name != self._dial.positions[0])

    def _act(self, turn: Callable[[str, str], None], position: str) -> Callable[[], None]:
        return lambda: turn(self._dial.key, position)


class Lamp(Placed):
    """A lamp with its true brightness, and its name."""

    def __init__(self, look: Look, rect: Rect, words: Label, glow: Colour) -> None:
        super().__init__(look, rect)
        self._glow, self._level = glow, -1.0
        self._bulb = Placed(look, rect)
        self.add(self._bulb, TwoLanguages(look, Rect(rect.x + 78, rect.y, rect.w - 78, rect.h), words, bold=True))

    def show(self, level: float) -> None:
        """Brightness 0..1."""
        if level == self._level:
            return
        self._level = level
        self._bulb.canvas.clear()
        for size, colour in self._discs(level):
            x, y = self.low(Rect(self.rect.x + 38 - size // 2, self.rect.y + (self.rect.h - size) // 2, size, size))
            with self._bulb.canvas:
                Color(*colour)
                SmoothEllipse(pos=(x, y), size=(size, size), segments=64)

    def _discs(self, level: float) -> list[tuple[int, Colour]]:
        """A faint halo as bright as the lamp, the socket, the glass."""
        red, green, blue, _ = self._glow
        return [(64, (red, green, blue, 0.28 * level)), (46, EDGE), (40, SLOT), (40, (red, green, blue, level))]


class PushButton(Touchable):
    """The physical button of the lobby: round, red, one push a touch."""

    def __init__(self, look: Look, rect: Rect, touch_id: str, words: Label, act: Callable[[], None]) -> None:
        rest, held = Paint(TRAY, EDGE, 1, 8), Paint(CHIP_HELD, EDGE, 1, 8)
        super().__init__(look, rect, touch_id, rest, held, act)
        knob = Placed(look, rect)
        for size, colour in ((48, EDGE), (38, FAULTY)):
            place = Rect(rect.x + 38 - size // 2, rect.y + (rect.h - size) // 2, size, size)
            draw_box(knob.canvas, look, place, Paint(colour, radius=size / 2))
        self.add(knob, TwoLanguages(look, Rect(rect.x + 74, rect.y, rect.w - 76, rect.h), words, bold=True))


def plain(
    look: Look, rect: Rect, words: str = "", size: int = ZH_PX, colour: Colour = WORDS, align: str = "left"
) -> Words:
    """One line in one language: figures, names that are the same everywhere."""
    return Words(look, rect, words, Pen(size, colour), align)


__all__ = ["Arrow", "Chip", "DialRow", "Lamp", "PushButton", "TwoLanguages", "plain", "tray"]
