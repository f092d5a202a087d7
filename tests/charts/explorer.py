"""Which state follows which, found by trying: everything that may happen, in every situation that can be reached.

Owns the search. Knows no machine: ``machines.py`` says what may happen to each of the engine's. Called by ``page.py``,
so that the pictures in ``docs/states.md`` are of the code as it is, and by the tests, which ask what can be reached.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Protocol

_MOST_SITUATIONS = 3_000


@dataclass(frozen=True, order=True)
class Edge:
    """``source`` becomes ``target`` when ``event`` happens."""

    source: str
    event: str
    target: str


class Machine(Protocol):
    """One of the engine's state machines, with everything outside it held still."""

    @property
    def state(self) -> str:
        """Where it is."""

    @property
    def situation(self) -> Hashable:
        """The state and whatever else decides what follows; counters as far as they matter."""

    def events(self) -> Iterable[str]:
        """What may happen now."""

    def happen(self, event: str) -> str:
        """Let it happen. Returns what the chart shall call it."""


def explore(begin: Callable[[], Machine]) -> set[Edge]:
    """Every edge of the machine. Each situation is reached once, by the shortest way, and every event tried in it."""
    edges: set[Edge] = set()
    start = begin()
    ways: dict[Hashable, tuple[str, ...]] = {start.situation: ()}
    waiting = deque([(start.situation, tuple(start.events()))])
    while waiting:
        situation, events = waiting.popleft()
        for event in events:
            machine = _arrived(begin, ways[situation])
            source = machine.state
            name = machine.happen(event)
            edges.add(Edge(source, name, machine.state))
            reached = machine.situation
            if reached not in ways:
                ways[reached] = (*ways[situation], event)
                waiting.append((reached, tuple(machine.events())))
                assert len(ways) < _MOST_SITUATIONS, "too much is told apart"
    return edges


def _arrived(begin: Callable[[], Machine], way: tuple[str, ...]) -> Machine:
    machine = begin()
    for event in way:
        machine.happen(event)
    return machine
