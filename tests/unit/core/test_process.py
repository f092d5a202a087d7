"""K1, K2: the core's own loop: what it recovers first, and how it ends."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from kiosk.core.health import HealthBoard
from kiosk.core.process import Core, run_core
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.watchdog import Watchdog
from tests.desk_fixture import FurnishedDesk


class Device:
    """A worker's work that tells when its device was left at rest."""

    name = "device"

    def __init__(self) -> None:
        self.turned, self.at_rest = threading.Event(), threading.Event()

    def turn(self) -> float:
        self.turned.set()
        return 60.0

    def close(self) -> None:
        self.at_rest.set()


class CrackedBell:
    """Breaks when the worker is at work."""

    def __init__(self, device: Device) -> None:
        self._device = device

    def wait(self, timeout_s: float) -> bool:
        assert self._device.turned.wait(10)
        raise ZeroDivisionError("a defect of ours")


class StoppingBell:
    """The house closes at the first look."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def wait(self, timeout_s: float) -> bool:
        self._stop.set()
        return True


def core_of(kit: FurnishedDesk, device: Device, bell: CrackedBell | StoppingBell) -> Core:
    health, tests = HealthBoard(kit.house.live, kit.clock), SelfTestLog(kit.house)
    parts = (kit.house, bell, kit.dispatch, [device], None, health, None)
    return Core(*parts, lambda: None, kit.reception, tests)


def test_a_defect_of_the_loop_itself_leaves_every_device_at_rest_and_ends_the_process(kit: FurnishedDesk) -> None:
    """systemd starts it anew; a modem that was left in a call would be engaged till then."""
    device = Device()
    with pytest.raises(ZeroDivisionError):
        run_core(core_of(kit, device, CrackedBell(device)), threading.Event(), Watchdog())
    assert device.at_rest.is_set()


def test_what_was_under_way_is_made_true_before_the_first_worker_begins(kit: FurnishedDesk) -> None:
    kit.begin_reception("057187009999")
    device, stop = Device(), threading.Event()
    run_core(core_of(kit, device, StoppingBell(stop)), stop, Watchdog())
    kinds = [kind for kind, _ in kit.records()]
    assert kinds.index("kiosk.recovered") < kinds.index("kiosk.started")
    assert kit.house.live.get("line") is None and device.at_rest.is_set()


def test_k2_a_loop_that_turns_gives_signs_of_life(kit: FurnishedDesk) -> None:
    kit.core_falls_silent()
    assert kit.desk.status.core_is_silent
    stop = threading.Event()
    run_core(core_of(kit, Device(), StoppingBell(stop)), stop, Watchdog())
    assert not kit.desk.status.core_is_silent


class Unstartable(Device):
    """No thread can be had for it."""

    @property
    def name(self) -> str:
        raise RuntimeError("can't start new thread")


def test_a_worker_that_cannot_be_started_leaves_those_before_it_at_rest(kit: FurnishedDesk) -> None:
    """K1: else the modem's port would stay open, in a process that systemd believes to be starting."""
    device, stop = Device(), threading.Event()
    core = replace(core_of(kit, device, StoppingBell(stop)), turns=[device, Unstartable()])
    with pytest.raises(RuntimeError):
        run_core(core, stop, Watchdog())
    assert device.at_rest.is_set() and not stop.is_set()
