"""Repair flow, keyboard and staff's side in every look: nothing cut off, overlapping, faint or too small (A2, J1)."""

from __future__ import annotations

from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.tours import CARDS, REPAIR, STAFF, TILL, looked_at_closely


def test_the_repair_flow_fits_every_panel_in_every_language_at_every_size_of_words(
    glass: Glass, tmp_path: Path
) -> None:
    found = looked_at_closely(glass, tmp_path, REPAIR)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


def test_the_staff_s_side_fits_every_panel_in_every_language_at_every_size_of_words(
    glass: Glass, tmp_path: Path
) -> None:
    found = looked_at_closely(glass, tmp_path, STAFF)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


def test_the_staff_s_cards_fit_every_panel_in_every_language_at_every_size_of_words(
    glass: Glass, tmp_path: Path
) -> None:
    found = looked_at_closely(glass, tmp_path, CARDS)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)


def test_the_till_fits_every_panel_in_every_language_at_every_size_of_words(glass: Glass, tmp_path: Path) -> None:
    found = looked_at_closely(glass, tmp_path, TILL)
    assert not found, f"{len(found)} faults:\n" + "\n".join(found)
