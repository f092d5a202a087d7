"""Fixtures of the screens' tests."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.harness import Glass, open_glass
from tests.ui.staff_walk import sign_in


@pytest.fixture(scope="module", autouse=True)
def _small_heap() -> None:
    """The screens collect at the end of every visit: they are not to walk through what four thousand tests left."""
    gc.collect()
    gc.freeze()


@pytest.fixture
def glass(tmp_path: Path) -> Iterator[Glass]:
    """The true screens at 1024 x 600 over a real desk with healthy devices."""
    opened = open_glass(tmp_path)
    yield opened
    opened.close()
    opened.furnished.close()


@pytest.fixture
def board(glass: Glass) -> Iterator[Glass]:
    """The clerk at an empty board."""
    glass.touch("idle.wake")
    sign_in(glass)
    assert glass.screen == "staff_board"
    yield glass
