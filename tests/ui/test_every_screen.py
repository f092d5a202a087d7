"""Every owner's screen in every look: nothing cut off, nothing on top of anything, no faint word (A2, WCAG 1.4)."""

from __future__ import annotations

from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.looks import everywhere
from tests.ui.tour import tour


def test_every_screen_fits_every_panel_in_every_language_at_every_size_of_words(glass: Glass, tmp_path: Path) -> None:
    found: list[str] = []
    tour(glass, tmp_path, everywhere(glass, found))
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
