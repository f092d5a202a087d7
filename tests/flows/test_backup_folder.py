"""K1, G3: which backups of a folder stay: not by what a spoiled card says, nor by what somebody else has removed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.desk.backups import Backup, BackupBrokenError, back_up, backups
from kiosk.desk.restoring import choose, restore
from kiosk.documents.errors import StorageError
from kiosk.documents.keys import load_or_create_key
from tests.desk_fixture import NOON, FurnishedDesk, furnish
from tests.faults.money_scenario import CLERK

AT = "2026-11-18T04:00:00.000Z"


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[FurnishedDesk]:
    """A kiosk with keys and one paid receipt."""
    made = furnish(tmp_path / "state")
    for name in ("documents.key", "ledger.key"):
        load_or_create_key(made.folder / "keys" / name)
    pay(made)
    yield made
    made.close()


def pay(kit: FurnishedDesk) -> None:
    """A charge paid in cash."""
    assert kit.desk.money.take_cash(CLERK, kit.owe(300), 300).amount_fen == 300


def misread(backup: Backup, more: str) -> None:
    """Its card says more of its newest record than was written."""
    card, seq = backup.folder / "backup.json", f'"seq":{backup.position.seq}'
    card.write_text(card.read_text("utf-8").replace(seq, seq + more), "utf-8")


def test_a_backup_whose_card_tells_another_record_is_neither_taken_nor_pushes_one_out(
    kit: FurnishedDesk, tmp_path: Path
) -> None:
    """One digit more, and it would be the newest for years."""
    place = tmp_path / "backups"
    misread(back_up(kit.folder, place, 1, AT), "000")
    pay(kit)
    newer = back_up(kit.folder, place, 1, AT)
    assert newer in backups(place) and newer.store.is_file()
    misread(newer, "000")
    with pytest.raises(BackupBrokenError, match=f"of record {newer.position.seq}, not of"):
        choose(place, None)
    misread(newer, ',"more":0')
    pay(kit)
    assert back_up(kit.folder, place, 2, AT).store.is_file()


def test_of_a_store_that_was_put_back_by_hand_the_new_backup_stays_though_its_records_are_fewer(
    kit: FurnishedDesk, tmp_path: Path
) -> None:
    """It is the only one of what was taken since."""
    place, older = tmp_path / "backups", tmp_path / "older.db"
    shutil.copyfile(back_up(kit.folder, tmp_path / "first", 1, AT).store, older)
    pay(kit)
    pay(kit)
    kept = back_up(kit.folder, place, 1, AT)
    shutil.copytree(kit.folder, tmp_path / "put back", ignore=shutil.ignore_patterns("kiosk.db*", "*.bell"))
    shutil.copyfile(older, tmp_path / "put back" / "kiosk.db")
    put_back = furnish(tmp_path / "put back")
    pay(put_back)
    put_back.close()
    made = back_up(put_back.folder, place, 1, AT)
    assert made.position.transaction < kept.position.transaction
    assert made.store.is_file() and backups(place) == [made]


def test_what_somebody_else_has_just_removed_is_gone_and_no_fault(kit: FurnishedDesk, tmp_path: Path) -> None:
    """The core makes one every hour, and a person by hand at that very moment."""
    place, made = tmp_path / "backups", list[Backup]()
    for _ in range(3):
        pay(kit)
        made.append(back_up(kit.folder, place, 9, AT))
    pay(kit)

    def room(at: Path) -> int:
        assert at == place
        shutil.rmtree(made[0].folder, ignore_errors=True)
        return 0 if made[1].folder.exists() else 1 << 40

    newest = back_up(kit.folder, place, 9, AT, room=room)
    assert backups(place) == [newest, made[2]]


def test_a_medium_that_is_pulled_out_while_its_keys_are_read_leaves_no_half_key(
    kit: FurnishedDesk, tmp_path: Path
) -> None:
    """A new kiosk begins from another one's backup; the same command again finishes what was broken off."""
    taken, state = back_up(kit.folder, tmp_path / "backups", 1, AT), tmp_path / "new"
    state.mkdir()
    key = taken.folder / "keys" / "documents.key"
    sealed = key.read_bytes()
    key.unlink()
    key.mkdir()  # what cannot be read any more
    with pytest.raises(StorageError, match=r"documents\.key"):
        restore(state, taken, TurnedClock(NOON))
    key.rmdir()
    key.write_bytes(sealed)
    restore(state, choose(tmp_path / "backups", None), TurnedClock(NOON))
    assert load_or_create_key(state / "keys" / "documents.key") == sealed
    assert sorted(each.name for each in (state / "keys").iterdir()) == ["documents.key", "ledger.key"]
