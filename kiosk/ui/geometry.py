"""Rectangles in whole pixels, origin top left, and the panel they are measured on.

Owns the arithmetic of places (a screen is a rectangle that is cut into smaller ones) and the scaling of the design's
1024 x 600 pixels to other panels (design.md 7). Pure; knows no Kivy. Called by every screen and widget.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property


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
    """One glass: turns design pixels into its own. A portrait panel is measured on 600 x 1024.

    ``zoom`` enlarges type (1 to 2). With it a page is ``reflowed``: its columns stack as on a portrait panel, whose
    widths it has, so that large words have the whole width; frame and bar are not. ``rail`` pixels at its right belong
    to the arrows. From ``top`` on the glass is used: 0, or lower for whom the upper part is out of reach. ``window``
    pixels of a page that scrolls are seen at once; 0: it does not scroll.
    """

    width: int
    height: int
    zoom: float = 1.0
    reflowed: bool = False
    rail: int = 0
    top: int = 0
    window: int = 0

    @cached_property
    def upright(self) -> bool:
        """Whether the glass is higher than wide."""
        return self.height > self.width

    @property
    def portrait(self) -> bool:
        """Columns stack, the clock goes, the call item is an icon."""
        return self.upright or self.reflowed

    @property
    def compact(self) -> bool:
        """800 x 480: as large in millimetres, fewer pixels, so third lines go (design.md 7)."""
        return not self.portrait and self.width < BASE_WIDTH

    @property
    def narrow(self) -> bool:
        """Whether large words leave room for one tile across only."""
        return self.zoom > 1 and self.portrait and self.scale_x < self._scale * self.zoom

    @cached_property
    def _across(self) -> float:
        return self.width / (BASE_HEIGHT if self.upright else BASE_WIDTH)

    @cached_property
    def _down(self) -> float:
        down = self.height / (BASE_WIDTH if self.upright else BASE_HEIGHT)
        return down if down <= self._across * _STRETCH else self._across

    @cached_property
    def _scale(self) -> float:
        return min(self._across, self._down)

    @cached_property
    def scale_x(self) -> float:
        return (self.width - self.rail) / BASE_HEIGHT if self.reflowed else self._across

    @cached_property
    def scale_y(self) -> float:
        return self._down

    def x(self, design_px: float) -> int:
        """A distance across."""
        return round(design_px * self.scale_x)

    def y(self, design_px: float) -> int:
        """A distance down."""
        return round(design_px * self.scale_y)

    def text(self, design_px: float) -> int:
        """A size of type, never under the floor."""
        return max(TEXT_FLOOR_PX, round(design_px * self.zoom * self._scale))

    def icon(self, design_px: float) -> int:
        """A size of icon: it grows with the words as far as there is width for it."""
        room = self.scale_x / self._across if self.reflowed else 1.0 if self.upright else 1.3
        return round(design_px * self._scale * min(self.zoom, room))

    @property
    def finger(self) -> int:
        """How high a control has to be, in pixels: 9 mm (an upright panel has fewer of them to the millimetre)."""
        return self.y(60 if self.upright else 63)

    def stroke(self, design_px: float) -> float:
        """A stroke width; hairlines stay one pixel."""
        return max(1.0, round(design_px * self._scale * 2) / 2)

    @property
    def whole(self) -> Rect:
        return Rect(0, 0, self.width, self.height)

    @property
    def used(self) -> Rect:
        """What can be reached: the whole glass, or its lower part."""
        return Rect(0, self.top, self.width, self.height - self.top)

    @property
    def frame(self) -> Rect:
        """Seal mark, estate name, language, call, ring."""
        return Rect(0, self.top, self.width, self.y(64))

    @property
    def strip(self) -> Rect:
        """The six segments of a flow."""
        return Rect(0, self.top + self.y(63), self.width, self.y(5))

    @property
    def bar(self) -> Rect:
        """Back, price, forward: always here."""
        height = self.y(106 * (1 + (self.zoom - 1) * (0.8 if self.upright else 0.4)))  # two large lines, or one
        return Rect(0, self.height - height, self.width, height)

    @property
    def content(self) -> Rect:
        """Everything between frame and bar."""
        top = self.frame.bottom
        return Rect(0, top, self.width, self.bar.y - top)

    @property
    def natural(self) -> int:
        """How high the design's content is where it may be higher than its place: it is scrolled then."""
        if self.reflowed and not self.upright:
            return self.y(BASE_WIDTH - 64 - 106)
        return self.height - self.y(64 + 106)
