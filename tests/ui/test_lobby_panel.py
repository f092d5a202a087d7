"""The lobby panel's window, offscreen: everything of it is seen and legible, and its chips reach the doubles.

A process of its own: the window of this one belongs to the kiosk's screens (one window a process).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.hw_doubles.demo_window import arranged
from tests.hw_doubles.lobby_panel.paper import FEED_PX_S, part_in_sight
from tests.hw_doubles.lobby_panel.plan import FULL_HEIGHT, WIDTH

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What ``bench_rehearsal`` saw."""
    folder = tmp_path_factory.mktemp("bench")
    command = [sys.executable, "-m", "tests.ui.bench_rehearsal", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return {"folder": folder, **json.loads(done.stdout.splitlines()[-1])}


def test_no_word_on_the_bench_is_cut_off(told: dict[str, object]) -> None:
    assert told["clipped"] == []


def test_no_two_controls_of_the_bench_overlap(told: dict[str, object]) -> None:
    assert told["overlapping"] == []


def test_every_chip_asks_for_what_stands_on_it(told: dict[str, object]) -> None:
    assert told["asked"] == told["expected"]


def test_a_sheet_that_is_touched_is_shown_large_until_it_is_closed(told: dict[str, object]) -> None:
    assert told["viewed"] == [False, True, False]


def test_lamps_glow_as_bright_as_they_are_and_paper_lies_in_all_three_outlets(told: dict[str, object]) -> None:
    with Image.open(Path(str(told["folder"])) / "bench.png") as shot:
        colours = {colour: count for count, colour in shot.getcolors(maxcolors=1 << 16)}
    assert shot.size == (WIDTH, FULL_HEIGHT)
    assert colours[(255, 176, 59)] > 900  # call light, fully on
    assert (87, 212, 138) not in colours  # message lamp at 0.4
    assert colours[(255, 255, 255)] > 20_000


def test_a_receipt_is_seen_coming_out_and_then_torn_off() -> None:
    length, room = 358, 160
    assert part_in_sight(length, room, 0.0) == (0, 0)
    assert part_in_sight(length, room, 0.5) == (0, round(0.5 * FEED_PX_S))
    first, last = part_in_sight(length, room, 2.0)
    assert (first, last) == (last - room, round(2.0 * FEED_PX_S))
    assert part_in_sight(length, room, 60.0) == (0, room)
    assert part_in_sight(length, room, float("inf")) == (0, room)


@pytest.mark.parametrize(
    ("display", "kiosk"),
    [((1920, 1080), (1024, 600)), ((1600, 900), (1024, 600)), ((1366, 768), (800, 480)), ((1280, 720), (800, 480))],
)
def test_the_windows_stand_side_by_side_on_the_display(display: tuple[int, int], kiosk: tuple[int, int]) -> None:
    glass, bench = arranged(display)
    assert (glass.width, glass.height) == kiosk
    assert bench.left + bench.width <= display[0]
    assert bench.top + bench.height <= display[1]
    if sum((glass.width, bench.width)) <= display[0]:
        assert glass.left + glass.width <= bench.left
