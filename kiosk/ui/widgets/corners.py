"""Rounded boxes as one picture in nine parts: every pixel of the glass is painted once, with one instruction (K4).

Owns the pictures of corners with their outline, drawn once a paint and kept: the four corners stand in a square, the
strips between them are stretched. Measured against smooth shapes laid over each other: a third of the frame's time on
software GL, where the filling of pixels is what costs. Knows no widget. Called by ``kiosk.ui.widgets.paint``.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Any

from kivy.graphics import BorderImage, Color
from kivy.graphics.texture import Texture

from kiosk.ui.theme import Colour


def rounded_box(
    low: tuple[float, float], size: tuple[float, float], radius: float, stroke: float, fill: Colour, edge: Colour
) -> None:
    """A box with round corners and an outline; ``low`` is its lower left corner. Must stand in a ``with canvas``."""
    room = max(math.floor(radius), math.ceil(stroke))
    Color(1, 1, 1, 1)
    BorderImage(pos=low, size=size, border=(room,) * 4, texture=_corners(radius, stroke, fill, edge, 2 * room + 1))


def kept() -> int:
    """How many pictures are kept: one for each paint, radius and stroke that has been on the glass."""
    return _corners.cache_info().currsize


@cache
def _corners(radius: float, stroke: float, fill: Colour, edge: Colour, side: int) -> Any:
    """A texture of ``side`` x ``side`` pixels; the middle row and column are what is stretched."""
    texture = Texture.create(size=(side, side), colorfmt="rgba")
    quarter = {(x, y): _pixel(x, y, radius, stroke, fill, edge) for x in range(side // 2 + 1) for y in range(x + 1)}
    half = [min(at, side - 1 - at) for at in range(side)]
    octets = b"".join(quarter[max(x, y), min(x, y)] for y in half for x in half)
    texture.blit_buffer(octets, colorfmt="rgba", bufferfmt="ubyte")
    texture.mag_filter = texture.min_filter = "nearest"  # a blend with the neighbour would be stretched along the sides
    return texture


def _pixel(x: int, y: int, radius: float, stroke: float, fill: Colour, edge: Colour) -> bytes:
    """The pixel ``x``, ``y`` from a corner: how much of it the outer and the inner outline cover."""
    outer = _covered(x + 0.5, y + 0.5, radius)
    inner = _covered(x + 0.5 - stroke, y + 0.5 - stroke, max(0.0, radius - stroke)) if stroke else 1.0
    mixed = [within * inner + around * (1 - inner) for within, around in zip(fill[:3], edge[:3], strict=True)]
    alpha = outer * (fill[3] * inner + edge[3] * (1 - inner))
    return bytes(round(255 * part) for part in (*mixed, alpha))


def _covered(x: float, y: float, radius: float) -> float:
    """The part of a pixel with its middle at ``x``, ``y`` that lies within a corner of this radius, 0-1."""
    if x < radius and y < radius:
        return min(1.0, max(0.0, radius - math.hypot(radius - x, radius - y) + 0.5))
    return min(1.0, max(0.0, min(x, y) + 0.5))
