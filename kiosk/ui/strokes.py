"""The strokes of a character, made such that a model of characters written at school knows them.

Owns three differences between a finger on a glass and a school book: size and place, the wobble of a line, and strokes
that were written in one because the finger was not lifted. Pure. Called by ``kiosk.ui.handwriting``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

Point = tuple[float, float]
Strokes = Sequence[Sequence[Point]]
Lines = list[list[Point]]

SIDE = 1000  # of the square that ``fitted`` places a character in
LARGE, SMALL = 0.7, 0.4  # of that square: 国 fills it, 口 does not, and nobody writes by size on an empty pad
_WOBBLE = 40  # a line that leaves the straight one by less is straight
_DOT = 20  # a tap is a short stroke downwards
_TURN = math.radians(35)  # less is a bend of one stroke
_CUTS = 5  # so many turns, the sharpest, may each be a joint


def fitted(strokes: Strokes, size: float = LARGE) -> Lines:
    """The strokes in the middle of a square, ``size`` of it large; 一 stays flat. A tap becomes a dot."""
    across = [x for stroke in strokes for x, _ in stroke]
    down = [y for stroke in strokes for _, y in stroke]
    if not across:
        return []
    left, top = min(across), min(down)
    width, height = max(across) - left, max(down) - top
    scale = SIDE * size / (max(width, height) or 1)
    x0, y0 = (SIDE - width * scale) / 2, (SIDE - height * scale) / 2
    placed = [[(x0 + (x - left) * scale, y0 + (y - top) * scale) for x, y in stroke] for stroke in strokes]
    return [_dot(*stroke[0]) if len(set(stroke)) == 1 else stroke for stroke in placed]


def _dot(x: float, y: float) -> list[Point]:
    return [(x, y), (x + _DOT, y + _DOT)]


def straightened(strokes: Strokes) -> Lines:
    """Each stroke as few straight lines: its ends, and where it leaves the line between them (Douglas and Peucker)."""
    return [_straightened(list(stroke)) for stroke in strokes]


def _straightened(stroke: list[Point]) -> list[Point]:
    if len(stroke) < 3:
        return stroke
    first, last = stroke[0], stroke[-1]
    aside = [_distance(point, first, last) for point in stroke[1:-1]]
    far = max(range(len(aside)), key=aside.__getitem__)
    if aside[far] < _WOBBLE:
        return [first, last]
    return _straightened(stroke[: far + 2])[:-1] + _straightened(stroke[far + 1 :])


def _distance(point: Point, first: Point, last: Point) -> float:
    """Of a point from the line through two others; from the first, where they are one."""
    (x, y), (x0, y0), (x1, y1) = point, first, last
    length = math.hypot(x1 - x0, y1 - y0)
    if not length:
        return math.hypot(x - x0, y - y0)
    return abs((x1 - x0) * (y0 - y) - (x0 - x) * (y1 - y0)) / length


def unjoined(lines: Lines) -> Iterator[Lines]:
    """What else may have been meant, if two strokes were written in one: cut at a turn, with the way between or not.

    ``lines`` are straightened. The sharpest turns come first.
    """
    turns = sorted(((turn, at, n) for at, line in enumerate(lines) for turn, n in _turns(line)), reverse=True)
    for turn, at, n in turns[:_CUTS]:
        line, before, after = lines[at], lines[:at], lines[at + 1 :]
        if turn >= _TURN:
            yield [*before, line[: n + 1], line[n:], *after]
            if n + 2 < len(line):
                yield [*before, line[: n + 1], line[n + 1 :], *after]


def _turns(line: list[Point]) -> Iterator[tuple[float, int]]:
    """At each corner of a line by how much it turns, in radians."""
    for n in range(1, len(line) - 1):
        (x0, y0), (x, y), (x1, y1) = line[n - 1 : n + 2]
        turn = math.atan2(y1 - y, x1 - x) - math.atan2(y - y0, x - x0)
        yield abs((turn + math.pi) % (2 * math.pi) - math.pi), n
