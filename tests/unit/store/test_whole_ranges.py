"""G4, H1: a whole range of the ledger or journal is seen to be whole by the quick look, whatever it says; no other."""

from __future__ import annotations

import hashlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.domain.booking import Booking, TransactionKind, drawer_entries
from kiosk.store.database import Store
from kiosk.store.journal import Journal, canonical, chain_hash
from kiosk.store.ledger import SAID, Ledger, Transaction
from kiosk.store.schema import migrate
from kiosk.store.whole_ranges import whole_records, whole_transactions

ODD = "".join(map(chr, range(1, 0x250))) + '"\\/ \u2028\ufffd收错😀'


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store(tmp_path / "kiosk.db")
    migrate(store)
    journal = Journal(store, TurnedClock(datetime(2026, 11, 18, 12, tzinfo=UTC)))
    for number, reason in enumerate(("", ODD, "null", "7")):
        entries = drawer_entries("float:drawer", 100)
        booking = Booking(TransactionKind.FLOAT, entries, f"float-{number}", "K01-P00001", reason=reason)
        with store.step():
            booked = Ledger(store).book(booking, ("2026-11-18", 1), "CNY", "2026-11-18T04:00:00.000Z")
            journal.append("ledger.booked", {"transaction": booked.id, "hash": booked.hash, "reason": reason})
            journal.append("cash.counted", {"transaction": 9, "hash": ODD})
    return store


def test_sqlite_writes_out_any_text_as_the_house_does(store: Store) -> None:
    with closing(store):
        for first, last in ((1, 4), (2, 2), (3, 4)):
            assert whole_transactions(store.db.conn, first, last)
        assert [whole_records(store.db.conn, *among) for among in ((1, 8), (3, 3), (2, 6), (6, 6), (4, 8))] == [
            (1, 4),
            (2, 2),
            (2, 3),
            (0, 0),
            (3, 4),
        ]


@pytest.mark.parametrize(
    "forgery",
    [
        "DELETE FROM ledger_transaction WHERE id = 2",
        "DELETE FROM ledger_posting WHERE transaction_id = 2",
        "UPDATE ledger_posting SET amount_fen = 99 WHERE transaction_id = 2 AND line = 1",
        "UPDATE ledger_posting SET transaction_id = 1, line = 3 WHERE transaction_id = 2 AND line = 1",
        "UPDATE ledger_posting SET transaction_id = 3, line = 0 WHERE transaction_id = 2 AND line = 2",
        "UPDATE ledger_transaction SET prev = hash WHERE id = 2",
        "UPDATE ledger_transaction SET hash = upper(hash) WHERE id = 2",
        "UPDATE ledger_transaction SET staff = 'null' WHERE id = 2",
        "UPDATE ledger_transaction SET reason = CAST(X'E697FF' AS TEXT) WHERE id = 2",
    ],
)
def test_a_ledger_that_was_tampered_with_is_not_surely_whole(store: Store, forgery: str) -> None:
    with closing(store):
        tamper(store, forgery)
        assert not whole_transactions(store.db.conn, 1, 4) and not whole_transactions(store.db.conn, 2, 2)
        assert whole_transactions(store.db.conn, 4, 4)


@pytest.mark.parametrize(
    "forgery",
    [
        "DELETE FROM journal WHERE seq = 4",
        "DELETE FROM ledger_transaction WHERE id = 2",
        "UPDATE journal SET prev = hash WHERE seq = 4",
        "UPDATE journal SET hash = upper(hash) WHERE seq = 4",
        "UPDATE journal SET synced = 0 WHERE seq = 3",
        "UPDATE journal SET kind = 'ledger' WHERE seq = 3",
        "UPDATE journal SET body = replace(body, 'reason', 'reasons') WHERE seq = 3",
        "UPDATE journal SET body = CAST(X'E697FF' AS TEXT) WHERE seq = 4",
        "UPDATE ledger_transaction SET hash = upper(hash) WHERE id = 2",
    ],
)
def test_h1_a_journal_that_was_tampered_with_is_not_surely_whole(store: Store, forgery: str) -> None:
    with closing(store):
        tamper(store, forgery)
        assert whole_records(store.db.conn, 1, 8) is None and whole_records(store.db.conn, 3, 4) is None
        assert whole_records(store.db.conn, 1, 2) == (1, 1) and whole_records(store.db.conn, 7, 8) == (4, 4)


def test_h1_digits_of_a_hash_that_stand_in_the_next_record_are_not_taken_for_its_own(store: Store) -> None:
    """Put together, the hashes of a page are the same."""
    with closing(store):
        tamper(
            store,
            "UPDATE journal SET hash = (SELECT substr(hash, 61) FROM journal WHERE seq = 3) || hash WHERE seq = 4",
        )
        store.db.execute("UPDATE journal SET hash = substr(hash, 1, 60) WHERE seq = 3")
        assert whole_records(store.db.conn, 1, 8) is None


def test_h1_records_that_name_parts_of_the_hashes_before_them_do_not_follow_them(store: Store) -> None:
    """Computed anew, so that each is as its own hash says."""
    with closing(store):
        tamper(store, "DELETE FROM journal WHERE seq > 8")
        left = ""
        for seq, cut in ((7, 60), (8, 68)):
            row = store.one("SELECT * FROM journal WHERE seq = ?", (seq,))
            before = store.one("SELECT hash FROM journal WHERE seq = ?", (seq - 1,))["hash"]
            prev, left = (left + before)[:cut], before[60:]
            digest = chain_hash(seq, row["kind"], row["body"], row["at_utc"], row["boot_id"], True, prev)
            store.db.execute("UPDATE journal SET prev = ?, hash = ? WHERE seq = ?", (prev, digest, seq))
        assert whole_records(store.db.conn, 1, 8) is None


@pytest.mark.parametrize("more", ["0", 'x,"'])
def test_a_transaction_that_names_more_than_the_hash_before_it_does_not_follow_it(store: Store, more: str) -> None:
    with closing(store):
        tamper(store, f"UPDATE ledger_transaction SET prev = '{more}' || prev WHERE id = 4")
        with store.step():
            store.run("UPDATE ledger_transaction SET hash = ? WHERE id = 4", (Ledger(store).get(4).computed(),))
        assert not whole_transactions(store.db.conn, 4, 4)


@pytest.mark.parametrize(("was", "told"), [('"transaction":2', '"transaction":3'), ('"hash"', '"hashes"')])
def test_h1_a_record_that_tells_of_another_transaction_is_not_surely_whole_though_the_chain_fits(
    store: Store, was: str, told: str
) -> None:
    with closing(store):
        tamper(store, "DELETE FROM journal WHERE seq > 3")
        record = store.one("SELECT * FROM journal WHERE seq = 3")
        body = record["body"].replace(was, told)
        digest = chain_hash(3, record["kind"], body, record["at_utc"], record["boot_id"], True, record["prev"])
        with store.step():
            store.run("UPDATE journal SET body = ?, hash = ? WHERE seq = 3", (body, digest))
        assert body != record["body"]
        assert whole_records(store.db.conn, 1, 3) is None and whole_records(store.db.conn, 3, 3) is None


@pytest.mark.parametrize("forgery", ["SET amount_fen = 99 WHERE transaction_id = 4 AND line = 1", ""])
def test_postings_that_do_not_sum_to_nought_are_not_whole_though_the_hash_fits(store: Store, forgery: str) -> None:
    with closing(store):
        tamper(store, f"UPDATE ledger_posting {forgery}" if forgery else "DELETE FROM ledger_posting")
        transaction = Ledger(store).get(4)
        for said in (transaction.computed(), _as_if_null(transaction)):
            with store.step():
                store.run("UPDATE ledger_transaction SET hash = ? WHERE id = 4", (said,))
            assert not whole_transactions(store.db.conn, 4, 4)


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE ledger_transaction SET business_day = '2026-11-17' WHERE id = 4",
        "UPDATE ledger_transaction SET kind = 'gift' WHERE id = 4",
        "UPDATE ledger_posting SET account = 'pocket:07' WHERE transaction_id = 4 AND line = 2",
    ],
)
def test_a_day_that_was_over_a_kind_or_an_account_of_no_chart_is_not_whole_though_the_hash_fits(
    store: Store, forgery: str
) -> None:
    with closing(store):
        tamper(store, forgery)
        row = store.one("SELECT * FROM ledger_transaction WHERE id = 4")
        lines = store.rows("SELECT account, amount_fen FROM ledger_posting WHERE transaction_id = 4 ORDER BY line")
        said = [*(row[name] for name in SAID), [list(line.values()) for line in lines], row["prev"]]
        with store.step():
            digest = hashlib.sha256(canonical(said).encode()).hexdigest()
            store.run("UPDATE ledger_transaction SET hash = ? WHERE id = 4", (digest,))
        assert not whole_transactions(store.db.conn, 4, 4)


@pytest.mark.parametrize("column", ["prev", "hash"])
def test_octets_are_not_taken_for_the_text_that_a_hash_is(store: Store, column: str) -> None:
    """A file whose tables are not STRICT any more holds whatever it is given."""
    with closing(store):
        tamper(store, "PRAGMA writable_schema=ON")
        store.db.execute("UPDATE sqlite_master SET sql = replace(sql, 'STRICT', '') WHERE type = 'table'")
        store.db.execute("PRAGMA writable_schema=RESET")
        for table, key in (("ledger_transaction", "id"), ("journal", "seq")):
            store.db.execute(f"UPDATE {table} SET {column} = CAST({column} AS BLOB) WHERE {key} = 3")
        assert not whole_transactions(store.db.conn, 3, 3) and whole_records(store.db.conn, 3, 3) is None
        assert whole_transactions(store.db.conn, 1, 1) and whole_records(store.db.conn, 1, 1) == (1, 1)


def _as_if_null(transaction: Transaction) -> str:
    said = [getattr(transaction, name) for name in SAID]
    return hashlib.sha256(canonical([*said, None, transaction.prev]).encode()).hexdigest()


def tamper(store: Store, forgery: str) -> None:
    """What the triggers and foreign keys would not let through, done without them."""
    store.db.execute("PRAGMA foreign_keys=OFF")
    with store.step():
        for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            store.run(f"DROP TRIGGER {row['name']}")
        store.run(forgery)
