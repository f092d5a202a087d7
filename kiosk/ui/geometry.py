"""Rectangles in whole pixels, origin top left, and the panel they are measured on.

Owns the arithmetic of places (a screen is a rectangle that is cut into smaller ones) and the scaling of the design's
1024 x 600 pixels to other panels (design.md 7). Pure; knows no Kivy. Called by every screen and widget.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Rect:
    """A place on the glass in pixels; ``y`` grows downwards from the top edge."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    def cut_top(self, h: int, gap: int = 0) -> tuple[Rect, Rect]:
        """The upper ``h`` pixels, and what is left below them and ``gap``."""
        return Rect(self.x, self.y, self.w, h), Rect(self.x, self.y + h + gap, self.w, self.h - h - gap)

    def cut_bottom(self, h: int, gap: int = 0) -> tuple[Rect, Rect]:
        """The lower ``h`` pixels, and what is left above them and ``gap``."""
        return Rect(self.x, self.bottom - h, self.w, h), Rect(self.x, self.y, self.w, self.h - h - gap)

    def cut_left(self, w: int, gap: int = 0) -> tuple[Rect, Rect]:
        """The left ``w`` pixels, and what is left beside them and ``gap``."""
        return Rect(self.x, self.y, w, self.h), Rect(self.x + w + gap, self.y, self.w - w - gap, self.h)

    def cut_right(self, w: int, gap: int = 0) -> tuple[Rect, Rect]:
        """The right ``w`` pixels, and what is left beside them and ``gap``."""
        return Rect(self.right - w, self.y, w, self.h), Rect(self.x, self.y, self.w - w - gap, self.h)

    def inset(self, dx: int, dy: int | None = None) -> Rect:
        """Smaller by ``dx`` at left and right and ``dy`` (or ``dx``) at top and bottom; negative values grow it."""
        dy = dx if dy is None else dy
        return Rect(self.x + dx, self.y + dy, self.w - 2 * dx, self.h - 2 * dy)

    def shifted(self, dx: int, dy: int) -> Rect:
        return Rect(self.x + dx, self.y + dy, self.w, self.h)

    def centred(self, w: int, h: int) -> Rect:
        """A rectangle of ``w`` x ``h`` in the middle of this one."""
        return Rect(self.x + (self.w - w) // 2, self.y + (self.h - h) // 2, w, h)

    def columns(self, count: int, gap: int) -> list[Rect]:
        """``count`` equal columns with ``gap`` between; the rounding goes into their places, not their widths."""
        width = (self.w - gap * (count - 1)) // count
        step = (self.w + gap) / count
        return [Rect(self.x + round(step * i), self.y, width, self.h) for i in range(count)]

    def rows(self, count: int, gap: int) -> list[Rect]:
        """``count`` equal rows with ``gap`` between."""
        height = (self.h - gap * (count - 1)) // count
        step = (self.h + gap) / count
        return [Rect(self.x, self.y + round(step * i), self.w, height) for i in range(count)]

    def grid(self, across: int, down: int, gap_x: int, gap_y: int) -> list[Rect]:
        """Cells in reading order."""
        return [cell for row in self.rows(down, gap_y) for cell in row.columns(across, gap_x)]

    def overlaps(self, other: Rect) -> bool:
        """Whether the two share any pixel."""
        across = self.x < other.right and other.x < self.right
        return across and self.y < other.bottom and other.y < self.bottom

    def contains(self, other: Rect) -> bool:
        across = self.x <= other.x and other.right <= self.right
        return across and self.y <= other.y and other.bottom <= self.bottom


BASE_WIDTH, BASE_HEIGHT = 1024, 600  # 7" panel, design.md 2
TEXT_FLOOR_PX = 16  # design.md 7: nothing smaller on any panel
_STRETCH = 1.03  # how much further than across a size may grow down (800x480: 0.78 across, 0.80 down)


@dataclass(frozen=True)
class Panel:
    """One glass: turns design pixels into its own. A portrait panel is measured on 600 x 1024."""

    width: int
    height: int

    @property
    def portrait(self) -> bool:
        """Columns stack, the clock goes, the call item is an icon."""
        return self.height > self.width

    @property
    def compact(self) -> bool:
        """800 x 480: as large in millimetres, fewer pixels, so third lines go (design.md 7)."""
        return not self.portrait and self.width < BASE_WIDTH

    @property
    def scale_x(self) -> float:
        return self.width / (BASE_HEIGHT if self.portrait else BASE_WIDTH)

    @property
    def scale_y(self) -> float:
        base = BASE_WIDTH if self.portrait else BASE_HEIGHT
        down = self.height / base
        return down if down <= self.scale_x * _STRETCH else self.scale_x

    def x(self, design_px: float) -> int:
        """A distance across."""
        return round(design_px * self.scale_x)

    def y(self, design_px: float) -> int:
        """A distance down."""
        return round(design_px * self.scale_y)

    def text(self, design_px: float) -> int:
        """A size of type, never under the floor."""
        return max(TEXT_FLOOR_PX, round(design_px * min(self.scale_x, self.scale_y)))

    def stroke(self, design_px: float) -> float:
        """A stroke width; hairlines stay one pixel."""
        return max(1.0, round(design_px * min(self.scale_x, self.scale_y) * 2) / 2)

    @property
    def whole(self) -> Rect:
        return Rect(0, 0, self.width, self.height)

    @property
    def frame(self) -> Rect:
        """Seal mark, estate name, language, call, ring."""
        return Rect(0, 0, self.width, self.y(64))

    @property
    def strip(self) -> Rect:
        """The six segments of a flow."""
        return Rect(0, self.y(63), self.width, self.y(5))

    @property
    def bar(self) -> Rect:
        """Back, price, forward: always here."""
        height = self.y(106)
        return Rect(0, self.height - height, self.width, height)

    @property
    def content(self) -> Rect:
        """Everything between frame and bar."""
        top = self.frame.bottom
        return Rect(0, top, self.width, self.bar.y - top)
