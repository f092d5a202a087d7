"""A call is left while our response goes out: what the caller was told and what we say of the page are one (B9)."""

from __future__ import annotations

import pytest

from kiosk.fax import outcome as o
from tests.hw_doubles.scripted_caller import ScriptedCaller
from tests.hw_doubles.virtual_reception import Answered, VirtualReception

PLAIN = "T CSI; T DIS; R TSI; R DCS; R TCF; T CFR; R PAGE; R {}; T MCF; R DCN; HANGUP"
CORRECTED = "T CSI; T DIS; R TSI; R DCS 00e2f044; R TCF; T CFR; R PART 0-9; R PPS {}000009; T MCF; R DCN; HANGUP"
SCRIPTS = {
    "the last page": PLAIN.format("EOP"),
    "a page": PLAIN.format("MPS").replace("R DCN", "QUIET; R DCN"),
    "the last page, corrected": CORRECTED.format("2f"),
    "a page, corrected": CORRECTED.format("4f").replace("R DCN", "QUIET; R DCN"),
}
MCF = 0x8C


def left_at(script: str, cancel_ms: float | None) -> Answered:
    modem = ScriptedCaller(script)
    modem.lenient = True  # DCN in place of what the script says, and nothing after it
    return VirtualReception(modem, cancel_ms=cancel_ms).play()


def moments_around_mcf(script: str) -> range:
    mcf = next(signal for signal in left_at(script, None).modem.on_line if signal.name == "MCF")
    return range(int(mcf.begin_ms) - 1_300, int(mcf.end_ms) + 200, 30)


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_page_is_confirmed_exactly_if_its_mcf_went_out_whenever_the_house_cancels(name):
    both_ways = set()
    for moment_ms in moments_around_mcf(SCRIPTS[name]):
        call = left_at(SCRIPTS[name], moment_ms)
        told = any(frame[2] == MCF for frame in call.modem.frames)
        both_ways.add(told)
        assert call.report.confirmed_pages == told, f"cancelled at {moment_ms} ms"
        assert (o.PageDropped(1) in call.events) is not told
        assert (o.PageConfirmed(1) in call.events) is told
        received = told and "last" in name
        assert call.report.outcome is (o.ReceptionOutcome.RECEIVED if received else o.ReceptionOutcome.CANCELLED)
        assert call.modem_at_rest and call.modem.on_hook
    assert both_ways == {True, False}


def test_a_page_stays_unconfirmed_when_the_modem_dies_with_its_mcf():
    """Nobody knows whether the caller heard it: a page twice is better than none."""
    script = PLAIN.format("EOP").replace("T MCF; R DCN; HANGUP", "T MCF !BUSY; MUTE")
    call = VirtualReception(ScriptedCaller(script)).play()
    assert call.report.outcome is o.ReceptionOutcome.MODEM_FAILED
    assert [page.confirmed for page in call.report.pages] == [False]
    assert o.PageDropped(1) not in call.events and o.PageConfirmed(1) not in call.events
