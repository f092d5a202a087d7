"""H1, K1: whatever the network and the crashes do, every record reaches head office exactly once and in order."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from kiosk.sync.courier import Condition
from tests.unit.sync.world import World


class HostileNetwork(RuleBasedStateMachine):
    """Letters and answers are lost, doubled and shuffled; either side is killed at any moment."""

    @initialize()
    def begin(self) -> None:
        self.world = World()

    @rule(count=st.integers(1, 9))
    def something_happens_at_the_counter(self, count: int) -> None:
        self.world.journal.append(count)
        self.world.worker.step()

    @precondition(lambda self: self.world.link.outbound)
    @rule(data=st.data(), again=st.booleans())
    def head_office_takes_any_letter(self, data: st.DataObject, again: bool) -> None:
        self.world.deliver(data.draw(st.integers(0, len(self.world.link.outbound) - 1)), again=again)

    @precondition(lambda self: self.world.link.inbound)
    @rule(data=st.data(), again=st.booleans())
    def the_kiosk_gets_any_answer(self, data: st.DataObject, again: bool) -> None:
        self.world.answer(data.draw(st.integers(0, len(self.world.link.inbound) - 1)), again=again)

    @precondition(lambda self: self.world.link.outbound)
    @rule(data=st.data())
    def a_letter_is_lost(self, data: st.DataObject) -> None:
        self.world.link.outbound.pop(data.draw(st.integers(0, len(self.world.link.outbound) - 1)))

    @precondition(lambda self: self.world.link.inbound)
    @rule(data=st.data())
    def an_answer_is_lost(self, data: st.DataObject) -> None:
        self.world.link.inbound.pop(data.draw(st.integers(0, len(self.world.link.inbound) - 1)))

    @rule()
    def the_kiosk_is_killed(self) -> None:
        self.world.start_kiosk()

    @rule()
    def head_office_is_killed(self) -> None:
        self.world.office_restarts()

    @rule(reachable=st.booleans())
    def the_line_breaks(self, reachable: bool) -> None:
        self.world.link.reachable = reachable
        self.world.link.drop()
        self.world.worker.step()

    @rule(seconds=st.floats(0.1, 70.0))
    def time_passes(self, seconds: float) -> None:
        self.world.pass_time(seconds)

    @invariant()
    def head_office_holds_the_beginning_of_the_journal(self) -> None:
        held = self.world.held()
        assert held == self.world.journal.records[: len(held)]

    @invariant()
    def nothing_is_released_that_head_office_does_not_hold(self) -> None:
        assert self.world.journal.acked() <= len(self.world.held())

    @invariant()
    def an_honest_kiosk_raises_no_alarm(self) -> None:
        assert self.world.alarms() == 0
        assert all(state.condition is not Condition.DISPUTED for state in self.world.states)

    @invariant()
    def the_window_is_bounded(self) -> None:
        pace = self.world.pace
        assert self.world.journal.largest_read <= pace.batch_records

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        self.world.run_smoothly()
        assert self.world.held() == self.world.journal.records
        assert self.world.journal.acked() == len(self.world.journal.records)
        self.world.engine.dispose()


# A failure is told as it was found: shrinking replays head office's database hundreds of times. To have it shorter, add
# Phase.shrink and wait.
HostileNetwork.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=40,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
TestHostileNetwork = HostileNetwork.TestCase
