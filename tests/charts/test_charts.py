"""The charts in ``docs/states.md`` are of the code as it is; what trying everything tells of the machines (B6, B9)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from tests.charts.drawing import draw
from tests.charts.explorer import Edge
from tests.charts.machines import CHARTS, Chart
from tests.charts.page import render
from tests.charts.situations import situation_of

OWN = ("T1", "T2", "T4", "wait", "too long", "the modem is silent", "on-hook")  # our timers, and what the modem says
ENDS = ("after the call", "ready for a command")


edges_of = cache(Chart.edges)  # each machine is explored once


def test_the_page_and_its_pictures_are_of_the_code_as_it_is() -> None:
    stale = [
        path.name for path, text in render(edges_of).items() if not path.exists() or path.read_text("utf-8") != text
    ]
    assert stale == [], "draw them anew: python -m tests.charts"


@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.name)
def test_every_state_is_reached_and_ends_by_ourselves(chart: Chart) -> None:
    edges = edges_of(chart)
    assert {edge.source for edge in edges} | set(ENDS) >= set(chart.order)
    assert set(chart.order) - ending(edges) == set()


def ending(edges: Iterable[Edge]) -> set[str]:
    """The states from which the call ends though nothing comes from the far end."""
    own = [edge for edge in edges if edge.event.startswith(OWN)]
    ends = set(ENDS)
    while more := {edge.source for edge in own if edge.target in ends} - ends:
        ends |= more
    return ends


def test_a_state_without_an_end_would_be_told() -> None:
    edges = [Edge("a", "T4", "b"), Edge("b", "MCF", "after the call"), Edge("c", "T1", "after the call")]
    assert ending(edges) == {"c", *ENDS}


def test_a_picture_shows_each_state_and_event_but_those_left_out() -> None:
    picture = draw(["a", "b"], [Edge("a", "go", "b"), Edge("b", "back", "a"), Edge("a", "hidden", "b")], ["hidden"])
    assert all(f">{word}</text>" in picture for word in ("a", "b", "go", "back")) and "hidden" not in picture


def test_situations_are_told_apart_by_all_that_is_not_ignored() -> None:
    class Thing:
        def __init__(self, speed: int, name: str) -> None:
            self.speed, self.name, self.data = speed, name, b"anything"

    assert situation_of(Thing(1, "a"), ("name",)) == situation_of(Thing(1, "b"), ("name",))
    assert situation_of(Thing(1, "a")) != situation_of(Thing(1, "b")) != situation_of(Thing(2, "b"))
