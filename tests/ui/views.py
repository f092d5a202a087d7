"""What is wrong with a page that is scrolled: a view in which hardly anything stands, and what no scrolling reaches.

Owns which views there are: those that the arrows lead to, from the first to the last. Called by ``tests.ui.checks``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kiosk.ui import touches
from kiosk.ui.widgets.paint import Box
from kiosk.ui.widgets.run_line import RunLine
from kiosk.ui.widgets.text import IconMark, Text
from kiosk.ui.widgets.touch import Stroked, Touchable
from kiosk.ui.widgets.viewport import Viewport

LEAST_FILLED = 0.2  # of a view's height
_TOLERANCE_PX = 2


def ill_scrolled(root: Any) -> Iterator[str]:
    """Of every window beneath ``root``."""
    for window in (part for part in touches.walk(root) if isinstance(part, Viewport)):
        spans = sorted(_spans(window))
        yield from _unreached(window)
        yield from _bare(window, spans)


def _spans(window: Viewport) -> Iterator[tuple[int, int]]:
    """From where to where down the page anything can be seen or touched; a mere ground is nothing."""
    for part in touches.walk(window):
        if isinstance(part, Text | RunLine):
            if part.words.strip():
                yield part.ink.y, part.ink.bottom
        elif isinstance(part, IconMark | Touchable | Stroked) or not (part.children or part.marks or type(part) is Box):
            place = part.look.at(part.rect)
            if place.h < window.rect.h + window.room:
                yield place.y, place.bottom


def _unreached(window: Viewport) -> Iterator[str]:
    end = window.rect.bottom + window.room
    for part in touches.walk(window):
        last = part.ink.bottom if isinstance(part, Text | RunLine) and part.words.strip() else 0
        if isinstance(part, Touchable):
            last = part.look.at(part.rect).bottom
        if last > end + _TOLERANCE_PX:
            yield f"no scrolling brings up what ends at {last}: {part}, the page ends at {end}"


def _bare(window: Viewport, spans: list[tuple[int, int]]) -> Iterator[str]:
    for at in {*range(0, window.room, window.step), window.room} if window.room else ():
        share = _filled(spans, window.rect.y + at, window.rect.bottom + at) / window.rect.h
        if share < LEAST_FILLED:
            yield f"a view of hardly anything: {share:.0%} filled, {at} of {window.room} down"


def _filled(spans: list[tuple[int, int]], top: int, bottom: int) -> int:
    """Pixels between ``top`` and ``bottom`` beside which anything stands."""
    filled = 0
    for begins, ends in spans:
        begins, ends = max(begins, top), min(ends, bottom)
        if ends > begins:
            filled, top = filled + ends - begins, ends
    return filled
