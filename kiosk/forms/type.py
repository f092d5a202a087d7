"""Type for paper: faces, sizes, the width of words, and where a line may be broken.

Owns fonts and line breaking, and that no character of a name is ever a hole: what the house's faces have not is drawn
with the ones for rare characters, what none has as its code point in a box. Knows no form. Called by ``blocks.py``. One
bit a dot: text is set without grey (``fontmode`` 1), which is what a thermal head at 203 dpi can show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import ImageDraw, ImageFont

from kiosk.assets import Assets, common_characters
from kiosk.glyphs import GlyphChain, code_rows
from kiosk.locale import Language

SMALLEST_PX = 24  # design.md 6: nothing under 24
_BASELINE_EM = 0.88  # ideographic em box of Noto CJK: 0.88 above the baseline, 0.12 below
_DIGITS_EM = 0.44
_UNITS = re.compile(r"[!-~\u00a0-\u024f\u2013\u2212]+|\s|.")  # a Latin word or number stays whole, Han breaks anywhere
_NEVER_FIRST = frozenset("，。、；：？！）》」』】”’·…—,.;:?!)]")
_NEVER_LAST = frozenset("（《「『【“‘([¥")


@dataclass(frozen=True)
class Style:
    """How words look. ``size_px`` is the em; a line takes ``leading`` ems."""

    size_px: int
    bold: bool = False
    serif: bool = False
    leading: float = 1.3
    official: bool = False  # a form's title: simplified Chinese in every language

    @property
    def line_px(self) -> int:
        """Height of one line."""
        return round(self.size_px * self.leading)

    @property
    def baseline_px(self) -> int:
        """Baseline below the top of the line, the em box centred in it."""
        return round((self.line_px - self.size_px) / 2 + self.size_px * _BASELINE_EM)


Box = tuple[float, float, float, float]


class Type:
    """The faces of one language, opened once a size."""

    def __init__(self, assets: Assets, language: Language) -> None:
        self._assets = assets
        self.language = language
        self._fonts: dict[Style, ImageFont.FreeTypeFont] = {}
        self._rare: dict[tuple[Path, int], ImageFont.FreeTypeFont] = {}
        self._lines: dict[tuple[str, Style, int], list[str]] = {}  # a block is measured more often than drawn

    def font(self, style: Style) -> ImageFont.FreeTypeFont:
        """The face of ``style``. Raises AssetError if set-up has not been run."""
        if style not in self._fonts:
            self._fonts[style] = ImageFont.truetype(self._file(style), style.size_px)
        return self._fonts[style]

    def _file(self, style: Style) -> Path:
        language = Language.ZH_HANS if style.official else self.language
        return (self._assets.serif if style.serif else self._assets.sans)(language, style.bold)

    def width(self, words: str, style: Style) -> int:
        """Advance of ``words`` in dots."""
        return round(sum(self._advance(text, font, style) for text, font in self._pieces(words, style)))

    def write(self, pen: ImageDraw.ImageDraw, at: tuple[int, int], line: str, ink: int, style: Style) -> Box:
        """Draw a line from ``at`` on its baseline to the right; where its ink stands."""
        x, y = float(at[0]), at[1]
        boxes = []
        for text, font in self._pieces(line, style):
            place = (round(x), y)
            if font is None:
                boxes += [
                    self._write_code(pen, (round(x) + n * style.size_px, y), c, ink, style) for n, c in enumerate(text)
                ]
            else:
                pen.text(place, text, ink, font, anchor="ls")
                boxes.append(pen.textbbox(place, text, font, anchor="ls"))
            x += self._advance(text, font, style)
        return _around(boxes)

    def _pieces(self, words: str, style: Style) -> Iterator[tuple[str, ImageFont.FreeTypeFont | None]]:
        """Runs of characters with the font that has them; None: no font has."""
        if common_characters().issuperset(words):
            yield words, self.font(style)
            return
        chain = GlyphChain((self._file(style), *self._assets.rare()))
        for piece in chain.pieces(words):
            match piece.font:
                case None:
                    yield piece.text, None
                case 0:
                    yield piece.text, self.font(style)
                case place:
                    yield piece.text, self._rare_font(chain.fonts[place], style.size_px)

    def _rare_font(self, path: Path, size_px: int) -> ImageFont.FreeTypeFont:
        if (path, size_px) not in self._rare:
            self._rare[path, size_px] = ImageFont.truetype(path, size_px)
        return self._rare[path, size_px]

    def _advance(self, text: str, font: ImageFont.FreeTypeFont | None, style: Style) -> float:
        return font.getlength(text) if font else float(len(text) * style.size_px)

    def _write_code(self, pen: ImageDraw.ImageDraw, at: tuple[int, int], character: str, ink: int, style: Style) -> Box:
        """The code point of a character that no font has, in a box of one em."""
        em = style.size_px
        left, top = at[0] + em // 16, at[1] - round(em * _BASELINE_EM) + em // 16
        box = (left, top, left + em - em // 8, top + em - em // 8)
        pen.rectangle(box, outline=ink, width=max(1, em // 24))
        digits = ImageFont.truetype(self._assets.sans(self.language, style.bold), round(em * _DIGITS_EM))
        for row, text in enumerate(code_rows(character)):
            pen.text((left + em * 7 / 16, top + em * (4 + 6 * row) / 16), text, ink, digits, anchor="mm")
        return box

    def lines(self, words: str, style: Style, width_px: int) -> list[str]:
        """``words`` broken so that every line fits ``width_px``; a line feed breaks too."""
        key = (words, style, width_px)
        if key not in self._lines:
            paragraphs = words.split("\n")
            self._lines[key] = [line for paragraph in paragraphs for line in self._broken(paragraph, style, width_px)]
        return self._lines[key]

    def _broken(self, paragraph: str, style: Style, width_px: int) -> list[str]:
        lines: list[list[str]] = [[]]
        for unit in self._units(paragraph, style, width_px):
            if lines[-1] and self.width("".join([*lines[-1], unit]).rstrip(), style) > width_px:
                lines.append(_carried_over(lines[-1], unit))
            lines[-1].append(unit)
        return ["".join(line).strip() for line in lines]

    def _units(self, paragraph: str, style: Style, width_px: int) -> list[str]:
        """What may not be broken; a word wider than the line is broken all the same, for nothing may be clipped."""
        units: list[str] = []
        for unit in _UNITS.findall(paragraph):
            units += [unit] if self.width(unit, style) <= width_px else list(unit)
        return units


def _around(boxes: Sequence[Box]) -> Box:
    """What holds all of them; of none, nothing."""
    if not boxes:
        return 0, 0, 0, 0
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _carried_over(full: list[str], unit: str) -> list[str]:
    """What leaves the end of a full line with ``unit``, so that no line begins with 。 or ends with （."""
    carried: list[str] = []
    while len(full) > 1 and (unit[0] in _NEVER_FIRST or full[-1] in _NEVER_LAST):
        carried.insert(0, full.pop())
        unit = carried[0]
    return carried
