"""K2: the technician reads the line's calls and the ladder of one of them; a clerk is told who may."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from kiosk.fax.outcome import CallerSays, ReceptionOutcome, TraceEntry
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
    assert glass.shows("00:06.682") and glass.shows("CSI") and glass.shows("+86 21 5266 3846")
    assert not glass.shows("41544454")  # octets are for machines
    glass.touch("signal.2")
    assert glass.shows("DIS · 被叫方的能力") and glass.shows("行宽 1728, 2048, 2432 像素")
    glass.touch("ladder.down")
    assert glass.shows("FTT") and glass.shows("训练失败，要降速") and not glass.shows("00:06.682")
    glass.touch("ladder.down")
    assert glass.shows("PPR")
    glass.touch("ladder.down")
    assert glass.shows("01:05.103") and glass.shows("AT REST")
    glass.touch("ladder.up")
    assert glass.shows("11–16")


def _to_ladder(glass: Glass, tmp_path: Path, trace: tuple[TraceEntry, ...]) -> None:
    delivered_fax(glass, tmp_path, trace=trace)
    _to_calls(glass, TECHNICIAN_PIN)
    glass.touch("call.F000001.1")
    glass.settle()


def _drag(glass: Glass, *heights: int) -> None:
    glass.do("drag", points=[(400, y) for y in heights])


def _shown(glass: Glass) -> list[int]:
    """The numbers of the rungs on the glass."""
    from kiosk.ui import touches
    from kiosk.ui.widgets.touch import Touchable

    found = (widget.touch_id for widget in touches.walk(glass.shell) if isinstance(widget, Touchable))
    return sorted(int(name.removeprefix("signal.")) for name in found if name.startswith("signal."))


def test_the_ladder_follows_the_finger_and_stops_at_its_ends(glass: Glass, tmp_path: Path) -> None:
    _to_ladder(glass, tmp_path, LADDER)
    room = len(_shown(glass))
    last = sum(entry.signal != "octets" for entry in LADDER) - 1
    _drag(glass, 460, 440, 400, 268)
    assert _shown(glass) == list(range(3, 3 + room)) and glass.shows(f"4–{3 + room}")
    _drag(glass, 200, 392)
    assert _shown(glass)[0] == 0 and glass.shows(f"1–{room}")
    _drag(glass, 200, 560)
    assert _shown(glass)[0] == 0
    for _ in range(4):
        _drag(glass, 480, 120)
    assert _shown(glass) == list(range(last + 1 - room, last + 1)) and glass.shows("AT REST")


def test_a_finger_that_drags_touches_no_rung_and_one_that_trembles_does(glass: Glass, tmp_path: Path) -> None:
    _to_ladder(glass, tmp_path, LADDER)
    _drag(glass, 300, 220)
    assert glass.shows("021 5266 3846")  # the bar still tells of the call
    _drag(glass, 300, 305, 302)
    assert not glass.shows("021 5266 3846")


def test_the_keys_follow_the_finger(glass: Glass, tmp_path: Path) -> None:
    _to_ladder(glass, tmp_path, LADDER)
    _drag(glass, 460, 340)
    glass.touch("ladder.up")
    assert _shown(glass)[0] == 0


def _hundred_pages() -> tuple[TraceEntry, ...]:
    page = LADDER[11:17]
    turns = (TraceEntry(n * 60_000 + e.at_ms, e.direction, e.signal, e.detail) for n in range(100) for e in page)
    return (*LADDER[:11], *turns, *LADDER[17:])


def test_the_ladder_of_a_hundred_pages_is_dragged_and_turned_without_a_frame_of_100_ms(
    glass: Glass, tmp_path: Path
) -> None:
    _to_ladder(glass, tmp_path, _hundred_pages())
    took_s = []
    for act in range(20):
        begun = time.process_time()
        _drag(glass, 460, 440) if act % 2 else glass.touch("ladder.down")
        took_s.append(time.process_time() - begun)
    assert _shown(glass)[0] > 50 and sorted(took_s)[len(took_s) // 2] < 0.1, took_s


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
