"""What every FaxLine owes the house, asked of the Class 2 driver and of the choice between drivers (B6, K2)."""

from __future__ import annotations

import os
import pty
import threading

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.class1_setup import ModemRefusesSetupError, NoFaxClass1Error, fax_classes
from kiosk.devices.class2_line import Class2Line
from kiosk.devices.line_choice import open_line
from kiosk.devices.modem_profiles import built_in_profiles, choose_profile, read_profiles
from kiosk.devices.protocols import HealthState, OutgoingCall
from kiosk.devices.serial_port import PortMissingError
from kiosk.fax import outcome as o
from tests.hw_doubles.class2_modem import Class2SoftPort
from tests.hw_doubles.class2_modem_script import Class2Port
from tests.hw_doubles.hurried_clock import HurriedClock
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.hw_doubles.softmodem import FarEnd, FarEndKind

pytestmark = pytest.mark.real_time

MODEM = {"ATI": "Doubles 2", "AT+FCLASS=?": "0,2,2.0", "AT+FCC=?": "(0,1),(0-5),(0-2),(0-2),(0,1),(0),(0),(0-7)",
         "AT+FDCC=?": "(0,1),(0-5),(0-2),(0-2),(0,1),(0),(0),(0-7)"}  # fmt: skip
DIAL = (
    "ATDT => @1000 | +FCO | +FCI:123 | +FIS:1,5,0,2,1,0,0,0 | OK\nAT+FIS= => OK\nAT+FDT => +FCS:0,5,0,2,0,0 | CONNECT"
)
ONE = f"{DIAL}\nDATA eop => @2000 | +FPS:1 | +FHS:00 | OK\nATH0 => OK"
ONE_DRAFT = """ATDT => +FCON | +FDIS:1,5,0,2,1,0,0,0 | OK
AT+FDIS= => OK
AT+FDT => +FDCS:0,5,0,2,0,0,0,0 | CONNECT | XON
DATA etx => OK
AT+FET=2 => +FPTS:1 | +FHNG:0 | OK
ATH0 => OK"""


def page(height: int = 100) -> o.FaxPage:
    rows = b"".join(bytes(100) + (b"\xf0" * 20 if y // 8 % 2 else bytes(20)) + bytes(96) for y in range(height))
    return o.FaxPage(1728, height, o.Resolution.STANDARD, rows)


def place(line, pages=None, watch=None, cancel=None, **settings):
    call = OutgoingCall("057188001234", "+86 571 1", pages or [page()], **settings)
    return line.place(call, watch or (lambda event: None), cancel or threading.Event())


def test_a_call_tells_its_story_in_order_and_ends_delivered():
    events: list[o.LineEvent] = []
    with Class2Port(ONE, MODEM) as port:
        line = Class2Line(port.path, SystemClock(), answer_wait_s=10)
        report = place(line, watch=events.append)
        assert line.health().state is HealthState.OK
        line.close()
    assert report.outcome is o.CallOutcome.DELIVERED and port.error is None and port.modem.done
    assert [type(event) for event in events] == [
        o.Dialling, o.Connected, o.Trained, o.PageStarted, o.PageSubmitted, o.PageConfirmed, o.HangingUp,
    ]  # fmt: skip


def test_the_modem_is_told_class_identification_and_abilities_before_the_call():
    with Class2Port(ONE, MODEM) as port:
        line = Class2Line(port.path, SystemClock(), answer_wait_s=10)
        place(line)
        line.close()
    told = port.modem.commands
    assert "AT+FCLASS=2.0" in told and "AT+FCLASS=1" not in told
    assert told.index("AT+FCLASS=2.0") < told.index("AT+IFC=2,2") < told.index("AT+FLO=2")
    assert 'AT+FLI="+86 571 1"' in told and "AT+FCC=1,5,2,2,1,0,0,0" in told and "AT+FLO=2" in told
    assert told.index("AT+FCLASS=2.0") < told.index('AT+FLI="+86 571 1"') < told.index("ATDT057188001234")


def test_two_calls_in_a_row_on_one_port():
    with Class2Port(f"ATDT => BUSY\nATH0 => OK\n{ONE}", MODEM) as port:
        line = Class2Line(port.path, SystemClock(), answer_wait_s=10)
        assert place(line).outcome is o.CallOutcome.BUSY
        assert place(line).outcome is o.CallOutcome.DELIVERED
        line.close()


def test_the_draft_s_class_2_has_its_page_without_rtc():
    with Class2Port(ONE_DRAFT, MODEM | {"AT+FCLASS=?": "(0-2)"}) as port:
        line = Class2Line(port.path, SystemClock(), answer_wait_s=10)
        assert place(line).outcome is o.CallOutcome.DELIVERED and port.error is None
        line.close()
    with Class2Port(ONE, MODEM) as later:
        line = Class2Line(later.path, SystemClock(), answer_wait_s=10)
        place(line)
        line.close()
    assert later.modem.pages[0].startswith(port.modem.pages[0][:-2])
    assert 8 <= len(later.modem.pages[0]) - len(port.modem.pages[0]) <= 10  # six EOL of 12 or 13 bits


def test_what_a_watcher_raises_comes_up_after_the_call_was_aborted():
    class DiskFullError(Exception):
        pass

    def watch(event: o.LineEvent) -> None:
        if isinstance(event, o.PageSubmitted):
            raise DiskFullError

    script = f"{DIAL}\nDATA can => OK\nAT+FKS => +FHS:02 | OK\nATH0 => OK"
    with Class2Port(script, MODEM) as port:
        line = Class2Line(port.path, SystemClock(), answer_wait_s=10)
        with pytest.raises(DiskFullError):
            place(line, watch=watch)
        line.close()
    assert port.error is None and port.modem.done


def test_a_modem_unplugged_before_the_answer_leaves_the_page_unknown():
    def watch(event: o.LineEvent) -> None:
        if isinstance(event, o.HangingUp):
            raise AssertionError("there is nothing to hang up")

    with Class2Port(f"{DIAL}\nDATA eop => QUIET", MODEM) as port:
        line = Class2Line(port.path, SystemClock(), answer_wait_s=10)
        threading.Timer(1.5, port.unplug).start()
        report = place(line, watch=watch)
        assert line.health().state is HealthState.ABSENT
    assert report.outcome is o.CallOutcome.MODEM_FAILED
    assert [p.state for p in report.pages] == [o.PageState.UNKNOWN]


def test_a_modem_without_any_fax_class_is_named_with_its_own_words():
    with Class2Port("", {"ATI": "DataOnly 56K", "AT+FCLASS=?": "0,8"}) as port:
        for line in (Class2Line(port.path, SystemClock()), open_line(port.path, SystemClock())):
            with pytest.raises(NoFaxClass1Error, match="DataOnly 56K answered '0,8'"):
                place(line)
            line.close()


def test_a_modem_that_refuses_its_identification_is_named_with_the_command():
    refusing = MODEM | {'AT+FLI="+86 571 1"': "!ERROR"}
    with Class2Port("", refusing) as port, pytest.raises(ModemRefusesSetupError, match="FLI"):
        place(Class2Line(port.path, SystemClock()))


# ---- on the soft modem: libspandsp's own T.30 behind our AT layer, an independent far end ----


def picture(number: int, resolution: o.Resolution = o.Resolution.STANDARD) -> o.FaxPage:
    """Bars that differ from page to page."""
    black = bytes((0xF0 >> number % 4,)) * 20
    rows = b"".join(bytes(100) + (black if y // 8 % 2 else bytes(20)) + bytes(96) for y in range(200))
    return o.FaxPage(1728, 200, resolution, rows)


def on_soft_modem(folder, far_end, pages, *, draft, **settings):
    with Class2SoftPort(folder, far_end, draft=draft) as port:
        line = Class2Line(port.path, SystemClock(), answer_wait_s=30)
        report = place(line, pages, **settings)
        line.close()
    assert port.error is None
    return report, port.modem


def arrived(record, sent) -> list[bool]:
    images = [image.convert("1") for image in record.images()]
    return [im.tobytes("raw", "1;I") == page.rows for im, page in zip(images, sent, strict=True)]


@pytest.mark.parametrize("draft", [True, False], ids=["class 2", "class 2.0"])
@pytest.mark.parametrize(
    "far_end",
    [
        FarEnd(),
        FarEnd(ecm=False),
        FarEnd(ecm=False, codings=("MH",), min_scan_line_ms=20),
        FarEnd(ecm=False, modems=("V.27ter",)),
        FarEnd(ecm=False, spoil_tcf=1),
    ],
    ids=["ECM", "MR", "MH with fill", "V.27ter", "FTT"],
)
def test_pages_arrive_bit_for_bit(tmp_path, draft, far_end):
    sent = [picture(1), picture(2)]
    report, modem = on_soft_modem(tmp_path, far_end, sent, draft=draft)
    assert report.outcome is o.CallOutcome.DELIVERED, report.detail
    assert arrived(modem.record, sent) == [True, True] and modem.record.delivered
    assert (report.bit_rate, report.ecm) == (modem.record.bit_rate, modem.record.ecm)
    assert report.far_ident == far_end.ident


@pytest.mark.parametrize("draft", [True, False], ids=["class 2", "class 2.0"])
def test_a_page_of_another_resolution_follows_an_eom(tmp_path, draft):
    sent = [picture(1), picture(2, o.Resolution.FINE)]
    report, modem = on_soft_modem(tmp_path, FarEnd(ecm=False), sent, draft=draft)
    assert report.outcome is o.CallOutcome.DELIVERED, report.detail
    assert arrived(modem.record, sent) == [True, True]
    assert "EOM" in [frame.name for frame in modem.record.frames]


@pytest.mark.parametrize("draft", [True, False], ids=["class 2", "class 2.0"])
def test_a_page_that_is_refused_is_sent_again_and_arrives(tmp_path, draft):
    sent = [picture(1), picture(2)]
    report, modem = on_soft_modem(tmp_path, FarEnd(ecm=False, spoil_pages=(1,)), sent, draft=draft)
    assert report.outcome is o.CallOutcome.DELIVERED, report.detail
    assert [p.attempts for p in report.pages] == [2, 1] and arrived(modem.record, sent) == [True, True]


@pytest.mark.parametrize(
    ("far_end", "outcome", "state"),
    [
        (FarEnd(kind=FarEndKind.BUSY), o.CallOutcome.BUSY, o.PageState.NOT_SENT),
        (FarEnd(kind=FarEndKind.NO_ANSWER), o.CallOutcome.NO_ANSWER, o.PageState.NOT_SENT),
        (FarEnd(kind=FarEndKind.VOICE), o.CallOutcome.NOT_A_FAX, o.PageState.NOT_SENT),
        (FarEnd(ecm=False, hang_up="after:DCS"), o.CallOutcome.NO_CARRIER, o.PageState.NOT_SENT),
        (FarEnd(ecm=False, spoil_tcf=20), o.CallOutcome.TRAINING_FAILED, o.PageState.NOT_SENT),
        (FarEnd(ecm=False, hang_up="after:EOP"), o.CallOutcome.LINE_LOST, o.PageState.UNKNOWN),
    ],
    ids=["busy", "no answer", "voice", "gone after DCS", "never trains", "gone after EOP"],
)
def test_what_goes_wrong_out_there_has_its_outcome(tmp_path, far_end, outcome, state):
    report, _ = on_soft_modem(tmp_path, far_end, [picture(1)], draft=False)
    assert (report.outcome, [p.state for p in report.pages]) == (outcome, [state]), report.detail


# ---- which driver ----


def test_the_choice_follows_what_the_modem_answers():
    with Class2Port(ONE, MODEM) as port:
        line = open_line(port.path, SystemClock())
        assert isinstance(line.driver(), Class2Line) and place(line).outcome is o.CallOutcome.DELIVERED
        assert "Doubles 2" in line.identify().words
        line.close()
    with ScriptedPort("HANGUP") as port:
        line = open_line(port.path, SystemClock())
        assert isinstance(line.driver(), Class1Line) and 146 in line.identify().transmit_codes
        line.close()


def test_class_1_is_taken_where_both_are_offered_unless_the_profile_says_otherwise():
    both = {"ATI": "Both", "AT+FCLASS=?": "0,1,2,2.0"}
    table = (
        '[generic]\nmatch=""\ninit=["AT&F"]\ndial="ATDT"\nhang_up="ATH0"\nbaud=115200\nflow="none"\n'
        "silence_after_reception_10ms=6\nsilence_after_frames_10ms=7\nsilence_after_data_10ms=7\nwrite_ahead_ms=1500\n"
        '[both]\nmatch="Both"\nclasses=["2.0","1"]\n'
    )
    with Class2Port("", both) as port:
        line = open_line(port.path, SystemClock())
        assert isinstance(line.driver(), Class1Line)
        line.close()
        line = open_line(port.path, SystemClock(), read_profiles(table))
        assert isinstance(line.driver(), Class2Line)
        line.close()


def test_a_modem_that_has_only_t31s_own_class_1_0_is_used_with_it():
    information = {"AT+FCLASS=?": "0,1.0,2", "AT+FCLASS=1": "!ERROR", "AT+FTM=?": "96,146", "AT+FRM=?": "96"}
    with ScriptedPort("", information) as port:
        line = open_line(port.path, SystemClock())
        assert isinstance(line.driver(), Class1Line) and 146 in line.identify().transmit_codes
        assert "AT+FCLASS=1.0" in port.modem.commands and "AT+FCLASS=1" not in port.modem.commands
        line.close()


def test_a_port_without_a_modem_is_found_out_by_health_and_chosen_when_one_comes(tmp_path):
    """K2: the line is made at start, whatever is plugged in."""
    link = tmp_path / "modem"
    line = open_line(str(link), SystemClock())
    assert line.health().state is HealthState.ABSENT
    with pytest.raises(PortMissingError):
        place(line)
    with Class2Port(ONE, MODEM) as port:
        link.symlink_to(port.path)
        assert line.health().state is HealthState.OK
        assert place(line).outcome is o.CallOutcome.DELIVERED
        line.close()


def test_a_deaf_port_is_in_trouble():
    master, slave = pty.openpty()
    line = open_line(os.ttyname(slave), HurriedClock(8))
    assert line.health().state is HealthState.TROUBLE
    for descriptor in (master, slave):
        os.close(descriptor)


@pytest.mark.parametrize(
    ("answer", "classes"),
    [
        ("0,1,2.0", {"0", "1", "2.0"}),
        ("(0-2,2.0,8)", {"0", "1", "2", "2.0", "8"}),
        ("+FCLASS: (0,1,2.1)", {"0", "1", "2.1"}),
        ("", set()),
        ("0-99999999999", {str(number) for number in range(100)}),
    ],
)
def test_classes_in_a_modems_answer(answer, classes):
    assert fax_classes(answer) == classes


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("5601 U.S. Robotics 56K FAX USB V1.2.23", "usr5637"),
        ("3361 Sportster 33600/Fax RS", "usr"),
        ("56000 CX93001-EIS_V0.2002-V92", "conexant-cx930"),
        ("Zoom USB Modem 3095", "zoom-3095"),
        ("Multi-Tech Systems MT9234ZBA", "multitech"),
        ("spandsp 0.0.6", "spandsp"),
    ],
)
def test_modems_that_can_be_bought_are_known_by_their_words(words, name):
    assert choose_profile(built_in_profiles(), words).name == name


def test_a_profile_with_a_class_that_does_not_exist_is_refused():
    table = (
        '[generic]\nmatch=""\ninit=[]\ndial="ATDT"\nhang_up="ATH0"\nbaud=1\nflow="none"\nclasses=["3"]\n'
        "silence_after_reception_10ms=6\nsilence_after_frames_10ms=7\nsilence_after_data_10ms=7\nwrite_ahead_ms=1500\n"
    )
    with pytest.raises(ValueError, match="classes are"):
        read_profiles(table)
