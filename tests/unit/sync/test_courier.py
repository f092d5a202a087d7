"""The courier alone, in virtual time: what it does next and how long it waits (H1)."""

from __future__ import annotations

import pytest

from kiosk.sync.courier import Condition, Courier, Open, Send
from kiosk.sync.messages import Answer, Problem
from kiosk.sync.settings import Pace

PACE = Pace(batch_records=10, window_batches=4, answer_timeout_s=5.0, backoff_first_s=1.0, backoff_max_s=60.0)
HASH = "a" * 64


def online(held: int = 0, head: int = 0) -> Courier:
    courier = Courier(PACE, lambda: 1.0, held, head, 0.0)
    assert courier.due(0.0) == Open()
    courier.connected(0.0)
    return courier


def holds(seq: int, problem: Problem | None = None) -> Answer:
    return Answer(seq, HASH, seq + 1, problem)


def drive(courier: Courier, now: float) -> list[Send]:
    """Everything that is due now, sent as far as asked."""
    sends = []
    while isinstance(act := courier.due(now), Send):
        sends.append(act)
        courier.sent(act.after + act.limit, now)
    return sends


def test_nothing_is_sent_before_the_broker_has_let_us_in() -> None:
    courier = Courier(PACE, lambda: 1.0, 0, 5, 0.0)
    assert courier.due(0.0) == Open()
    assert courier.due(0.0) is None
    assert courier.condition is Condition.OFFLINE


def test_an_idle_kiosk_asks_once_where_head_office_stands() -> None:
    courier = online(held=7, head=7)
    assert drive(courier, 0.0) == [Send(7, 0)]
    courier.answered(holds(7), 0.1)
    assert drive(courier, 0.1) == []
    assert courier.condition is Condition.UP_TO_DATE
    assert courier.deadline() is None


def test_the_window_opens_by_a_batch_with_every_answer_and_never_beyond_its_limit() -> None:
    courier = online(head=1000)
    assert drive(courier, 0.0) == [Send(0, 10)]
    courier.answered(holds(10), 0.1)
    assert drive(courier, 0.1) == [Send(10, 10), Send(20, 10)]
    for seq in range(20, 300, 10):
        courier.answered(holds(seq), 0.2)
        drive(courier, 0.2)
    assert courier.due(0.2) is None
    courier.answered(holds(300), 0.3)
    assert sum(send.limit for send in drive(courier, 0.3)) <= PACE.batch_records * PACE.window_batches


def test_without_an_answer_it_sends_again_and_waits_twice_as_long_each_time() -> None:
    courier = online(head=10)
    waits, now = [], 0.0
    for _ in range(6):
        assert drive(courier, now) == [Send(0, 10)]
        deadline = courier.deadline()
        assert deadline is not None
        waits.append(deadline - now)
        now = deadline
    assert waits == [5.0, 10.0, 20.0, 40.0, 60.0, 60.0]
    assert courier.condition is Condition.UNANSWERED


def test_an_answer_to_the_first_of_two_batches_leaves_the_second_watched() -> None:
    courier = online(head=30)
    drive(courier, 0.0)
    courier.answered(holds(10), 1.0)
    assert drive(courier, 1.0) == [Send(10, 10), Send(20, 10)]
    courier.answered(holds(20), 2.0)
    assert courier.deadline() == 7.0
    assert drive(courier, 7.0) == [Send(20, 10)]


def test_reconnecting_backs_off_up_to_a_minute_and_starts_small_again_after_an_answer() -> None:
    courier = Courier(PACE, lambda: 1.0, 0, 0, 0.0)
    waits, now = [], 0.0
    for _ in range(8):
        assert courier.due(now) == Open()
        courier.disconnected(now)
        deadline = courier.deadline()
        assert deadline is not None
        waits.append(deadline - now)
        now = deadline
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    assert courier.due(now) == Open()
    courier.connected(now)
    drive(courier, now)
    courier.answered(holds(0), now)
    courier.disconnected(now)
    assert courier.deadline() == now + 1.0


def test_jitter_spreads_kiosks_over_half_of_the_wait() -> None:
    early, late = (Courier(PACE, lambda value=value: value, 0, 0, 0.0) for value in (0.0, 1.0))
    for courier in (early, late):
        courier.due(0.0)
        courier.disconnected(0.0)
    assert (early.deadline(), late.deadline()) == (0.5, 1.0)


def test_what_was_on_its_way_when_the_line_broke_is_sent_again() -> None:
    courier = online(head=10)
    drive(courier, 0.0)
    courier.disconnected(0.5)
    assert courier.due(2.0) == Open()
    courier.connected(2.0)
    assert drive(courier, 2.0) == [Send(0, 10)]


def test_the_gaps_behind_one_lost_batch_make_it_go_back_once() -> None:
    courier = online(head=100)
    drive(courier, 0.0)
    courier.answered(holds(10), 0.1)
    courier.answered(holds(20), 0.1)
    drive(courier, 0.1)
    courier.answered(holds(20, Problem.GAP), 0.2)
    assert drive(courier, 0.2)[0].after == 20
    courier.answered(holds(20, Problem.GAP), 0.3)
    assert drive(courier, 0.3) == []


def test_head_office_restored_from_an_older_backup_gets_the_records_again() -> None:
    courier = online(held=50, head=50)
    assert drive(courier, 0.0) == [Send(50, 0)]
    courier.answered(holds(20, Problem.GAP), 0.1)
    assert drive(courier, 0.1) == [Send(20, 10)]


@pytest.mark.parametrize("problem", [Problem.FORK, Problem.TAMPERED, Problem.MALFORMED])
def test_a_contradiction_stops_everything_but_one_try_a_minute(problem: Problem) -> None:
    courier = online(head=100)
    drive(courier, 0.0)
    courier.answered(holds(0, problem), 0.1)
    assert courier.condition is Condition.DISPUTED
    assert drive(courier, 0.1) == []
    assert courier.deadline() == 60.1
    assert drive(courier, 60.1) == [Send(0, 10)]


def test_a_forbidden_publish_is_said_and_tried_again_after_a_minute() -> None:
    courier = online(head=100)
    drive(courier, 0.0)
    courier.forbidden(0.1)
    assert courier.condition is Condition.FORBIDDEN
    assert drive(courier, 30.0) == []
    assert drive(courier, 60.1) == [Send(0, 10)]
    courier.answered(holds(10), 60.2)
    assert courier.condition is Condition.DELIVERING


def test_a_receiver_that_comes_up_ends_the_waiting() -> None:
    courier = online(head=10)
    now = 0.0
    for _ in range(4):
        drive(courier, now)
        now = courier.deadline() or now
    drive(courier, now)
    courier.headoffice_up(now + 0.5)
    deadline = courier.deadline()
    assert deadline == now + 1.5
    assert drive(courier, deadline) == [Send(0, 10)]


def test_an_answer_to_an_earlier_life_of_the_kiosk_counts() -> None:
    courier = online(held=0, head=10)
    courier.answered(holds(10), 0.0)
    assert drive(courier, 0.0) == [Send(10, 0)]
    assert courier.held == 10
