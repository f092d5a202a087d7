"""G4, H1: what the records of a day tell is seen by the quick look, but for rows with lines."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.store.database import Store
from kiosk.store.journal import canonical
from kiosk.store.told import TOLD
from kiosk.store.told_faults import first_told_otherwise
from kiosk.store.told_ranges import ToldRange, told_in
from tests.faults import order_scenario

HAS_LINES = {"case.quoted", "charge.made", "directory.imported"}  # of the day's: one charge of work, one price list
ODD = "".join(map(chr, range(1, 0x250))) + '"\\/ \u2028\ufffd收错😀'


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("day")
    order_scenario.morning(folder)
    order_scenario.live_on(folder, Store)
    return folder / "kiosk.db"


def test_only_rows_with_lines_are_looked_at_each(day: Path) -> None:
    kinds = _kinds(day)
    found = told_in(day, 1, max(kinds))
    unsure = [kinds[seq] for seq in found.unsure]
    assert set(unsure) == HAS_LINES
    assert len(unsure) == len(HAS_LINES)
    assert first_told_otherwise(day, [found]) is None


def test_ranges_together_tell_what_one_tells(day: Path) -> None:
    last, put_together = max(_kinds(day)), ToldRange()
    for first in range(1, last + 1, 7):
        put_together.add(told_in(day, first, min(first + 6, last)))
    assert put_together == told_in(day, 1, last)


def test_what_the_quick_look_is_sure_of_the_slow_one_is_too(day: Path) -> None:
    """The same of each record, looked at one by one."""
    kinds = _kinds(day)
    assert first_told_otherwise(day, [ToldRange(unsure={seq for seq, kind in kinds.items() if kind in TOLD})]) is None


@pytest.mark.parametrize("body", ["", "{", "[]", canonical({"charge": ODD}), '{"charge":{}}'])
def test_a_record_that_tells_nothing_readable_is_unsure(day: Path, tmp_path: Path, body: str) -> None:
    spoiled, seq = tmp_path / "kiosk.db", next(seq for seq, kind in _kinds(day).items() if kind == "charge.made")
    with closing(sqlite3.connect(day)) as known, closing(sqlite3.connect(spoiled, isolation_level=None)) as changed:
        known.backup(changed)
        for (trigger,) in changed.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            changed.execute(f"DROP TRIGGER {trigger}")
        changed.execute("UPDATE journal SET body = ? WHERE seq = ?", (body, seq))
    found = told_in(spoiled, 1, max(_kinds(day)))
    assert seq in found.unsure
    assert first_told_otherwise(spoiled, [found]) is not None


def _kinds(path: Path) -> dict[int, str]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT seq, kind FROM journal"))
