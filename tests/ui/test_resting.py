"""The glass at rest: its picture wanders, at night it dims, and the touch that wakes it presses nothing (A1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kiosk.clock import TurnedClock
from kiosk.ui.night import SHIFT_PX, STEP_S, NightHours, shift_at
from kiosk.ui.settings import Notice
from tests.hw_doubles.backlight import Lamp
from tests.ui.harness import HOUSE, Glass, open_glass, per_language

ELEVEN_PM = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)  # in Shanghai
NIGHT = NightHours(time(22), time(6), 0.4)
DRAWN = 0.15  # how dark the veil over day colours may be: darker, and their words were below 7:1

Open = Callable[..., Glass]


@pytest.fixture
def at_night(tmp_path: Path) -> Iterator[Open]:
    """Opens an idle glass at eleven in the evening, with changed settings."""
    opened: list[Glass] = []

    def open_at_night(**changes: object) -> Glass:
        glass = open_glass(tmp_path, night=NIGHT, **changes)
        opened.append(glass)
        clock = glass.furnished.clock
        assert isinstance(clock, TurnedClock)
        clock.jump(ELEVEN_PM)
        glass.shell.tick()
        return glass

    yield open_at_night
    for glass in opened:
        glass.close()
        glass.furnished.close()


@pytest.fixture
def dimmed(at_night: Open) -> Glass:
    """A glass that has dimmed."""
    glass = at_night()
    glass.pass_time(31)
    assert glass.shell.resting.dimmed
    return glass


def corners(glass: Glass, file: Path) -> list[tuple[int, ...]]:
    """The colours in the four corners of the glass."""
    glass.screenshot(file)
    with Image.open(file) as picture:
        right, bottom = picture.width - 1, picture.height - 1
        found = [picture.getpixel(place) for place in ((0, 0), (right, 0), (0, bottom), (right, bottom))]
    return [colour for colour in found if isinstance(colour, tuple)]


# --- burn-in --------------------------------------------------------------------------------------------------------


def test_a1_the_idle_picture_wanders_and_shows_nothing_behind_it(glass: Glass, tmp_path: Path) -> None:
    still, seen = corners(glass, tmp_path / "still.png"), set()
    for _ in range(2 * (2 * SHIFT_PX + 1) ** 2):
        glass.furnished.clock.turn(STEP_S)  # type: ignore[attr-defined]
        glass.shell.tick()
        seen.add(glass.shell.resting.shift)
        if {abs(way) for way in glass.shell.resting.shift} == {SHIFT_PX}:
            assert corners(glass, tmp_path / "shifted.png") == still
    assert {(x, y) for x in (-SHIFT_PX, SHIFT_PX) for y in (-SHIFT_PX, SHIFT_PX)} <= seen


@pytest.mark.parametrize("notices", [1, 2])
def test_k4_a_step_is_seen_with_the_next_notice_and_soon_without_one(tmp_path: Path, notices: int) -> None:
    told = (*HOUSE.notices, Notice(per_language("今日停水", "今日停水", "No water today")))[:notices]
    glass = open_glass(tmp_path, house=replace(HOUSE, notices=told))
    try:
        steps, alone = _steps_of(glass, 120)
    finally:
        glass.close()
        glass.furnished.close()
    assert steps >= 5
    assert (alone > 0) is (notices == 1)


def _steps_of(glass: Glass, seconds: int) -> tuple[int, int]:
    """How often the picture moved, and how often for nothing else; no step is late by more than ten seconds."""
    from kivy.core.window import Window

    clock, resting = glass.furnished.clock, glass.shell.resting
    assert isinstance(clock, TurnedClock)
    glass.pass_time(1)  # to the place of this hour
    steps = alone = 0
    for _ in range(4 * seconds):
        words, place, owed = glass.texts, resting.shift, Window.canvas.needs_redraw
        clock.turn(0.25)
        glass.shell.tick()
        steps += resting.shift != place
        alone += resting.shift != place and glass.texts == words and not owed
        assert resting.shift in (shift_at(clock.monotonic()), shift_at(clock.monotonic() - 10.5))
        glass.turn(1)
    return steps, alone


def test_a1_a_session_stands_still_in_its_place(glass: Glass) -> None:
    glass.pass_time(3 * STEP_S)
    assert glass.shell.resting.shift == shift_at(glass.furnished.clock.monotonic()) != (0, 0)
    glass.touch("idle.wake")
    glass.pass_time(1)
    assert glass.shell.resting.shift == (0, 0)


def test_a1_the_time_is_shown_within_a_second_at_rest_and_a_quarter_of_it_in_a_session(glass: Glass) -> None:
    def ticks_until_a_minute_is_seen() -> int:
        before, ticks = glass.texts, 0
        glass.furnished.clock.turn(60)  # type: ignore[attr-defined]
        while glass.texts == before:
            glass.running._tick()
            ticks += 1
            assert ticks <= 4
        return ticks

    glass.running._tick()
    ticks_until_a_minute_is_seen()
    glass.touch("idle.wake")
    assert ticks_until_a_minute_is_seen() == 1


def test_a1_the_greeting_goes_with_the_hour_though_nobody_touches_the_glass(glass: Glass) -> None:
    assert not glass.shows("晚上好")
    glass.pass_time(8 * 3600)
    assert glass.shows("晚上好")


# --- night ----------------------------------------------------------------------------------------------------------


def test_a1_at_night_an_idle_glass_dims_after_half_a_minute(at_night: Open) -> None:
    glass = at_night()
    glass.pass_time(29)
    assert (glass.shell.resting.dimmed, glass.shell.resting.veil) == (False, 0)
    glass.pass_time(1)
    assert glass.shell.resting.dimmed
    assert glass.shell.resting.veil == pytest.approx(DRAWN)


def test_a1_in_the_morning_it_is_bright_without_a_touch(dimmed: Glass) -> None:
    dimmed.pass_time(7 * 3600)
    assert (dimmed.shell.resting.dimmed, dimmed.shell.resting.veil) == (False, 0)


def test_a1_by_day_it_stays_bright(glass: Glass) -> None:
    glass.pass_time(3600)
    assert not glass.shell.resting.dimmed


def test_a1_the_light_falls_slowly_and_comes_back_at_once(at_night: Open) -> None:
    glass = at_night(motion=True)
    glass.pass_time(31)
    assert glass.shell.resting.veil < 0.08, "it has only begun"
    glass.until(lambda: glass.shell.resting.veil == pytest.approx(DRAWN), "dark")
    glass.touch("idle.wake")
    assert glass.shell.resting.veil == 0


def test_a1_the_touch_that_wakes_presses_nothing(dimmed: Glass) -> None:
    for control in ("frame.call", "EN", "idle.wake"):
        dimmed.touch(control)
        assert (dimmed.screen, dimmed.shell.resting.dimmed) == ("idle", False)
        assert not dimmed.shell.dialogs.open and dimmed.shows("轻触屏幕，开始办理")
        dimmed.pass_time(31)
        assert dimmed.shell.resting.dimmed, "and dims again when nobody does anything"
    dimmed.touch("idle.wake")
    dimmed.touch("idle.wake")
    assert dimmed.screen == "home"


def test_a1_a_double_tap_on_a_dark_glass_only_wakes(dimmed: Glass) -> None:
    dimmed.do("double_touch", name="idle.wake")
    assert (dimmed.screen, dimmed.shell.resting.dimmed) == ("idle", False)


def test_a1_a_whole_hand_on_a_dark_glass_only_wakes(dimmed: Glass) -> None:
    from kiosk.ui.touches import Finger

    hand = [Finger(x, 300) for x in (100, 200, 300, 900)]
    for finger in hand:
        finger.press()
    for finger in hand:
        finger.lift()
    dimmed.turn()
    assert dimmed.screen == "idle"
    dimmed.touch("idle.wake")
    assert dimmed.screen == "home"


def test_a1_a_lift_that_the_panel_lost_does_not_leave_the_glass_deaf(dimmed: Glass) -> None:
    from kiosk.ui.touches import Finger

    Finger(500, 300).press()
    dimmed.pass_time(3)
    dimmed.touch("idle.wake")
    assert dimmed.screen == "home"


def test_a1_nothing_dims_while_somebody_is_there(at_night: Open) -> None:
    glass = at_night()
    glass.touch("idle.wake")
    glass.pass_time(90)
    assert (glass.screen, glass.shell.resting.dimmed) == ("home", False)


def test_k4_a_veil_lies_on_the_glass_only_while_it_is_dim(at_night: Open) -> None:
    glass = at_night()
    seen = [_over_everything(glass)]
    glass.pass_time(31)
    seen.append(_over_everything(glass))
    glass.touch("idle.wake")
    seen.append(_over_everything(glass))
    assert seen == [0, 1, 0]


def _over_everything(glass: Glass) -> int:
    """How many rectangles of the size of the glass are drawn above all widgets, seen or not."""
    above: list[Any] = list(glass.shell.canvas.after.children)
    for instruction in above:
        above += getattr(instruction, "children", ())
    return sum(tuple(getattr(each, "size", ())) == tuple(glass.shell.size) for each in above)


def test_a1_where_the_lamp_can_be_set_no_veil_is_drawn(at_night: Open) -> None:
    lamp = Lamp()
    glass = at_night(backlight=lamp)
    glass.pass_time(31)
    assert (lamp.light, glass.shell.resting.veil) == (0.4, 0)
    glass.touch("idle.wake")
    assert (lamp.light, glass.screen) == (1.0, "idle")


def test_a1_a_lamp_that_refuses_is_replaced_by_the_veil(at_night: Open) -> None:
    glass = at_night(backlight=Lamp(refuses=True))
    glass.pass_time(31)
    assert glass.shell.resting.veil == pytest.approx(DRAWN)


def test_a1_the_screens_leave_the_lamp_bright_and_find_it_so(tmp_path: Path) -> None:
    lamp = Lamp()
    lamp.light = 0.4  # the last run was killed at night
    glass = open_glass(tmp_path, night=NightHours(time(0), time(23, 59), 0.4), backlight=lamp)
    assert lamp.light == 1
    glass.pass_time(31)
    assert lamp.light == 0.4
    glass.close()
    glass.furnished.close()
    assert lamp.light == 1


# --- what is left on idle -------------------------------------------------------------------------------------------


def test_a1_a_language_left_on_the_idle_screen_goes_back_to_the_house_s(glass: Glass) -> None:
    glass.touch("EN")
    glass.pass_time(119)
    assert glass.shows("Touch to start")
    glass.pass_time(1)
    assert glass.shows("轻触屏幕，开始办理")


def test_a1_a_dialog_left_on_the_idle_screen_is_closed(glass: Glass) -> None:
    glass.touch("idle.promise")
    glass.pass_time(120)
    assert (glass.screen, glass.shell.dialogs.open) == ("idle", False)
