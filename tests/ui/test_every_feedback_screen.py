"""Feedback and the clerk's part of it in every look: nothing cut off, overlapping, faint or too small (A2)."""

from __future__ import annotations

from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.tours import FEEDBACK, looked_at_closely


def test_the_feedback_flow_fits_every_panel_in_every_language_at_every_size_of_words(
    glass: Glass, tmp_path: Path
) -> None:
    found = looked_at_closely(glass, tmp_path, FEEDBACK)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
