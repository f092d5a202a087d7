"""A recorded call played through the engine again comes out as it was: any trace is a test (issue 3, traces).

The calls are real signals to libspandsp's terminals in virtual time; a replay has only their traces.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kiosk.fax.outcome import CallOutcome, TraceEntry
from kiosk.fax.replay import replay
from kiosk.fax.replay_data import is_counted
from kiosk.fax.replay_house import RecordedHouse
from kiosk.fax.trace import CANCEL, DATA, PLAN, RAW, for_people
from kiosk.fax.trace_compare import first_difference
from kiosk.fax.trace_plan import NoPlanError
from tests.contracts.test_fax_line import page
from tests.hw_doubles.soft_call import call
from tests.hw_doubles.soft_reception import call_in
from tests.hw_doubles.softmodem import FarEnd, Line

PAGES = [page(1, height=300), page(2, height=300)]
SENDING = {
    "ECM": {},
    "no ECM": {"ecm": False},
    "V.27 ter": {"modems": ("V.27ter",), "ecm": False},
    "FTT": {"spoil_tcf": 1},
    "PPR": {"spoil_pages": (1,)},
    "RTN": {"spoil_pages": (1,), "ecm": False},
    "CTC": {"spoil_pages": (1,) * 4},
    "lost MCF": {"lose": ("MCF:1",)},
    "lost CFR": {"lose": ("CFR:1",), "ecm": False},
    "gone in page 2": {"hang_up": "in:page:2"},
    "gone before MCF": {"hang_up": "after:EOP"},
    "standard only": {"resolutions": ("standard",)},
}
RECEIVING = {
    "ECM": {},
    "no ECM": {"ecm": False},
    "FTT": {"spoil_tcf": 1},
    "PPR": {"spoil_pages": (1,)},
    "RTN": {"spoil_pages": (1,), "ecm": False},
    "lost EOP": {"lose": ("PPS-EOP:1", "EOP:1")},
    "gone in page 2": {"hang_up": "in:page:2"},
    "gone after CFR": {"hang_up": "after:CFR"},
}


@pytest.fixture(scope="module")
def tiff(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sent") / "sent.tif"
    pages = [Image.frombytes("1", (p.width, p.height), p.rows, "raw", "1;I") for p in PAGES]
    pages[0].save(path, compression="group4", dpi=(204, 196), save_all=True, append_images=pages[1:])
    return path


def same(report, again, *, sizes: bool = True) -> bool:
    """Outcome, pages and ladder; the first difference is in the assertion's message."""
    difference = first_difference(report.trace, again.trace, sizes=sizes)
    assert difference is None, difference
    return (report.outcome, report.detail) == (again.outcome, again.detail)


@pytest.mark.parametrize("switch", SENDING)
def test_a_call_that_we_placed_comes_out_as_it_was(tmp_path, switch):
    report = call(tmp_path, PAGES, FarEnd(**SENDING[switch]), keep_data=True).report
    house = RecordedHouse(report.trace)
    again = replay(report.trace, house)
    assert house.has_true_pages and same(report, again)
    assert [page.state for page in again.pages] == [page.state for page in report.pages]


@pytest.mark.parametrize("switch", ["ECM", "no ECM", "RTN", "CTC"])
def test_without_the_pages_data_all_but_their_lengths_comes_out(tmp_path, switch):
    report = call(tmp_path, PAGES, FarEnd(**SENDING[switch])).report
    house = RecordedHouse(report.trace)
    assert not house.has_true_pages and same(report, replay(report.trace, house), sizes=False)


@pytest.mark.parametrize("line", [{"delay_ms": 500}, {"burst_every_s": 5.0}], ids=str)
def test_a_call_on_a_bad_line_comes_out_as_it_was(tmp_path, line):
    report = call(tmp_path, PAGES, FarEnd(), Line(**line), keep_data=True).report
    assert same(report, replay(report.trace, RecordedHouse(report.trace)))


@pytest.mark.parametrize("switch", RECEIVING)
def test_a_call_that_came_in_comes_out_as_it_was(tmp_path, tiff, switch):
    far_end = FarEnd(ident="+86 571 8700 9999", **RECEIVING[switch])
    report = call_in(tmp_path, tiff, far_end, keep_data=True).report
    again = replay(report.trace, RecordedHouse(report.trace))
    assert same(report, again) and again.pages == report.pages and again.caller == report.caller


@pytest.mark.parametrize("switch", RECEIVING)
def test_a_call_that_came_in_comes_out_as_it_was_though_its_data_were_only_counted(tmp_path, tiff, switch):
    """As the kiosk keeps every call: nobody can read the pages, and the engine does what it did."""
    far_end = FarEnd(ident="+86 571 8700 9999", **RECEIVING[switch])
    report = call_in(tmp_path, tiff, far_end).report
    assert any(is_counted(entry) for entry in report.trace)
    again = replay(report.trace, RecordedHouse(report.trace))
    assert same(report, again) and again.caller == report.caller
    assert [page.confirmed for page in again.pages] == [page.confirmed for page in report.pages]


@pytest.mark.parametrize("line", [{"delay_ms": 500}, {"burst_every_s": 4.0}, {"drop_after_s": 14.0}], ids=str)
@pytest.mark.parametrize("ecm", [True, False], ids=["ECM", "no ECM"])
def test_a_call_that_came_in_on_a_bad_line_comes_out_as_it_was_from_counts(tmp_path, tiff, line, ecm):
    report = call_in(tmp_path, tiff, FarEnd(ecm=ecm), Line(**line)).report
    assert same(report, replay(report.trace, RecordedHouse(report.trace)))


def test_another_engine_is_found_by_the_first_signal_that_differs(tmp_path):
    """As if the engine of today would choose another speed: the plan is changed, the modem's octets are not."""
    report = call(tmp_path, PAGES, FarEnd(), keep_data=True).report
    slower = tuple(
        replace(entry, detail=entry.detail.replace('"max_bit_rate": null', '"max_bit_rate": 9600'))
        for entry in report.trace
    )
    difference = first_difference(report.trace, replay(slower, RecordedHouse(slower)).trace)
    assert difference is not None and difference.recorded is not None and difference.replayed is not None
    assert "V.17 14400" in difference.recorded.detail and "V.17 9600" in difference.replayed.detail
    assert [entry.signal for entry in difference.before][-1] == "TSI"


def test_a_cancelled_call_is_cancelled_again_at_its_moment(tmp_path):
    trace = list(call(tmp_path, PAGES, FarEnd(), keep_data=True).report.trace)
    at = next(n for n, entry in enumerate(trace) if entry.signal == "CFR")
    cut = [*trace[: at + 1], TraceEntry(trace[at].at_ms, "-", CANCEL)]
    again = replay(cut, RecordedHouse(trace))
    assert again.outcome is CallOutcome.CANCELLED


def test_a_lost_port_is_lost_again(tmp_path):
    trace = list(call(tmp_path, PAGES, FarEnd(), keep_data=True).report.trace)
    at = next(n for n, entry in enumerate(trace) if entry.signal == "DIS")
    cut = [*trace[: at + 1], TraceEntry(trace[at].at_ms + 5, "-", "PORT LOST", "unplugged")]
    again = replay(cut, RecordedHouse(trace))
    assert again.outcome is CallOutcome.MODEM_FAILED and again.detail == "unplugged"


def test_a_refusal_by_policy_is_one_again(tmp_path):
    trace = call(tmp_path, PAGES, FarEnd(), accept_far_ident=lambda _ident: False).report
    assert trace.outcome is CallOutcome.FAR_IDENT_REFUSED
    assert same(trace, replay(trace.trace, RecordedHouse(trace.trace), accept_far_ident=False))


def test_a_trace_without_a_plan_says_so():
    with pytest.raises(NoPlanError):
        replay([TraceEntry(0, "-", "DIAL", "1")], RecordedHouse([]))


def test_a_modem_that_says_less_than_it_did_ends_the_replay_all_the_same(tmp_path):
    trace = call(tmp_path, PAGES, FarEnd(), keep_data=True).report.trace
    deaf = [entry for entry in trace if entry.direction != "<" or entry.signal not in (RAW, DATA)]
    assert replay(deaf, RecordedHouse(trace)).outcome is CallOutcome.MODEM_FAILED
    assert trace[0].signal == PLAN and PLAN not in {entry.signal for entry in for_people(trace)}
