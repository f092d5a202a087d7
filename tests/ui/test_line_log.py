"""K2: the technician reads the line's calls and the ladder of one of them; a clerk is told who may."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.fax.outcome import CallerSays, ReceptionOutcome
from tests.ui.harness import Glass
from tests.ui.staff_walk import LADDER, TECHNICIAN_PIN, delivered_fax, sign_in

SUPERVISOR_PIN = "121212"


def _to_calls(glass: Glass, pin: str) -> None:
    glass.touch("idle.wake")
    sign_in(glass, pin)
    glass.touch("tab.technician")
    glass.settle()
    glass.touch("technician.calls")
    glass.settle()


@pytest.mark.parametrize("pin", [TECHNICIAN_PIN, SUPERVISOR_PIN])
def test_calls_either_way_are_listed_with_what_came_of_them(glass: Glass, tmp_path: Path, pin: str) -> None:
    delivered_fax(glass, tmp_path)
    glass.furnished.receive_fax(2, CallerSays("+86 571 8700 9999"), ReceptionOutcome.INCOMPLETE)
    _to_calls(glass, pin)
    assert glass.screen == "staff_calls"
    assert glass.shows("021 5266 3846") and glass.shows("已送达")
    assert glass.shows("+86 571 8700 9999") and glass.shows("未收全")


def test_a_call_is_a_ladder_that_is_turned_and_a_touched_signal_is_explained(glass: Glass, tmp_path: Path) -> None:
    delivered_fax(glass, tmp_path, trace=LADDER)
    _to_calls(glass, TECHNICIAN_PIN)
    glass.touch("call.F000001.1")
    glass.settle()
    assert glass.shows("00:06.682") and glass.shows("CSI+86 21 5266 3846")
    assert glass.shows("FTT训练失败，要降速")
    assert not glass.shows("41544454")  # octets are for machines
    glass.touch("signal.2")
    assert glass.shows("DIS · 被叫方的能力") and glass.shows("widths [1728, 2048, 2432]")
    glass.touch("ladder.down")
    assert glass.shows("PPR") and not glass.shows("00:06.682")
    glass.touch("ladder.down")
    assert glass.shows("01:05.103") and glass.shows("AT REST")
    glass.touch("ladder.up")
    assert glass.shows("10–18") or glass.shows("5–13")


def test_a_call_without_a_trace_says_so(glass: Glass, tmp_path: Path) -> None:
    delivered_fax(glass, tmp_path)
    _to_calls(glass, TECHNICIAN_PIN)
    glass.touch("call.F000001.1")
    glass.settle()
    assert glass.shows("没有留下信号记录")
    glass.touch("bar.back")
    assert glass.screen == "staff_calls"
    glass.touch("calls.back")
    assert glass.screen == "staff_technician"


def test_a_clerk_is_told_who_may_see_the_calls(board: Glass) -> None:
    board.touch("tab.technician")
    board.settle()
    board.touch("technician.calls")
    board.settle()
    assert board.screen == "staff_technician"
    assert board.shows("由技术员或主管查看") and not board.shows("呼叫客服")
