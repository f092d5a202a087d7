"""A panel that is unplugged and plugged in again: read without a restart, its fingers let go, its absence told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.ui.touch_panel import PanelActs, PanelWatch, panels


class Bus:
    """Panels that come and go, readers that die, and what was told of it."""

    def __init__(self) -> None:
        self.there: dict[str, str] = {}
        self.attached: list[Reader] = []
        self.lost = 0
        self.told: list[bool] = []
        self.watch = PanelWatch(lambda: self.there, PanelActs(self._attach, self._lose, self.told.append))

    def _attach(self, device: str) -> Reader:
        self.attached.append(Reader(device))
        return self.attached[-1]

    def _lose(self) -> None:
        self.lost += 1


class Reader:
    def __init__(self, device: str) -> None:
        self.device, self.alive = device, True


@pytest.fixture
def bus() -> Bus:
    return Bus()


def test_a_panel_is_read_once_and_told(bus: Bus) -> None:
    bus.there = {"event3": "1"}
    for _ in range(3):
        bus.watch.look()
    assert [reader.device for reader in bus.attached] == ["event3"]
    assert bus.told == [True]


def test_an_unplugged_panel_is_told_once_and_its_fingers_let_go(bus: Bus) -> None:
    bus.there = {"event3": "1"}
    bus.watch.look()
    bus.there = {}
    for _ in range(3):
        bus.watch.look()
    assert (bus.lost, bus.told) == (1, [True, False])


def test_a_panel_that_comes_back_under_another_name_is_read_again(bus: Bus) -> None:
    for there in ({"event3": "1"}, {}, {"event5": "2"}):
        bus.there = there
        bus.watch.look()
    assert [reader.device for reader in bus.attached] == ["event3", "event5"]
    assert bus.told == [True, False, True]


def test_a_reader_that_waits_for_its_panel_is_kept_and_one_that_died_is_replaced(bus: Bus) -> None:
    """Kivy's reader opens the device again by itself, unless its rights come later than it."""
    bus.there = {"event3": "1"}
    bus.watch.look()
    bus.there = {"event3": "2"}
    bus.watch.look()
    assert len(bus.attached) == 1
    assert bus.lost == 1
    bus.attached[0].alive = False
    bus.watch.look()
    assert len(bus.attached) == 2


def test_a_kiosk_that_starts_without_a_panel_says_so_and_takes_the_one_that_comes(bus: Bus) -> None:
    bus.watch.look()
    assert bus.told == [False]
    bus.there = {"event0": "1"}
    bus.watch.look()
    assert bus.told == [False, True]


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A sysfs with a keyboard, a mouse and a panel, and their device files."""
    (tmp_path / "dev").mkdir()
    for number, capabilities in enumerate(("0", "3", "260800000000003")):
        plug(tmp_path, f"event{number}", f"input{number}", capabilities)
        (tmp_path / "dev" / f"event{number}").touch()
    return tmp_path


def plug(system: Path, event: str, plugging: str, capabilities: str = "260800000000003") -> None:
    """As the kernel lays it out: ``device`` is a link to the folder of this plugging."""
    folder = system / "devices" / plugging / "capabilities"
    folder.mkdir(parents=True)
    (folder / "abs").write_text(capabilities + "\n")
    (system / "sys" / event).mkdir(parents=True, exist_ok=True)
    (system / "sys" / event / "device").unlink(missing_ok=True)
    (system / "sys" / event / "device").symlink_to(folder.parent)


def test_what_has_places_of_fingers_is_a_panel(system: Path) -> None:
    assert [Path(device).name for device in panels(system / "sys", system / "dev")] == ["event2"]


def test_a_panel_plugged_anew_is_another_plugging(system: Path) -> None:
    before = panels(system / "sys", system / "dev")
    plug(system, "event2", "input3")
    after = panels(system / "sys", system / "dev")
    assert set(before) == set(after)
    assert before != after


def test_a_panel_whose_rights_are_set_late_was_not_plugged_anew(system: Path) -> None:
    """udev gives the device to its group after the kernel has made it: a finger that is down by then stays down."""
    before = panels(system / "sys", system / "dev")
    (system / "dev" / "event2").chmod(0o660)
    assert panels(system / "sys", system / "dev") == before != {}


def test_a_device_that_goes_while_it_is_looked_at_is_gone(system: Path) -> None:
    (system / "dev" / "event2").unlink()
    assert panels(system / "sys", system / "dev") == {}
