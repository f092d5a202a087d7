"""A chart as SVG: states in a column, what leads down on the right of it, what leads up on the left.

Owns the geometry. All edges into one state share a line, so that a picture with eighty edges can still be followed.
Called by ``page.py``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import shorten

from tests.charts.explorer import Edge

_BOX, _SLOT, _GAP, _LANE, _LETTER = 345, 17, 16, 13, 7.1
_COLOURS = ("#1f5f8b", "#a23b3b", "#2f7d4f", "#8a5a00", "#6b4aa0", "#0f7c7c", "#b0467a", "#556b1f")
_PPS = {"PPS-NULL", "PPS-MPS", "PPS-EOM", "PPS-EOP"}


@dataclass
class _Row:
    """One state: the labels of its edges, down and up, and where it is drawn."""

    name: str
    down: dict[int, str] = field(default_factory=dict)
    up: dict[int, str] = field(default_factory=dict)
    stays: str = ""
    top: float = 0
    from_above: bool = False
    from_below: bool = False

    @property
    def height(self) -> float:
        slots = max(len(self.down) + self.from_above, len(self.up) + self.from_below, 1)
        return slots * _SLOT + 12 + (14 if self.stays else 0)


def draw(order: Sequence[str], edges: Iterable[Edge], left_out: Sequence[str]) -> str:
    """The picture of these states in this order. Edges whose event is in ``left_out`` are not drawn.

    Nor is the house's word on a page where it changes no state: nearly everywhere.
    """
    rows = _rows(order, [edge for edge in edges if edge.event not in left_out and not _of_no_effect(edge)])
    lanes = {side: _lanes(rows, side) for side in ("down", "up")}
    room = {side: _room(rows, side) for side in ("down", "up")}
    left = room["up"] + _LANE * (max(lanes["up"].values(), default=-1) + 2) + 10
    width = left + _BOX + room["down"] + _LANE * (max(lanes["down"].values(), default=-1) + 2) + 10
    height = rows[-1].top + rows[-1].height + 16
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' font-family="sans-serif" font-size="12">',
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>',
        *_side(rows, lanes["down"], "down", left + _BOX, room["down"]),
        *_side(rows, lanes["up"], "up", left, room["up"]),
        *(_box(row, left) for row in rows),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _of_no_effect(edge: Edge) -> bool:
    return edge.source == edge.target and edge.event.startswith("the page")


def _rows(order: Sequence[str], edges: Iterable[Edge]) -> list[_Row]:
    numbers = {name: number for number, name in enumerate(order)}
    events: dict[tuple[int, int], list[str]] = defaultdict(list)
    for edge in edges:
        events[numbers[edge.source], numbers[edge.target]].append(edge.event)
    rows = [_Row(name) for name in order]
    for (source, target), names in sorted(events.items()):
        row, label = rows[source], _label(names)
        if source == target:
            row.stays = label
        elif source < target:
            row.down[target], rows[target].from_above = label, True
        else:
            row.up[target], rows[target].from_below = label, True
    top = 12.0
    for row in rows:
        row.top, top = top, top + row.height + _GAP
    return rows


def _label(names: Sequence[str]) -> str:
    if set(names) >= _PPS:
        names = ["PPS", *(name for name in names if name not in _PPS)]
    return ", ".join(sorted(names))


def _out(rows: Sequence[_Row], number: int, side: str) -> dict[int, str]:
    return rows[number].down if side == "down" else rows[number].up


def _slot(row: _Row, place: int) -> float:
    return row.top + 6 + _SLOT * (place + 0.5)


def _leaves(rows: Sequence[_Row], source: int, target: int, side: str) -> float:
    """Where the edge leaves its box; the first slot is for what comes in."""
    row = rows[source]
    comes_in = row.from_above if side == "down" else row.from_below
    return _slot(row, comes_in + list(_out(rows, source, side)).index(target))


def _lanes(rows: Sequence[_Row], side: str) -> dict[int, int]:
    """A lane for each state that something leads to, so that two on one lane never meet."""
    spans: dict[int, tuple[float, float]] = {}
    for source in range(len(rows)):
        for target in _out(rows, source, side):
            ends = (_leaves(rows, source, target, side), _slot(rows[target], 0))
            low, high = spans.get(target, (min(ends), max(ends)))
            spans[target] = min(low, *ends), max(high, *ends)
    lanes: dict[int, int] = {}
    for target, (low, high) in sorted(spans.items(), key=lambda item: item[1][1] - item[1][0]):
        taken = {lane for other, lane in lanes.items() if spans[other][0] <= high + 6 and spans[other][1] >= low - 6}
        lanes[target] = next(lane for lane in range(len(rows)) if lane not in taken)
    return lanes


def _room(rows: Sequence[_Row], side: str) -> float:
    labels = [label for number in range(len(rows)) for label in _out(rows, number, side).values()]
    return max((len(label) for label in labels), default=0) * _LETTER + 18


def _side(rows: Sequence[_Row], lanes: dict[int, int], side: str, edge_x: float, room: float) -> list[str]:
    way = 1 if side == "down" else -1
    anchor = "start" if side == "down" else "end"
    parts: list[str] = []
    for target, lane in lanes.items():
        colour = _COLOURS[target % len(_COLOURS)]
        x = edge_x + way * (room + _LANE * (lane + 0.5))
        end_y = _slot(rows[target], 0)
        for source in range(len(rows)):
            if (label := _out(rows, source, side).get(target)) is not None:
                y = _leaves(rows, source, target, side)
                parts.append(_line(f"M{edge_x:.0f} {y:.1f}H{x:.1f}V{end_y:.1f}", colour))
                parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.4" fill="{colour}"/>')
                text = f'<text x="{edge_x + way * 6:.0f}" y="{y - 3:.1f}" text-anchor="{anchor}" fill="{colour}"'
                parts.append(f"{text}>{escape(label)}</text>")
        parts.append(_line(f"M{x:.1f} {end_y:.1f}H{edge_x + way * 7:.1f}", colour))
        tip = f"{edge_x:.0f},{end_y:.1f} {edge_x + way * 8:.1f},{end_y - 4:.1f} {edge_x + way * 8:.1f},{end_y + 4:.1f}"
        parts.append(f'<polygon points="{tip}" fill="{colour}"/>')
    return parts


def _line(path: str, colour: str) -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="1.2"/>'


def _box(row: _Row, left: float) -> str:
    middle = row.top + row.height / 2 + (-3 if row.stays else 4)
    parts = [
        f'<rect x="{left:.0f}" y="{row.top:.0f}" width="{_BOX}" height="{row.height:.0f}" rx="7" fill="#f3f5f0"'
        ' stroke="#333"/>',
        f'<text x="{left + _BOX / 2:.0f}" y="{middle:.0f}" text-anchor="middle" font-weight="bold">'
        f"{escape(row.name)}</text>",
    ]
    if row.stays:
        text = f'<text x="{left + _BOX / 2:.0f}" y="{middle + 15:.0f}" text-anchor="middle" font-size="10" fill="#666">'
        parts.append(f"{text}stays: {escape(shorten(row.stays, 48, placeholder=' ...'))}</text>")
    return "\n".join(parts)
