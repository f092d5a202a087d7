"""The technician's list of calls and the ladder of one of them: both ways, newest first, nobody else's business."""

from __future__ import annotations

import pytest

from kiosk.desk.line_log import FOR_MACHINES, NotForThisRoleError
from kiosk.desk.views import CallWay, SignalWay, Staff
from kiosk.fax.outcome import CallOutcome, PageState, TraceEntry
from kiosk.fax.trace import MACHINE
from tests.desk_fixture import FurnishedDesk

TRACE = (
    TraceEntry(0, "-", "DIAL", "02152663846"),
    TraceEntry(5, ">", "octets", "4154"),
    TraceEntry(3120, "<", "CSI", "+86 21 5266 3846"),
    TraceEntry(4200, ">", "DCS", "V.17 14400, MMR, fine, scan line 0 ms, ECM"),
)


def _technician(kit: FurnishedDesk) -> Staff:
    return kit.clerk("313131")


def test_calls_of_both_ways_stand_in_one_list_the_newest_first(kit: FurnishedDesk, document: str) -> None:
    kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call(), CallOutcome.BUSY, [PageState.NOT_SENT], TRACE)
    kit.clock.turn(400)
    kit.receive_fax(2)
    kit.clock.turn(400)
    kit.end_call(kit.begin_call())
    again, came, first = kit.desk.line_log.calls(_technician(kit))
    assert (again.way, again.fax, again.attempt, again.outcome) == (CallWay.SENT, "F000001", 2, "delivered")
    assert (came.way, came.number, came.ident, came.pages) == (
        CallWay.RECEIVED,
        "057187009999",
        "+86 571 8700 9999",
        2,
    )
    assert came.agrees and came.groups == ("0571", "8700", "9999"), "it is read out as one number"
    assert (first.attempt, first.outcome, first.pages, first.bit_rate) == (1, "busy", 0, 14400)


def test_a_call_is_a_ladder_of_its_signals_without_what_only_machines_read(kit: FurnishedDesk, document: str) -> None:
    kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call(), trace=TRACE)
    technician = _technician(kit)
    (call,) = kit.desk.line_log.calls(technician)
    dial, csi, dcs = kit.desk.line_log.ladder(technician, call)
    assert (dial.way, dial.signal) == (SignalWay.LOCAL, "DIAL")
    assert (csi.at_ms, csi.way, csi.detail) == (3120, SignalWay.IN, "+86 21 5266 3846")
    assert (dcs.way, dcs.signal) == (SignalWay.OUT, "DCS")


def test_a_call_that_a_power_cut_ended_is_listed_and_has_no_ladder(kit: FurnishedDesk, document: str) -> None:
    kit.order(kit.visitor(), document)
    kit.begin_call()
    kit.dispatch.recover()
    technician = _technician(kit)
    (call,) = kit.desk.line_log.calls(technician)
    assert (call.outcome, call.traced) == ("interrupted", False)
    assert kit.desk.line_log.ladder(technician, call) == ()


def test_a_call_under_way_is_not_in_the_list(kit: FurnishedDesk) -> None:
    kit.begin_reception("057187009999")
    assert kit.desk.line_log.calls(_technician(kit)) == ()


def test_supervisors_may_look_and_clerks_may_not(kit: FurnishedDesk) -> None:
    assert kit.desk.line_log.calls(kit.clerk("121212")) == ()
    with pytest.raises(NotForThisRoleError):
        kit.desk.line_log.calls(kit.clerk())


def test_what_only_machines_read_has_the_trace_s_own_names() -> None:
    assert FOR_MACHINES == MACHINE
