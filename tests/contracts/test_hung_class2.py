"""A modem of Class 2 that hangs within a call is noticed, brought back, and the next call goes through (B6, K2)."""

from __future__ import annotations

import threading

import pytest

from kiosk.devices.line_choice import ChosenLine, open_line
from kiosk.devices.protocols import HealthState, OutgoingCall
from kiosk.fax import outcome as o
from tests.hw_doubles.class2_stubborn_port import Class2StubbornPort
from tests.hw_doubles.hurried_clock import HurriedClock
from tests.hw_doubles.stubborn_port import Cure
from tests.hw_doubles.usb_tray import UsbTray

pytestmark = pytest.mark.real_time

SPEED = 8.0
NOTICED_S, RECOVERED_S = 30.0, 60.0
LOOKS = 40
DIAL = "ATDT => +FCON | +FDIS:1,5,0,2,1,0,0,0 | OK\nAT+FDIS= => OK\nAT+FDT => +FDCS:0,5,0,2,0,0,0,0 | CONNECT | XON"
ONE = f"{DIAL}\nDATA etx => OK\nAT+FET=2 => +FPTS:1 | +FHNG:0 | OK\nATH0 => OK"
HANGS = {
    "after flags": "ATDT => +FCON | HANG",
    "at the end of a page": f"{DIAL}\nDATA etx => HANG",
    "before the answer": f"{DIAL}\nDATA etx => OK\nAT+FET=2 => HANG",
}
ROUGH = o.FaxPage(1728, 200, o.Resolution.STANDARD, bytes((0xF0,)) * 216 * 200)  # more than the port takes ahead
SHORT = o.FaxPage(1728, 100, o.Resolution.STANDARD, bytes(216) * 100)


def place(line: ChosenLine, page: o.FaxPage = SHORT) -> o.CallReport:
    call = OutgoingCall("057188001234", "+86 571 1", [page], ecm=False)
    return line.place(call, lambda event: None, threading.Event())


def noticed_ms(report: o.CallReport) -> int:
    return next(entry.at_ms for entry in report.trace if entry.signal == "TIME-OUT")


def recover(line: ChosenLine, clock: HurriedClock) -> float:
    """The house looks at the line until it is well; how long that took, in seconds."""
    begun_s = clock.monotonic()
    assert any(line.health().state is HealthState.OK for _ in range(LOOKS)), line.health()
    return clock.monotonic() - begun_s


@pytest.mark.parametrize(("phase", "cure"), zip(HANGS, (Cure.DTR, Cure.REOPEN, Cure.USB_POWER), strict=True))
def test_wherever_it_hangs_it_is_noticed_within_30_s_and_well_within_60(tmp_path, phase, cure):
    clock, tray = HurriedClock(SPEED), UsbTray(tmp_path)
    port = Class2StubbornPort(HANGS[phase], cure, tray)
    line = open_line(tray.plug("ttyACM0", port.path), clock, around=port.around)
    with port:
        report = place(line)
        took_s = recover(line, clock)
        over_s, noticed_s = report.duration_ms / 1000, noticed_ms(report) / 1000
        assert report.outcome is o.CallOutcome.MODEM_FAILED and noticed_s < NOTICED_S
        assert over_s + took_s < RECOVERED_S
        port.modem.begin_again(ONE)
        assert place(line).outcome is o.CallOutcome.DELIVERED
        line.close()
    assert port.error is None


def test_a_modem_that_takes_no_more_octets_is_noticed_through_the_port_s_full_buffer(tmp_path):
    clock, tray = HurriedClock(SPEED), UsbTray(tmp_path)
    port = Class2StubbornPort(DIAL, Cure.DTR, tray)
    line = open_line(tray.plug("ttyACM0", port.path), clock, around=port.around)
    with port:
        port.modem.hangs_after = 4_000
        report = place(line, ROUGH)
        assert report.outcome is o.CallOutcome.MODEM_FAILED and report.pages[0].state is o.PageState.NOT_SENT
        assert "while sending the page" in report.detail
        recover(line, clock)
        line.close()
