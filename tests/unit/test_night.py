"""The glass at rest (A1): its hours, the way its picture wanders, the lamp behind it."""

from __future__ import annotations

from collections import Counter
from datetime import time
from itertools import pairwise
from pathlib import Path

import pytest

from kiosk.devices.backlight import SysfsBacklight
from kiosk.ui.night import SHIFT_PX, STEP_S, Backlight, NightHours, shift_at
from tests.hw_doubles.backlight import Lamp

_ROUND = 2 * ((2 * SHIFT_PX + 1) ** 2 - 1)  # steps until the picture is where it was, going the same way


def test_a1_night_goes_over_midnight() -> None:
    night = NightHours(time(22), time(6), 0.4)
    assert [night.holds(time(hour)) for hour in (21, 22, 23, 0, 5, 6, 12)] == [
        False,
        True,
        True,
        True,
        True,
        False,
        False,
    ]


def test_a1_a_night_within_one_day_is_possible_too() -> None:
    siesta = NightHours(time(12), time(14), 0.4)
    assert [siesta.holds(time(hour)) for hour in (11, 12, 13, 14)] == [False, True, True, False]


def test_a1_the_idle_picture_begins_in_its_place_and_never_moves_by_more_than_one_pixel() -> None:
    way = [shift_at(step * STEP_S) for step in range(_ROUND + 1)]
    assert way[0] == way[-1] == (0, 0)
    assert all(abs(x - x0) + abs(y - y0) == 1 for (x0, y0), (x, y) in pairwise(way))
    assert shift_at(STEP_S - 0.01) == shift_at(0), "and stands still between two steps"


def test_a1_no_place_is_shown_longer_than_twice_another() -> None:
    shown = Counter(shift_at(step * STEP_S) for step in range(_ROUND))
    assert len(shown) == (2 * SHIFT_PX + 1) ** 2
    assert set(shown.values()) <= {1, 2}


# --- the lamp: one contract for the true one and its double ---------------------------------------------------------


def _panel(folder: Path) -> Path:
    """A lamp as Linux shows it, without the kernel."""
    lamp = folder / "10-0045"
    lamp.mkdir()
    (lamp / "max_brightness").write_text("255\n")
    (lamp / "brightness").write_text("255\n")
    return folder


@pytest.fixture(params=["sysfs", "double"])
def lamp(request: pytest.FixtureRequest, tmp_path: Path) -> Backlight:
    return SysfsBacklight(_panel(tmp_path)) if request.param == "sysfs" else Lamp()


@pytest.fixture(params=["no lamp", "not writable", "double"])
def broken_lamp(request: pytest.FixtureRequest, tmp_path: Path) -> Backlight:
    match request.param:
        case "no lamp":
            return SysfsBacklight(tmp_path / "nothing here")
        case "not writable":
            panel = _panel(tmp_path)
            (panel / "10-0045" / "brightness").unlink()
            (panel / "10-0045" / "brightness").mkdir()  # root may write any file: a folder refuses even root
            return SysfsBacklight(panel)
        case _:
            return Lamp(refuses=True)


def test_a_lamp_takes_any_part_of_its_light(lamp: Backlight) -> None:
    assert all(lamp.shine(part) for part in (0.4, 1.0, 0.0))


def test_a_lamp_that_is_not_there_or_cannot_be_set_says_so(broken_lamp: Backlight) -> None:
    assert not broken_lamp.shine(0.4)


def test_linux_is_told_the_light_in_the_panel_s_own_steps_and_never_none_at_all(tmp_path: Path) -> None:
    lamp, file = SysfsBacklight(_panel(tmp_path)), tmp_path / "10-0045" / "brightness"
    told = []
    for part in (0.4, 1.0, 0.0):
        lamp.shine(part)
        told.append(int(file.read_text()))
    assert told == [102, 255, 1]


def test_a_lamp_that_cannot_be_set_is_logged_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    lamp = SysfsBacklight(_panel(tmp_path))
    (tmp_path / "10-0045" / "max_brightness").write_text("bright\n")
    assert (lamp.shine(0.4), lamp.shine(0.4)) == (False, False)
    assert len(caplog.records) == 1
