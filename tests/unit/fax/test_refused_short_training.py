"""A modem that lists V.17's short training and refuses it (T.31 Table 3), with real signals to libspandsp (B6, B9).

TCF, which trains long, goes well, and then no page can follow. The scripts of ``tests/conformance`` have every branch;
here an independent terminal, which has just said CFR or MCF, must understand what we do instead.
"""

from __future__ import annotations

import threading
import time

import pytest

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.protocols import AnswerOrder
from kiosk.fax.outcome import CallOutcome, ReceptionOutcome
from tests.contracts.test_fax_line import page
from tests.hw_doubles.scripted_caller import ScriptedCaller
from tests.hw_doubles.scripted_port import PACE, ScriptedPort
from tests.hw_doubles.soft_call import call
from tests.hw_doubles.soft_reception import call_in
from tests.hw_doubles.softmodem import FarEnd
from tests.unit.fax.test_soft_receptions import CORRECTING, PLAIN, tiff, whole

pytestmark = pytest.mark.real_time

SHORT_CODES = (74, 98, 122, 146)
SENDING = [f"AT+FTM={code}" for code in SHORT_CODES]
RECEIVING = [f"AT+FRM={code}" for code in SHORT_CODES]
__all__ = ["tiff"]


@pytest.mark.parametrize("ecm", [True, False], ids=["error correction", "plain"])
def test_sending_goes_on_in_v29(tmp_path, ecm):
    pages = [page(1, height=400), page(2)]
    done = call(tmp_path, pages, FarEnd(ecm=ecm), refuses=SENDING)
    assert done.report.outcome is CallOutcome.DELIVERED and done.arrived(pages) == [True, True]
    assert (done.report.modulation, done.report.bit_rate, done.report.ecm) == ("V.29", 9600, ecm)


def test_receiving_without_error_correction_ends_in_v29(tmp_path, tiff):
    call = call_in(tmp_path, tiff, PLAIN, refuses=RECEIVING)
    assert call.report.outcome is ReceptionOutcome.RECEIVED and whole(call) == [1, 2], call.report.detail
    assert call.report.modulation == "V.29"


def test_receiving_with_error_correction_a_sender_without_ctc_gives_up_and_the_next_call_succeeds(tmp_path, tiff):
    """Annex A has no answer but PPR to a block of which nothing came; this sender says EOR to the fourth one."""
    first = call_in(tmp_path, tiff, CORRECTING, refuses=RECEIVING)
    assert first.report.outcome is ReceptionOutcome.INCOMPLETE and first.record.pages == []
    second = call_in(tmp_path, tiff, CORRECTING, refuses=RECEIVING, receive_codes=frozenset({24, 48, 72, 96}))
    assert second.report.outcome is ReceptionOutcome.RECEIVED and whole(second) == [1, 2], second.report.detail


def test_the_line_does_not_offer_v17_again_with_a_modem_that_has_refused_it():
    refused = "T CSI; T DIS 00ee; R DCS 00e2f044; R TCF; T CFR; SAY ERROR; R DCN; HANGUP"
    the_next_call = "T CSI; T DIS 00ce; R DCN; HANGUP"  # V.29 and V.27 ter
    with ScriptedPort(ScriptedCaller(f"{refused}; {the_next_call}", pace=PACE)) as port:
        line = Class1Line(port.path, SystemClock())
        outcomes = [answered(line, port) for _ in range(2)]
        line.close()
    assert outcomes == [ReceptionOutcome.CALLER_GONE] * 2 and port.modem.done and port.error is None


def answered(line: Class1Line, port: ScriptedPort) -> ReceptionOutcome:
    """One call; it rings as soon as the modem has been asked for caller identification."""
    told = port.modem.commands.count("AT+VCID=1")
    ringing = threading.Thread(target=ring_after, args=(port, told))
    ringing.start()
    report = line.receive(AnswerOrder("1"), lambda page: None, lambda event: None, threading.Event())
    ringing.join()
    return report.outcome


def ring_after(port: ScriptedPort, told: int) -> None:
    end = time.monotonic() + 10
    while port.modem.commands.count("AT+VCID=1") == told and time.monotonic() < end:
        threading.Event().wait(0.02)
    port.ring()
