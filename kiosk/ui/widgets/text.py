"""Text and icons on the glass: single lines, sentences that wrap, lines of mixed sizes on one baseline.

Owns where each line of a text stands in its rectangle, and knows if any of it would be cut off (``clipped``), which the
test of all screens asks. Called by every widget with words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kivy.graphics import Color, Rectangle

from kiosk.locale import Language
from kiosk.ui.faces import Face, Line
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Type
from kiosk.ui.typeset import set_lines
from kiosk.ui.widgets.paint import Mark


@dataclass(frozen=True)
class Run:
    """A piece of a line: words in one role and colour; ``lead`` design pixels of room before it, ``scale`` of size."""

    text: str
    role: Type
    colour: Colour
    lead: float = 0
    scale: float = 1.0


@dataclass(frozen=True)
class Set:
    """How a text stands in its rectangle: ``align`` left|centre|right, ``valign`` top|middle|bottom."""

    align: str = "left"
    valign: str = "middle"
    wrap: bool = False
    language: Language | None = None  # face of another language (the language switch names each in its own)


MIDDLE = Set("centre")
RIGHT = Set("right")
TOP = Set("left", "top")
WRAP = Set("left", "top", wrap=True)
WRAP_MIDDLE = Set("left", "middle", wrap=True)
WRAP_CENTRE = Set("centre", "middle", wrap=True)


class Text(Mark):
    """One text in one role. ``show`` changes words or colour; drawing happens only if something changed."""

    def __init__(self, look: Look, rect: Rect, words: str, role: Type, colour: Colour, place: Set = Set()) -> None:
        super().__init__(look, rect)
        self.role = role
        self.place = place
        self.words = words
        self.colour = colour
        self._face = look.face(role, place.language)
        self.lines = self._broken()
        self._draw()

    def show(self, words: str, colour: Colour | None = None) -> None:
        """Show other words and, if given, in another colour."""
        if (words, colour or self.colour) == (self.words, self.colour):
            return
        self.words, self.colour = words, colour or self.colour
        self.lines = self._broken()
        self._draw()

    def _broken(self) -> list[str]:
        """The words as they are broken into lines."""
        if not self.words:
            return []
        if not self.place.wrap:
            return self.words.split("\n")
        return set_lines(self.words, lambda text: self.look.faces.width(self._face, text), self.rect.w)

    @property
    def needed(self) -> tuple[int, int]:
        """Width and height in pixels that the text takes; its glyphs, not the airy line boxes of the face."""
        lines = self.lines
        widths = [self.look.width(self.role, line) for line in lines]
        glyphs = round(self._face.size * 1.05)
        return max(widths, default=0), self.look.line_height(self.role) * (len(lines) - 1) + glyphs if lines else 0

    @property
    def clipped(self) -> bool:
        """Whether anything of the text stands outside its rectangle."""
        width, height = self.needed
        return width > self.rect.w + 1 or height > self.rect.h + 1

    @property
    def ink(self) -> Rect:
        """Where the glyphs stand, without the air of the line boxes."""
        width, height = self.needed
        lines = len(self.lines)
        pitch = self.look.line_height(self.role)
        top = self._top(pitch * lines) + (pitch * lines - height) // 2
        return Rect(self.rect.x + _indent(self.place.align, self.rect.w - width), top, width, height)

    def _draw(self) -> None:
        self.canvas.clear()
        lines = self.lines
        pitch = self.look.line_height(self.role)
        top = self._top(pitch * len(lines))
        with self.canvas:
            Color(*self.colour)
            for number, line in enumerate(lines):
                self._draw_line(line, top + number * pitch, pitch)

    def _top(self, height: int) -> int:
        match self.place.valign:
            case "top":
                return self.rect.y
            case "bottom":
                return self.rect.bottom - height
            case _:
                return self.rect.y + (self.rect.h - height) // 2

    def _draw_line(self, words: str, top: int, pitch: int) -> None:
        if not words:
            return
        width = self.look.width(self.role, words)
        x = self.rect.x + _indent(self.place.align, self.rect.w - width)
        for piece, offset in self._pieces(words):
            line = self.look.faces.line(self._face, piece)
            _stamp(self.look, line, round(x + offset), top + (pitch - line.height) // 2)

    def _pieces(self, words: str) -> list[tuple[str, float]]:
        """The whole line, or its letters when the role is spaced."""
        spacing = self.role.value.spacing * self._face.size
        if not spacing:
            return [(words, 0)]
        width, at, pieces = self.look.faces.width, 0.0, []
        for letter in words:
            pieces.append((letter, at))
            advance = width(self._face, letter * 2) - width(self._face, letter)  # the ink alone would be uneven
            at += advance + spacing
        return pieces


def flow(look: Look, rect: Rect, words: str, role: Type, colour: Colour, gap: float = 0) -> tuple[Text, Rect]:
    """A wrapped text at the top of ``rect``, as high as it needs, and what is left below it and ``gap``."""
    height = Text(look, rect, words, role, colour, WRAP).needed[1] + look.line_height(role) // 3
    top, rest = rect.cut_top(height, look.panel.y(gap))
    return Text(look, top, words, role, colour, WRAP), rest


class RunLine(Mark):
    """A single line of runs on one baseline, centred by the first run's line box."""

    def __init__(self, look: Look, rect: Rect, runs: Sequence[Run], align: str = "left") -> None:
        super().__init__(look, rect)
        self.align = align
        self.runs: tuple[Run, ...] = ()
        self.show(runs)

    def show(self, runs: Sequence[Run]) -> None:
        """Show other runs; nothing happens if they are the same."""
        runs = tuple(run for run in runs if run.text)
        if runs != self.runs:
            self.runs = runs
            self._draw()

    @property
    def words(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def needed(self) -> tuple[int, int]:
        """Width and height the line takes."""
        return self._width(), max((self._run_face(run).size for run in self.runs), default=0)

    @property
    def clipped(self) -> bool:
        width, height = self.needed
        return width > self.rect.w + 1 or height > self.rect.h + 1

    @property
    def ink(self) -> Rect:
        """Where the glyphs stand."""
        width, height = self.needed
        x = self.rect.x + _indent(self.align, self.rect.w - width)
        return Rect(x, self.rect.y + (self.rect.h - height) // 2, width, height)

    def _run_face(self, run: Run) -> Face:
        return self.look.face(run.role, scale=run.scale)

    def _run_width(self, run: Run) -> int:
        return self.look.width(run.role, run.text, run.scale)

    def _width(self) -> int:
        return sum(self._run_width(run) + self.look.panel.x(run.lead) for run in self.runs)

    def _draw(self) -> None:
        self.canvas.clear()
        x = self.rect.x + _indent(self.align, self.rect.w - self._width())
        baseline = self._baseline()
        for run in self.runs:
            x += self.look.panel.x(run.lead)
            line = self.look.faces.line(self._run_face(run), run.text)
            with self.canvas:
                Color(*run.colour)
                _stamp(self.look, line, x, baseline - line.ascent)
            x += self._run_width(run)

    def _baseline(self) -> int:
        tallest = max(self.runs, key=lambda run: self._run_face(run).size, default=None)
        if tallest is None:
            return self.rect.bottom
        line = self.look.faces.line(self._run_face(tallest), tallest.text)
        return self.rect.y + (self.rect.h - line.height) // 2 + line.ascent


class IconMark(Mark):
    """An icon in the middle of its rectangle; ``size`` in design pixels."""

    def __init__(self, look: Look, rect: Rect, name: str, size: float, colour: Colour) -> None:
        super().__init__(look, rect)
        self.size_px = round(size * min(look.panel.scale_x, look.panel.scale_y))
        self.name, self.colour = name, colour
        self._draw()

    def show(self, name: str, colour: Colour | None = None) -> None:
        """Show another icon or colour."""
        if (name, colour or self.colour) != (self.name, self.colour):
            self.name, self.colour = name, colour or self.colour
            self._draw()

    def _draw(self) -> None:
        self.canvas.clear()
        line = self.look.faces.icon(self.name, self.size_px)
        with self.canvas:
            Color(*self.colour)
            x = self.rect.x + (self.rect.w - line.width) // 2
            _stamp(self.look, line, x, self.rect.y + (self.rect.h - line.height) // 2)


def _indent(align: str, room: int) -> int:
    return {"left": 0, "centre": room // 2, "right": room}[align]


def _stamp(look: Look, line: Line, x: int, top: int) -> None:
    """Draw a line's texture with its upper left corner at ``x``, ``top``; must stand in a ``with canvas``."""
    Rectangle(texture=line.texture, pos=(x, look.panel.height - top - line.height), size=(line.width, line.height))
