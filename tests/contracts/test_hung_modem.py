"""A modem that hangs is noticed within 30 s and brought back within 60 s, or the house is told (B6, K2)."""

from __future__ import annotations

import threading

import pytest

from kiosk.devices.class1_line import Class1Line
from kiosk.devices.class1_setup import ModemDoesNotAnswerError
from kiosk.devices.line_choice import ChosenLine, open_line
from kiosk.devices.modem_port import Surroundings
from kiosk.devices.protocols import AnswerOrder, Health, HealthState, OutgoingCall
from kiosk.devices.usb_ports import UsbIdentity
from kiosk.fax import outcome as o
from tests.hw_doubles.hurried_clock import HurriedClock
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.hw_doubles.softmodem import FarEnd, TelephoneWorld
from tests.hw_doubles.stubborn_port import Cure, StubbornPort
from tests.hw_doubles.usb_tray import UsbTray

SPEED = 8.0
GO = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR"
ONE = f"{GO}; T PAGE; T EOP; R MCF; T DCN; HANGUP"
LIMIT_S = 60.0
LOOKS = 40


def page() -> o.FaxPage:
    return o.FaxPage(1728, 100, o.Resolution.STANDARD, bytes(216) * 100)


def place_next(port: StubbornPort, line) -> o.CallReport:
    """A call to a new far end: what was left of the last one's script is forgotten."""
    port.modem.steps[:] = ONE.split("; ")
    return place(line)


def place(line, watch=lambda event: None, pages=1) -> o.CallReport:
    return line.place(OutgoingCall("057188001234", "+86 571 1", [page()] * pages), watch, threading.Event())


@pytest.fixture
def clock():
    return HurriedClock(SPEED)


@pytest.fixture
def tray(tmp_path):
    return UsbTray(tmp_path)


def stubborn(cure: Cure, tray: UsbTray, clock, script: str = ONE) -> tuple[StubbornPort, ChosenLine]:
    port = StubbornPort(script, cure, tray)
    return port, open_line(tray.plug("ttyACM0", port.path), clock, around=port.around)


def looks_until(line: ChosenLine, clock, *ends: str) -> tuple[list[Health], float]:
    """The house asks for the line's health until it is well, or one of these reasons."""
    begun, seen = clock.monotonic(), []
    for _ in range(LOOKS):
        seen.append(line.health())
        if seen[-1].state is HealthState.OK or seen[-1].reason in ends:
            break
    return seen, clock.monotonic() - begun


@pytest.mark.parametrize("cure", [cure for cure in Cure if cure is not Cure.NEVER])
def test_a_modem_that_hangs_between_calls_is_brought_back_and_the_next_call_goes_through(cure, tray, clock):
    port, line = stubborn(cure, tray, clock, ONE)
    with port:
        assert place(line).outcome is o.CallOutcome.DELIVERED
        port.hang()
        seen, took_s = looks_until(line, clock)
        assert seen[-1].state is HealthState.OK and took_s < LIMIT_S, seen
        assert {health.reason for health in seen[:-1]} <= {"modem-recovering"}
        assert place_next(port, line).outcome is o.CallOutcome.DELIVERED
        line.close()
    assert port.error is None


@pytest.mark.parametrize("cure", [Cure.DTR, Cure.REOPEN, Cure.USB_POWER])
def test_a_modem_that_hangs_in_a_call_fails_it_with_the_truth_and_the_next_one_goes_through(cure, tray, clock):
    port, line = stubborn(cure, tray, clock, f"{GO}; T PAGE; T MPS; R MCF; T PAGE; QUIET")

    def watch(event: o.LineEvent) -> None:
        if isinstance(event, o.PageStarted) and event.page == 2:
            port.hang()

    with port:
        report = place(line, watch, pages=2)
        assert report.outcome is o.CallOutcome.MODEM_FAILED
        assert [p.state for p in report.pages] == [o.PageState.CONFIRMED, o.PageState.NOT_SENT]
        seen, took_s = looks_until(line, clock)
        assert seen[-1].state is HealthState.OK and took_s < LIMIT_S, seen
        assert place_next(port, line).outcome is o.CallOutcome.DELIVERED
        line.close()


def test_a_dead_modem_is_an_alarm_that_names_everything_that_was_tried(tray, clock):
    port, line = stubborn(Cure.NEVER, tray, clock)
    with port:
        assert line.health().state is HealthState.OK
        port.hang()
        seen, took_s = looks_until(line, clock, "modem-silent")
        line.close()
    alarm = seen[-1]
    assert (alarm.state, alarm.reason) == (HealthState.TROUBLE, "modem-silent") and took_s < LIMIT_S
    assert alarm.detail.startswith(tray.path("ttyACM0")) and "sent AT 2 times" in alarm.detail
    assert "the port opened afresh, a USB reset, its USB power off and on" in alarm.detail
    assert tray.acts == ["reset 1-1.2:1.0", "cycle 1-1.2:1.0"]


def test_a_dead_modem_that_wakes_up_by_itself_is_well_again_and_its_power_is_left_alone(tray, clock):
    port, line = stubborn(Cure.NEVER, tray, clock)
    with port:
        line.health()
        port.hang()
        looks_until(line, clock, "modem-silent")
        acts = list(tray.acts)
        assert line.health().reason == "modem-silent" and tray.acts == acts
        port.hung = False
        assert line.health().state is HealthState.OK and place(line).outcome is o.CallOutcome.DELIVERED
        line.close()


def test_where_usb_power_may_not_be_switched_the_alarm_says_so(tray, clock):
    tray.forbidden = True
    port, line = stubborn(Cure.USB_POWER, tray, clock)
    with port:
        line.health()
        port.hang()
        seen, _ = looks_until(line, clock, "modem-silent")
        line.close()
    assert "USB power off and on (not possible: Permission denied)" in seen[-1].detail


def test_a_device_that_never_answered_as_a_modem_is_not_reset(tray, clock):
    """What stands at the port may be a scanner: its power is not ours to switch."""
    port, line = stubborn(Cure.NEVER, tray, clock)
    with port:
        port.hang()
        seen, _ = looks_until(line, clock, "modem-silent")
        line.close()
    assert seen[-1].reason == "modem-silent" and tray.acts == []


def test_a_device_that_took_the_modems_name_is_not_reset_nor_the_one_that_took_its_socket(tray, clock):
    port, line = stubborn(Cure.NEVER, tray, clock)
    reader = UsbIdentity(0x04E6, 0x5591)
    with port, ScriptedPort("MUTE") as deaf:
        assert line.health().state is HealthState.OK
        port.unplug()
        tray.pull("ttyACM0")
        tray.plug("ttyACM0", deaf.path, reader)
        assert line.health().state is HealthState.ABSENT
        seen, _ = looks_until(line, clock, "modem-silent")
        line.close()
    assert seen[-1].reason == "modem-silent" and tray.acts == []


def test_who_waits_for_the_line_waits_for_the_whole_recovery(tray, clock):
    """``kiosk modem send`` has nobody who looks at the health."""
    port, line = stubborn(Cure.USB_POWER, tray, clock, ONE)
    with port:
        assert place(line).outcome is o.CallOutcome.DELIVERED
        port.hang()
        assert place_next(port, line).outcome is o.CallOutcome.DELIVERED
        line.close()
    assert tray.acts == ["reset 1-1.2:1.0", "cycle 1-1.2:1.0"]


@pytest.mark.real_time
def test_a_soft_modem_that_hangs_in_a_page_comes_back_from_its_power_under_another_name(tray, tmp_path, clock):
    """Its port goes with its power and returns a second later, as on a real bus."""
    with TelephoneWorld(tmp_path / "telephone", speed=SPEED) as world:
        world.set(far_end=FarEnd(ecm=False))
        line = open_line(tray.plug("ttyACM0", world.port), clock, around=Surroundings(tray, tray))

        def power_returns() -> None:
            world.replug()
            tray.plug("ttyACM1", world.port)

        def power_goes() -> None:
            world.unplug()
            tray.pull("ttyACM0")
            threading.Timer(1 / SPEED, power_returns).start()

        tray.on_cycle = power_goes
        report = place(line, lambda event: world.hang_modem() if isinstance(event, o.PageSubmitted) else None)
        assert report.outcome is o.CallOutcome.MODEM_FAILED and report.pages[0].state is o.PageState.UNKNOWN
        seen, took_s = looks_until(line, clock)
        assert seen[-1].state is HealthState.OK and took_s < LIMIT_S, seen
        assert tray.acts == ["reset 1-1.2:1.0", "cycle 1-1.2:1.0"]
        assert place(line).outcome is o.CallOutcome.DELIVERED
        line.close()


def test_a_modem_that_does_not_come_back_from_its_power_is_absent(tray, clock):
    port, line = stubborn(Cure.NEVER, tray, clock)
    with port:
        line.health()
        port.hang()
        tray.on_cycle = lambda: (port.unplug(), tray.pull("ttyACM0"))
        seen = [line.health() for _ in range(5)]
        assert [health.reason for health in seen].count("modem-recovering") == 3
        assert seen[-1].state is HealthState.ABSENT


def test_a_modem_that_hangs_while_it_waits_for_calls_is_noticed(tray, clock):
    port, line = stubborn(Cure.NEVER, tray, clock)
    with port:
        threading.Timer(0.5, port.hang).start()
        begun = clock.monotonic()
        with pytest.raises(ModemDoesNotAnswerError, match="while waiting for a call"):
            line.receive(AnswerOrder("+86 571 1"), lambda page: None, lambda event: None, threading.Event())
        assert clock.monotonic() - begun < 30
        line.close()


def test_a_modem_that_answers_while_it_waits_is_let_wait_and_no_answer_of_it_is_left_over(clock):
    with ScriptedPort("") as port:
        line, cancel = Class1Line(port.path, clock), threading.Event()
        threading.Timer(40 / SPEED, cancel.set).start()
        order = AnswerOrder("+86 571 1")
        assert line.receive(order, lambda page: None, lambda event: None, cancel) is None
        assert port.modem.commands.count("AT") >= 3 and 146 in line.identify().transmit_codes
        line.close()
