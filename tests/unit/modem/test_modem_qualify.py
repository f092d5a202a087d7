"""``kiosk modem qualify``: what the modem says, and what the line shows (issue 3)."""

from __future__ import annotations

import argparse
import json
import threading

import pytest

from kiosk.__main__ import main
from kiosk.clock import SystemClock
from kiosk.devices.line_choice import open_line
from kiosk.fax.outcome import (
    CallerSays,
    CallOutcome,
    CallReport,
    Coding,
    PageReport,
    PageState,
    ReceptionOutcome,
    ReceptionReport,
    TraceEntry,
)
from kiosk.modem.chart import draw_chart
from kiosk.modem.exits import ALL_FAILED, ERROR, INTERRUPTED, OK, SOME_FAILED, WRONG_USE
from kiosk.modem.least_time import repeats, retrains, time_of_page
from kiosk.modem.qualify import add_parser, arrival_words, qualify
from kiosk.modem.qualify_calls import Qualification, Shown, Wanted, calls_to_make
from tests.hw_doubles.class2_modem_script import Class2Port
from tests.hw_doubles.scripted_port import ScriptedPort
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, HurriedClock, TelephoneWorld

CLASS_2 = {
    "ATI": "Doubles 2",
    "AT+FCLASS=?": "0,2,2.0",
    "AT+FCC=?": "(0,1),(0-5),(0-2),(0-2),(0,1),(0,1),(0),(0-7)",
}


# ---- the modem ----


def test_without_a_number_the_modem_tells_and_nothing_is_dialled(capsys):
    with ScriptedPort("HANGUP") as port:
        assert main(["modem", "qualify", "--port", port.path]) == OK
        assert not [command for command in port.modem.commands if command.startswith("ATD")]
    shown = capsys.readouterr().out
    assert "used as        class 1" in shown and "V.17 14400 12000 9600 7200" in shown
    assert "no profile knows this modem" in shown and "flow control   rts/cts" in shown


def test_a_modem_that_runs_t30_itself_tells_its_capabilities(capsys):
    with Class2Port("", CLASS_2) as port:
        assert main(["modem", "qualify", "--port", port.path, "--json"]) == OK
    assert port.error is None
    facts = json.loads(capsys.readouterr().out)["modem"]
    assert facts["used_class"] == "2.0" and facts["bit_rates"] == [14400, 12000, 9600, 7200, 4800, 2400]
    assert facts["capabilities"].endswith("(0,1),(0-5),(0-2),(0-2),(0,1),(0,1),(0),(0-7)") and not facts["notes"]


def test_a_modem_of_several_classes_can_be_asked_as_any_of_them(capsys):
    several = CLASS_2 | {"AT+FCLASS=?": "0,1,2,2.0", "AT+FDCC=?": "(0),(0-3),(0),(0),(0),(0),(0),(0-7)"}
    for fax_class, rates in (("2", 4), ("2.0", 6)):
        with Class2Port("", several) as port:
            assert main(["modem", "qualify", "--port", port.path, "--class", fax_class, "--json"]) == OK
        assert port.error is None
        facts = json.loads(capsys.readouterr().out)["modem"]
        assert facts["used_class"] == fax_class and len(facts["bit_rates"]) == rates


def test_a_class_that_the_modem_does_not_offer_is_refused(capsys):
    with ScriptedPort("HANGUP") as port:
        assert main(["modem", "qualify", "--port", port.path, "--class", "2.1"]) == ERROR
    assert "+FCLASS=?" in capsys.readouterr().err


def test_a_port_in_trouble_is_told_on_both_ways(capsys):
    assert main(["modem", "qualify", "--port", "/nonexistent/ttyACM0", "--json"]) == ERROR
    shown = capsys.readouterr()
    error = json.loads(shown.out)["error"]
    assert error["number"] == 2000 and "/nonexistent/ttyACM0" in error["detail"] and "plug" in shown.err


@pytest.mark.parametrize("wrong", [["--speeds", "14400,x"], ["--speeds", "1200"], ["--ecm", "yes"], ["--number", "a"]])
def test_wrong_arguments_are_wrong_use(wrong):
    with pytest.raises(SystemExit) as refused:
        main(["modem", "qualify", "--port", "x", *wrong])
    assert refused.value.code == WRONG_USE


def test_a_loop_back_wants_a_number(capsys):
    assert main(["modem", "qualify", "--port", "x", "--loop-back", "y"]) == WRONG_USE
    assert "--number" in capsys.readouterr().err


# ---- what a call shows ----


def report(*, asked: Wanted, bit_rate: int, ecm: bool, trace: tuple[TraceEntry, ...] = ()) -> CallReport:
    page = PageReport(1, PageState.CONFIRMED, Coding.MMR, bit_rate, 5_000, 1, 20_000, 26_000)
    return CallReport(
        CallOutcome.DELIVERED, (page,), "1", "V.17", bit_rate, Coding.MMR, ecm=ecm and asked.ecm, trace=trace
    )


class Line:
    """Answers every call with what its far end can do: ``bit_rate`` at most, error correction or not."""

    def __init__(self, bit_rate: int, *, ecm: bool) -> None:
        self._bit_rate, self._ecm = bit_rate, ecm
        self.called: list[Wanted] = []

    def place(self, call, _watch, _cancel) -> CallReport:
        asked = Wanted(call.max_bit_rate, call.ecm)
        self.called.append(asked)
        return report(asked=asked, bit_rate=min(self._bit_rate, asked.bit_rate), ecm=self._ecm)


def called(line: Line, cancel: threading.Event | None = None) -> list[Wanted]:
    wanted = calls_to_make((14400, 12000, 9600, 4800), (True, False))
    calls = Qualification(line, "1", "", SystemClock(), print, 0.0)
    assert [shown.wanted for shown in calls.run(wanted, None, cancel or threading.Event())] == line.called
    return line.called


def test_every_speed_is_called_with_error_correction_and_without():
    assert len(called(Line(14400, ecm=True))) == 8


def test_what_the_far_end_has_shown_not_to_have_is_not_called_again():
    assert called(Line(9600, ecm=True)) == [
        Wanted(14400, True), Wanted(14400, False), Wanted(4800, True), Wanted(4800, False),
    ]  # fmt: skip
    assert called(Line(14400, ecm=False))[:3] == [Wanted(14400, True), Wanted(14400, False), Wanted(12000, False)]


def test_an_interrupt_ends_it_after_the_call_under_way():
    ended = threading.Event()
    ended.set()
    assert len(called(Line(14400, ecm=True), ended)) == 1


def test_the_time_of_a_page_is_compared_with_the_least():
    trace = (TraceEntry(20_000, ">", "PAGE", "V.17 14400, 5400 octets"),)
    time = time_of_page(report(asked=Wanted(14400, True), bit_rate=14400, ecm=True, trace=trace))
    assert time is not None and time.taken_s == 6.0
    assert time.least_s == pytest.approx(3 * 0.075 + 0.142 + 5400 * 8 / 14400 + 1.21 + 1.10)
    assert time.ratio == pytest.approx(time.taken_s / time.least_s)


def test_trainings_and_repeats_are_counted_in_the_ladder():
    names = ["> DCS", "< FTT", "> DCS", "> PAGE", "< PPR", "> CTC", "< PPR", "< MCF"]
    trace = [TraceEntry(0, *name.split()) for name in names]
    assert (retrains(trace), repeats(trace)) == (2, 2)


CAME_IN = ReceptionReport(ReceptionOutcome.RECEIVED, (), CallerSays())


@pytest.mark.parametrize(
    ("arrived", "received", "words"),
    [
        (None, None, "-"),
        (True, CAME_IN, "bit for bit"),
        (False, CAME_IN, "NOT AS SENT"),
        (False, None, "NOT HERE: another machine answered"),
    ],
)
def test_a_page_that_another_machine_took_is_not_called_damaged(arrived, received, words):
    """The loop-back's modem was not called: the number leads elsewhere."""
    call = report(asked=Wanted(14400, True), bit_rate=14400, ecm=True)
    assert arrival_words(Shown(Wanted(14400, True), call, None, arrived, received)) == words


def test_the_test_page_is_short_and_the_same_every_time():
    from kiosk.devices.page_coder import code_strip

    page = draw_chart("14400 bit/s")
    assert page == draw_chart("14400 bit/s") and 3_000 < len(code_strip(page, Coding.MMR)) < 9_000


# ---- over the line ----


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    with TelephoneWorld(tmp_path_factory.mktemp("telephone"), speed=4, second_modem=True) as world:
        world.set("12", far_end=FarEnd(kind=FarEndKind.MODEM))
        world.set("13", far_end=FarEnd(ecm=False, modems=("V.29", "V.27ter")))
        world.set("14", far_end=FarEnd(kind=FarEndKind.BUSY))
        yield world


def asked(world: TelephoneWorld, *more: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_parser(parser.add_subparsers())
    return parser.parse_args(["qualify", "--port", world.port, "--pause", "0", "--json", *more])


def run(world: TelephoneWorld, capsys, *more: str) -> tuple[int, list[dict]]:
    code = qualify(asked(world, *more), HurriedClock(SystemClock(), 4), threading.Event())
    return code, json.loads(capsys.readouterr().out)["calls"]


@pytest.mark.real_time
def test_two_modems_at_hand_show_every_page_bit_for_bit(world, capsys, tmp_path):
    more = ["--speeds", "14400,4800", "--loop-back", world.second_port, "--traces", str(tmp_path)]
    code, calls = run(world, capsys, "--number", "12", *more)
    assert code == OK and [call["report"]["bit_rate"] for call in calls] == [14400, 14400, 4800, 4800]
    assert [call["report"]["ecm"] for call in calls] == [True, False, True, False]
    assert all(call["arrived"] and call["retrains"] == call["repeats"] == 0 for call in calls)
    assert all(0.95 < call["ratio"] < 1.2 for call in calls)
    assert len(list(tmp_path.glob("*.trace"))) == 8


@pytest.mark.real_time
def test_a_far_end_with_less_shows_what_it_has(world, capsys):
    code, calls = run(world, capsys, "--number", "13", "--speeds", "14400,9600,4800", "--ecm", "both")
    assert code == OK and [call["asked"] for call in calls] == [
        {"bit_rate": 14400, "ecm": True}, {"bit_rate": 14400, "ecm": False}, {"bit_rate": 4800, "ecm": False},
    ]  # fmt: skip
    assert [call["report"]["modulation"] for call in calls] == ["V.29", "V.29", "V.27ter"]


@pytest.mark.real_time
def test_failed_calls_have_exit_codes_of_their_own(world, capsys):
    assert run(world, capsys, "--number", "14", "--speeds", "9600")[0] == ALL_FAILED
    assert SOME_FAILED not in (OK, ALL_FAILED, INTERRUPTED)
    ended = threading.Event()
    ended.set()
    assert qualify(asked(world, "--number", "14"), HurriedClock(SystemClock(), 4), ended) == INTERRUPTED


@pytest.mark.real_time
def test_the_modem_is_at_rest_and_free_afterwards(world):
    line = open_line(world.port, SystemClock())
    try:
        assert line.identify().transmit_codes and world.state()["off_hook"] is False
    finally:
        line.close()
