"""The store's promises: one step or nothing, an append-only chain, clear refusals (K1, G4, H1)."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.store.counters import next_number
from kiosk.store.database import Store
from kiosk.store.errors import JournalMismatchError, StoreDamagedError, StoreError, StoreFullError
from kiosk.store.journal import GENESIS, Journal
from kiosk.store.live import Live
from kiosk.store.schema import migrate, prepare_live
from kiosk.store.secrets import COST, hash_secret, secret_matches
from tests.desk_fixture import NOON


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "kiosk.db")
    migrate(store)
    return store


@pytest.fixture
def journal(store: Store) -> Journal:
    return Journal(store, TurnedClock(NOON))


def write(store: Store, journal: Journal, count: int) -> None:
    for number in range(count):
        with store.step():
            journal.append("test.happened", {"number": number, "words": "漏水"})


def test_a_step_that_fails_changes_nothing(store: Store, journal: Journal) -> None:
    with pytest.raises(RuntimeError), store.step():
        journal.append("test.happened", {})
        assert next_number(store, "receipt") == 1
        raise RuntimeError
    assert journal.head() == (0, GENESIS)
    with store.step():
        assert next_number(store, "receipt") == 1  # the number was given back: no gap (G3)


def test_a_step_inside_a_step_is_one_step(store: Store, journal: Journal) -> None:
    with pytest.raises(RuntimeError), store.step():
        write(store, journal, 2)
        raise RuntimeError
    assert journal.head()[0] == 0


def test_nothing_can_be_changed_outside_a_step(store: Store) -> None:
    with pytest.raises(StoreError, match="outside"):
        store.insert("counter", {"name": "x", "value": 1})
    with pytest.raises(StoreError, match="outside"):
        store.run("DELETE FROM counter")


def test_two_processes_number_receipts_without_gap_or_double(tmp_path: Path) -> None:
    migrate(Store(tmp_path / "kiosk.db"))
    taken: list[int] = []

    def take() -> None:
        own = Store(tmp_path / "kiosk.db")  # a connection of its own, as another process has
        for _ in range(50):
            with own.step():
                taken.append(next_number(own, "receipt"))
        own.close()

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 201))


def test_the_chain_is_whole_and_in_order(store: Store, journal: Journal) -> None:
    write(store, journal, 5)
    assert list(journal.verify()) == []
    assert [record.seq for record in journal.after(2, 10)] == [3, 4, 5]
    assert journal.after(0, 1)[0].prev == GENESIS


@pytest.mark.parametrize("table", ["journal", "payment", "ledger_transaction", "ledger_posting"])
def test_what_was_written_cannot_be_changed_or_erased(store: Store, table: str) -> None:
    triggers = store.rows("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,))
    assert [row["sql"].split()[4] for row in triggers if "append-only" in row["sql"]] == ["UPDATE", "DELETE"]


def test_erasing_a_record_is_refused(store: Store, journal: Journal) -> None:
    write(store, journal, 1)
    with pytest.raises(StoreError, match="append-only"), store.step():
        store.run("DELETE FROM journal")
    with pytest.raises(StoreError, match="append-only"), store.step():
        store.run("UPDATE journal SET body = '{}'")


def test_a_forger_with_the_file_in_hand_is_found_out(tmp_path: Path, store: Store, journal: Journal) -> None:
    write(store, journal, 3)
    forger = sqlite3.connect(tmp_path / "kiosk.db")
    forger.execute("DROP TRIGGER journal_keeps")
    forger.execute("UPDATE journal SET body = replace(body, '漏水', '正常') WHERE seq = 2")
    forger.commit()
    forger.close()
    assert list(journal.verify()) == ["record 2: changed after it was written"]


def test_a_record_cut_out_is_missed(tmp_path: Path, store: Store, journal: Journal) -> None:
    write(store, journal, 3)
    forger = sqlite3.connect(tmp_path / "kiosk.db")
    forger.execute("DROP TRIGGER journal_stays")
    forger.execute("DELETE FROM journal WHERE seq = 2")
    forger.commit()
    forger.close()
    assert list(journal.verify()) == ["record 3: does not follow record 1"]


def test_custody_ends_only_with_our_own_hash(store: Store, journal: Journal) -> None:
    write(store, journal, 3)
    first, second, third = journal.after(0, 3)
    journal.acknowledge(second.seq, second.hash)
    assert (journal.acked(), journal.backlog()) == (2, 1)
    journal.acknowledge(first.seq, first.hash)  # an old answer, late
    assert journal.acked() == 2
    with pytest.raises(JournalMismatchError):
        journal.acknowledge(third.seq, second.hash)
    with pytest.raises(JournalMismatchError):
        journal.acknowledge(99, third.hash)
    assert journal.acked() == 2


def test_a_damaged_store_is_refused_and_left_as_it_is(tmp_path: Path, store: Store, journal: Journal) -> None:
    write(store, journal, 1)
    store.close()
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"not a database at all, but long enough to be taken for one" * 100)
    before = damaged.read_bytes()
    with pytest.raises(StoreDamagedError):
        migrate(Store(damaged))
    assert damaged.read_bytes() == before


def test_a_damaged_page_is_named_and_not_papered_over(tmp_path: Path, store: Store, journal: Journal) -> None:
    write(store, journal, 200)
    store.close()
    octets = bytearray((tmp_path / "kiosk.db").read_bytes())
    octets[8192 : len(octets) : 7] = b"\xa5" * len(octets[8192 : len(octets) : 7])
    (tmp_path / "kiosk.db").write_bytes(octets)
    with pytest.raises(StoreDamagedError):
        list(Journal(Store(tmp_path / "kiosk.db"), TurnedClock(NOON)).verify())
    assert (tmp_path / "kiosk.db").read_bytes() == octets


def test_a_full_disk_refuses_the_step_and_keeps_what_was(store: Store, journal: Journal) -> None:
    write(store, journal, 1)
    pages = store.db.execute("PRAGMA page_count").fetchone()[0]
    store.db.execute(f"PRAGMA max_page_count = {pages}").fetchone()
    with pytest.raises(StoreFullError):
        write(store, journal, 500)
    store.db.execute("PRAGMA max_page_count = 1000000").fetchone()
    assert list(journal.verify()) == []
    write(store, journal, 1)


def test_a_store_that_cannot_be_opened_says_where(tmp_path: Path) -> None:
    with pytest.raises(StoreFullError, match="nowhere"):
        Store(tmp_path / "nowhere" / "kiosk.db")


def test_migrating_twice_changes_nothing(tmp_path: Path, store: Store) -> None:
    before = store.rows("SELECT sql FROM sqlite_master ORDER BY name")
    migrate(store)
    assert store.rows("SELECT sql FROM sqlite_master ORDER BY name") == before
    assert all(
        "STRICT" in row["sql"]
        for row in before
        if (row["sql"] or "").startswith("CREATE TABLE") and "_sqlite_" not in row["sql"]
    )


def test_the_journal_survives_a_copy_of_the_file(tmp_path: Path, store: Store, journal: Journal) -> None:
    write(store, journal, 4)
    store.close()
    shutil.copy(tmp_path / "kiosk.db", tmp_path / "copy.db")
    assert list(Journal(Store(tmp_path / "copy.db"), TurnedClock(NOON)).verify()) == []


def test_k1_two_processes_that_make_the_same_file_at_the_same_moment_both_get_it(tmp_path: Path) -> None:
    """Core and screens are started together when the power comes, and the volatile file went with it."""
    path = tmp_path / "live.db"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    making = threading.Timer(0.1, other.commit)
    making.start()
    live = Store(path, volatile=True)
    making.join()
    other.close()
    prepare_live(live)
    assert live.one("PRAGMA journal_mode") == {"journal_mode": "wal"}
    live.close()


def test_live_values_are_seen_by_the_other_process(tmp_path: Path) -> None:
    mine, other = (Store(tmp_path / "live.db", volatile=True) for _ in range(2))
    prepare_live(mine)
    prepare_live(other)
    Live(mine).put("health.fax_line", {"state": "ok"})
    Live(mine).put("line", None)
    assert Live(other).group("health.") == {"fax_line": {"state": "ok"}}
    assert Live(other).get("line", "default") is None
    assert Live(other).get("nothing", 7) == 7


def test_a1_what_is_over_is_in_no_volatile_file_any_more(tmp_path: Path) -> None:
    """The names of somebody's files, once the stick is pulled; both processes have the file open."""
    core, screens = (Live(Store(tmp_path / "live.db", volatile=True)) for _ in range(2))
    prepare_live(Store(tmp_path / "live.db", volatile=True))
    core.put("stick", {"files": [{"name": "diagnosis-canary.pdf"}] * 500})
    assert screens.get("stick")
    core.put("health.media", {"state": "ok"})
    core.put("stick", None)
    assert screens.get("stick") is None
    kept = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert [name for name, octets in kept.items() if b"diagnosis-canary" in octets] == []
    assert screens.get("health.media") == {"state": "ok"}


def test_a1_what_is_removed_is_in_no_volatile_file_any_more(tmp_path: Path) -> None:
    core, screens = (Live(Store(tmp_path / "live.db", volatile=True)) for _ in range(2))
    prepare_live(Store(tmp_path / "live.db", volatile=True))
    core.put("health.media", {"detail": "diagnosis-canary.pdf" * 500})
    assert screens.group("health.")
    core.remove("health.media")
    assert screens.group("health.") == {}
    assert [file.name for file in tmp_path.iterdir() if b"diagnosis-canary" in file.read_bytes()] == []


def test_a_passcode_is_kept_as_a_hash_and_checked() -> None:
    stored = hash_secret("246810")
    assert "246810" not in stored
    assert secret_matches("246810", stored) and not secret_matches("246811", stored)
    assert hash_secret("246810") != stored  # a salt of its own
    assert not secret_matches("246810", "plain:246810")
    assert stored.startswith(f"scrypt${COST}$") and COST >= 2**13, "dear to whoever tries them all"
    assert secret_matches("246810", hash_secret("246810", 2**4))
