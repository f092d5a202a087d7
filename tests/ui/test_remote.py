"""The remote that drives the true screens in demonstrations: one request a line, answered after the frame (K5)."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiosk.ui.app import RemoteRefusedError, set_up
from tests.ui.harness import Glass, open_glass, ui_settings


@pytest.fixture
def driven(tmp_path: Path) -> Iterator[Glass]:
    """A glass with doubles and a remote."""
    glass = open_glass(tmp_path, demo=True, remote=tmp_path / "remote.sock")
    yield glass
    glass.close()
    glass.furnished.close()


class Hand:
    """The other end of the socket, in a thread, while the test turns the loop."""

    def __init__(self, glass: Glass, path: Path) -> None:
        self._glass = glass
        self._pool = ThreadPoolExecutor(1)
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._lines = self._socket.makefile("rw")

    def ask(self, **request: object) -> dict[str, Any]:
        answer: Future[str] = self._pool.submit(self._exchange, json.dumps(request))
        self._glass.until(answer.done, f"answer to {request}")
        return dict(json.loads(answer.result()))

    def _exchange(self, line: str) -> str:
        self._lines.write(line + "\n")
        self._lines.flush()
        return self._lines.readline()

    def close(self) -> None:
        self._lines.close()
        self._socket.close()
        self._pool.shutdown()


@pytest.fixture
def hand(driven: Glass, tmp_path: Path) -> Iterator[Hand]:
    hand = Hand(driven, tmp_path / "remote.sock")
    yield hand
    hand.close()


def test_a_touch_is_answered_with_the_screen_it_leads_to(hand: Hand) -> None:
    answer = hand.ask(do="touch", name="idle.wake")
    assert (answer["ok"], answer["screen"]) == (True, "home")
    assert answer["frame_ms"] is not None, "answered after the frame was drawn"
    seen = hand.ask(do="look")
    assert "发传真" in seen["texts"]
    assert "home.fax" in seen["touchable"]
    assert "演示模式" in seen["texts"], "running on doubles is always visible"


def test_a_control_that_is_not_there_is_an_error(hand: Hand) -> None:
    answer = hand.ask(do="touch", name="nowhere")
    assert not answer["ok"]
    assert "nowhere" in answer["error"]


def test_a_request_that_is_none_is_an_error_and_the_next_one_works(hand: Hand) -> None:
    assert not hand.ask(do="dance")["ok"]
    assert not hand.ask(name="home.fax")["ok"]
    assert hand.ask(do="look")["ok"]


def test_a_screenshot_is_what_is_on_the_glass(hand: Hand, tmp_path: Path) -> None:
    hand.ask(do="screenshot", path=str(tmp_path / "idle.png"))
    with Image.open(tmp_path / "idle.png") as picture:
        assert picture.size == (1024, 600)
        assert picture.getpixel((1000, 300)) == (21, 67, 58), "the pine wall"


def test_k5_only_the_kiosks_own_user_may_use_the_socket(hand: Hand, tmp_path: Path) -> None:
    assert hand.ask(do="look")["ok"]
    assert (tmp_path / "remote.sock").stat().st_mode & 0o077 == 0


def test_k5_a_remote_on_a_kiosk_with_real_devices_is_refused(driven: Glass, tmp_path: Path) -> None:
    settings = ui_settings(demo=False, remote=tmp_path / "other.sock")
    with pytest.raises(RemoteRefusedError):
        set_up(driven.desk, settings, driven.furnished.clock)
