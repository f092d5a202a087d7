"""A QR code for a person's own phone, beside the words that say what it is: the kiosk itself needs no camera.

Owns the modules' size: a whole number of pixels each, black on white with a white quiet zone of four modules (ISO/IEC
18004), whatever the colours of the hour, for phones read nothing else as well. What the code holds is the caller's, who
keeps the ``QrCode``: it is made once, and forgotten with the screen that shows it (A1).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import segno
from kivy.graphics import Color, Rectangle
from kivy.graphics.texture import Texture

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.theme import Colour, Type, rgb
from kiosk.ui.widgets.paint import Placed
from kiosk.ui.widgets.text import Text, flow

QR_SIDE = 140  # design px: 21 mm
_QUIET = 4  # modules of white around it, ISO/IEC 18004, 9.1
_WHITE = rgb("#FFFFFF")


class QrCode:
    """``content`` as modules; ``texture`` has a pixel for each and the quiet zone around them."""

    def __init__(self, content: str) -> None:
        self.content = content

    @cached_property
    def grey(self) -> tuple[int, bytes]:
        """The side in modules, and an octet for each: 0 dark, 255 light, from the top."""
        dark = segno.make(self.content, error="m", micro=False).matrix
        side = len(dark) + 2 * _QUIET
        edge, margin = b"\xff" * (side * _QUIET), b"\xff" * _QUIET
        rows = (margin + bytes(0 if module else 255 for module in row) + margin for row in dark)
        return side, edge + b"".join(rows) + edge

    @cached_property
    def texture(self) -> Any:
        """For the glass: enlarged, its modules keep their edges."""
        side, grey = self.grey
        texture = Texture.create(size=(side, side), colorfmt="luminance", bufferfmt="ubyte")
        texture.blit_buffer(grey, colorfmt="luminance", bufferfmt="ubyte")
        texture.mag_filter = texture.min_filter = "nearest"
        texture.flip_vertical()
        return texture


CodeLines = Sequence[tuple[str, Type, Colour]]


def code_lines(look: Look, rect: Rect, lines: CodeLines) -> list[Text]:
    """What is said of a code, each line with its role and colour, one below another."""
    texts = []
    for words, role, colour in lines:
        line, rect = flow(look, rect, words, role, colour)
        texts.append(line)
    return texts


class QrCard(Placed):
    """Lines at the left, each words with role and colour; the code at the right, at the top, 140 x 140."""

    def __init__(self, look: Look, rect: Rect, code: QrCode, lines: CodeLines) -> None:
        super().__init__(look, rect)
        side = look.panel.y(QR_SIDE)
        square, text = rect.cut_right(side, look.panel.x(12))
        self.add(*code_lines(look, text, lines), QrSquare(look, Rect(square.x, square.y, side, side), code))


class QrSquare(Placed):
    """The code alone, as large as its place takes it, in the middle; ``square``: where on the page."""

    def __init__(self, look: Look, rect: Rect, code: QrCode) -> None:
        super().__init__(look, rect)
        side = min(rect.w, rect.h)
        self.keep_height()
        self.square = look.at(rect).centred(side, side)
        self._draw(self.square, code)

    def _draw(self, square: Rect, code: QrCode) -> None:
        if self.look.sketch is not None:
            self.look.sketch.fill(square, _WHITE)
            return
        scale = max(1, square.w // code.texture.width)
        inner = square.centred(code.texture.width * scale, code.texture.width * scale)
        low = self.look.chrome.low
        with self.canvas:
            Color(*_WHITE)
            Rectangle(pos=low(square), size=(square.w, square.h))
            Rectangle(pos=low(inner), size=(inner.w, inner.h), texture=code.texture)
