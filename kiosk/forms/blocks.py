"""The pieces a form is put together from: words, rows with columns, rules, pictures, frames.

Owns placing and drawing. Knows no form, no money and no language. Called by the forms in this room. A block is given a
width, says how high it will be, and draws itself below a point: that is the whole layout, there are no offsets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from PIL import Image, ImageDraw

from kiosk.forms.type import Style, Type

WHITE, BLACK = 1, 0


class Align(Enum):
    """Where a block stands in its column; the value is the share of the free room before it."""

    LEFT = 0.0
    CENTRE = 0.5
    RIGHT = 1.0


@dataclass(frozen=True)
class Run:
    """One drawn line of words and the column it had: what a test holds against each other."""

    words: str
    size_px: int
    box: tuple[float, float, float, float]
    column: tuple[int, int]


@dataclass
class Canvas:
    """A 1-bit sheet under way."""

    image: Image.Image
    type: Type
    runs: list[Run] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.draw = ImageDraw.Draw(self.image)
        self.draw.fontmode = "1"


class Block(Protocol):
    """Something that takes a width and has a height."""

    def height(self, type_: Type, width: int) -> int: ...

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None: ...


@dataclass(frozen=True)
class Words:
    """Text, broken into lines where it must."""

    words: str
    style: Style
    align: Align = Align.LEFT
    ink: int = BLACK

    def height(self, type_: Type, width: int) -> int:
        return len(type_.lines(self.words, self.style, width)) * self.style.line_px

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        for line in canvas.type.lines(self.words, self.style, width):
            left = x + round((width - canvas.type.width(line, self.style)) * self.align.value)
            at = (left, y + self.style.baseline_px)
            box = canvas.type.write(canvas.draw, at, line, self.ink, self.style)
            if line:
                canvas.runs.append(Run(line, self.style.size_px, box, (x, x + width)))
            y += self.style.line_px


@dataclass(frozen=True)
class Gap:
    """White."""

    px: int

    def height(self, type_: Type, width: int) -> int:
        return self.px

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        """Nothing to draw."""


@dataclass(frozen=True)
class Rule:
    """A line across, ``dash`` on and off in dots if it is broken, with white above and below."""

    thickness: int = 3
    dash: tuple[int, int] | None = None
    before: int = 12
    after: int = 12

    def height(self, type_: Type, width: int) -> int:
        return self.before + self.thickness + self.after

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        on, off = self.dash or (width, 0)
        top = y + self.before
        for left in range(x, x + width, on + off):
            right = min(left + on, x + width) - 1
            canvas.draw.rectangle((left, top, right, top + self.thickness - 1), fill=BLACK)


@dataclass(frozen=True)
class Picture:
    """A 1-bit picture, dot for dot."""

    image: Image.Image
    align: Align = Align.LEFT

    def height(self, type_: Type, width: int) -> int:
        return self.image.height

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        canvas.image.paste(self.image, (x + round((width - self.image.width) * self.align.value), y))


@dataclass(frozen=True)
class Stack:
    """Blocks below one another."""

    blocks: Sequence[Block]

    def height(self, type_: Type, width: int) -> int:
        return sum(block.height(type_, width) for block in self.blocks)

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        for block in self.blocks:
            block.draw(canvas, x, y, width)
            y += block.height(canvas.type, width)


@dataclass(frozen=True)
class Column:
    """One column of a row: ``width_px`` fixed, or None for a share of what the fixed ones leave."""

    block: Block
    width_px: int | None = None


@dataclass(frozen=True)
class Row:
    """Columns beside one another. ``foot`` sets them on a common bottom instead of a common top."""

    columns: Sequence[Column]
    gap: int = 16
    foot: bool = False

    def height(self, type_: Type, width: int) -> int:
        return max(self._heights(type_, width))

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        heights = self._heights(canvas.type, width)
        for column, own_width, height in zip(self.columns, self.widths(width), heights, strict=True):
            column.block.draw(canvas, x, y + (max(heights) - height if self.foot else 0), own_width)
            x += own_width + self.gap

    def _heights(self, type_: Type, width: int) -> list[int]:
        widths = self.widths(width)
        return [column.block.height(type_, own) for column, own in zip(self.columns, widths, strict=True)]

    def widths(self, width: int) -> list[int]:
        """Widths of the columns in a row ``width`` dots wide."""
        fixed = sum(column.width_px or 0 for column in self.columns) + self.gap * (len(self.columns) - 1)
        sharing = sum(1 for column in self.columns if column.width_px is None)
        share = (width - fixed) // max(sharing, 1)
        return [share if column.width_px is None else column.width_px for column in self.columns]


@dataclass(frozen=True)
class Line:
    """Words beside one another on one baseline, whatever their sizes; each may go on below its own first line.

    ``parts`` are words with the width of their column; None takes what the others leave.
    """

    parts: Sequence[tuple[Words, int | None]]
    gap: int = 16

    def height(self, type_: Type, width: int) -> int:
        return max(drop + words.height(type_, own) for words, drop, own in self._placed(width))

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        for words, drop, own_width in self._placed(width):
            words.draw(canvas, x, y + drop, own_width)
            x += own_width + self.gap

    def _placed(self, width: int) -> list[tuple[Words, int, int]]:
        widths = Row([Column(words, own) for words, own in self.parts], self.gap).widths(width)
        lowest = max(words.style.baseline_px for words, _ in self.parts)
        return [
            (words, lowest - words.style.baseline_px, own) for (words, _), own in zip(self.parts, widths, strict=True)
        ]


@dataclass(frozen=True)
class Upright:
    """A line from top to bottom, ``length`` dots long."""

    length: int
    thickness: int

    def height(self, type_: Type, width: int) -> int:
        return self.length

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        canvas.draw.rectangle((x, y, x + self.thickness - 1, y + self.length - 1), fill=BLACK)


@dataclass(frozen=True)
class Inset:
    """A block with white at its sides and, if ``stroke`` dots wide, a frame; ``fill`` makes it a dark bar."""

    block: Block
    pad_x: int
    pad_y: int
    stroke: int = 0
    fill: bool = False

    def height(self, type_: Type, width: int) -> int:
        return self.block.height(type_, width - 2 * self.pad_x) + 2 * self.pad_y

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        box = (x, y, x + width - 1, y + self.height(canvas.type, width) - 1)
        if self.fill or self.stroke:
            canvas.draw.rectangle(box, fill=BLACK if self.fill else None, outline=BLACK, width=max(self.stroke, 1))
        self.block.draw(canvas, x + self.pad_x, y + self.pad_y, width - 2 * self.pad_x)
