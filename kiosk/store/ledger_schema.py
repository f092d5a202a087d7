"""The migration from single entries to the ledger: tables, the rules SQLite itself holds, and what was booked before.

Owns that one change of shape. Every row of ``ledger_entry`` is carried over, in the order it was booked, as a
transaction of the chain; payments keep their receipts. Called by ``kiosk.store.schema``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlite_utils import Database

from kiosk.store.errors import StoreError

GENESIS = "0" * 64

# A transaction's postings come before its row, which seals them: so SQLite can refuse a sum that is not nought, where a
# check after the postings could not know which is the last. A posting without its row fails the step's COMMIT.
_LEDGER = f"""
CREATE TABLE ledger_transaction (
    id INTEGER PRIMARY KEY CHECK (id > 0), kind TEXT NOT NULL, business_day TEXT NOT NULL, shift INTEGER NOT NULL,
    staff TEXT, reason TEXT NOT NULL, reverses INTEGER UNIQUE REFERENCES ledger_transaction (id),
    request_id TEXT NOT NULL UNIQUE, document TEXT NOT NULL, currency TEXT NOT NULL, at_utc TEXT NOT NULL,
    prev TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE INDEX ledger_day ON ledger_transaction (business_day);
CREATE TABLE ledger_posting (
    transaction_id INTEGER NOT NULL REFERENCES ledger_transaction (id) DEFERRABLE INITIALLY DEFERRED,
    line INTEGER NOT NULL, account TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen != 0),
    PRIMARY KEY (transaction_id, line)
) STRICT, WITHOUT ROWID;
CREATE INDEX ledger_account ON ledger_posting (account, amount_fen);
CREATE TRIGGER ledger_follows BEFORE INSERT ON ledger_transaction
WHEN NEW.id != coalesce((SELECT max(id) FROM ledger_transaction), 0) + 1 OR NEW.prev !=
coalesce((SELECT hash FROM ledger_transaction ORDER BY id DESC LIMIT 1), '{GENESIS}')
BEGIN SELECT RAISE(ABORT, 'a transaction follows the one before it'); END;
CREATE TRIGGER ledger_balances BEFORE INSERT ON ledger_transaction
WHEN coalesce((SELECT sum(amount_fen) FROM ledger_posting WHERE transaction_id = NEW.id), 1) != 0
BEGIN SELECT RAISE(ABORT, 'a transaction sums to nought'); END;
CREATE TRIGGER ledger_sealed BEFORE INSERT ON ledger_posting
WHEN EXISTS (SELECT 1 FROM ledger_transaction WHERE id = NEW.transaction_id)
BEGIN SELECT RAISE(ABORT, 'the transaction is booked already'); END;
"""

_PAYMENT = """
CREATE TABLE payment (
    receipt INTEGER PRIMARY KEY, receipt_number TEXT NOT NULL UNIQUE,
    transaction_id INTEGER NOT NULL UNIQUE REFERENCES ledger_transaction (id),
    charge_id INTEGER NOT NULL REFERENCES charge (id), unit_id TEXT NOT NULL REFERENCES unit (id),
    person_id INTEGER, staff_id TEXT REFERENCES staff (id), method TEXT NOT NULL, amount_fen INTEGER NOT NULL,
    tendered_fen INTEGER NOT NULL, change_fen INTEGER NOT NULL, check_code TEXT NOT NULL, paid_utc TEXT NOT NULL,
    reverses INTEGER UNIQUE REFERENCES payment (receipt),
    CHECK (CASE WHEN reverses IS NULL THEN amount_fen > 0 ELSE amount_fen < 0 END)
) STRICT;
CREATE INDEX payment_charge ON payment (charge_id);
CREATE TABLE receipt_signature (
    receipt INTEGER PRIMARY KEY REFERENCES payment (receipt), strokes TEXT NOT NULL, signed_utc TEXT NOT NULL
) STRICT;
"""

_COPIED = (
    "INSERT INTO payment SELECT receipt, receipt_number, (SELECT t.id FROM ledger_transaction t"
    " WHERE t.request_id = 'carried-over-' || receipt), charge_id, unit_id, person_id, staff_id, method, amount_fen,"
    " tendered_fen, change_fen, check_code, paid_utc, NULL FROM old_payment",
    "INSERT INTO receipt_signature SELECT receipt, strokes, signed_utc FROM old_signature",
)
_KEPT = ("ledger_transaction", "ledger_posting", "payment")


def to_ledger(db: Database) -> None:
    """Make the ledger and carry everything over, inside the migration's transaction."""
    db.execute("ALTER TABLE receipt_signature RENAME TO old_signature")
    db.execute("ALTER TABLE payment RENAME TO old_payment")
    for trigger in ("payment_keeps", "payment_stays", "ledger_keeps", "ledger_stays"):
        db.execute(f"DROP TRIGGER {trigger}")
    db.execute("DROP INDEX ledger_account")
    for statement in _statements(_LEDGER):
        db.execute(statement)
    _carry_over(db)
    for statement in (*_statements(_PAYMENT), *_COPIED):
        db.execute(statement)
    for table in ("old_signature", "old_payment", "ledger_entry"):
        db.execute(f"DROP TABLE {table}")
    for table in _KEPT:
        for trigger in append_only(table):
            db.execute(trigger)


def append_only(table: str) -> Iterator[str]:
    """The two triggers of a table whose rows stay as they were written."""
    for act, name in (("UPDATE", "keeps"), ("DELETE", "stays")):
        refusal = f"SELECT RAISE(ABORT, '{table} is append-only')"
        yield f"CREATE TRIGGER {table}_{name} BEFORE {act} ON {table} BEGIN {refusal}; END"


def _carry_over(db: Database) -> None:
    """Each set of entries becomes a transaction: of no business day, for none was kept then.

    Raises StoreError, and changes nothing, when an entry belongs to no payment: what was booked is not left behind.
    """
    entries = list(
        db.query(
            "SELECT e.*, p.receipt_number, p.staff_id FROM ledger_entry e"
            " JOIN old_payment p ON p.receipt = e.entry_set ORDER BY e.entry_set, e.id"
        )
    )
    [booked] = db.query("SELECT count(*) AS n FROM ledger_entry")
    if booked["n"] != len(entries):
        raise StoreError(f"{booked['n']} rows of ledger_entry, of which {len(entries)} belong to a payment")
    prev = GENESIS
    for number, (_, lines) in enumerate(groupby(entries, key=lambda entry: entry["entry_set"]), start=1):
        prev = _one(db, number, list(lines), prev)


def _one(db: Database, number: int, lines: list[dict[str, Any]], prev: str) -> str:
    first = lines[0]
    said = [number, "payment", "", 0, first["staff_id"], "", None, f"carried-over-{first['entry_set']}"]
    said += [first["receipt_number"], first["currency"], first["booked_utc"]]
    postings = [[line["account"], line["amount_fen"]] for line in lines]
    # Written out here and not borrowed: a migration does for ever what it did on the day it was made.
    text = json.dumps([*said, postings, prev], ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(text.encode()).hexdigest()
    for line, (account, amount_fen) in enumerate(postings, start=1):
        db.execute("INSERT INTO ledger_posting VALUES (?, ?, ?, ?)", (number, line, account, amount_fen))
    marks = ", ".join("?" * 13)
    db.execute(f"INSERT INTO ledger_transaction VALUES ({marks})", (*said, prev, digest))
    return digest


def _statements(sql: str) -> list[str]:
    return [part.strip() for part in sql.split(";\n") if part.strip()]
