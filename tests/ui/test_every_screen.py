"""Every screen in every language on every panel: nothing cut off, nothing on top of anything (A2, design.md 7)."""

from __future__ import annotations

from pathlib import Path

from kiosk.locale import Language
from kiosk.ui.geometry import Panel
from tests.ui.checks import faults
from tests.ui.harness import Glass
from tests.ui.tour import tour

PANELS = (Panel(800, 480), Panel(1280, 800), Panel(600, 1024), Panel(1024, 600))


def test_no_text_is_cut_off_and_nothing_overlaps_on_any_panel_in_any_language(glass: Glass, tmp_path: Path) -> None:
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

    tour(glass, tmp_path, look_closely)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
