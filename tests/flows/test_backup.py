"""K1, G3, H1: a damaged kiosk goes on from its newest backup, gives no number twice, and head office goes along."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select

from kiosk.clock import TurnedClock
from kiosk.desk.auditing import prove
from kiosk.desk.backups import BackupBrokenError, NoBackupError, back_up, backups
from kiosk.desk.restoring import NotNeededError, Restored, choose, restore
from kiosk.documents.keys import load_or_create_key
from kiosk.headoffice.audit import Verdict, audit
from kiosk.headoffice.ledger import Ledger, Letter
from kiosk.headoffice.restored import accept_restored
from kiosk.headoffice.tables import SUPERSEDED, open_database
from kiosk.store.backup import refuse_missing
from kiosk.store.errors import StoreDamagedError, StoreFullError, StoreMissingError
from tests.desk_fixture import NOON, FurnishedDesk, furnish
from tests.faults.money_scenario import CLERK, STROKES
from tests.hw_doubles.office_database import office_url

AT = "2026-11-18T04:00:00.000Z"


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A kiosk with keys and one paid receipt."""
    folder = tmp_path / "state"
    kit = furnish(folder)
    load_or_create_key(folder / "keys" / "ledger.key")
    pay(kit)
    kit.close()
    return folder


def pay(kit: FurnishedDesk, fen: int = 300) -> str:
    """A charge paid in cash; the receipt's number."""
    return kit.desk.money.take_cash(CLERK, kit.owe(fen), fen).number


def spoil(store: Path) -> None:
    """Noise where the tables are."""
    with store.open("r+b") as file:
        file.seek(store.stat().st_size // 3)
        file.write(bytes(range(256)) * 64)


def restored(state: Path, place: Path) -> Restored:
    return restore(state, choose(place, None), TurnedClock(NOON))


def test_a_damaged_kiosk_goes_on_from_the_newest_backup_and_no_number_is_given_twice(
    state: Path, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    back_up(state, place, 5, AT)
    kit = furnish(state)
    lost = pay(kit)
    kit.close()
    spoil(state / "kiosk.db")
    done = restored(state, place)
    assert (done.aside / "kiosk.db").stat().st_size > 100_000 and prove(state / "kiosk.db").bad is None
    kit = furnish(state)
    number = pay(kit)
    assert lost == "K01-000002" and number == "K01-020001"
    assert list(kit.house.books.takings.faults()) == [] and ("store.restored" in [kind for kind, _ in kit.records()])
    assert [note["text_key"] for note in kit.house.store.rows("SELECT text_key FROM recovery_note")] == [
        "recovered.store"
    ]
    kit.close()
    assert prove(state / "kiosk.db").bad is None


def test_who_begins_again_from_the_same_backup_a_second_time_leaves_out_the_first_ones_numbers(
    state: Path, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    back_up(state, place, 5, AT)
    numbers = []
    for _ in range(2):
        (state / "kiosk.db").unlink()
        restored(state, place)
        kit = furnish(state)
        numbers.append(pay(kit))
        kit.close()
    assert numbers == ["K01-020001", "K01-040001"]


def test_a_series_that_began_after_the_backup_is_not_begun_again(tmp_path: Path) -> None:
    """The first backup is taken before the first receipt is given, and the store may be beyond reading."""
    state, place = tmp_path / "new", tmp_path / "backups"
    furnish(state).close()
    back_up(state, place, 5, AT)
    kit = furnish(state)
    lost = pay(kit)
    kit.close()
    (state / "kiosk.db").unlink()
    restored(state, place)
    kit = furnish(state)
    number = pay(kit)
    assert lost == "K01-000001" and number == "K01-020001"
    assert list(kit.house.books.takings.faults()) == []
    kit.close()


@pytest.mark.parametrize("noise", [2**62, "1e9"])
def test_a_number_that_nobody_can_have_reached_is_not_believed_of_a_damaged_store(
    state: Path, tmp_path: Path, noise: object
) -> None:
    made = back_up(state, tmp_path / "backups", 5, AT)
    with sqlite3.connect(state / "kiosk.db") as damaged:
        damaged.execute("DROP TABLE counter")
        damaged.execute("CREATE TABLE counter (name, value)")
        damaged.execute("INSERT INTO counter VALUES ('receipt', ?)", (noise,))
    done = restore(state, made, TurnedClock(NOON), although_sound=True)
    assert [row["last"] for row in done.left_out if row["series"] == "receipt"] == [20_000]


def test_a_spoiled_note_of_the_numbers_left_out_stops_the_restore(state: Path, tmp_path: Path) -> None:
    made = back_up(state, tmp_path / "backups", 5, AT)
    (tmp_path / "backups" / "restored.json").write_bytes(b"noise")
    with pytest.raises(BackupBrokenError):
        restore(state, made, TurnedClock(NOON), although_sound=True)
    assert prove(state / "kiosk.db").bad is None


def test_what_was_under_way_is_not_done_again_but_asked(state: Path, tmp_path: Path) -> None:
    kit = furnish(state)
    Image.new("L", (200, 280), 255).save(tmp_path / "letter.png")
    kit.put_stick(tmp_path / "letter.png")
    kit.order(kit.visitor(), kit.desk.fax.take_in(kit.visitor(), "s/0").id)
    kit.desk.money.sign_receipt("K01-000001", STROKES)
    kit.close()
    made = back_up(state, tmp_path / "backups", 5, AT)
    done = restore(state, made, TurnedClock(NOON), although_sound=True)
    kit = furnish(state)
    assert done.doubted == {"faxes": 1, "papers": 1} and kit.dispatch.begin_next() is None
    assert kit.house.books.prints.open("receipt") == []
    asked = {row.kind for row in kit.desk.board.board(CLERK).rows}
    assert asked >= {"fax_unknown", "print_unknown"} and list(kit.house.books.takings.faults()) == []
    kit.close()


def test_a_store_that_is_gone_or_empty_is_not_begun_anew(state: Path) -> None:
    (state / "kiosk.db").unlink()
    with pytest.raises(StoreMissingError):
        refuse_missing(state / "kiosk.db", state / "keys")
    (state / "kiosk.db").touch()
    with pytest.raises(StoreMissingError):
        refuse_missing(state / "kiosk.db", state / "keys")
    (state / "kiosk.db").unlink()
    with sqlite3.connect(state / "kiosk.db") as other:
        other.execute("CREATE TABLE other (x)")
    with pytest.raises(StoreMissingError):
        refuse_missing(state / "kiosk.db", state / "keys")
    refuse_missing(state / "new" / "kiosk.db", state / "new" / "keys")


def test_a_damaged_store_is_no_backup_and_costs_none(state: Path, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    back_up(state, place, 1, AT)
    kit = furnish(state)
    pay(kit)
    kit.close()
    with sqlite3.connect(state / "kiosk.db") as forger:
        forger.execute("DROP TRIGGER ledger_transaction_keeps")
        forger.execute("UPDATE ledger_transaction SET reason = 'x' WHERE id = 2")
    with pytest.raises(StoreDamagedError, match="transaction 2: was changed"):
        back_up(state, place, 1, AT)
    assert [backup.position.transaction for backup in backups(place)] == [1]
    assert [path.name for path in place.iterdir()] == [backups(place)[0].folder.name]


def test_of_many_backups_the_newest_are_kept_in_the_order_of_their_records_whatever_the_clock_says(
    state: Path, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    kit = furnish(state)
    for day in (19, 20, 3):
        pay(kit)
        back_up(state, place, 2, f"2026-11-{day:02}T04:00:00.000Z")
    again = back_up(state, place, 2, AT)
    kit.close()
    assert [backup.position.transaction for backup in backups(place)] == [4, 3]
    assert again == backups(place)[0]  # nothing new: none is made
    assert (again.folder / "keys" / "ledger.key").stat().st_mode & 0o77 == 0


def test_a_newest_backup_that_is_not_whole_is_not_silently_passed_over(state: Path, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    older = back_up(state, place, 5, AT)
    kit = furnish(state)
    pay(kit)
    kit.close()
    spoil(back_up(state, place, 5, AT).store)
    with pytest.raises(BackupBrokenError):
        choose(place, None)
    assert choose(place, older.folder) == older
    with pytest.raises(NoBackupError):
        choose(tmp_path / "nowhere", None)


def test_the_oldest_make_room_for_a_new_one_but_the_newest_stays(state: Path, tmp_path: Path) -> None:
    """Hourly copies of a store that has grown fill a disk that payments need too."""
    place = tmp_path / "backups"
    kit = furnish(state)
    made = []
    for _ in range(3):
        pay(kit)
        made.append(back_up(state, place, 9, AT))
    pay(kit)
    made.append(back_up(state, place, 9, AT, room=lambda at: 0 if len(backups(at)) > 1 else 1 << 40))
    assert backups(place) == [made[3], made[2]]
    pay(kit)
    with pytest.raises(StoreFullError):
        back_up(state, place, 9, AT, room=lambda at: 0)
    kit.close()
    assert backups(place) == [made[3]]


def test_what_a_power_cut_left_of_a_backup_goes_with_the_next_one(state: Path, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    (place / "4711.part" / "keys").mkdir(parents=True)
    made = back_up(state, place, 5, AT)
    assert [path.name for path in place.iterdir()] == [made.folder.name]


def test_a_backup_whose_card_is_spoiled_stands_in_the_way_of_no_other(state: Path, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    older = back_up(state, place, 5, AT)
    kit = furnish(state)
    pay(kit)
    newer = back_up(state, place, 5, AT)
    (newer.folder / "backup.json").write_bytes(b"noise")
    with pytest.raises(BackupBrokenError):
        choose(place, None)
    assert choose(place, older.folder) == older
    again = back_up(state, place, 5, "2026-11-18T05:00:00.000Z")
    kit.close()
    assert again.position == newer.position and again.folder != newer.folder


def test_a_newest_backup_that_has_gone_bad_is_made_anew_though_nothing_was_booked_since(
    state: Path, tmp_path: Path
) -> None:
    place = tmp_path / "backups"
    bad = back_up(state, place, 5, AT)
    spoil(bad.store)
    again = back_up(state, place, 5, "2026-11-18T05:00:00.000Z")
    assert choose(place, None) == again and again.folder != bad.folder


def test_after_a_restore_from_an_older_backup_the_newer_ones_are_not_in_the_way(state: Path, tmp_path: Path) -> None:
    """They are of a history that was given up: they are not the newest, and push nothing out."""
    place = tmp_path / "backups"
    older = back_up(state, place, 2, AT)
    kit = furnish(state)
    for _ in range(3):
        pay(kit)
    newer = back_up(state, place, 2, AT)
    kit.close()
    restore(state, choose(place, older.folder), TurnedClock(NOON), although_sound=True)
    made = back_up(state, place, 1, AT)
    assert made.position.seq < newer.position.seq and choose(place, None) == made
    assert (place / f"forgotten-{newer.folder.name}" / "kiosk.db").is_file()


def test_a_sound_store_is_only_replaced_when_a_person_says_so(state: Path, tmp_path: Path) -> None:
    made = back_up(state, tmp_path / "backups", 5, AT)
    with pytest.raises(NotNeededError):
        restore(state, made, TurnedClock(NOON))
    assert restore(state, made, TurnedClock(NOON), although_sound=True).backup == made


def test_documents_that_came_after_the_backup_and_the_old_keys_are_kept_aside(state: Path, tmp_path: Path) -> None:
    made = back_up(state, tmp_path / "backups", 5, AT)
    (state / "documents" / "later").mkdir(parents=True)
    (state / "keys" / "ledger.key").write_bytes(b"n" * 32)
    (state / "kiosk.db").unlink()
    aside = restore(state, made, TurnedClock(NOON)).aside
    assert (aside / "documents" / "later").is_dir() and (aside / "ledger.key").read_bytes() == b"n" * 32
    assert (state / "keys" / "ledger.key").read_bytes() == (made.folder / "keys" / "ledger.key").read_bytes()


def test_h1_head_office_keeps_what_the_kiosk_forgot_and_goes_on_with_it_when_a_person_says_so(
    state: Path, tmp_path: Path
) -> None:
    engine = open_database(office_url(tmp_path / "office.db"))
    office = Ledger(engine, TurnedClock(NOON))
    made = back_up(state, tmp_path / "backups", 5, AT)
    kit = furnish(state)
    lost = pay(kit)
    told(office, kit)
    with engine.begin() as connection:
        assert accept_restored(connection, "K01") is None  # nobody was restored
    kit.close()
    (state / "kiosk.db").unlink()
    done = restored(state, made.folder.parent)
    kit = furnish(state)
    pay(kit)
    assert '"problem":"fork"' in told(office, kit)
    with engine.begin() as connection:
        accepted = accept_restored(connection, "K01")
        forgotten = connection.execute(select(SUPERSEDED.c.body).where(SUPERSEDED.c.kind == "payment.taken")).all()
    assert accepted is not None and accepted.after == made.position.seq == done.seq - 1
    assert [json.loads(row.body)["receipt_number"] for row in forgotten] == [lost]
    assert '"problem":null' in told(office, kit)
    with engine.connect() as connection:
        assert [finding.verdict for finding in audit(connection)] == [Verdict.WHOLE]
    kit.close()


def told(office: Ledger, kit: FurnishedDesk) -> str:
    """The whole journal in one letter; head office's answer."""
    records = [asdict(record) for record in kit.house.books.journal.after(0, 1000)]
    letter = {"v": 1, "head": list(kit.house.books.journal.head()), "records": records}
    [(_, answer)] = office.take([Letter("kiosk/K01/up/journal", json.dumps(letter, ensure_ascii=False).encode())])
    return answer.encode().decode()
