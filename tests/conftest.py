"""What every test process needs before it collects anything. Fixtures live beside the tests that use them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import pytest

from kiosk.ui.environment import Screen, prepare


def pytest_configure(config: pytest.Config) -> None:
    """Collecting a test of the screens imports Kivy, which reads its environment and makes its home there and then.

    Without a home of its own two workers on a fresh machine make ``~/.kivy`` at the same moment, and one of them fails.
    """
    folder = tempfile.TemporaryDirectory(prefix="kiosk-tests-")
    config.add_cleanup(folder.cleanup)
    prepare(Screen(1024, 600, video_driver="offscreen", max_fps=0), Path(folder.name) / "kivy", os.environ)


def pytest_collection_finish() -> None:
    """Hypothesis computes its table of Unicode at the first text it draws, once on a machine.

    It takes 1.7 s, and in a fresh clone the first test that draws a text would be called slow for it.
    """
    hypothesis.find(st.text(), lambda _: True)
