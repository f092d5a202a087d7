"""K4: the loop of the screens turns for what is due and for nothing else, and tells how long it did not listen."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the loop did on a clock that was turned by hand."""
    folder = tmp_path_factory.mktemp("turning")
    command = [sys.executable, "-m", "tests.ui.turning_run", str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    return dict(json.loads(told.splitlines()[-1]))


def test_while_nothing_is_due_it_looks_for_fingers_and_makes_no_turn(seen: dict[str, Any]) -> None:
    assert (seen["nothing"], seen["due later"], seen["not yet due"]) == ([0, 0], [0, 0], [0, 0])


def test_an_event_of_the_clock_has_its_turn_when_its_time_has_come(seen: dict[str, Any]) -> None:
    assert seen["due"] == [1, 0]
    assert seen["rang at"] == pytest.approx(1005.1)


def test_what_waits_for_a_frame_does_not_wait_for_a_picture_that_changes(seen: dict[str, Any]) -> None:
    assert seen["settled"]
    assert seen["before a frame"] == [1, 0]


def test_a_picture_that_has_changed_is_drawn_once(seen: dict[str, Any]) -> None:
    assert seen["a changed picture"] == [0, 1]


def test_what_a_turn_has_changed_is_drawn_after_another_look_for_fingers(seen: dict[str, Any]) -> None:
    assert seen["drawn in look"] == seen["changed in look"] + 1


def test_k1_a_finger_that_never_rests_does_not_stop_the_clock(seen: dict[str, Any]) -> None:
    assert seen["rang in stirred look"] <= 3


def test_a_thread_that_has_brought_something_is_heard_in_the_next_look(seen: dict[str, Any]) -> None:
    assert seen["a thread"] == [1, 0]


def test_its_pulse_tells_of_one_time_in_which_it_did_not_listen(seen: dict[str, Any]) -> None:
    looks, blocks, longest_ms = seen["pulse"]
    assert looks == 2
    assert 1 <= blocks <= looks, "a busy machine may hold the other one too"
    assert longest_ms >= 80


def test_it_starts_and_stops_what_reads_the_panel(seen: dict[str, Any]) -> None:
    assert (seen["started"], seen["stopped"]) == (True, True)
