"""Text and icons on the glass: single lines and sentences that wrap.

Owns where each line of a text stands in its rectangle, and knows if any of it would be cut off (``clipped``), which the
test of all screens asks. Called by every widget with words.
"""

from __future__ import annotations

from dataclasses import dataclass

from kivy.graphics import Color, Rectangle

from kiosk.locale import Language
from kiosk.ui.faces import Line
from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.sketch import Inked, Sketch
from kiosk.ui.theme import Colour, Type
from kiosk.ui.typeset import set_lines
from kiosk.ui.widgets.fitting import display_scale
from kiosk.ui.widgets.paint import Mark


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
    """One text in one role. ``show`` changes words or colour; drawing happens only if something changed.

    ``needed``: width and height in pixels that the text takes; its glyphs, not the airy line boxes of the face.
    """

    def __init__(self, look: Look, rect: Rect, words: str, role: Type, colour: Colour, place: Set = Set()) -> None:
        super().__init__(look, rect)
        self.role = role
        self.place = place
        self.words = words
        self.colour = colour
        self._fit()
        self._draw()

    def show(self, words: str, colour: Colour | None = None) -> None:
        """Show other words and, if given, in another colour."""
        if (words, colour or self.colour) == (self.words, self.colour):
            return
        self.words, self.colour = words, colour or self.colour
        self._fit()
        self._draw()

    def _fit(self) -> None:
        """The size of type, from line to line, and the lines of the present words (a mark never moves)."""
        self._scale = display_scale(self.look, self.role, self.words, self.rect.w)
        self._face = self.look.face(self.role, self.place.language, self._scale)
        self._pitch = self.look.line_height(self.role, self._scale)
        self.lines = self._broken()
        self.needed = self._measured()

    def _broken(self) -> list[str]:
        """The words as they are broken into lines; enlarged ones wrap wherever they do not fit across."""
        if not self.words:
            return []
        lines = self.words.split("\n")
        if not self.place.wrap and (self.look.panel.zoom == 1 or self._width(lines) <= self.rect.w):
            return lines
        return set_lines(self.words, lambda text: self.look.faces.width(self._face, text), self.rect.w)

    def _width(self, lines: list[str]) -> int:
        return max((self.look.width(self.role, line, self._scale) for line in lines), default=0)

    def _measured(self) -> tuple[int, int]:
        glyphs = round(self._face.size * 1.05)
        return self._width(self.lines), self._pitch * (len(self.lines) - 1) + glyphs if self.lines else 0

    @property
    def clipped(self) -> bool:
        """Whether anything of the text stands outside its rectangle."""
        width, height = self.needed
        return width > self.rect.w + 1 or height > self.look.at(self.rect).h + 1

    @property
    def ink(self) -> Rect:
        """Where the glyphs stand on the page, without the air of the line boxes."""
        width, height = self.needed
        lines = len(self.lines)
        pitch = self._pitch
        top = self._top(pitch * lines) + (pitch * lines - height) // 2
        return Rect(self.rect.x + indent(self.place.align, self.rect.w - width), top, width, height)

    @property
    def strokes(self) -> list[Rect]:
        """Where a line goes through each line of the words, on the page."""
        top, thick = self._top(self._pitch * len(self.lines)), max(2, self.look.panel.y(2))
        return [
            Rect(self.rect.x, top + number * self._pitch + (self._pitch - thick) // 2, self._width([line]), thick)
            for number, line in enumerate(self.lines)
        ]

    def strike(self, colour: Colour) -> None:
        """A line through the words, as on paper: what stands under it can still be read."""
        if self.look.sketch is not None:
            return
        with self.canvas.after:
            Color(*colour)
            for stroke in self.strokes:
                Rectangle(pos=(stroke.x, self.look.panel.height - stroke.bottom), size=(stroke.w, stroke.h))

    def _draw(self) -> None:
        if self.look.sketch is not None:
            self._sketch(self.look.sketch)
            return
        self.canvas.clear()
        lines = self.lines
        pitch = self._pitch
        top = self._top(pitch * len(lines))
        with self.canvas:
            Color(*self.colour)
            for number, line in enumerate(lines):
                self._draw_line(line, top + number * pitch, pitch)

    def _sketch(self, sketch: Sketch) -> None:
        if self.words.strip():
            airy = self._pitch * len(self.lines) + self._face.size // 5
            sketch.parts.append(Inked(self.rect, airy, self.ink, (self.colour,), self.words))

    def _top(self, height: int) -> int:
        rect = self.look.at(self.rect)
        match self.place.valign:
            case "top":
                return rect.y
            case "bottom":
                return rect.bottom - height
            case _:
                return rect.y + (rect.h - height) // 2

    def _draw_line(self, words: str, top: int, pitch: int) -> None:
        if not words:
            return
        width = self.look.width(self.role, words, self._scale)
        x = self.rect.x + indent(self.place.align, self.rect.w - width)
        for piece, offset in self._pieces(words):
            line = self.look.faces.line(self._face, piece)
            stamp(self.look, line, round(x + offset), top + (pitch - line.height) // 2)

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
    usual = look.composed
    height = Text(usual, rect, words, role, colour, WRAP).needed[1] + usual.line_height(role) // 3
    top, rest = rect.cut_top(height, look.panel.y(gap))
    return Text(look, top, words, role, colour, WRAP), rest


class IconMark(Mark):
    """An icon in the middle of its rectangle; ``size`` in design pixels."""

    def __init__(self, look: Look, rect: Rect, name: str, size: float, colour: Colour) -> None:
        super().__init__(look, rect)
        self.size_px = look.panel.icon(size)
        self.name, self.colour = name, colour
        self._draw()

    def show(self, name: str, colour: Colour | None = None) -> None:
        """Show another icon or colour."""
        if (name, colour or self.colour) != (self.name, self.colour):
            self.name, self.colour = name, colour or self.colour
            self._draw()

    def _draw(self) -> None:
        place = self.look.at(self.rect)
        if self.look.sketch is not None:
            ink = place.centred(self.size_px, self.size_px)
            self.look.sketch.parts.append(Inked(self.rect, self.size_px, ink, (self.colour,)))
            return
        self.canvas.clear()
        line = self.look.faces.icon(self.name, self.size_px)
        with self.canvas:
            Color(*self.colour)
            x = place.x + (place.w - line.width) // 2
            stamp(self.look, line, x, place.y + (place.h - line.height) // 2)


def indent(align: str, room: int) -> int:
    """How far from the left edge something stands that leaves ``room``."""
    return {"left": 0, "centre": room // 2, "right": room}[align]


def stamp(look: Look, line: Line, x: int, top: int) -> None:
    """Draw a line's texture with its upper left corner at ``x``, ``top``; must stand in a ``with canvas``."""
    Rectangle(texture=line.texture, pos=(x, look.panel.height - top - line.height), size=(line.width, line.height))
