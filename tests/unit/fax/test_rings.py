"""Waiting for a call: rings are counted, the caller's number is taken where the exchange tells it (B9, B10)."""

from __future__ import annotations

import os
import pty
import threading
import tty
from collections.abc import Iterator

import pytest

from kiosk.devices.class1_rings import RingWatch
from kiosk.devices.serial_port import FlowControl, PortLostError, SerialPort
from kiosk.fax.outcome import CallerSays, Ringing
from tests.hw_doubles.hurried_clock import HurriedClock


class Bell:
    """The modem's end of a port, rung by hand."""

    def __init__(self) -> None:
        self._master, self._slave = pty.openpty()
        tty.setraw(self._slave)
        self.port = SerialPort(os.ttyname(self._slave), 115200, FlowControl.NONE)
        self.told: list[Ringing] = []
        self.cancel = threading.Event()

    def says(self, *lines: str) -> None:
        os.write(self._master, "".join(f"\r\n{line}\r\n" for line in lines).encode())

    def wait(self, rings: int = 1) -> CallerSays | None:
        return RingWatch(self.port, HurriedClock(20)).wait(rings, self.told.append, self.cancel)

    def unplug(self) -> None:
        os.close(self._slave)
        os.close(self._master)

    def close(self) -> None:
        self.port.close()


@pytest.fixture
def bell() -> Iterator[Bell]:
    bell = Bell()
    yield bell
    bell.close()


def test_the_number_told_before_the_ring_belongs_to_it(bell):
    bell.says("DATE=1118", "TIME=0930", "NMBR=057187009999", "NAME = Lobby", "RING")
    assert bell.wait() == CallerSays(number="057187009999", name="Lobby")
    assert bell.told == [Ringing("057187009999", "Lobby", 1)]


def test_the_number_told_between_two_rings_is_known_at_the_second(bell):
    bell.says("RING", "NMBR = 110", "RING")
    assert bell.wait(2) == CallerSays(number="110")
    assert [ring.number for ring in bell.told] == [None, "110"]


@pytest.mark.parametrize("told", ["NMBR=P", "NMBR=O", "NMBR=", "NMBR=private"])
def test_a_withheld_number_is_not_told(bell, told):
    bell.says(told, "RING")
    assert bell.wait() == CallerSays()


def test_a_caller_who_gave_up_does_not_count_for_the_next_one(bell):
    bell.says("NMBR=110", "RING")
    later = threading.Timer(0.5, lambda: bell.says("RING", "RING"))
    later.start()
    assert bell.wait(2) == CallerSays()
    assert [ring.rings for ring in bell.told] == [1, 1, 2]
    later.join()


def test_cancelling_ends_the_wait(bell):
    soon = threading.Timer(0.1, bell.cancel.set)
    soon.start()
    assert bell.wait() is None
    soon.join()


def test_an_unplugged_modem_is_told_at_once(bell):
    bell.unplug()
    with pytest.raises(PortLostError):
        bell.wait()
