"""Cancelling at any moment leaves the far end politely and the modem at rest within five seconds (B6)."""

from __future__ import annotations

from functools import cache

import pytest

from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.fax.turns_table import CallState
from tests.hw_doubles.virtual_call import ALL_CODES, FINE_A4, VirtualCall, play

LONG_PAGE = bytes(range(1, 256)) * 200  # 28 s at 14400 bit/s
GO = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR"
BYE = "T DCN; HANGUP"


@cache
def whole_call_ms() -> int:
    return play(f"{GO}; T PAGE; T EOP; R MCF; {BYE}", page_octets=LONG_PAGE).report.duration_ms


def cancelled_at(moment_ms: int) -> VirtualCall:
    """A call whose script takes whatever a cancelled call still says."""
    script = "R CSI; R DIS; T TSI; T DCS; T TCF; R CFR; T PAGE; T EOP; R MCF; T DCN; HANGUP"
    call = VirtualCall(script, page_octets=LONG_PAGE, cancel_ms=moment_ms)
    call.modem.lenient = True
    return call


@pytest.mark.parametrize("share", [i / 40 for i in range(40)])
def test_cancelled_at_any_moment_the_modem_is_at_rest_within_five_seconds(share):
    moment_ms = int(whole_call_ms() * share)
    call = cancelled_at(moment_ms)
    played = call.play()
    assert played.modem_at_rest and played.modem.on_hook
    assert call.now_ms - moment_ms <= 5_000
    assert played.report.outcome in (CallOutcome.CANCELLED, CallOutcome.DELIVERED)


@pytest.mark.parametrize("share", [i / 40 for i in range(4, 38)])
def test_once_the_far_end_has_spoken_it_gets_dcn(share):
    played = cancelled_at(int(whole_call_ms() * share)).play()
    assert played.modem.frames[-1][2] == 0xFB


def test_a_confirmation_that_crosses_with_cancelling_counts():
    played = play(f"{GO}; T PAGE; T EOP; R MCF; {BYE}")
    mcf_ms = next(entry.at_ms for entry in played.report.trace if entry.signal == "MCF")
    again = play(f"{GO}; T PAGE; T EOP; R MCF; {BYE}", cancel_ms=mcf_ms - 60)
    assert again.report.outcome is CallOutcome.DELIVERED
    assert again.report.pages[0].state is PageState.CONFIRMED


def test_a_crossed_confirmation_of_one_page_of_two_leaves_the_call_cancelled():
    script = f"{GO}; T PAGE; T MPS; R MCF; {BYE}"
    played = play(script.replace("T DCN; HANGUP", "T PAGE; T EOP; R MCF; T DCN; HANGUP"), FINE_A4, FINE_A4)
    mcf_ms = next(entry.at_ms for entry in played.report.trace if entry.signal == "MCF")
    again = play(script, FINE_A4, FINE_A4, cancel_ms=mcf_ms - 60)
    assert again.report.outcome is CallOutcome.CANCELLED
    assert [page.state for page in again.report.pages] == [PageState.CONFIRMED, PageState.NOT_SENT]


def test_cancelled_while_the_answer_is_awaited_the_page_is_unknown():
    straight = play(f"{GO}; T PAGE; T EOP; R MCF; {BYE}").report.trace
    eop_ms = next(entry.at_ms for entry in straight if entry.signal == "EOP")
    played = play(f"{GO}; T PAGE; T EOP; QUIET; {BYE}", cancel_ms=eop_ms + 2_500)
    assert played.report.outcome is CallOutcome.CANCELLED
    assert played.report.pages[0].state is PageState.UNKNOWN


def test_cancelled_before_dialling_nothing_is_dialled():
    caller = Caller(CallPlan("1", "", 1, FINE_A4, ALL_CODES))
    assert caller.cancel(0) == [] and caller.state is CallState.OVER and caller.outcome is CallOutcome.CANCELLED


def test_cancelling_twice_is_cancelling_once():
    call = cancelled_at(5_000)
    call.session.start(0)
    call.session.cancel(10)
    assert call.session.cancel(20) == []


def test_a_late_frame_while_breaking_off_is_an_answer():
    """CONNECT crosses with the character that ends T4: what follows is heard out and taken for what it is."""
    played = play(f"{GO}; T PAGE; T EOP; DEAF; R @3001 MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


def test_a_late_frame_that_is_damaged_repeats_the_command():
    played = play(f"{GO}; T PAGE; T EOP; DEAF; R @3001 ~MCF; T EOP; R MCF; {BYE}")
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


def test_a_page_that_comes_late_is_waited_for():
    played = play(f"{GO}; T PAGE; T MPS; R MCF; T PAGE; T EOP; R MCF; {BYE}", FINE_A4, FINE_A4, late_pages=True)
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


def test_a_page_that_never_comes_ends_the_call():
    call = VirtualCall(f"{GO}; {BYE}", late_pages=True)
    call.page_delay_ms = 60_000
    played = call.play()
    assert played.report.outcome is CallOutcome.MODEM_FAILED and played.modem.done


def test_cancelled_while_a_page_is_awaited_ends_with_dcn():
    call = VirtualCall(f"{GO}; {BYE}", late_pages=True, cancel_ms=8_500)
    call.page_delay_ms = 60_000
    played = call.play()
    assert played.report.outcome is CallOutcome.CANCELLED and played.modem.done


def test_the_port_may_vanish_at_any_moment():
    call = VirtualCall(GO)
    call.session.start(0)
    call.session.port_lost("unplugged", 700)
    report = call.session.report(700)
    assert call.session.over and report.outcome is CallOutcome.MODEM_FAILED and report.detail == "unplugged"
    call.session.port_lost("again", 800)
    assert call.session.report(800).detail == "unplugged"


def test_cancelled_while_a_timer_breaks_off_the_call_still_ends_with_dcn():
    """T4 has run out and the modem does not heed the first character when the user cancels."""
    script = f"{GO}; T PAGE; T EOP; QUIET"
    straight = play(f"{GO}; T PAGE; T EOP; R MCF; {BYE}").report.trace
    eop_ms = next(entry.at_ms for entry in straight if entry.signal == "EOP")
    call = VirtualCall(f"{script}; {BYE}", cancel_ms=eop_ms + 4_200)
    call.modem.slow_to_break_ms = 400
    played = call.play()
    assert played.report.outcome is CallOutcome.CANCELLED and played.modem.done
    assert any(entry.detail.startswith("T4 ran out") for entry in played.report.trace)


def test_a_page_coded_for_terms_that_no_longer_hold_is_dropped():
    """FTT came while the page was being coded: it comes late, for the speed of before, and is not sent."""
    script = "R CSI; R DIS; T TSI; T DCS; T TCF; R FTT; T TSI; T DCS; T TCF; R CFR; T PAGE; T EOP; R MCF; T DCN; HANGUP"
    played = play(script, late_pages=True)
    assert played.report.outcome is CallOutcome.DELIVERED and played.report.bit_rate == 12000
