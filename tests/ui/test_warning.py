"""The warning before a session ends: a ring counts twenty seconds; never while somebody pays or signs (A1)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.harness import Glass
from tests.ui.paper import letter
from tests.ui.walk import to_result, to_sending


def digits(glass: Glass) -> list[str]:
    """What the rings say: that of the dialog and that of the frame."""
    return [text for text in glass.texts if text.isdigit()]


def test_a1_from_twenty_seconds_on_a_ring_counts_down_to_one(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.pass_time(99.5)
    assert not glass.shell.dialogs.open
    glass.pass_time(0.5)
    seen = []
    for _ in range(80):
        seen += digits(glass)[-1:]
        glass.pass_time(0.25)
    assert list(dict.fromkeys(seen)) == [str(left) for left in range(20, 0, -1)]
    assert glass.screen == "idle"


def test_a1_the_dialog_s_ring_and_the_frame_s_say_the_same(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.pass_time(110.7)
    assert digits(glass) == ["10", "10"]


def test_a1_without_motion_the_ring_goes_by_whole_seconds(glass: Glass) -> None:
    """The harness switches motion off."""
    glass.touch("idle.wake")
    glass.pass_time(110)
    ring = glass.shell.dialogs.shown.ring  # type: ignore[union-attr]
    assert ring is not None
    drawn = ring.state
    glass.pass_time(0.25)
    glass.pass_time(0.25)
    assert ring.state == drawn
    glass.pass_time(0.5)
    assert ring.state != drawn


def test_a1_any_touch_takes_the_warning_away(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.pass_time(110)
    glass.do("touch_at", x=10, y=300)
    glass.pass_time(0.25)
    assert glass.shell.dialogs.open, "not under the finger"
    glass.pass_time(1)
    assert (glass.shell.dialogs.open, glass.screen) == (False, "home")


def test_a1_finish_ends_at_once(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.pass_time(110)
    glass.touch("session.end")
    assert glass.screen == "idle"


def _sending(glass: Glass, file: Path) -> None:
    to_sending(glass, file)
    glass.furnished.begin_call(phase="sending", page=1, fraction=0.4)
    glass.until_shown("正在发送第 1 页")


def _paying(glass: Glass, file: Path) -> None:
    to_result(glass, file)


def _signing(glass: Glass, file: Path) -> None:
    to_result(glass, file)
    glass.touch("去签名")
    glass.until_screen("sign_account")
    glass.settle()


def _waiting_for_the_clerk(glass: Glass, file: Path) -> None:
    to_result(glass, file)
    glass.touch("现金交客服")
    glass.touch("去柜台付款")
    glass.until_screen("cash_wait")
    glass.settle()


@pytest.mark.parametrize("way", [_sending, _paying, _signing, _waiting_for_the_clerk])
def test_a1_nobody_is_warned_while_they_pay_sign_or_watch_their_fax(
    glass: Glass, tmp_path: Path, way: Callable[[Glass, Path], None]
) -> None:
    way(glass, letter(tmp_path / "letter.pdf", 1))
    before = glass.screen
    for _ in range(29):
        glass.pass_time(10)
        assert not glass.shell.dialogs.open
    assert glass.screen == before


@pytest.mark.parametrize(("way", "left_s"), [(_signing, 300), (_waiting_for_the_clerk, 1800)])
def test_a1_who_walks_away_from_it_leaves_nothing_on_the_glass(
    glass: Glass, tmp_path: Path, way: Callable[[Glass, Path], None], left_s: float
) -> None:
    way(glass, letter(tmp_path / "letter.pdf", 1))
    glass.pass_time(left_s - 1)
    assert glass.screen != "idle"
    glass.pass_time(1)
    assert (glass.screen, glass.shell.visit.visitor) == ("idle", None)
