"""The technician's page in every look: nothing cut off, overlapping, faint or too small (A2, J3)."""

from __future__ import annotations

from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.tours import TECHNICIAN, looked_at_closely


def test_the_technician_s_page_fits_every_panel_in_every_language_at_every_size_of_words(
    glass: Glass, tmp_path: Path
) -> None:
    found = looked_at_closely(glass, tmp_path, TECHNICIAN)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
