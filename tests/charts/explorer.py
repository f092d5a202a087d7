"""Which state follows which, found by trying: everything that may happen, in every situation that can be reached.

Owns the search. Knows no machine: ``machines.py`` says what may happen to each of the engine's. Called by ``page.py``,
so that the pictures in ``docs/states.md`` are of the code as it is, and by the tests, which ask what can be reached.
"""

from __future__ import annotations

import io
import pickle
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, is_dataclass
from enum import Enum
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

    def events(self) -> Sequence[str]:
        """What may happen now."""

    def happen(self, event: str) -> str:
        """Let it happen. Returns what the chart shall call it."""


def explore(begin: Callable[[], Machine]) -> set[Edge]:
    """Every edge of the machine. Each situation is reached once, by the shortest way, and every event tried in it."""
    edges: set[Edge] = set()
    start = begin()
    known: set[Hashable] = {start.situation}
    waiting = deque([(start.events(), _again(start, begin, ()), ())])
    while waiting:
        events, again, way = waiting.popleft()
        for event in events:
            machine = again()
            source = machine.state
            name = machine.happen(event)
            edges.add(Edge(source, name, machine.state))
            if machine.situation not in known:
                known.add(machine.situation)
                there = (*way, event)
                waiting.append((machine.events(), _again(machine, begin, there), there))
                assert len(known) < _MOST_SITUATIONS, "too much is told apart"
    return edges


def _again(machine: Machine, begin: Callable[[], Machine], way: tuple[str, ...]) -> Callable[[], Machine]:
    """Makes machines that have come as far as this one: copies, or if it holds functions, others by the same way."""
    octets = io.BytesIO()
    taking = _Taking(octets)
    try:
        taking.dump(machine)
    except AttributeError:
        return lambda: _arrived(begin, way)
    return lambda: _Giving(octets.getvalue(), taking.kept).load()


class _Taking(pickle.Pickler):
    """Copies a machine, but for what never changes: half of a copy would be the machine's own table."""

    def __init__(self, into: io.BytesIO) -> None:
        super().__init__(into, pickle.HIGHEST_PROTOCOL)
        self.kept: list[object] = []

    def persistent_id(self, part: object) -> int | None:
        if not (isinstance(part, Enum) or (is_dataclass(part) and part.__dataclass_params__.frozen)):
            return None
        self.kept.append(part)
        return len(self.kept) - 1


class _Giving(pickle.Unpickler):
    """Another copy, with what was kept."""

    def __init__(self, octets: bytes, kept: Sequence[object]) -> None:
        super().__init__(io.BytesIO(octets))
        self.persistent_load = kept.__getitem__


def _arrived(begin: Callable[[], Machine], way: tuple[str, ...]) -> Machine:
    machine = begin()
    for event in way:
        machine.happen(event)
    return machine
