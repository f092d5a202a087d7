"""Which font has a character: names are written with characters that no single font has.

Owns the reading of a font's character map and the splitting of a text into pieces that one font each can draw. A piece
that none can draw is given out too, so that whoever draws shows its code point in a box: never a hole, never another
character that looks like it. Knows neither how glyphs are drawn nor where fonts are. Called by ``kiosk.ui`` and
``kiosk.forms``.
"""

from __future__ import annotations

import re
import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

# they choose a variant of the character before them; a font without it draws the usual form (Unicode, 23.4)
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_SELECTED = re.compile(f"(?<=[^{_SELECTORS}])[{_SELECTORS}]+")
_FULL, _PLAIN = 12, 4  # formats of subtables (OpenType, cmap): all planes; the basic plane alone


@dataclass(frozen=True)
class Piece:
    """Some characters, and the place in the chain of the font that has them; None: no font has."""

    text: str
    font: int | None


class Coverage:
    """The characters of one font file. Raises OSError, ValueError for what is no font."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._starts, self._ends = _ranges(file)

    def __contains__(self, character: str) -> bool:
        place = bisect_right(self._starts, ord(character)) - 1
        return place >= 0 and ord(character) <= self._ends[place]


class GlyphChain:
    """Fonts in the order in which they are asked; each is opened when the ones before it have failed."""

    def __init__(self, fonts: Sequence[Path]) -> None:
        self.fonts = tuple(fonts)

    def pieces(self, text: str) -> list[Piece]:
        """``text`` as runs of one font each; the usual form stands for a variant (葛 and a selector)."""
        runs = groupby(_SELECTED.sub("", text), key=self._first_with)
        return [Piece("".join(characters), font) for font, characters in runs]

    def has(self, text: str) -> bool:
        """Whether every character can be drawn."""
        return all(piece.font is not None for piece in self.pieces(text))

    def _first_with(self, character: str) -> int | None:
        return next((place for place, path in enumerate(self.fonts) if character in _coverage(path)), None)


@cache
def _coverage(path: Path) -> Coverage:
    return Coverage(path)


def code_rows(character: str) -> tuple[str, str]:
    """The code point of a character nobody can draw, as the two rows of digits in its box."""
    digits = f"{ord(character):04X}"
    digits = digits if len(digits) % 2 == 0 else f"0{digits}"
    half = len(digits) // 2
    return digits[:half], digits[half:]


# --- the character map ------------------------------------------------------------------------------------------------


def _ranges(file: BinaryIO) -> tuple[array[int], array[int]]:
    """First and last code points of the ranges that the font maps, in order."""
    start = _table(file, b"cmap")
    tables = dict(_subtables(file, start))
    if _FULL in tables:
        return _groups(file, tables[_FULL])
    if _PLAIN in tables:
        return _segments(file, tables[_PLAIN])
    raise ValueError("the font has no character map of Unicode")


def _table(file: BinaryIO, name: bytes) -> int:
    head = file.read(12)
    if head.startswith(b"ttcf"):  # several faces in one file: the first one is what is opened
        file.seek(*struct.unpack(">I", file.read(4)))
        head = file.read(12)
    (count,) = struct.unpack(">4xH6x", head)
    for _ in range(count):
        tag, offset = struct.unpack(">4s4xI4x", file.read(16))
        if tag == name:
            return int(offset)
    raise ValueError(f"the font has no table {name!r}")


def _subtables(file: BinaryIO, start: int) -> Iterator[tuple[int, int]]:
    """Format and place of each Unicode subtable."""
    file.seek(start)
    (count,) = struct.unpack(">2xH", file.read(4))
    records = [struct.unpack(">HHI", file.read(8)) for _ in range(count)]
    for platform, encoding, offset in records:
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            file.seek(start + offset)
            (form,) = struct.unpack(">H", file.read(2))
            yield form, start + offset


def _groups(file: BinaryIO, place: int) -> tuple[array[int], array[int]]:
    file.seek(place + 12)
    (count,) = struct.unpack(">I", file.read(4))
    numbers = _numbers("I", file.read(12 * count))
    return numbers[0::3], numbers[1::3]


def _segments(file: BinaryIO, place: int) -> tuple[array[int], array[int]]:
    """Gaps inside of a segment are rare and taken for glyphs; fonts with Han have a full table."""
    file.seek(place + 6)
    (twice,) = struct.unpack(">H6x", file.read(8))
    ends = _numbers("H", file.read(twice))
    file.seek(2, 1)
    return _numbers("H", file.read(twice)), ends


def _numbers(kind: str, octets: bytes) -> array[int]:
    numbers = array(kind, octets)
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers
