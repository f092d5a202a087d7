"""One person's way through one service: where they are, what they have answered, which step comes next.

Owns navigation between steps: the following one whose condition holds, named exits, other flows' steps, no way back
over a far side. Knows no kind of step: ``make`` turns a step into its screen (``renderers.py``). What steps hand to
each other (the fax, the case, the receipt) lies on the walk's tray, one of each type, and is forgotten with it (A1).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from kiosk.ui.flow import spec as s
from kiosk.ui.flow.answers import Answers
from kiosk.ui.flow.loading import Loaded
from kiosk.ui.flow.rules import NEXT, find
from kiosk.ui.input_methods import InputMethods
from kiosk.ui.screen import Screen

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

T = TypeVar("T")


@dataclass(frozen=True)
class FlowBook:
    """All flows of the house, the halted ones, and what their steps need besides: how one is drawn, how one writes."""

    loaded: Loaded
    make: Callable[[Walk, s.Step], Screen]
    methods: InputMethods

    def walk(self, shell: Shell, flow: str) -> Walk | None:
        """A new walk; None when the flow is halted."""
        found = self.loaded.flows.get(flow)
        return Walk(shell, self, found) if found is not None else None

    def of_tile(self, tile: str) -> s.Flow | None:
        """The flow that stands behind a tile of the home screen."""
        flows = self.loaded.flows.values()
        return next((flow for flow in flows if flow.tile is not None and flow.tile.id == tile), None)

    def halted(self, tile: str) -> bool:
        """Whether the flow behind this tile cannot be used."""
        return tile in self.loaded.halted_tiles


@dataclass
class Walk:
    """``request_id`` is made with the walk, so a second touch on 提交 is the same request (G1)."""

    shell: Shell
    book: FlowBook
    flow: s.Flow
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))

    def __post_init__(self) -> None:
        self.answers = Answers(self.flow)
        self._tray: dict[type, object] = {}

    # --- what steps hand to each other --------------------------------------------------------------------------

    def of(self, kind: type[T]) -> T:
        """The thing of this type; an empty one when nobody has put one there yet."""
        thing = self._tray.setdefault(kind, kind())
        assert isinstance(thing, kind)
        return thing

    def put(self, thing: object) -> None:
        """Hand a thing to the steps to come."""
        self._tray[type(thing)] = thing

    # --- the way ------------------------------------------------------------------------------------------------

    def first(self) -> Screen:
        """The first step's screen."""
        return self.book.make(self, self.flow.steps[0])

    def at(self, target: str) -> Screen | None:
        """The screen of any step of this flow, or of ``FLOW:STEP``; None when that flow is halted."""
        step = find(self.book.loaded.flows, self.flow.steps[0], target)
        return self.book.make(self, step) if step is not None else None

    def leave(self, step: s.Step, way: str = NEXT) -> None:
        """From ``step`` by one of its ways on; after the last one home."""
        target = step.exits.get(way)
        found = find(self.book.loaded.flows, step, target) if target else next(self._following(step), None)
        if found is None:
            self.shell.home()
            return
        screen = self.book.make(self, found)
        (self.shell.far_side if found.far_side else self.shell.go)(screen)

    def look_aside(self, step: s.Step, key: str) -> None:
        """To a step beside the way; back leads here again."""
        found = find(self.book.loaded.flows, step, key)
        if found is not None:
            self.shell.go(self.book.make(self, found))

    def _following(self, step: s.Step) -> Iterator[s.Step]:
        steps = self.book.loaded.flows[step.flow].steps
        after = steps[steps.index(step) + 1 :]
        return (other for other in after if not other.aside and self.answers.holds(other.when))

    def segments(self, step: s.Step) -> int:
        """Of the strip above this step."""
        return self.book.loaded.flows[step.flow].segments
