"""Error correction on a line that loses whatever it likes: the call ends, and what is confirmed has arrived (B6)."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fax import primitives as p
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.outcome import CallOutcome, PageState
from kiosk.fax.turns import Outputs
from kiosk.fax.turns_table import CallState
from tests.hw_doubles.lossy_far_end import SLOWEST, V17, Fate, LossyFarEnd
from tests.hw_doubles.virtual_call import ALL_CODES, FINE_A4

LONGEST_MS = 2 * 3600_000
PAGES = {1: bytes(range(1, 100)) * 3, 2: b"\xff" * 500, 3: b"\x00\x7e" * 90}
GREETING = [Fate.ARRIVES] * 7  # CSI, DIS, TSI, DCS, TCF and CFR arrive: what comes after them is the matter here
fates = st.lists(st.sampled_from([Fate.ARRIVES, Fate.ARRIVES, Fate.ARRIVES, Fate.DAMAGED, *Fate]), max_size=150)
far_ends = st.sampled_from([V17, SLOWEST])


class LossyCall:
    """One call of three pages, the third a document of its own."""

    def __init__(self, accidents: list[Fate], dis: str = V17, cancel_ms: int | None = None) -> None:
        self.far = LossyFarEnd(GREETING + accidents, dis)
        plan = CallPlan("057188", "1", len(PAGES), FINE_A4, ALL_CODES, document_starts=frozenset({3}))
        self.caller = Caller(plan)
        self.now_ms = 0
        self._cancel_ms = cancel_ms

    def play(self) -> None:
        self._carry_out(self.caller.start(0))
        while self.caller.state is not CallState.OVER:
            moments = [self.far.next_ms, self.caller.deadline_ms, self._cancel_ms]
            self.now_ms = max(self.now_ms, min(moment for moment in moments if moment is not None))
            assert self.now_ms < LONGEST_MS, f"{self.caller.state} has outlived its timers"
            if self._cancel_ms is not None and self.now_ms >= self._cancel_ms:
                self._cancel_ms = None
                self._carry_out(self.caller.cancel(self.now_ms))
            for indication in self.far.due(self.now_ms):
                self._carry_out(self.caller.handle(indication, self.now_ms))
            self._carry_out(self.caller.tick(self.now_ms))

    def _carry_out(self, outputs: Outputs) -> None:
        for output in outputs:
            if isinstance(output, p.Primitive):
                self.far.perform(output, self.now_ms)
            elif isinstance(output, p.PageWanted):
                page = p.CodedPage(output.number, FINE_A4, output.terms, PAGES[output.number])
                self._carry_out(self.caller.supply_page(page, self.now_ms))

    @property
    def confirmed(self) -> list[int]:
        return [page.number for page in self.caller.pages.reports if page.state is PageState.CONFIRMED]

    @property
    def surely_not_there(self) -> list[int]:
        return [page.number for page in self.caller.pages.reports if page.state is PageState.NOT_SENT]


def assert_nobody_is_deceived(call: LossyCall) -> None:
    assert {number: call.far.pages.get(number) for number in call.confirmed} == {
        number: PAGES[number] for number in call.confirmed
    }
    assert not set(call.surely_not_there) & set(call.far.pages)
    assert (call.caller.outcome is CallOutcome.DELIVERED) == (len(call.confirmed) == len(PAGES))


def test_a_line_that_loses_nothing_delivers_everything():
    call = LossyCall([])
    call.play()
    assert call.caller.outcome is CallOutcome.DELIVERED and call.far.pages == PAGES


@settings(max_examples=300, deadline=None)
@given(fates, far_ends)
def test_whatever_the_line_loses_a_confirmed_page_is_there_bit_for_bit(accidents, dis):
    call = LossyCall(accidents, dis)
    call.play()
    assert_nobody_is_deceived(call)


@settings(max_examples=150, deadline=None)
@given(fates, st.integers(0, 120_000))
def test_cancelling_on_a_bad_line_deceives_nobody_either(accidents, moment_ms):
    call = LossyCall(accidents, cancel_ms=moment_ms)
    call.play()
    assert_nobody_is_deceived(call)
