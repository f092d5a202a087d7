"""In which ways the glass is painted now: each is one that a graphics driver has a program for (K4).

Owns the look into Kivy's instructions. Called by the tours (``looks``), once there is a glass.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kivy.core.window import Window

from kiosk.ui.warming import Way, ways

# Painted before the warm-up by every start: grounds and words' marks; the corners of cards, of an odd number of points.
_BY_THE_START = frozenset({Way("rgb", (4, 4)), Way("rgba", (3, 3), sharp=True)})


def unprepared() -> set[Way]:
    """What has to be compiled for the present screen while somebody waits for it."""
    return set(_painted(Window.canvas)) - _BY_THE_START - set(ways())


def _painted(canvas: Any) -> Iterator[Way]:
    """Of each picture, and of paint without one, which Kivy takes from a white picture of its own."""
    windowed = False
    for instruction in _flat(canvas):
        name = type(instruction).__name__
        if name in ("StencilUse", "StencilUnUse"):
            windowed = name == "StencilUse"
        elif getattr(instruction, "texture", None) is not None:
            yield _way(instruction.texture, windowed)


def _flat(group: Any) -> Iterator[Any]:
    for instruction in getattr(group, "children", ()):
        yield instruction
        yield from _flat(instruction)


def _way(texture: Any, windowed: bool) -> Way:
    width, height = (3 if side & (side - 1) else 4 for side in texture.size)
    return Way(texture.colorfmt, (width, height), texture.mag_filter == "nearest", windowed)
