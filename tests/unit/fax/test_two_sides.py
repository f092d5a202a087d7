"""Our two terminals on one lossy line: no seed hangs, nothing is confirmed that the other side does not hold (B9)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.outcome import CallOutcome, ReceptionOutcome
from tests.hw_doubles.scripted_caller import RTC
from tests.hw_doubles.two_sides import TwoSides
from tests.hw_doubles.virtual_call import ALL_CODES, FINE_A4

PAGES = [bytes((number,)) * (3_000 * number) + RTC for number in (1, 2, 3)]
HARMS = st.lists(st.sampled_from(["", "", "", "lost", "damaged"]), max_size=40)


def talk(harms: list[str], *, ecm: bool, refusing: tuple[str, ...] = ()) -> TwoSides:
    caller = Caller(CallPlan("057188", "+86 571 1", 3, FINE_A4, ALL_CODES, ecm=ecm))
    answerer = Answerer(AnswerPlan("+86 571 2", ALL_CODES, ecm=ecm))
    sides = TwoSides(caller, answerer, PAGES, iter(harms), refusing)
    sides.talk()
    return sides


def test_on_a_good_line_three_pages_arrive_either_way():
    for ecm in (False, True):
        sides = talk([], ecm=ecm)
        assert sides.caller.terminal.outcome is CallOutcome.DELIVERED, sides.caller.terminal.detail
        assert sides.answerer.terminal.outcome is ReceptionOutcome.RECEIVED
        assert sides.answerer.terminal.terms.ecm is ecm
        assert sides.kept == {1: PAGES[0], 2: PAGES[1], 3: PAGES[2]}


@pytest.mark.parametrize("refusing", [("caller",), ("answerer",), ("caller", "answerer")], ids=" and ".join)
@pytest.mark.parametrize("ecm", [False, True])
def test_where_a_modem_refuses_the_short_training_of_v17_three_pages_arrive_all_the_same(refusing, ecm):
    sides = talk([], ecm=ecm, refusing=refusing)
    assert sides.caller.terminal.outcome is CallOutcome.DELIVERED, sides.caller.terminal.detail
    assert sides.kept == {1: PAGES[0], 2: PAGES[1], 3: PAGES[2]}


@settings(deadline=None, max_examples=250)
@given(HARMS, st.booleans(), st.sets(st.sampled_from(["caller", "answerer"])))
def test_whatever_is_lost_or_damaged_nothing_hangs_and_nothing_is_confirmed_that_is_not_held(harms, ecm, refusing):
    sides = talk(harms, ecm=ecm, refusing=tuple(refusing))
    assert sides.caller.terminal.outcome is not None and sides.answerer.terminal.outcome is not None
    held = list(sides.kept.values())
    assert all(PAGES[number - 1] in held for number in sides.confirmed_to_caller())
    if sides.caller.terminal.outcome is CallOutcome.DELIVERED:
        assert sides.confirmed_to_caller() == {1, 2, 3}
