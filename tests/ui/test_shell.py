"""Frame, sessions and language on the true screens."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from kiosk.ui import touches
from kiosk.ui.touches import TouchError
from tests.ui.harness import Glass
from tests.ui.paper import letter


def test_a_touch_wakes_the_idle_screen(glass: Glass) -> None:
    assert glass.screen == "idle"
    glass.touch("idle.wake")
    assert glass.screen == "home"


def test_a2_language_changes_at_once_on_any_screen(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("EN")
    assert glass.shows("Send a fax")
    glass.touch("繁")
    assert glass.shows("發傳真")


def test_a1_a_session_left_alone_warns_then_forgets_the_person(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.shell.visit.visitor = glass.furnished.visitor()
    glass.touch("EN")
    glass.pass_time(101)
    assert glass.shows("Still there?")
    glass.pass_time(20)
    assert glass.screen == "idle"
    assert glass.shell.visit.visitor is None
    assert glass.shows("轻触屏幕，开始办理"), "the next person finds the default language"


def test_a1_the_warning_is_answered_by_going_on(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.pass_time(105)
    glass.touch("继续使用")
    assert glass.shell.dialogs.shown is None
    glass.pass_time(90)
    assert glass.screen == "home"


def test_f1_the_clerk_is_called_from_any_screen_and_the_frame_counts(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("呼叫客服")
    glass.until_shown("已呼叫 00:00")
    glass.pass_time(42)
    assert glass.shows("已呼叫 00:42")
    call = glass.desk.calls.current()
    assert call is not None
    glass.desk.calls.acknowledge(glass.furnished.clerk(), call.id)
    glass.until_shown("客服已应答")


def test_a_covered_control_cannot_be_touched(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("home.collect")
    with pytest.raises(TouchError, match="covered"):
        touches.tap_on(glass.shell, "home.fax")


def test_k2_a_service_that_is_not_there_says_so_and_offers_the_clerk(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("打印复印")
    assert glass.shows("尚未在自助机上开通")
    glass.touch("知道了")
    assert glass.screen == "home"


def test_a1_what_one_person_has_asked_for_is_not_told_to_the_next(glass: Glass) -> None:
    """Nor does it keep the next one from asking for the same."""
    slow, told = threading.Event(), list[str]()
    glass.touch("idle.wake")
    glass.shell.run("ask", lambda: slow.wait(20) and "a person's own", told.append)
    glass.shell.end()
    assert glass.shell.run("ask", lambda: "another's", told.append)
    slow.set()
    glass.settle()
    assert told == ["another's"]


def test_a1_a_fax_that_was_asked_for_does_not_come_on_the_next_persons_glass(glass: Glass, tmp_path: Path) -> None:
    visitor = glass.furnished.visitor()
    glass.furnished.put_stick(letter(tmp_path / "letter.pdf", 1))
    glass.furnished.order(visitor, glass.desk.fax.take_in(visitor, "s/0").id)
    glass.shell.visit.visitor = visitor
    glass.shell.home()
    glass.until(lambda: glass.shows_key("home.open_fax"), "open fax")
    touches.tap_on(glass.shell, "home.open_fax")
    glass.shell.end()
    glass.settle()
    glass.turn()
    assert glass.screen == "idle"
