"""Cancelling a call with error correction at any moment, and noise on its port: it ends, truthfully (B6, K2)."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fax.outcome import CallOutcome, PageState
from tests.hw_doubles import t30_letters
from tests.hw_doubles.bare_house import BareHouse
from tests.hw_doubles.virtual_call import FINE_A4, PAGE_OCTETS, VirtualCall, play
from tests.unit.fax.scripts import BYE, EGO, EONE
from tests.unit.fax.test_mutated_lines import WORDS

TWO_BLOCKS = PAGE_OCTETS * 35
WHOLE = f"{EONE}; T PPS-NULL; R PPR ff; T PAGE; T PPS-NULL; R RNR; T RR; R MCF; T PAGE; T PPS-EOP; R MCF; {BYE}"
ANSWERS = ("DIS", "CFR", "FTT", "MCF", "PPR", "RNR", "ERR", "CTR", "PIP", "PIN", "DCN")
ECM_WORDS = [*WORDS, *(t30_letters.frame(name, "00eef044" if name == "DIS" else "") + b"\x10\x03" for name in ANSWERS)]
answers = st.lists(st.tuples(st.integers(0, 4_000), st.sampled_from(ECM_WORDS)), max_size=60)


@cache
def whole_call_ms() -> int:
    return play(WHOLE, page_octets=TWO_BLOCKS).report.duration_ms


@pytest.mark.parametrize("share", [i / 40 for i in range(40)])
def test_cancelled_at_any_moment_the_modem_is_at_rest_within_five_seconds(share):
    moment_ms = int(whole_call_ms() * share)
    call = VirtualCall(WHOLE, page_octets=TWO_BLOCKS, cancel_ms=moment_ms)
    call.modem.lenient = True
    played = call.play()
    assert played.modem_at_rest and played.modem.on_hook and call.now_ms - moment_ms <= 5_000
    assert played.report.outcome in (CallOutcome.CANCELLED, CallOutcome.DELIVERED)


@pytest.mark.parametrize(
    ("script", "answer", "state"),
    [
        (f"{EONE}; T PPS-EOP", "MCF", PageState.CONFIRMED),
        (f"{EONE}; T PPS-EOP", "PPR", PageState.UNKNOWN),  # the frames are missing, but nobody asks any more
        (f"{EONE}; T PPS-EOP; R RNR; T RR", "MCF", PageState.CONFIRMED),
    ],
)
def test_an_answer_that_crosses_with_cancelling_counts(script, answer, state):
    last = f"R {answer}"
    rest = "T PAGE; T PPS-EOP; R MCF; " if answer == "PPR" else ""
    straight = play(f"{script}; {last}; {rest}{BYE}").report.trace
    heard_ms = next(entry.at_ms for entry in straight if entry.signal == answer)
    again = play(f"{script}; {last}; {BYE}", cancel_ms=heard_ms - 60)
    assert again.report.pages[0].state is state and again.modem.done


def test_mcf_for_a_block_that_is_not_the_last_confirms_no_page_even_when_cancelled():
    straight = play(f"{EONE}; T PPS-NULL; R MCF; T PAGE; T PPS-EOP; R MCF; {BYE}", page_octets=TWO_BLOCKS).report.trace
    heard_ms = next(entry.at_ms for entry in straight if entry.signal == "MCF")
    again = play(f"{EONE}; T PPS-NULL; R MCF; {BYE}", page_octets=TWO_BLOCKS, cancel_ms=heard_ms - 60)
    assert again.report.outcome is CallOutcome.CANCELLED and again.report.pages[0].state is PageState.NOT_SENT


def test_a_page_that_comes_late_is_waited_for():
    rest = "T PAGE; T PPS-MPS; R MCF; T PAGE; T PPS-EOP; R MCF"
    played = play(f"{EGO}; {rest}; {BYE}", FINE_A4, FINE_A4, late_pages=True)
    assert played.report.outcome is CallOutcome.DELIVERED and played.modem.done


@settings(max_examples=100, deadline=None)
@given(answers)
def test_whatever_a_modem_says_a_call_with_error_correction_ends(stream):
    house = BareHouse.calling()
    for after_ms, octets in stream:
        house.wait(house.now_ms + after_ms)
        house.hear(octets)
    house.silence()
    assert isinstance(house.session.report(house.now_ms).outcome, CallOutcome)
