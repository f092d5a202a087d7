"""J3: what the technician is told of a modem of either kind, and of a port that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.errors import DeviceError
from kiosk.devices.line_choice import open_line
from kiosk.devices.modem_check import LineModem
from tests.hw_doubles.class2_modem_script import Class2Port
from tests.hw_doubles.scripted_port import ScriptedPort

pytestmark = pytest.mark.real_time

CLASS_2 = {"ATI": "Doubles 2", "AT+FCLASS=?": "0,2,2.0", "AT+FCC=?": "(0,1),(0-5),(0-2),(0-2),(0,1),(0,1),(0),(0-7)"}


@contextmanager
def modem_at(path: str) -> Iterator[LineModem]:
    line = open_line(path, SystemClock())
    try:
        yield LineModem(line, "usb:0572:1329")
    finally:
        line.close()


def test_a_class_1_modem_tells_its_classes_and_speeds() -> None:
    with ScriptedPort("HANGUP") as port, modem_at(port.path) as modem:
        facts = modem.ask()
        assert (facts.port, facts.used_class) == ("usb:0572:1329", "1")
        assert "V.17 14400 12000 9600 7200" in facts.sends and facts.receives
        assert "1" in facts.fax_classes.split()


def test_asked_afresh_it_is_asked_everything_again() -> None:
    with ScriptedPort("HANGUP") as port, modem_at(port.path) as modem:
        modem.ask()
        once = port.modem.commands.count("AT+FTM=?")
        modem.ask()
        assert port.modem.commands.count("AT+FTM=?") == once
        modem.ask(afresh=True)
        assert port.modem.commands.count("AT+FTM=?") == once + 1


def test_a_modem_that_runs_t30_itself_keeps_its_speeds_for_the_call() -> None:
    with Class2Port("", CLASS_2) as port, modem_at(port.path) as modem:
        facts = modem.ask()
        assert (facts.used_class, facts.fax_classes, facts.sends) == ("2.0", "0 2 2.0", ())
        assert "Doubles 2" in facts.words


def test_a_port_that_is_not_there_is_a_device_error() -> None:
    with modem_at("/dev/no-such-modem") as modem, pytest.raises(DeviceError):
        modem.ask(afresh=True)
