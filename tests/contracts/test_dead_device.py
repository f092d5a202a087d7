"""A USB modem whose device has died with it is noticed within 30 s in T.30's longest silences, too (B6, K2)."""

from __future__ import annotations

from contextlib import closing

import pytest

from kiosk.devices.class1_setup import ModemConsole, ModemDoesNotAnswerError
from kiosk.devices.line_choice import open_line
from kiosk.devices.modem_profiles import built_in_profiles
from kiosk.devices.protocols import HealthState
from kiosk.devices.serial_port import FlowControl, SerialPort
from kiosk.fax import outcome as o
from tests.contracts.test_hung_modem import LIMIT_S, ONE, looks_until, place, place_next
from tests.hw_doubles.class2_stubborn_port import Class2StubbornPort
from tests.hw_doubles.hurried_clock import HurriedClock
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.hw_doubles.stubborn_port import Cure, StubbornPort
from tests.hw_doubles.usb_tray import UsbTray

pytestmark = pytest.mark.real_time

SPEED = 8.0
NOTICED_S = 30.0
ECM = "1,5,0,2,3,2,0,0"
CLASS_2_ECM = f"""ATDT => +FCON | +FDIS:{ECM} | OK
AT+FDIS= => OK
AT+FDT => +FDCS:0,5,0,2,3,2,0,0 | CONNECT | XON
DATA etx => OK
AT+FET=2 => HANG"""
PORTS = {"Class 1, dialling": (StubbornPort, "QUIET"), "Class 2, error correction": (Class2StubbornPort, CLASS_2_ECM)}


class Stick:
    """A modem on USB, its device and the line on it."""

    def __init__(self, tmp_path, kind, script: str, cure: Cure) -> None:
        self.clock, self.tray = HurriedClock(SPEED), UsbTray(tmp_path, SPEED)
        self.port = kind(script, cure, self.tray)
        self.line = open_line(self.tray.plug("ttyACM0", self.port.path), self.clock, around=self.port.around)

    def __enter__(self) -> Stick:
        self.port.__enter__()
        return self

    def __exit__(self, *error) -> None:
        self.line.close()
        self.port.__exit__(*error)


@pytest.mark.parametrize("where", PORTS)
def test_in_a_silence_that_t30_allows_it_is_noticed_and_brought_back_by_what_can_still_help(tmp_path, where):
    kind, script = PORTS[where]
    with Stick(tmp_path, kind, script, Cure.USB_RESET) as stick:

        def hang(event: o.LineEvent) -> None:
            if isinstance(event, o.Dialling if where == "Class 1, dialling" else o.PageSubmitted):
                stick.port.hang(with_its_device=True)

        report = place(stick.line, hang)
        lost_ms = next(entry.at_ms for entry in report.trace if entry.signal == "PORT LOST")
        last_ms = max(entry.at_ms for entry in report.trace if entry.direction in "<>")
        assert report.outcome is o.CallOutcome.MODEM_FAILED and "its USB device" in report.detail
        assert (lost_ms - last_ms) / 1000 < NOTICED_S
        seen, took_s = looks_until(stick.line, stick.clock)
        assert seen[-1].state is HealthState.OK and (lost_ms - last_ms) / 1000 + took_s < LIMIT_S
        assert stick.tray.acts == ["reset 1-1.2:1.0"]
        assert not {Cure.DTR, Cure.BREAK} & set(stick.port.suffered), "the system would wait for each of them"
    assert report.pages[0].state is (o.PageState.UNKNOWN if "2" in where else o.PageState.NOT_SENT)


def test_a_modem_that_rings_for_a_long_time_is_borne_as_long_as_its_device_answers(tmp_path):
    with Stick(tmp_path, StubbornPort, ONE.replace("R CSI", "R @180000 CSI", 1), Cure.NEVER) as stick:  # 3.6 s of ours
        report = place(stick.line)
        assert report.outcome is o.CallOutcome.DELIVERED and report.duration_ms > 28_000
        assert stick.tray.asked >= 2


def test_a_port_that_holds_what_the_modem_does_not_take_is_reset_before_it_is_closed(tmp_path):
    """Linux would wait half a minute for it to go out."""
    with Stick(tmp_path, StubbornPort, ONE, Cure.USB_RESET) as stick:
        assert stick.line.health().state is HealthState.OK
        opened, when_reset = stick.port.suffered.count(Cure.REOPEN), []

        def reset() -> None:
            when_reset.append(stick.port.suffered.count(Cure.REOPEN))
            stick.port.suffer(Cure.USB_RESET)

        stick.tray.on_reset = reset
        stick.port.hang(leaves_octets=True)
        seen, _ = looks_until(stick.line, stick.clock)
        assert seen[-1].state is HealthState.OK and when_reset == [opened]


def test_the_alarm_of_a_dead_device_says_what_was_tried(tmp_path):
    with Stick(tmp_path, StubbornPort, ONE, Cure.NEVER) as stick:
        assert stick.line.health().state is HealthState.OK
        stick.port.hang(with_its_device=True)
        seen, took_s = looks_until(stick.line, stick.clock, "modem-silent")
    assert seen[-1].reason == "modem-silent" and took_s < LIMIT_S
    rough_means = "a USB reset, its USB power off and on, the port opened afresh"
    assert f"asked its USB device, which is silent too, {rough_means}" in seen[-1].detail


def test_where_usb_may_not_be_reset_the_port_of_a_dead_device_is_still_opened_afresh(tmp_path):
    with Stick(tmp_path, StubbornPort, ONE, Cure.REOPEN) as stick:
        assert stick.line.health().state is HealthState.OK
        stick.tray.forbidden = True
        stick.port.hang(leaves_octets=True)
        seen, took_s = looks_until(stick.line, stick.clock, "modem-silent")
    assert seen[-1].state is HealthState.OK and took_s < LIMIT_S


def test_the_next_call_goes_through_after_a_dead_device_was_reset_for_who_waits_for_the_line(tmp_path):
    with Stick(tmp_path, StubbornPort, ONE, Cure.USB_RESET) as stick:
        assert place(stick.line).outcome is o.CallOutcome.DELIVERED
        stick.port.hang(with_its_device=True)
        assert place_next(stick.port, stick.line).outcome is o.CallOutcome.DELIVERED
        assert stick.tray.acts == ["reset 1-1.2:1.0"]


def test_who_could_not_wake_a_dead_device_says_that_it_was_asked():
    with ScriptedPort("MUTE") as deaf, closing(SerialPort(deaf.path, 115_200, FlowControl.NONE)) as port:
        generic = built_in_profiles()["generic"]
        console = ModemConsole(port, generic, HurriedClock(SPEED), device_is_dead=lambda: True)
        with pytest.raises(ModemDoesNotAnswerError, match="asked its USB device, which is silent too"):
            console.wake()
