"""G4, H1: whatever somebody with SQL changes, takes away or adds of what money rests on, the proof names that record.

Every column of every table, read from the schema: a new one is asked too, or stands below with the reason why it is no
evidence. One row of each is changed in days that were lived through, with triggers and unique indices out of the way.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kiosk.desk.auditing import prove
from kiosk.store.database import Store
from kiosk.store.journal import GENESIS, canonical, chain_hash
from kiosk.store.ledger_proof import Bad
from kiosk.store.schema import migrate
from kiosk.store.vouching import DIGEST
from tests.faults import money_scenario, order_scenario, qr_scenario

# Tables that are no evidence of money, each with its reason.
OTHERS = {
    "_sqlite_migrations": "the shape of the store",
    "acceptor_mark": "how far a device was read",
    "clerk_call": "a bell",
    "collection": "what the machine was asked to take; what it took is an acceptance",
    "counter": "the next numbers; those of receipts and counts are proved against what was given",
    "custody": "how far head office holds the journal",
    "document": "a file's place",
    "fax_attempt": "a call; what came of it is a page, and its money a capture",
    "fax_received": "a letter, costs nothing",
    "fax_received_page": "a letter, costs nothing",
    "fax_received_print": "a letter, costs nothing",
    "person": "the directory, brought in anew from outside",
    "print_job": "where a paper is; what is on it comes from other rows",
    "rating": "an opinion",
    "receipt_waiting": "a list of receipts without a print job, kept by a trigger",
    "recovery_note": "a notice on the glass",
    "self_test": "a technician's",
    "sqlite_stat1": "SQLite's own",
    "staff": "the directory, brought in anew from outside",
    "staff_card": "who may sign in",
    "staff_gate": "who may sign in",
    "unit": "the directory, brought in anew from outside",
}
_CALL = "how the call stands; what was confirmed is a page, and its money a capture"
_MACHINE = "what the machine may still say; a piece that is taken is held against the ledger"
_WORKER = "how far the worker is with the provider; what was paid is told of"
# Columns of the other tables, each with its reason.
COLUMNS = {
    "acceptance": dict.fromkeys(("reason", "awaits_device", "ended_utc"), _MACHINE),
    "fax_job": dict.fromkeys(
        (
            *("rank", "pages_key", "confidential", "state", "outcome", "far_ident", "bit_rate", "attempts"),
            *("next_attempt_utc", "cancel_asked", "started_utc", "ended_utc"),
        ),
        _CALL,
    ),
    "fax_page": dict.fromkeys(("attempt", "settled_by", "confirmed_utc"), _CALL),
    "finance_signing": {"request_id": "against a second tap"},
    "held_now": {"since": "when the clerk's list began to show it"},
    "journal": {"synced": "true or false under its hash: any other number than 0 is true"},
    "ledger_posting": {"line": "only the order of a transaction's postings is said, and under its hash"},
    "qr_order": dict.fromkeys(("state", "reason", "code", "looked_again", "changed_utc", "released_utc"), _WORKER),
    "qr_refund": dict.fromkeys(("id", "state", "reason", "ended_utc", "settled_by", "settled_utc"), _WORKER),
    "receipt_copy": dict.fromkeys(("id", "request_id", "wanted_utc"), "its record tells when; against a second tap"),
    "service_case": {"state": "what is charged of a closed one is proved"},
    "sheet_copy": dict.fromkeys(("id", "request_id", "wanted_utc"), "its record tells when; against a second tap"),
}
DAYS = {
    "counter": (money_scenario.morning, money_scenario.live_on),
    "granted": (order_scenario.morning, order_scenario.live_on),
    "codes": (qr_scenario.morning, qr_scenario.live_on),
}


@pytest.fixture(scope="module", params=DAYS)
def day(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A day that was lived through, as one file."""
    folder, (morning, live_on) = tmp_path_factory.mktemp(request.param), DAYS[request.param]
    morning(folder)
    live_on(folder, Store)
    with closing(sqlite3.connect(folder / "kiosk.db")) as connection:
        connection.execute("PRAGMA journal_mode=DELETE").fetchall()
    assert prove(folder / "kiosk.db").bad is None
    return folder / "kiosk.db"


def test_g4_what_was_changed_in_any_column_is_named(day: Path, tmp_path: Path) -> None:
    asked, missed = 0, []
    for table, row in _newest_rows(day):
        for column, kind in _columns(day, table).items():
            if column in COLUMNS.get(table, {}):
                continue
            having = _newest(day, table, column) or row
            other = f"coalesce({column}, 0) + 1" if kind == "INTEGER" else f"coalesce({column}, '') || 'x'"
            now = (having[column] or 0) + 1 if kind == "INTEGER" else None
            found = _proof_of(day, tmp_path, f"UPDATE {table} SET {column} = {other} WHERE {_this(day, table, having)}")
            missed += [] if _names(day, found, table, having, now) else [f"{table}.{column} of {having}: {found}"]
            asked += 1
    assert missed == []
    assert asked > 80


def test_g4_what_was_taken_away_is_named(day: Path, tmp_path: Path) -> None:
    missed = []
    for table, row in _newest_rows(day):
        if table == "journal":  # the newest record alone is missed by nobody but head office
            [row] = _rows(day, "SELECT * FROM journal WHERE seq = 5")
        found = _proof_of(day, tmp_path, f"DELETE FROM {table} WHERE {_this(day, table, row)}")
        missed += [] if _names(day, found, table, row) else [f"{table} {row}: {found}"]
    assert missed == []


def test_g4_what_was_added_is_named(day: Path, tmp_path: Path) -> None:
    """The newest row once more, under a key of its own."""
    missed = []
    for table, row in _newest_rows(day):
        keys = _keys(day, table)
        values = [
            (f"{name} + 1000" if kind == "INTEGER" else f"{name} || '-9'") if name in (*keys, *_ALONE) else name
            for name, kind in _columns(day, table).items()
        ]
        again = f"INSERT INTO {table} SELECT {', '.join(values)} FROM {table} WHERE {_this(day, table, row)}"
        missed += [] if _proof_of(day, tmp_path, again) else [f"{table} {row}"]
    assert missed == []


def test_h1_a_journal_of_before_which_said_less_is_proved_as_well(day: Path, tmp_path: Path) -> None:
    """Of an earlier version: no digests, nor what else came with them."""
    copy = Path(shutil.copy(day, tmp_path / "kiosk.db"))
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        records = connection.execute("SELECT kind, body, at_utc, boot_id, synced FROM journal ORDER BY seq").fetchall()
        connection.execute("DELETE FROM journal")
        head = GENESIS
        for seq, (kind, text, at_utc, boot_id, synced) in enumerate(records, start=1):
            body = {key: value for key, value in json.loads(text).items() if key not in _SAID_SINCE.get(kind, [DIGEST])}
            said = (seq, kind, canonical(body), at_utc, boot_id, bool(synced), head)
            head = chain_hash(*said)
            connection.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*said, head))
    assert prove(copy).bad is None


_SAID_SINCE = {
    "case.accepted": ["accepted_utc"],
    "case.closed": ["closed_utc", "strokes_sha256"],
    "day.closed": ["count_id"],
    "day.opened": ["opened_utc", "shift"],
    "limit.decided": [DIGEST, "payments"],
    "voucher.marked": [DIGEST, "mark"],
}


def test_g4_every_exception_is_of_this_schema(tmp_path: Path) -> None:
    store = Store(tmp_path / "kiosk.db")
    migrate(store)
    tables = {row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    columns = {table: {row["name"] for row in store.rows(f"PRAGMA table_info({table})")} for table in COLUMNS}
    store.close()
    assert OTHERS.keys() - tables <= {"sqlite_stat1"}
    assert {table: set(names) - columns[table] for table, names in COLUMNS.items() if set(names) - columns[table]} == {}


# What else may stand once only: a copy must differ there.
_ALONE = (
    *("bag_number", "count_id", "hash", "job_id", "number", "order_id", "receipt_number", "request_id", "trade"),
    *("transaction_id", "version"),
)


def _names(day: Path, found: Bad | None, table: str, row: dict[str, Any], now: object = None) -> bool:
    """Whether the record that is named is of this row: by one of its columns, as it was or is ``now``, or it is the
    receipt of a charge."""
    said = [*row.values(), now]
    if table == "charge":
        said += [paid["receipt"] for paid in _rows(day, f"SELECT * FROM payment WHERE charge_id = {row['id']}")]
    return found is not None and any(str(value) in found.record for value in said if value not in (None, ""))


def _proof_of(day: Path, folder: Path, forgery: str) -> Bad | None:
    """What is found in a copy that somebody has tampered with."""
    copy = Path(shutil.copy(day, folder / "kiosk.db"))
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        for setting in ("synchronous=OFF", "journal_mode=MEMORY", "foreign_keys=OFF", "ignore_check_constraints=ON"):
            connection.execute(f"PRAGMA {setting}").fetchall()
        in_the_way = "SELECT type, name FROM sqlite_master WHERE type = 'trigger' OR sql LIKE 'CREATE UNIQUE INDEX%'"
        for kind, name in connection.execute(in_the_way).fetchall():
            connection.execute(f"DROP {kind} {name}")
        assert connection.execute(forgery).rowcount == 1, forgery
    return prove(copy).bad


def _newest_rows(day: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every table that is evidence and has a row in this day, with its newest."""
    tables = [row["name"] for row in _rows(day, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for table in tables:
        if table not in OTHERS and not table.startswith("sqlite_") and (row := _newest(day, table)):
            yield table, row


def _newest(day: Path, table: str, column: str = "1") -> dict[str, Any] | None:
    """The newest row; ``column``: of those that have a value there."""
    order = ", ".join(f"{key} DESC" for key in _keys(day, table))
    found = _rows(day, f"SELECT * FROM {table} WHERE {column} IS NOT NULL ORDER BY {order} LIMIT 1")
    return found[0] if found else None


def _this(day: Path, table: str, row: dict[str, Any]) -> str:
    return " AND ".join(f"{key} IS {row[key]!r}" for key in _keys(day, table))


def _keys(day: Path, table: str) -> list[str]:
    return [row["name"] for row in _rows(day, f"PRAGMA table_info({table})") if row["pk"]]


def _columns(day: Path, table: str) -> dict[str, str]:
    return {row["name"]: row["type"] for row in _rows(day, f"PRAGMA table_info({table})")}


def _rows(day: Path, sql: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(day)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]
