"""A modem that is unplugged and plugged in again is found again, whatever its tty is called now (B6, K2)."""

from __future__ import annotations

import threading

import pytest

from kiosk.devices.class1_line import Class1Line
from kiosk.devices.line_choice import ChosenLine, open_line
from kiosk.devices.modem_port import Surroundings
from kiosk.devices.protocols import AnswerOrder, HealthState, OutgoingCall
from kiosk.devices.serial_port import NotASerialPortError, PortLostError, PortMissingError
from kiosk.devices.usb_ports import UsbIdentity
from kiosk.fax import outcome as o
from tests.hw_doubles.class2_modem_script import Class2Port
from tests.hw_doubles.hurried_clock import HurriedClock
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.hw_doubles.softmodem import FarEnd, TelephoneWorld
from tests.hw_doubles.usb_tray import STICK, UsbTray

SPEED = 8.0
GO = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR"
ONE = f"{GO}; T PAGE; T EOP; R MCF; T DCN; HANGUP"
SCANNER = UsbIdentity(0x04A9, 0x220E, "S1")


@pytest.fixture
def tray(tmp_path):
    return UsbTray(tmp_path)


def line_at(name: str, tray: UsbTray) -> ChosenLine:
    return open_line(name, HurriedClock(SPEED), around=Surroundings(tray, tray))


def page(height: int = 100) -> o.FaxPage:
    return o.FaxPage(1728, height, o.Resolution.STANDARD, bytes(216) * height)


def place(line, watch=lambda event: None, pages=1) -> o.CallReport:
    return line.place(OutgoingCall("057188001234", "+86 571 1", [page()] * pages), watch, threading.Event())


def delivered(line) -> bool:
    return place(line).outcome is o.CallOutcome.DELIVERED


@pytest.mark.parametrize("name", ["usb:0572:1329", "usb:0572:1329:24680246", "", "by-id"])
def test_plugged_in_again_between_calls_under_another_name_it_is_found(name, tray, tmp_path):
    with ScriptedPort(ONE) as first, ScriptedPort(ONE) as second:
        path = tray.plug("ttyACM0", first.path)
        link = tmp_path / "usb-Conexant_USB_Modem_24680246-if00"
        link.symlink_to("ttyACM0")
        line = line_at({"": path, "by-id": str(link)}.get(name, name), tray)
        assert delivered(line)
        first.unplug()
        tray.pull("ttyACM0")
        link.unlink()
        assert line.health().state is HealthState.ABSENT
        tray.plug("ttyACM1", second.path)
        assert line.health().state is HealthState.OK and delivered(line)
        line.close()


def test_unplugged_in_a_call_the_call_has_its_truth_and_the_next_one_goes_through(tray):
    with ScriptedPort(f"{GO}; T PAGE; T MPS; R MCF; T PAGE; QUIET") as first, ScriptedPort(ONE) as second:
        line = line_at(tray.plug("ttyACM0", first.path), tray)

        def watch(event: o.LineEvent) -> None:
            if isinstance(event, o.PageStarted) and event.page == 2:
                first.unplug()
                tray.pull("ttyACM0")

        report = place(line, watch, pages=2)
        assert report.outcome is o.CallOutcome.MODEM_FAILED
        assert [p.state for p in report.pages] == [o.PageState.CONFIRMED, o.PageState.NOT_SENT]
        tray.plug("ttyACM1", second.path, location="1-1.4:1.0")  # in another socket, too
        assert delivered(line)
        line.close()


def test_the_page_that_was_under_way_after_its_last_word_is_unknown(tray):
    with ScriptedPort(f"{GO}; T PAGE; T EOP; QUIET") as first:
        line = line_at(tray.plug("ttyACM0", first.path), tray)

        def watch(event: o.LineEvent) -> None:
            if isinstance(event, o.PageSubmitted):
                threading.Timer(0.5, first.unplug).start()

        report = place(line, watch)
        line.close()
    assert report.outcome is o.CallOutcome.MODEM_FAILED and report.pages[0].state is o.PageState.UNKNOWN


def test_its_old_name_taken_by_another_device_it_is_looked_for_elsewhere(tray):
    with ScriptedPort(ONE) as first, ScriptedPort("") as scanner, ScriptedPort(ONE) as second:
        line = line_at(tray.plug("ttyACM0", first.path), tray)
        assert delivered(line)
        first.unplug()
        tray.pull("ttyACM0")
        tray.plug("ttyACM0", scanner.path, SCANNER, "1-1.3:1.0")
        tray.plug("ttyACM1", second.path)
        assert delivered(line) and not scanner.modem.commands
        line.close()


def test_another_modem_in_its_place_under_the_configured_path_is_taken_and_asked_who_it_is(tray):
    """A technician has replaced a broken modem by one of another class."""
    words = {"ATI": "Doubles 2", "AT+FCLASS=?": "0,2,2.0"}
    with ScriptedPort(ONE) as first, Class2Port("", words) as other:
        line = line_at(tray.plug("ttyACM0", first.path), tray)
        assert delivered(line)
        first.unplug()
        tray.pull("ttyACM0")
        assert line.health().state is HealthState.ABSENT
        tray.plug("ttyACM0", other.path, UsbIdentity(0x0BAF, 0x0303))
        assert line.health().state is HealthState.OK
        assert "Doubles 2" in line.identify().words and not isinstance(line.driver(), Class1Line)
        line.close()


def test_the_modem_that_took_its_place_is_found_again_in_its_turn(tray):
    newer = UsbIdentity(0x0BAF, 0x0303)
    with ScriptedPort(ONE) as first, ScriptedPort(ONE) as second, ScriptedPort(ONE) as again:
        line = line_at(tray.plug("ttyACM0", first.path), tray)
        assert delivered(line)
        first.unplug()
        tray.pull("ttyACM0")
        tray.plug("ttyACM0", second.path, newer)
        assert delivered(line)
        second.unplug()
        tray.pull("ttyACM0")
        tray.plug("ttyACM3", again.path, newer)
        assert delivered(line)
        line.close()


def test_of_two_modems_alike_the_one_in_the_same_socket_is_taken(tray):
    with ScriptedPort(ONE) as first, ScriptedPort("") as neighbour, ScriptedPort(ONE) as second:
        line = line_at(tray.plug("ttyACM1", first.path, location="1-1.4:1.0"), tray)
        tray.plug("ttyACM0", neighbour.path, location="1-1.2:1.0")
        assert delivered(line)
        first.unplug()
        tray.pull("ttyACM1")
        tray.plug("ttyACM2", second.path, location="1-1.4:1.0")
        assert delivered(line) and not neighbour.modem.commands
        line.close()


def test_of_a_device_with_two_ports_the_same_interface_is_taken(tray):
    with ScriptedPort(ONE) as first, ScriptedPort("") as voice, ScriptedPort(ONE) as second:
        line = line_at(tray.plug("ttyACM0", first.path, location="1-1.2:1.2"), tray)
        assert delivered(line)
        first.unplug()
        tray.pull("ttyACM0")
        tray.plug("ttyACM1", voice.path, location="1-1.2:1.0")
        tray.plug("ttyACM2", second.path, location="1-1.3:1.2")
        assert delivered(line) and not voice.modem.commands
        line.close()


def test_a_modem_that_is_nowhere_is_named_with_what_is_there_instead(tray):
    with ScriptedPort("") as scanner:
        tray.plug("ttyACM0", scanner.path, SCANNER)
        line = line_at(str(STICK), tray)
        with pytest.raises(PortMissingError, match=r"ttyACM0 usb:04a9:220e:S1\) for usb:0572:1329:24680246"):
            place(line)
        assert line.health().state is HealthState.ABSENT


def test_a_name_that_cannot_be_read_says_how_it_is_written(tray):
    with pytest.raises(NotASerialPortError, match="write usb:VID:PID"):
        place(line_at("usb:modem", tray))


def test_unplugged_while_it_waits_for_calls_it_says_so_and_waits_again_under_another_name(tray):
    order = AnswerOrder("+86 571 1")
    with ScriptedPort("") as first, ScriptedPort("") as second:
        line, cancel = line_at(tray.plug("ttyACM0", first.path), tray), threading.Event()
        threading.Timer(0.5, first.unplug).start()
        with pytest.raises(PortLostError):
            line.receive(order, lambda page: None, lambda event: None, cancel)
        tray.pull("ttyACM0")
        assert line.health().state is HealthState.ABSENT
        tray.plug("ttyACM1", second.path)
        threading.Timer(1.0, cancel.set).start()
        assert line.receive(order, lambda page: None, lambda event: None, cancel) is None
        assert "AT+VCID=1" in second.modem.commands
        line.close()


@pytest.mark.real_time
def test_a_soft_modem_unplugged_in_a_page_is_found_again_under_another_name(tmp_path):
    tray = UsbTray(tmp_path)
    with TelephoneWorld(tmp_path / "telephone", speed=SPEED) as world:
        world.set(far_end=FarEnd(ecm=False))
        line = line_at(tray.plug("ttyACM0", world.port), tray)

        def watch(event: o.LineEvent) -> None:
            if isinstance(event, o.PageStarted) and event.page == 2:
                world.unplug()
                tray.pull("ttyACM0")

        report = place(line, watch, pages=2)
        assert report.outcome is o.CallOutcome.MODEM_FAILED
        assert [p.state for p in report.pages] == [o.PageState.CONFIRMED, o.PageState.NOT_SENT]
        assert line.health().state is HealthState.ABSENT
        world.replug()
        tray.plug("ttyACM1", world.port)
        assert line.health().state is HealthState.OK and delivered(line)
        line.close()
