"""A call of Class 2 or 2.0 played again comes out as it was, either way (issue 3, traces).

The modem's T.30 and the far end are libspandsp's; a replay has only the trace.
"""

from __future__ import annotations

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.class2_line import Class2Line
from kiosk.fax.replay import replay
from kiosk.fax.replay_house import RecordedHouse
from kiosk.fax.replay_inputs import NoPageDataError
from kiosk.fax.trace_compare import first_difference
from tests.contracts.test_class2_line import DIAL, MODEM, ONE, ONE_DRAFT, on_soft_modem, picture, place
from tests.contracts.test_class2_receive import received
from tests.contracts.test_fax_receive import IDENT, drawn
from tests.hw_doubles.class2_modem_script import Class2Port
from tests.hw_doubles.softmodem import FarEnd

pytestmark = pytest.mark.real_time

REFUSED = f"{DIAL}\nDATA eop => +FPS:2 | ERROR\nAT+FDT => CONNECT\nDATA eop => +FPS:1 | +FHS:00 | OK\nATH0 => OK"


def same(report, *, sizes: bool = True) -> bool:
    again = replay(report.trace, RecordedHouse(report.trace))
    difference = first_difference(report.trace, again.trace, sizes=sizes)
    assert difference is None, difference
    return (report.outcome, report.detail) == (again.outcome, again.detail)


@pytest.mark.parametrize("script", [ONE, ONE_DRAFT, REFUSED], ids=["2.0", "2", "refused once"])
@pytest.mark.parametrize("trace_data", [True, False])
def test_a_scripted_call_comes_out_as_it_was(script, trace_data):
    information = MODEM | {"AT+FCLASS=?": "0,2"} if script is ONE_DRAFT else MODEM
    with Class2Port(script, information) as port:
        line = Class2Line(port.path, SystemClock(), answer_wait_s=10)
        report = place(line, trace_data=trace_data)
        line.close()
    assert port.error is None and same(report, sizes=trace_data)


@pytest.mark.parametrize("draft", [True, False], ids=["class 2", "class 2.0"])
@pytest.mark.parametrize("far_end", [FarEnd(), FarEnd(ecm=False, spoil_pages=(1,))], ids=["ECM", "RTN"])
def test_a_call_that_we_placed_comes_out_as_it_was(tmp_path, draft, far_end):
    report, _ = on_soft_modem(tmp_path, far_end, [picture(1), picture(2)], draft=draft, trace_data=True)
    assert same(report)


@pytest.mark.parametrize("draft", [True, False], ids=["class 2", "class 2.0"])
@pytest.mark.parametrize("far_end", [{}, {"ecm": False, "spoil_pages": (1,)}], ids=["ECM", "RTN"])
def test_a_call_that_came_in_comes_out_as_it_was(tmp_path, draft, far_end):
    sent, caller = [drawn(1), drawn(2)], FarEnd(ident=IDENT, **far_end)
    report, _, _ = received(tmp_path, sent, caller, draft=draft, trace_data=True)
    assert same(report)


def test_without_the_data_of_its_pages_it_cannot(tmp_path):
    report, _, _ = received(tmp_path, [drawn(1)], FarEnd(ident=IDENT))
    with pytest.raises(NoPageDataError):
        replay(report.trace, RecordedHouse(report.trace))
