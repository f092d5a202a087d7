"""What cannot be had, said with every cause, in every look: nothing cut off, overlapping, faint or too small (K2)."""

from __future__ import annotations

from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.tours import OFFERS, looked_at_closely


def test_what_cannot_be_had_fits_every_panel_in_every_language_at_every_size_of_words(
    glass: Glass, tmp_path: Path
) -> None:
    found = looked_at_closely(glass, tmp_path, OFFERS)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
