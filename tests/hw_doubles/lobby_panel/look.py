"""How the panel looks: a workbench of slate with lamps and paper on it, so that nobody takes it for the kiosk.

Owns the panel's colours, its captions (smaller than the kiosk allows itself: this is a desktop window) and pictures.
Borrows faces, shapes and touch from ``kiosk.ui``. Imports Kivy: only ``window`` and what is above it may import this.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture
from PIL import Image

from kiosk.locale import Language, Translator
from kiosk.ui.faces import Face, Faces
from kiosk.ui.geometry import Panel, Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import DAY, Colour, Family, rgb
from kiosk.ui.typeset import break_lines
from kiosk.ui.widgets.paint import Placed

GROUND, TRAY, SLOT = rgb("#1F2A33"), rgb("#2A3843"), rgb("#141C22")
WORDS, DIM = rgb("#F2F5F7"), rgb("#B4C2CC")
CHIP, CHIP_HELD, EDGE = rgb("#364855"), rgb("#4A6070"), rgb("#5D7485")
CHOSEN, ON_CHOSEN = rgb("#F0C35A"), rgb("#241A00")
FAULTY, ON_FAULTY = rgb("#E9775F"), rgb("#2A0B04")
CALL_GLOW, MESSAGE_GLOW = rgb("#FFB03B"), rgb("#57D48A")
PAPER = rgb("#FFFFFF")

ZH_PX, EN_PX = 15, 11


class Bench(Panel):
    """A glass on which a design pixel is a pixel."""

    @property
    def scale_x(self) -> float:
        return 1.0

    @property
    def scale_y(self) -> float:
        return 1.0


def bench_look(faces: Faces, width: int, height: int) -> Look:
    """The look of a bench of this size; colours are named above, the palette only serves borrowed widgets."""
    return Look(Bench(width, height), replace(DAY, accent_tint=CHIP_HELD), faces, Translator(Language.ZH_HANS))


@dataclass(frozen=True)
class Pen:
    """Size in pixels, weight and colour of words."""

    size: int
    colour: Colour
    bold: bool = False

    def face(self, look: Look) -> Face:
        """The house's text face at this size."""
        return look.faces.face(Family.SANS, self.bold, look.language, self.size)

    def width(self, look: Look, words: str) -> int:
        """How wide a line is."""
        return round(look.faces.width(self.face(look), words))


ZH, ZH_BOLD = Pen(ZH_PX, WORDS), Pen(ZH_PX, WORDS, bold=True)
EN = Pen(EN_PX, DIM)
SMALL = Pen(13, DIM)


class Words(Placed):
    """Words at a place; ``align`` left|centre|right; in several lines with ``wrap``. ``show`` changes them."""

    def __init__(self, look: Look, rect: Rect, words: str, pen: Pen, align: str = "left", wrap: bool = False) -> None:
        super().__init__(look, rect)
        self.words, self._pen, self._align, self._wrap = words, pen, align, wrap
        self._draw()

    def show(self, words: str, colour: Colour | None = None) -> None:
        """Show other words, in another colour if given; nothing is drawn when all is the same."""
        pen = replace(self._pen, colour=colour or self._pen.colour)
        if (words, pen) != (self.words, self._pen):
            self.words, self._pen = words, pen
            self._draw()

    @property
    def lines(self) -> list[str]:
        if not self._wrap:
            return [self.words]
        return break_lines(self.words, lambda text: self._pen.width(self.look, text), self.rect.w)

    @property
    def clipped(self) -> bool:
        """Whether anything of the words stands outside their place."""
        widest = max((self._pen.width(self.look, line) for line in self.lines), default=0)
        return widest > self.rect.w + 1 or len(self.lines) * self._pen.size > self.rect.h + 1

    def _draw(self) -> None:
        self.canvas.clear()
        pitch = round(self._pen.size * 1.35)
        top = self.rect.y + (self.rect.h - pitch * len(self.lines)) // 2
        with self.canvas:
            Color(*self._pen.colour)
            for number, words in enumerate(self.lines):
                self._stamp(words, top + number * pitch, pitch)

    def _stamp(self, words: str, top: int, pitch: int) -> None:
        if not words:
            return
        line = self.look.faces.line(self._pen.face(self.look), words)
        room = self.rect.w - line.width
        x = self.rect.x + {"left": 0, "centre": room // 2, "right": room}[self._align]
        y = self.look.panel.height - top - (pitch + line.height) // 2
        Rectangle(texture=line.texture, pos=(x, y), size=(line.width, line.height))


def picture(path: Path, width: int) -> Any:
    """The PNG as a texture ``width`` pixels wide, box-filtered as the eye does; its size is the texture's."""
    with Image.open(path) as opened:
        grey = opened.convert("L")
    height = max(1, round(grey.height * width / grey.width))
    grey = grey.resize((width, height), Image.Resampling.BOX) if width < grey.width else grey
    texture = Texture.create(size=grey.size, colorfmt="luminance", bufferfmt="ubyte")
    texture.blit_buffer(grey.tobytes(), colorfmt="luminance", bufferfmt="ubyte")
    texture.flip_vertical()
    return texture
