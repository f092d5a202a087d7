"""The suite's lanes: each test is run by exactly one of them, and what went wrong in either is told."""

from __future__ import annotations

import ast
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.lanes import LONG_FILES, ROOT, Lane, is_timed, lanes, rank, run, timed_files

# Doubles that live in a process or behind a port of their own, at the pace of the wall's clock.
IN_REAL_TIME = {
    "Broker", "Class2Port", "Class2StubbornPort", "HeadOfficeProcess", "Lobby", "PrivateCups", "ScriptedPort",
    "StubbornPort", "SyncKioskProcess", "TelephoneWorld",
}  # fmt: skip
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))


def imported(file: Path) -> set[str]:
    """Names that a file imports."""
    tree = ast.walk(ast.parse(file.read_text("utf-8")))
    return {alias.name for node in tree if isinstance(node, ast.ImportFrom) for alias in node.names}


def test_whatever_lives_in_real_time_has_the_mark() -> None:
    assert len(TESTS) > 150
    assert [str(file.relative_to(ROOT)) for file in TESTS if imported(file) & IN_REAL_TIME and not is_timed(file)] == []


def test_a_long_file_is_there_once_and_comes_before_the_others() -> None:
    assert [file for file in LONG_FILES if not (ROOT / file).is_file()] == []
    assert len(LONG_FILES) == len(set(LONG_FILES))
    ranks = [rank(file) for file in (*LONG_FILES, "tests/unit/test_lanes.py")]
    assert ranks == sorted(set(ranks))


def test_each_test_is_in_one_lane_and_no_file_is_left_out() -> None:
    waiting, types, computing = (list(lane.command) for lane in lanes(2))
    assert waiting[waiting.index("-m", 2) + 1 :][0] == "real_time"
    assert {ROOT / name for name in waiting if name.endswith(".py")} == set(timed_files())
    assert computing[-2:] == ["-m", "not real_time"], "of all files"
    assert "pytest" not in types
    assert [lane.behind for lane in lanes(2)] == [False, True, False], "types are looked at when no line is followed"


def lane(name: str, script: str) -> Lane:
    return Lane(name, [sys.executable, "-c", script])


def test_one_lane_that_fails_makes_the_whole_fail_and_is_told_again_at_the_end(capsys) -> None:
    ended = run([lane("one", "print('FAILED this'); raise SystemExit(3)"), lane("other", "print('fine')")])
    lines = capsys.readouterr().out.splitlines()
    assert ended == 3
    assert lines.index("FAILED this") > max(n for n, line in enumerate(lines) if " | " in line)
    assert [line.partition(" after ")[0] for line in lines[-2:]] == ["== one: exit status 3", "== other: green"]


def test_what_a_check_of_types_found_is_told_again_too(capsys) -> None:
    found = "kiosk/clock.py:7: error: Incompatible types"
    assert run([lane("types", f"print({found!r}); raise SystemExit(1)"), lane("other", "print('a: error: b')")]) == 1
    said = capsys.readouterr().out.splitlines()
    assert (said.count(found), said.count("a: error: b")) == (1, 0)


def test_what_stands_behind_another_begins_when_that_has_ended(tmp_path: Path) -> None:
    first = lane("first", f"open({str(tmp_path / 'ended')!r}, 'w').close()")
    second = lane("second", f"open({str(tmp_path / 'ended')!r}).close()")
    second.behind = True
    assert run([first, second, lane("beside", "")]) == 0


def test_two_green_lanes_are_green(capsys) -> None:
    assert run([lane("one", ""), lane("other", "")]) == 0
    assert capsys.readouterr().out.count("green") == 2


_INTERRUPTED = """
import sys
from tests.lanes import Lane, run
waits = "import signal; signal.pause()"
interrupts = "import os, signal; os.kill(os.getppid(), signal.SIGINT); signal.pause()"
sys.exit(run([Lane("one", [sys.executable, "-c", waits]), Lane("other", [sys.executable, "-c", interrupts])]))
"""


def test_an_interrupt_ends_both_at_once() -> None:
    ended = subprocess.run([sys.executable, "-c", _INTERRUPTED], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 130
    assert [line.partition(" after ")[0] for line in ended.stdout.splitlines()[-2:]] == [
        f"== {name}: exit status {-signal.SIGINT}" for name in ("one", "other")
    ]


@pytest.mark.parametrize(("text", "timed"), [("pytestmark = pytest.mark." + "real_time", True), ("", False)])
def test_a_file_is_timed_by_its_own_mark(tmp_path: Path, text: str, timed: bool) -> None:
    (tmp_path / "test_x.py").write_text(text)
    assert is_timed(tmp_path / "test_x.py") is timed
