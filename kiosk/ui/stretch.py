"""How a page grows downwards where its words need more room than the design gave them (WCAG 1.4.4, 1.4.10).

A screen is composed at the design's heights. Words that have become larger, or wrap because they no longer fit across,
lack height in their places. Each such place is opened at its lower edge by what it lacks: all that lies beside it grows
with it, all below moves down. So rows stay rows, nothing overlaps that did not before, and no screen knows of it.

Empty bands are closed the same way where the page is scrolled (``kiosk.ui.blanks``).

Owns that arithmetic. Pure; knows no widget. Called by ``kiosk.ui.stage`` through the Look that every widget is given.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk.ui.geometry import Rect

_THIN_PX = 5  # a hairline or a caret moves, but grows no thicker


@dataclass(frozen=True)
class Need:
    """A place that wants to be ``height`` pixels high."""

    rect: Rect
    height: int


@dataclass(frozen=True)
class Stretch:
    """``edges``: ascending ``y`` of the openings; ``added``: pixels opened, less closed, up to and including each."""

    edges: tuple[int, ...] = ()
    added: tuple[int, ...] = ()

    def down(self, y: int) -> int:
        """Where ``y`` of the composition lies on the page."""
        at = bisect_right(self.edges, y)
        return y + (self.added[at - 1] if at else 0)

    def at(self, rect: Rect) -> Rect:
        """Where ``rect`` of the composition lies on the page, and how high it is there."""
        if not self.edges:
            return rect
        bottom = self.down(rect.bottom)
        if rect.h <= _THIN_PX:
            return Rect(rect.x, bottom - rect.h, rect.w, rect.h)
        top = self.down(rect.y)
        return Rect(rect.x, top, rect.w, bottom - top)


AS_COMPOSED = Stretch()


def stretched(needs: Iterable[Need], closed: Mapping[int, int] | None = None) -> Stretch:
    """The smallest openings that give every place its height: those that end highest are served first, so that one
    opening serves all that lie side by side. ``closed``: what is taken away at a ``y`` before (``kiosk.ui.blanks``)."""
    opened = dict(closed or {})
    for need in sorted(needs, key=lambda need: need.rect.bottom):
        rect = need.rect
        has = rect.h + sum(by for y, by in opened.items() if rect.y < y <= rect.bottom)
        if need.height > has:
            opened[rect.bottom] = opened.get(rect.bottom, 0) + need.height - has
    edges = tuple(sorted(opened))
    added = tuple(sum(opened[y] for y in edges[: n + 1]) for n in range(len(edges)))
    return Stretch(edges, added)
