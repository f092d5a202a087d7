"""A line of text drawn with several fonts, as one texture: a name with a rare character, or one that no font has.

Owns the joining of pictures and the box with a code point. Such lines are few, so pixels are copied in Python, some
milliseconds a line. Called by ``kiosk.ui.faces``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kivy.core.text import Label
from kivy.graphics.texture import Texture

from kiosk.glyphs import code_rows

_WHITE, _CLEAR = b"\xff\xff\xff\xff", b"\xff\xff\xff\x00"
_DIGITS = 0.44  # of the em


class _Sheet:
    """Pixels, row by row from the top; white ink of some opacity."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.octets = bytearray(_CLEAR * (width * height))

    def paste(self, picture: _Sheet, left: int, top: int) -> None:
        """Its ink, over the ink that is there."""
        for row in range(max(0, -top), min(picture.height, self.height - top)):
            columns = min(picture.width, self.width - left)
            at, begin = 4 * ((top + row) * self.width + left), 4 * row * picture.width
            here = slice(at, at + 4 * columns)
            self.octets[here] = map(max, self.octets[here], picture.octets[begin : begin + 4 * columns])

    def texture(self) -> Any:
        texture = Texture.create(size=(self.width, self.height), colorfmt="rgba")
        texture.blit_buffer(bytes(self.octets), colorfmt="rgba", bufferfmt="ubyte")
        texture.flip_vertical()
        return texture


def joined(pieces: Sequence[tuple[str, str | None]], usual: str, size: int, ascent: int) -> Any:
    """One texture of ``pieces`` (text, font file or None) on one baseline; ``usual`` draws the digits in boxes."""
    drawn = []
    for text, font in pieces:
        if font is None:
            drawn += [(_code_box(character, usual, size), round(size * 0.88)) for character in text]
        else:
            drawn.append(_text(text, font, size))
    below = max(sheet.height - up for sheet, up in drawn)
    line = _Sheet(sum(sheet.width for sheet, _ in drawn), ascent + below)
    x = 0
    for sheet, up in drawn:
        line.paste(sheet, x, ascent - up)
        x += sheet.width
    return line.texture()


def _text(text: str, font: str, size: int) -> tuple[_Sheet, int]:
    """The picture of a piece and how far down its baseline is."""
    label = Label(text=text, font_name=font, font_size=size, color=(1, 1, 1, 1))
    label.refresh()
    sheet = _Sheet(*label.texture.size)
    sheet.octets = bytearray(label.texture.pixels)
    return sheet, int(label.get_ascent())


def _code_box(character: str, font: str, size: int) -> _Sheet:
    """The code point of a character that no font has, in a box of one em."""
    box, edge, line = _Sheet(size, size), max(1, size // 16), max(1, size // 24)
    inner = size - 2 * edge
    for top in (edge, size - edge - line):
        box.paste(_filled(inner, line), edge, top)
    for left in (edge, size - edge - line):
        box.paste(_filled(line, inner), left, edge)
    for row, digits in enumerate(code_rows(character)):
        words, _ = _text(digits, font, round(size * _DIGITS))
        box.paste(words, max(0, (size - words.width) // 2), round(size * (5 + 6 * row) / 16) - words.height // 2)
    return box


def _filled(width: int, height: int) -> _Sheet:
    sheet = _Sheet(width, height)
    sheet.octets = bytearray(_WHITE * (width * height))
    return sheet
