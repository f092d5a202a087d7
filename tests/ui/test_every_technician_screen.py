"""The technician's page on every panel in every language: nothing cut off, nothing overlapping (A2, J3)."""

from __future__ import annotations

from kiosk.locale import Language
from kiosk.ui.geometry import Panel
from tests.ui.checks import faults
from tests.ui.harness import Glass
from tests.ui.tour_technician import technician_tour

PANELS = (Panel(800, 480), Panel(1280, 800), Panel(600, 1024), Panel(1024, 600))


def test_the_technician_s_page_fits_every_panel_in_every_language(glass: Glass) -> None:
    found: list[str] = []

    def look_closely(stop: str) -> None:
        for panel in PANELS:
            glass.shell.use_panel(panel)
            for language in Language:
                glass.shell.choose_language(language)
                where = f"{stop} {language} {panel.width}x{panel.height}"
                found.extend(f"{where}: {fault}" for fault in faults(glass.shell))
        glass.shell.choose_language(Language.ZH_HANS)
        glass.turn()

    technician_tour(glass, look_closely)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
