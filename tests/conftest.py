"""What every test process needs before it collects anything. Fixtures live beside the tests that use them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import pytest

from kiosk.ui.environment import Screen, prepare
from tests.lanes import is_timed, rank


def pytest_configure(config: pytest.Config) -> None:
    """Collecting a test of the screens imports Kivy, which reads its environment and makes its home there and then.

    Without a home of its own two workers on a fresh machine make ``~/.kivy`` at the same moment, and one of them fails.
    """
    hypothesis.settings.register_profile("lanes", deadline=None)  # of wall time, which is the other lane's to take
    hypothesis.settings.load_profile("lanes")
    folder = tempfile.TemporaryDirectory(prefix="kiosk-tests-")
    config.add_cleanup(folder.cleanup)
    prepare(Screen(1024, 600, video_driver="offscreen", max_fps=0), Path(folder.name) / "kivy", os.environ)


@pytest.hookimpl(tryfirst=True)  # before the marks choose
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long files first, so that no worker begins one when the others have nothing left.

    A mark that came from another file would be seen by neither lane, and its test run by nobody: that is refused.
    """
    items.sort(key=lambda item: rank(item.nodeid.partition("::")[0]))  # its location is looked up in its file: slow
    unseen = {item.path for item in items if item.get_closest_marker("real_time")}
    if lost := [str(file) for file in sorted(unseen) if not is_timed(file)]:
        raise pytest.UsageError(f"the mark real_time must stand in the file itself: {', '.join(lost)}")


def pytest_collection_finish() -> None:
    """Hypothesis computes its table of Unicode at the first text it draws, once on a machine.

    It takes 1.7 s, and in a fresh clone the first test that draws a text would be called slow for it.
    """
    hypothesis.find(st.text(), lambda _: True)
