"""The technician's page on every panel in every language: nothing cut off, nothing overlapping (A2, J3)."""

from __future__ import annotations

from tests.ui.harness import Glass
from tests.ui.test_every_counter_screen import looking_closely
from tests.ui.tour_technician import technician_tour


def test_the_technician_s_page_fits_every_panel_in_every_language(glass: Glass) -> None:
    found: list[str] = []
    technician_tour(glass, looking_closely(glass, found))
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
