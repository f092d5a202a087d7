"""Fixtures of the screens' tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ui.harness import Glass, open_glass


@pytest.fixture
def glass(tmp_path: Path) -> Iterator[Glass]:
    """The true screens at 1024 x 600 over a real desk with healthy devices."""
    opened = open_glass(tmp_path)
    yield opened
    opened.close()
    opened.furnished.close()
