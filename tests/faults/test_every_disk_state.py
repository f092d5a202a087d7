"""K1, G1, G3: whatever a power cut leaves on the disk, the store is whole and the day comes out the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kiosk.store.database import Store
from tests.faults.crash_states import Cut, cuts
from tests.faults.disk import Kind, Op
from tests.faults.money_scenario import AT_THE_COUNTER, books_of, live_on, morning
from tests.faults.paying_devices import AT_THE_MACHINE, BY_QR_CODE
from tests.faults.recorded_day import MoneyScenario, Recording, at_flushes, judge, lay_down, record

SEED = 20261118
_MEMORY = Path("/dev/shm")


@pytest.fixture(scope="module")
def recording() -> Iterator[tuple[Recording, Path]]:
    """In memory where there is such a folder: what the true disk does is rebuilt, and hundreds of flushes wait."""
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        room = Path(folder)
        yield record(AT_THE_COUNTER, room / "whole"), room


def test_at_every_flush_what_was_answered_is_there_and_nothing_is_half(recording: tuple[Recording, Path]) -> None:
    day, room = recording
    found = list(judge(day, room / "cuts", SEED, at_flushes, tries=2))
    assert [(verdict.cut.point, verdict.cut.kept, verdict.fault) for verdict in found if verdict.fault] == []
    flushes = sum(op.kind is Kind.SYNC for op in day.log)
    assert flushes >= 13 and len(found) > 5 * flushes
    assert {verdict.content for verdict in found} >= set(range(2, len(day.contents)))
    expected = books_of(room / "whole")
    assert expected["receipts"] == [400, -400, 400, 300, -300, 600] and expected["faults"] == []
    one_of_each = {verdict.content: verdict.cut for verdict in found}
    for number, cut in one_of_each.items():
        lay_down(cut.image, room / f"on-{number}")
        live_on(room / f"on-{number}")
        assert books_of(room / f"on-{number}") == expected, f"{cut.point}, {cut.kept}"


def test_while_the_log_goes_into_the_store_nothing_is_lost_either(recording: tuple[Recording, Path]) -> None:
    day, room = recording
    into_the_store = [op for op in day.log if op.name == "kiosk.db" and op.kind is Kind.WRITE]
    assert faults(day, room / "checkpoint", into_the_store[::12]) == []


@pytest.mark.parametrize("scenario", [AT_THE_MACHINE, BY_QR_CODE], ids=lambda scenario: scenario.name)
def test_money_that_devices_take_is_there_after_every_flush_too(scenario: MoneyScenario) -> None:
    with TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        day = record(scenario, Path(folder) / "whole")
        assert faults(day, Path(folder) / "cuts", [op for op in day.log if op.kind is Kind.SYNC][::5]) == []


def faults(day: Recording, room: Path, at: Sequence[Op]) -> list[str]:
    """What is wrong after cuts just before these acts, of which there are many: the bench takes them all."""
    found = list(judge(day, room, SEED, lambda op: any(op is one for one in at), tries=1))
    assert len(found) > 3 * len(at) > 3
    return [f"{verdict.cut.point}, {verdict.cut.kept}: {verdict.fault}" for verdict in found if verdict.fault]


def test_g1_a_payment_flushes_the_disk_at_most_four_times(recording: tuple[Recording, Path]) -> None:
    day, _ = recording
    commits = "".join("|" if op.name == "commit asked" else "s" * (op.kind is Kind.SYNC) for op in day.log).split("|")
    assert max(map(len, commits)) <= 4


def test_the_judge_finds_a_store_that_does_not_flush(tmp_path: Path) -> None:
    """The same day with ``synchronous=NORMAL``: what was answered is not on the disk yet."""

    def lazily(folder: Path, store_class: type[Store]) -> None:
        class Lazy(store_class):
            def _prepare(self, volatile: bool) -> None:
                super()._prepare(volatile)
                self.db.execute("PRAGMA synchronous=NORMAL")

        live_on(folder, Lazy)

    day = record(MoneyScenario("lazy", morning, lazily), tmp_path / "whole")
    assert any(verdict.fault for verdict in judge(day, tmp_path / "cuts", SEED, at_flushes))


def test_what_was_flushed_is_in_every_image_and_what_was_not_may_be_torn() -> None:
    log = [Op(Kind.WRITE, "f", 0, b"a" * 1024), Op(Kind.SYNC, "f"), Op(Kind.WRITE, "f", 0, b"b" * 1024)]
    found: list[Cut] = list(cuts({}, log, 1, at=lambda _: False, tries=60))
    images = {cut.image["f"] for cut in found}
    assert images == {half + other for half in (b"a" * 512, b"b" * 512) for other in (b"a" * 512, b"b" * 512)}
