"""Repair flow, keyboard and staff's side in every look: nothing cut off or overlapping, no faint word (A2, J1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.locale import Language
from tests.ui.checks import faults
from tests.ui.harness import Glass
from tests.ui.looks import PANELS, everywhere
from tests.ui.tour_counter import repair_tour, staff_tour


def looking_closely(glass: Glass, found: list[str]) -> Callable[[str], None]:
    """A stop of the tour that looks at the screen on every panel in every language, with words of the usual size."""

    def look_closely(stop: str) -> None:
        for panel in PANELS:
            glass.shell.use_panel(panel)
            for language in Language:
                glass.shell.choose_language(language)
                where = f"{stop} {language} {panel.width}x{panel.height}"
                found.extend(f"{where}: {fault}" for fault in faults(glass.shell))
        glass.shell.choose_language(Language.ZH_HANS)
        glass.turn()

    return look_closely


def test_the_repair_flow_fits_every_panel_in_every_language_at_every_size_of_words(glass: Glass) -> None:
    found: list[str] = []
    repair_tour(glass, everywhere(glass, found))
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


def test_the_staff_s_side_fits_every_panel_in_every_language_at_every_size_of_words(
    glass: Glass, tmp_path: Path
) -> None:
    found: list[str] = []
    staff_tour(glass, tmp_path, everywhere(glass, found))
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
