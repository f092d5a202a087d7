"""J3: what Linux tells of the computer, of a board that has everything and of one that has nothing; versions."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from kiosk.devices.machine import LinuxMachine
from kiosk.devices.software import commit_of, versions

COMMIT = "0123456789abcdef0123456789abcdef01234567"


def lay(root: Path, files: dict[str, str]) -> Path:
    for name, words in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(words, encoding="utf-8")
    return root


def test_a_board_tells_its_model_temperatures_and_clocks(tmp_path: Path) -> None:
    zone = "sys/class/thermal/thermal_zone"
    lay(
        tmp_path,
        {
            "proc/device-tree/model": "Some Board 5\0",
            "etc/os-release": 'NAME="X"\nPRETTY_NAME="Some Linux 12"\n',
            "proc/uptime": "4711.25 9000.0\n",
            f"{zone}0/type": "cpu-thermal\n",
            f"{zone}0/temp": "48312\n",
            f"{zone}1/type": "off\n",
            f"{zone}1/temp": "N/A\n",
            "sys/devices/system/clocksource/clocksource0/current_clocksource": "arch_sys_counter\n",
            "sys/class/rtc/rtc0/name": "rtc",
        },
    )
    facts = LinuxMachine(tmp_path).look()
    assert (facts.model, facts.system, facts.uptime_s) == ("Some Board 5", "Some Linux 12", 4711.25)
    assert facts.temperatures == (("cpu-thermal", 48.312),)
    assert (facts.clock_source, facts.battery_clock) == ("arch_sys_counter", True)


def test_a_computer_without_any_of_it_is_no_fault(tmp_path: Path) -> None:
    facts = LinuxMachine(tmp_path).look()
    assert (facts.model, facts.system, facts.uptime_s, facts.temperatures) == ("", "", None, ())
    assert (facts.clock_source, facts.battery_clock) == ("", False)


@pytest.mark.parametrize(
    "files",
    [
        {".git/HEAD": COMMIT},
        {".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": f"{COMMIT}\n"},
        {".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": f"# pack\n{COMMIT} refs/heads/main\n"},
    ],
)
def test_the_commit_of_a_clone_is_found(tmp_path: Path, files: dict[str, str]) -> None:
    assert commit_of(lay(tmp_path, files)) == COMMIT


@pytest.mark.parametrize("files", [{}, {".git": "gitdir: elsewhere"}, {".git/HEAD": "ref: refs/heads/none\n"}])
def test_what_is_no_clone_has_no_commit(tmp_path: Path, files: dict[str, str]) -> None:
    assert commit_of(lay(tmp_path, files)) == ""


def test_versions_of_what_the_kiosk_stands_on_are_known(tmp_path: Path) -> None:
    told = versions(tmp_path)
    assert told["python"].startswith("3.") and told["kivy"] and told["sqlite"]
    assert (told["kiosk"], told["commit"]) == (version("lobby-kiosk"), "")
