"""The worker on a paper link in virtual time: what it sends, releases, tells, and how little it holds (H1, H2, K5)."""

from __future__ import annotations

import json
import threading
import tracemalloc

from kiosk.clock import TurnedClock
from kiosk.store.journal import Record
from kiosk.sync.courier import Condition
from kiosk.sync.link import AnswerCame, PublishForbidden
from kiosk.sync.messages import decode_answer
from kiosk.sync.settings import Pace
from kiosk.sync.worker import SyncWorker
from tests.unit.sync.world import START, PaperLink, World


def test_h1_a_record_is_released_by_the_answer_and_by_nothing_else() -> None:
    world = World()
    world.run_smoothly()
    world.journal.append(2)
    world.worker.step()
    world.deliver()
    assert world.journal.acked() == 0
    world.answer()
    assert world.journal.acked() == 2
    assert world.states[-1].backlog == 0


def test_h1_a_hash_that_is_not_ours_releases_nothing_and_is_told_loudly() -> None:
    world = World()
    world.run_smoothly()
    world.journal.append(2)
    world.worker.step()
    world.deliver()
    answer = decode_answer(world.link.inbound.pop())
    world.link.inbound.append(json.dumps({**vars(answer), "hash": "f" * 64}).encode())
    world.answer()
    assert world.journal.acked() == 0
    assert world.states[-1].condition is Condition.DISPUTED


def test_h1_head_office_that_holds_more_than_the_journal_is_a_dispute() -> None:
    """The kiosk's disk was restored from a backup: its next records would contradict those that are held."""
    world = World()
    world.journal.append(5)
    world.run_smoothly()
    del world.journal.records[3:]
    world.journal.released = 3
    world.start_kiosk()
    world.deliver()
    world.answer()
    assert world.states[-1].condition is Condition.DISPUTED


def test_h1_a_journal_that_has_lost_a_record_says_so() -> None:
    world = World()
    world.journal.append(5)
    world.journal.lost.add(1)
    world.worker.step()
    assert world.states[-1].condition is Condition.DISPUTED
    assert "record 1" in world.states[-1].detail


def test_k5_octets_that_are_no_answer_are_a_dispute_and_release_nothing() -> None:
    world = World()
    world.journal.append(2)
    world.worker.step()
    for nonsense in (b"", b"[]", b"\xff", b'{"seq":2}', b'{"seq":true,"hash":"","expect":2}'):
        world.link.inbound.append(nonsense)
        world.answer()
        assert world.states[-1].condition is Condition.DISPUTED
    assert world.journal.acked() == 0


def test_k5_a_forbidden_publish_reaches_state_and_health() -> None:
    world = World()
    assert world.link.hand_over is not None
    world.link.hand_over(PublishForbidden("Not authorized (135)"))
    world.worker.step()
    assert world.states[-1].condition is Condition.FORBIDDEN
    assert world.link.healths[-1]["sync"] == {"trouble": "forbidden", "detail": "Not authorized (135)"}


def test_h2_health_is_told_once_for_each_change() -> None:
    world = World()
    world.worker.report({"scanner": "jam"})
    for _ in range(3):
        world.journal.append(1)
        world.run_smoothly()
    assert [letter["devices"] for letter in world.link.healths] == [{}, {"scanner": "jam"}]


def test_h1_a_record_too_large_for_a_batch_travels_alone() -> None:
    world = World(Pace(batch_octets=2000))
    world.journal.append(2)
    world.journal.append(1, body=json.dumps({"strokes": "x" * 5000}))
    world.journal.append(2)
    world.run_smoothly()
    assert world.held() == world.journal.records


def test_k2_a_busy_store_is_waited_for_like_a_broken_line() -> None:
    world = World()
    world.journal.append(3)
    world.journal.busy = True
    opened = world.link.opened
    for _ in range(5):
        world.pass_time(0.1)
    assert world.link.hand_over is None
    assert world.link.opened == opened
    world.journal.busy = False
    world.run_smoothly()
    assert world.held() == world.journal.records


class _EndlessJournal:
    """100,000 records that exist only while they are looked at."""

    def __init__(self) -> None:
        self.released = 0

    def head(self) -> tuple[int, str]:
        return 100_000, f"{100_000:064d}"

    def after(self, seq: int, limit: int) -> list[Record]:
        last = min(seq + limit, 100_000)
        return [Record(n, "k", "{}", "", "", True, f"{n - 1:064d}", f"{n:064d}") for n in range(seq + 1, last + 1)]

    def acked(self) -> int:
        return self.released

    def acknowledge(self, seq: int, digest: str) -> None:
        assert digest == f"{seq:064d}"
        self.released = seq


def test_h1_memory_stays_flat_over_a_backlog_of_100000_records() -> None:
    """What is on the way is bounded by the window, answered or not."""
    clock, link, journal = TurnedClock(START), PaperLink(), _EndlessJournal()
    pace = Pace()
    worker = SyncWorker(journal, link, clock, threading.Event(), lambda state: None, pace=pace, jitter=lambda: 0.5)
    worker.step()
    most_letters = 0
    while journal.released < 100_000:
        worker.step()
        if journal.released > 90_000 and not tracemalloc.is_tracing():  # tracing is slow, and growth would show late
            tracemalloc.start()
        most_letters = max(most_letters, len(link.outbound))
        letters, link.outbound = link.outbound, []
        for letter in letters:
            last = json.loads(letter)["records"][-1]["seq"]
            answer = {"seq": last, "hash": f"{last:064d}", "expect": last + 1}
            assert link.hand_over is not None
            link.hand_over(AnswerCame(json.dumps(answer).encode()))
    _, peak_octets = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most_letters == pace.window_batches
    assert peak_octets < 4_000_000
