"""K1, G3: the core keeps the books a second time, and nobody takes money on books that cannot be proved."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.core.books_worker import BooksWorker
from kiosk.core.health import HealthBoard
from kiosk.desk.backups import backups
from kiosk.store.errors import StoreDamagedError
from tests.desk_fixture import NOON, FurnishedDesk, furnish
from tests.faults.money_scenario import CLERK
from tests.hw_doubles.processes import until

_CHILD_S = 60.0  # a Python is started and proves a store, on whatever machine


class Keeper:
    """A worker over a furnished desk, in turned time."""

    def __init__(self, kit: FurnishedDesk, *command: str) -> None:
        self.clock = TurnedClock(NOON)
        self.kit, self.health = kit, HealthBoard(kit.house.live, self.clock)
        self.worker = BooksWorker(kit.house, self.health, self.clock, command, 3600.0)

    def works(self, after_s: float) -> bool:
        """Whether there is something to do so many seconds later; then it is done."""
        self.clock.turn(after_s)
        if self.worker.turn() > 1.0:
            return False
        until(lambda: self.worker.turn() > 1.0, "the backup has ended", deadline_s=_CHILD_S)
        return True

    @property
    def told(self) -> str:
        return str((self.kit.house.live.get("health.books") or {"reason": ""})["reason"])


def test_the_books_are_kept_after_the_start_then_every_hour_and_after_each_closing(tmp_path: Path) -> None:
    kit = furnish(tmp_path)
    keeper = Keeper(kit, sys.executable, "-c", "")
    assert [keeper.works(seconds) for seconds in (5, 20, 60, 3500, 50)] == [False, True, False, False, True]
    kit.house.store.db.execute("PRAGMA foreign_keys=OFF")
    with kit.house.store.step() as store:
        store.run("INSERT INTO day_closing VALUES ('2026-11-18', 1, '07', '', '', '', '', '')")
    assert [keeper.works(10), keeper.works(10)] == [True, False]
    keeper.worker.close()
    kit.close()


def test_a_backup_that_fails_is_told_and_the_next_good_one_takes_it_back(tmp_path: Path) -> None:
    kit = furnish(tmp_path)
    failing = tmp_path / "fails"
    failing.touch()
    keeper = Keeper(kit, sys.executable, "-c", f"import os, sys; sys.exit(os.path.exists({str(failing)!r}))")
    assert keeper.works(30) and keeper.told == "no-backup"
    assert kit.desk.money.take_cash(CLERK, kit.owe(300), 300).number == "K01-000001"
    failing.unlink()
    assert keeper.works(3600) and keeper.told == ""
    kit.close()


def found_damaged(kit: FurnishedDesk, code: Path) -> Keeper:
    """A keeper whose backup has found damage; how its next one ends stands in the file ``code``."""
    code.write_text("3")
    keeper = Keeper(kit, sys.executable, "-c", f"import sys; sys.exit(int(open({str(code)!r}).read()))")
    assert keeper.works(30) and keeper.told == "damaged"
    return keeper


def test_k1_a_backup_medium_that_is_missing_is_told_by_name_and_looked_for_again_soon(tmp_path: Path) -> None:
    kit, code = furnish(tmp_path), tmp_path / "code"
    keeper = found_damaged(kit, code)
    code.write_text("4")  # they are mended and proved, and there is no place for a copy
    assert keeper.works(3600) and keeper.told == "no-backup-medium"
    assert kit.desk.money.take_cash(CLERK, kit.owe(300), 300).number == "K01-000001"
    code.write_text("0")
    assert [keeper.works(590), keeper.works(10)] == [False, True] and keeper.told == ""
    kit.close()


def test_what_is_damaged_stays_so_until_it_is_proved_whatever_else_fails(tmp_path: Path) -> None:
    kit, code = furnish(tmp_path), tmp_path / "code"
    keeper = found_damaged(kit, code)
    code.write_text("1")  # the medium is gone, say
    assert keeper.works(3600) and keeper.told == "damaged"
    kit.house.store.db.execute("ALTER TABLE day_closing RENAME TO unreadable")
    keeper.clock.turn(10)
    assert keeper.worker.turn() > 1.0 and keeper.told == "damaged"
    kit.house.store.db.execute("ALTER TABLE unreadable RENAME TO day_closing")
    code.write_text("0")
    assert keeper.works(3600) and keeper.told == ""
    keeper.worker.close()
    kit.close()


def test_what_was_found_damaged_is_known_after_the_power_was_away_before_it_is_proved_again(tmp_path: Path) -> None:
    kit = furnish(tmp_path)
    owed = kit.owe(300)
    keeper = Keeper(kit, sys.executable, "-c", "import sys; sys.exit(3)")
    assert keeper.works(30)
    keeper.worker.close()
    for name in kit.house.live.group("health."):  # a boot: the volatile state is empty
        kit.house.live.remove(f"health.{name}")
    with pytest.raises(StoreDamagedError):  # though no core has started yet
        kit.desk.money.take_cash(CLERK, owed, 300)
    again = Keeper(kit, sys.executable, "-c", "")
    assert not again.works(0) and again.told == "damaged"
    assert again.works(30) and again.told == ""
    assert kit.desk.money.take_cash(CLERK, owed, 300).number == "K01-000001"
    again.worker.close()
    kit.close()


def test_books_are_damaged_though_the_disk_takes_no_mark_of_it(tmp_path: Path) -> None:
    """Where a store is damaged the disk may be failing: no later look may tell of that in the place of the damage."""
    kit = furnish(tmp_path)
    store = kit.house.store.path
    store.with_name(f"{store.name}-damaged").symlink_to(tmp_path / "nowhere" / "mark")
    owed = kit.owe(300)
    keeper = Keeper(kit, sys.executable, "-c", "import sys; sys.exit(3)")
    assert keeper.works(30)
    for _ in range(2):
        keeper.clock.turn(10)
        assert keeper.worker.turn() > 1.0 and keeper.told == "damaged"
    with pytest.raises(StoreDamagedError):
        kit.desk.money.take_cash(CLERK, owed, 300)
    keeper.worker.close()
    kit.close()


def test_nothing_is_booked_on_books_that_cannot_be_proved(tmp_path: Path) -> None:
    state, place = tmp_path / "state", tmp_path / "backups"
    kit = furnish(state)
    kit.desk.money.take_cash(CLERK, kit.owe(300), 300)
    where = ("--state", str(state), "--to", str(place), "--keep", "3")
    keeper = Keeper(kit, sys.executable, "-m", "kiosk", "backup", *where)
    assert keeper.works(30) and keeper.told == "" and len(backups(place)) == 1
    with sqlite3.connect(state / "kiosk.db") as forger:
        forger.execute("DROP TRIGGER ledger_transaction_keeps")
        forger.execute("UPDATE ledger_transaction SET reason = 'x'")
    owed = kit.owe(300)
    assert keeper.works(3600) and keeper.told == "damaged"
    with pytest.raises(StoreDamagedError, match="transaction 1: was changed"):
        kit.desk.money.take_cash(CLERK, owed, 300)
    assert kit.desk.money.receipt_of(owed) is None and len(backups(place)) == 1
    assert [row.detail for row in kit.desk.board.board(CLERK).rows if row.kind == "device"] == ["books"]
    kit.close()
