"""Which empty bands of a page become lower, so that nobody scrolls through a view in which nothing stands.

A page that is higher than its place has the design's heights, and the design's blanks between its parts: seen all at
once they give it air, moved behind a window they are views of nothing. Such a band is closed but for a gap, all bands
by the same share, and by no more than makes the page as high as its window: what fits keeps its places.

Owns that choice. Pure; knows no widget. Called by ``kiosk.ui.stage`` between measuring and drawing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kiosk.ui.geometry import Rect


@dataclass(frozen=True)
class Shape:
    """What stands on a page, in pixels of the composition: ``solid`` keeps its height; ``edges`` are the upper and
    lower ends of grounds and of the places of words, which may become lower."""

    page: Rect
    solid: tuple[Rect, ...]
    edges: frozenset[int]


def closings(shape: Shape, excess: int, wide: int, gap: int) -> dict[int, int]:
    """How many pixels (negative) are taken away above each ``y``: from bands higher than ``wide`` down to ``gap``,
    ``excess`` at most. No band that is closed has an edge inside, so nothing comes to lie on anything."""
    bands = [band for band in _bands(shape) if band[1] - band[0] > wide]
    give = sum(bottom - top - gap for top, bottom in bands)
    if excess <= 0 or give <= 0:
        return {}
    share = min(1.0, excess / give)
    closed: dict[int, int] = {}
    wanted = 0.0
    for top, bottom in bands:
        by = share * (bottom - top - gap) / (bottom - top)
        cuts = sorted({top, bottom, *(edge for edge in shape.edges if top < edge < bottom)})
        for start, end in pairwise(cuts):
            wanted += (end - start) * by
            closed[end] = -round(wanted) - sum(closed.values())
    return closed


def _bands(shape: Shape) -> Iterator[tuple[int, int]]:
    """Upper and lower end of each band of the page that nothing solid reaches into; what lies below it is not its."""
    at, end = shape.page.y, shape.page.bottom
    for rect in _from_above(shape.solid):
        if min(rect.y, end) > at:
            yield at, min(rect.y, end)
        at = max(at, rect.bottom)
    if end > at:
        yield at, end


def _from_above(rects: Iterable[Rect]) -> list[Rect]:
    return sorted(rects, key=lambda rect: rect.y)
