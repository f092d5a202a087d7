"""Every screen of the fax service in every look: nothing cut off, on top of anything, faint or too small (A2)."""

from __future__ import annotations

from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.tours import FAX, looked_at_closely


def test_every_screen_fits_every_panel_in_every_language_at_every_size_of_words(glass: Glass, tmp_path: Path) -> None:
    found = looked_at_closely(glass, tmp_path, FAX)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
