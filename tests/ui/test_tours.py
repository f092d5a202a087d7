"""The tours miss nothing: a screen, or a step of a service, that none of them stops at is looked at by nobody (A2)."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import kiosk.ui.flow
import kiosk.ui.screens
from kiosk.ui.flow.acts import vocabulary
from kiosk.ui.flow.loading import FLOWS, load_folder
from kiosk.ui.screen import Screen
from tests.ui.harness import Glass
from tests.ui.tours import TOURS


def kinds_of_screens(kind: type[Screen] = Screen) -> Iterator[type[Screen]]:
    """Every class of a screen in the program."""
    for package in (kiosk.ui.screens, kiosk.ui.flow):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    for heir in kind.__subclasses__():
        yield heir
        yield from kinds_of_screens(heir)


def test_some_tour_stops_at_every_screen_of_the_program(glass: Glass) -> None:
    visited = frozenset[str]().union(*(tour.screens for tour in TOURS))
    screens = {kind.name for kind in kinds_of_screens() if hasattr(kind, "name")}
    assert glass.screen in screens
    assert screens - visited == set()


def test_some_tour_stops_at_every_step_of_every_service() -> None:
    visited = frozenset[str]().union(*(tour.screens for tour in TOURS))
    flows = load_folder(FLOWS, vocabulary()).flows
    steps = {step.screen for flow in flows.values() for step in flow.steps}
    assert len(steps) > len(flows) > 1
    assert steps - visited == set()
