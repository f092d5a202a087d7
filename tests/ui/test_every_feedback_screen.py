"""Feedback and the clerk's part of it on every panel in every language: nothing cut off or overlapping (A2)."""

from __future__ import annotations

from tests.ui.harness import Glass
from tests.ui.test_every_counter_screen import looking_closely
from tests.ui.tour_feedback import feedback_tour


def test_the_feedback_flow_fits_every_panel_in_every_language(glass: Glass) -> None:
    found: list[str] = []
    feedback_tour(glass, looking_closely(glass, found))
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
