"""What every FaxLine owes the house, asked of the real driver on a pty: scripted modem, soft modem (B6)."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import threading

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.class1_setup import ModemDoesNotAnswerError, ModemRefusesSetupError, NoFaxClass1Error
from kiosk.devices.protocols import FaxLine, HealthState, OutgoingCall
from kiosk.devices.serial_port import NotASerialPortError, PortInUseError, PortMissingError
from kiosk.fax import outcome as o
from tests.hw_doubles.hurried_clock import HurriedClock
from tests.hw_doubles.lockstep_calls import house
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, HangUpSign, Line, TelephoneWorld

NUMBER = "057188001234"
GO = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR"
ONE = f"{GO}; T PAGE; T EOP; R MCF; T DCN; HANGUP"
SPEED = 4.0  # the soft modem's audio clock; see docs/doubles.md


def page(number: int = 1, resolution: o.Resolution = o.Resolution.STANDARD, height: int = 200) -> o.FaxPage:
    """Bars that differ from page to page."""
    black = bytes((0xF0 >> number % 4,)) * 20
    rows = b"".join(bytes(100) + (black if y // 8 % 2 else bytes(20)) + bytes(96) for y in range(height))
    return o.FaxPage(1728, height, resolution, rows)


def place(line: FaxLine, pages, watch=None, cancel=None, accept=None) -> o.CallReport:
    events: list[o.LineEvent] = []
    call = OutgoingCall(NUMBER, "+86 571 1", pages, accept)
    return line.place(call, watch or events.append, cancel or threading.Event())


def line_on(port: ScriptedPort) -> Class1Line:
    return Class1Line(port.path, SystemClock(), answer_wait_s=10)


# ---- on the scripted modem ----


def test_a_call_tells_its_story_in_order_and_ends_delivered():
    with ScriptedPort(ONE) as port:
        line, events = line_on(port), []
        report = place(line, [page()], events.append)
        line.close()
    assert report.outcome is o.CallOutcome.DELIVERED and port.error is None
    kinds = [type(event) for event in events if not isinstance(event, o.PageProgress)]
    assert kinds == [
        o.Dialling, o.Connected, o.Trained, o.PageStarted, o.PageSubmitted, o.PageConfirmed, o.HangingUp,
    ]  # fmt: skip


def test_nothing_is_sent_on_before_the_watcher_of_a_confirmation_has_returned():
    with ScriptedPort(f"{GO}; T PAGE; T MPS; R MCF; T PAGE; T EOP; R MCF; T DCN; HANGUP") as port:
        line, seen = line_on(port), {}

        def watch(event: o.LineEvent) -> None:
            if isinstance(event, o.PageConfirmed):
                seen[event.page] = len(port.modem.pages)
            if isinstance(event, o.PageSubmitted):
                seen[f"submitted {event.page}"] = [octets[2] for octets in port.modem.frames].count(0x4F)

        report = place(line, [page(1), page(2)], watch)
        line.close()
    assert report.confirmed_pages == 2
    assert seen == {"submitted 1": 0, 1: 1, "submitted 2": 1, 2: 2}


@pytest.mark.parametrize(
    ("script", "outcome"),
    [
        ("SAY BUSY; HANGUP", o.CallOutcome.BUSY),
        ("SAY NO ANSWER; HANGUP", o.CallOutcome.NO_ANSWER),
        ("SAY NO DIALTONE; HANGUP", o.CallOutcome.NO_DIAL_TONE),
        (f"{GO}; T PAGE cut 50; SAY ERROR; HANGUP", o.CallOutcome.LINE_LOST),
    ],
)
def test_a_call_that_fails_is_a_value_and_the_next_one_goes_through_on_the_same_port(script, outcome):
    with ScriptedPort(f"{script}; {ONE}") as port:
        line = line_on(port)
        assert place(line, [page()]).outcome is outcome
        assert place(line, [page()]).outcome is o.CallOutcome.DELIVERED
        line.close()
    assert port.error is None and port.modem.done


def test_what_a_watcher_raises_comes_up_after_dcn_and_hanging_up():
    class DiskFullError(Exception):
        pass

    def watch(event: o.LineEvent) -> None:
        if isinstance(event, o.PageSubmitted):
            raise DiskFullError

    with ScriptedPort(f"{GO}; T PAGE; T DCN; HANGUP") as port:
        line = line_on(port)
        with pytest.raises(DiskFullError):
            place(line, [page()], watch)
        line.close()
    assert port.error is None and port.modem.done and port.modem.on_hook


def test_cancelling_is_polite():
    cancel = threading.Event()

    def watch(event: o.LineEvent) -> None:
        if isinstance(event, o.PageStarted):
            cancel.set()

    with ScriptedPort(f"{GO}; T DCN; HANGUP") as port:  # the silence before the page has begun, not yet the page
        line = line_on(port)
        report = place(line, [page()], watch, cancel)
        line.close()
    assert report.outcome is o.CallOutcome.CANCELLED and port.error is None
    assert report.pages[0].state is o.PageState.NOT_SENT


def test_a_modem_unplugged_in_the_middle_of_a_call_is_an_outcome_with_the_truth_about_the_pages():
    with ScriptedPort(f"{GO}; T PAGE; T MPS; R MCF; T PAGE; T EOP; QUIET") as port:
        line = line_on(port)

        def watch(event: o.LineEvent) -> None:
            if event == o.PageStarted(2, event.octets if isinstance(event, o.PageStarted) else 0):
                port.unplug()

        report = place(line, [page(1), page(2)], watch)
        health = line.health()
        line.close()
    assert report.outcome is o.CallOutcome.MODEM_FAILED
    assert [p.state for p in report.pages] == [o.PageState.CONFIRMED, o.PageState.NOT_SENT]
    assert health.state is HealthState.ABSENT


def test_a_modem_that_hangs_in_a_call_is_told_and_found_silent():
    with ScriptedPort("R CSI; R DIS; T TSI; T DCS; MUTE") as port:
        line = Class1Line(port.path, HurriedClock(SPEED))
        report = place(line, [page()])
        health = line.health()
        line.close()
    assert report.outcome is o.CallOutcome.MODEM_FAILED and health.state is HealthState.TROUBLE


def test_a_missing_port_is_named_and_nothing_is_dialled(tmp_path):
    line = Class1Line(str(tmp_path / "ttyACM9"), SystemClock())
    with pytest.raises(PortMissingError, match="ttyACM9"):
        place(line, [page()])
    assert line.health().state is HealthState.ABSENT


def test_a_file_is_no_port(tmp_path):
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(NotASerialPortError, match="character device"):
        place(Class1Line(str(path), SystemClock()), [page()])


def test_a_port_in_use_is_said_to_be_in_use():
    with ScriptedPort("HANGUP") as port:
        other = os.open(port.path, os.O_RDWR | os.O_NOCTTY)
        fcntl.flock(other, fcntl.LOCK_EX)
        line = Class1Line(port.path, SystemClock())
        with pytest.raises(PortInUseError, match="other program"):
            place(line, [page()])
        assert line.health().state is HealthState.TROUBLE
        os.close(other)
        assert line.health().state is HealthState.OK
        line.close()


def test_a_modem_left_in_the_middle_of_a_page_is_brought_back():
    """The kiosk was killed while page data went out, and the modem did not notice (K1)."""
    with ScriptedPort("T PAGE; HANGUP") as port:
        other = os.open(port.path, os.O_RDWR | os.O_NOCTTY)
        os.write(other, b"AT+FTM=146\r")
        assert select.select([other], [], [], 5)[0]
        os.write(other, b"half a page")
        os.close(other)
        line = line_on(port)
        assert 146 in line.identify().transmit_codes
        line.close()
    assert port.error is None and port.modem.done


def test_a_port_without_a_modem_does_not_answer():
    master, slave = pty.openpty()
    with pytest.raises(ModemDoesNotAnswerError, match="sent AT"):
        place(Class1Line(os.ttyname(slave), HurriedClock(SPEED)), [page()])
    os.close(master)
    os.close(slave)


def test_a_data_modem_is_refused_with_its_own_words():
    with ScriptedPort("HANGUP", {"ATI": "DataOnly 56K", "AT+FCLASS=?": "0,8"}) as port:
        with pytest.raises(NoFaxClass1Error, match="DataOnly 56K answered '0,8'"):
            place(Class1Line(port.path, SystemClock()), [page()])
        assert Class1Line(port.path, SystemClock()).health().state is HealthState.OK


def test_a_modem_that_refuses_its_profile_is_named_with_the_command():
    information = {"AT+FCLASS=?": "0,1", "AT&F": "!ERROR"}
    with ScriptedPort("HANGUP", information) as port, pytest.raises(ModemRefusesSetupError, match="ERROR to AT&F"):
        place(Class1Line(port.path, SystemClock()), [page()])


# ---- on the soft modem: real signals, an independent far end ----


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with TelephoneWorld(tmp_path_factory.mktemp("telephone"), speed=SPEED) as world:
        yield world


@pytest.fixture
def soft_line(world):
    line = Class1Line(str(world.port), HurriedClock(SPEED), answer_wait_s=10)
    yield line
    line.close()


def same(image, sent: o.FaxPage) -> bool:
    return image.convert("1").tobytes("raw", "1;I") == sent.rows


@pytest.mark.real_time
@pytest.mark.parametrize(
    "far_end",
    [
        FarEnd(ecm=False),
        FarEnd(ecm=False, codings=("MH",), min_scan_line_ms=20),
        FarEnd(ecm=False, modems=("V.29",), codings=("MH",)),
        FarEnd(ecm=False, modems=("V.27ter",)),
        FarEnd(),
    ],
    ids=["V.17 MR", "MH with fill", "V.29", "V.27ter", "offers ECM"],
)
def test_pages_arrive_bit_for_bit_at_every_kind_of_far_end(world, soft_line, far_end):
    world.set(far_end=far_end, line=Line())
    sent, finished = [page(1), page(2)], len(world.calls())
    report = place(soft_line, sent)
    call = world.wait_for_call(finished + 1)
    assert report.outcome is o.CallOutcome.DELIVERED, report.detail
    assert report.far_ident == far_end.ident and call.ident == "+86 571 1"
    assert [same(image, original) for image, original in zip(call.images(), sent, strict=True)] == [True, True]


def test_every_turn_of_the_line_keeps_t30s_silence(tmp_path):
    """55 to 95 ms (T.30 5.3.2.4), in lockstep: what else the machine does is not in it. The bench asks by the wall."""
    with house(tmp_path) as home:
        home.world.set(FarEnd(ecm=False))
        report, record = home.send([page(1), page(2)])
    assert report.outcome is o.CallOutcome.DELIVERED
    ours = [gap for gap in record.gaps if gap.after.startswith("kiosk:") and "CNG" not in gap.before]
    assert len(ours) >= 6
    assert [gap for gap in ours if not 55 <= gap.gap_ms <= 95] == []


@pytest.mark.real_time
def test_a_page_refused_by_the_far_end_is_sent_again_more_slowly(world, soft_line):
    world.set(far_end=FarEnd(ecm=False, spoil_tcf=1, spoil_pages=(1,)), line=Line())
    report = place(soft_line, [page(height=400), page(2)])
    assert report.outcome is o.CallOutcome.DELIVERED, report.detail
    assert [p.attempts for p in report.pages] == [2, 1] and report.bit_rate == 9600
    assert len(world.wait_for_call().pages) == 2


@pytest.mark.real_time
def test_frames_that_a_far_end_asks_for_again_come_again_and_the_pages_arrive_bit_for_bit(world, soft_line):
    world.set(far_end=FarEnd(spoil_pages=(1, 1), lose=("MCF:1",)), line=Line())
    sent, finished = [page(height=400), page(2)], len(world.calls())
    report = place(soft_line, sent)
    call = world.wait_for_call(finished + 1)
    assert report.outcome is o.CallOutcome.DELIVERED and report.ecm, report.detail
    assert report.coding is o.Coding.MMR and [entry.signal for entry in report.trace].count("PPR") == 2
    assert [same(image, original) for image, original in zip(call.images(), sent, strict=True)] == [True, True]


@pytest.mark.real_time
def test_the_last_page_refused_by_a_far_end_that_then_hangs_up_is_not_sent(world, soft_line):
    """After RTN to EOP many machines take no second DCS: the page is surely not there, the next call must bring it."""
    world.set(far_end=FarEnd(ecm=False, spoil_pages=(2,)), line=Line())
    report = place(soft_line, [page(), page(2, height=400)])
    assert report.outcome is o.CallOutcome.PAGE_REFUSED, report.detail
    assert [p.state for p in report.pages] == [o.PageState.CONFIRMED, o.PageState.NOT_SENT]


@pytest.mark.real_time
@pytest.mark.parametrize(
    ("far_end", "line", "outcome"),
    [
        (FarEnd(kind=FarEndKind.BUSY), Line(), o.CallOutcome.BUSY),
        (FarEnd(kind=FarEndKind.NO_ANSWER), Line(), o.CallOutcome.NO_ANSWER),
        (FarEnd(), Line(dial_tone=False), o.CallOutcome.NO_DIAL_TONE),
        (FarEnd(kind=FarEndKind.VOICE), Line(), o.CallOutcome.NOT_A_FAX),
        (FarEnd(kind=FarEndKind.SILENCE), Line(), o.CallOutcome.NOT_A_FAX),
        (FarEnd(ecm=False, hang_up="after:DCS"), Line(), o.CallOutcome.NO_CARRIER),
        (FarEnd(ecm=False, hang_up="in:page:1"), Line(), o.CallOutcome.LINE_LOST),
        (FarEnd(ecm=False, hang_up="after:EOP"), Line(hang_up_sign=HangUpSign.SILENCE), o.CallOutcome.LINE_LOST),
    ],
    ids=["busy", "no answer", "no dial tone", "voice", "silence", "gone after DCS", "gone in page", "gone after EOP"],
)
def test_what_goes_wrong_out_there_has_its_outcome_and_the_line_is_free_again(world, soft_line, far_end, line, outcome):
    world.set(far_end=far_end, line=line)
    report = place(soft_line, [page(height=400)])
    assert report.outcome is outcome, report.detail
    assert soft_line.health().state is HealthState.OK
    assert not world.state()["off_hook"]
