"""Type for paper: faces, sizes, the width of words, and where a line may be broken.

Owns fonts and line breaking. Knows no form. Called by ``blocks.py``. One bit a dot: text is set without grey
(``fontmode`` 1), which is what a thermal head at 203 dpi can show.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from PIL import ImageFont

from kiosk.assets import Assets
from kiosk.locale import Language

SMALLEST_PX = 24  # design.md 6: nothing under 24
_BASELINE_EM = 0.88  # ideographic em box of Noto CJK: 0.88 above the baseline, 0.12 below
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


class Type:
    """The faces of one language, opened once a size."""

    def __init__(self, assets: Assets, language: Language) -> None:
        self._assets = assets
        self.language = language
        self._fonts: dict[Style, ImageFont.FreeTypeFont] = {}
        self._lines: dict[tuple[str, Style, int], list[str]] = {}  # a block is measured more often than drawn

    def font(self, style: Style) -> ImageFont.FreeTypeFont:
        """The face of ``style``. Raises AssetError if set-up has not been run."""
        if style not in self._fonts:
            language = Language.ZH_HANS if style.official else self.language
            family = self._assets.serif if style.serif else self._assets.sans
            self._fonts[style] = ImageFont.truetype(family(language, style.bold), style.size_px)
        return self._fonts[style]

    def width(self, words: str, style: Style) -> int:
        """Advance of ``words`` in dots."""
        return round(self.font(style).getlength(words))

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


def _carried_over(full: list[str], unit: str) -> list[str]:
    """What leaves the end of a full line with ``unit``, so that no line begins with 。 or ends with （."""
    carried: list[str] = []
    while len(full) > 1 and (unit[0] in _NEVER_FIRST or full[-1] in _NEVER_LAST):
        carried.insert(0, full.pop())
        unit = carried[0]
    return carried
