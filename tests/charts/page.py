"""``docs/states.md`` and its pictures out of the engine's machines as they are.

Owns the page's words. Called by ``python -m tests.charts``, which writes them, and by the tests that hold them to the
code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.charts.drawing import draw
from tests.charts.explorer import Edge
from tests.charts.machines import CHARTS, Chart

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "states.md"
_HEAD = """# The engine's state tables

Each picture and table is made from the code by `python -m tests.charts`: from the start of a call everything that may
happen is tried in every situation that can be reached (`tests/charts/explorer.py`), and what came of it is drawn. Tests
see to it that the pictures are of the code as it is, that every state is reached, and that from every state the call
ends by our own timers, whatever the far end does or leaves undone.

States stand in the order of a call. Lines on the right lead down, lines on the left lead up; all that lead to one state
join. "stays" is what leaves a state as it is. What is in no table has no effect.
"""


def picture_of(chart: Chart) -> Path:
    """Where its picture stands."""
    return DOCS / "pictures" / f"states-{chart.name}.svg"


def render(edges: Callable[[Chart], Sequence[Edge]]) -> dict[Path, str]:
    """Every file, and what should be in it."""
    files = {picture_of(chart): draw(chart.order, edges(chart), chart.left_out) for chart in CHARTS}
    sections = [_section(chart, edges(chart)) for chart in CHARTS]
    return {PAGE: "\n".join([_HEAD, *sections]), **files}


def _section(chart: Chart, edges: Iterable[Edge]) -> str:
    targets: dict[tuple[str, str], list[str]] = defaultdict(list)
    for edge in edges:
        targets[edge.source, edge.event].append(edge.target)
    order = list(chart.order)
    lines = [
        f"| {source} | {event} | {'; or '.join(sorted(ends, key=order.index))} |"
        for (source, event), ends in sorted(targets.items(), key=lambda item: (order.index(item[0][0]), item[0][1]))
    ]
    picture = f"![{chart.title}](pictures/{picture_of(chart).name})"
    table = "\n".join(["| state | what happens | then |", "| --- | --- | --- |", *lines])
    return f"## {chart.title}\n\n{chart.text}\n\n{picture}\n\n{table}\n"
