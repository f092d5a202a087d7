"""A second file of the store: how it is made, what it ends with, and how a store begins again from it (G3, K1).

Owns the SQLite side of backup and restore: the copy of a store at work, the numbers that may have been given after it,
and what must be doubted since. Knows no folders and no keys. Called by ``kiosk.desk.backups`` and ``.restoring``.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.store.counters import SERIES
from kiosk.store.database import Row, Store, translated
from kiosk.store.errors import StoreDamagedError, StoreMissingError
from kiosk.store.ledger_proof import Reader

# A kiosk gives some hundred numbers a day and is backed up every hour. What is left out is never given.
NUMBERS_LEFT_OUT = 10_000


@dataclass(frozen=True)
class Position:
    """Where a store stands: its newest record, its newest transaction, and the last number given of each series."""

    seq: int
    hash: str
    transaction: int
    counters: dict[str, int]


def refuse_missing(store: Path, keys: Path) -> None:
    """A kiosk that has keys has had books. Raises StoreMissingError when they are gone, StoreError.

    SQLite makes a new file where there is none, and takes an empty one for new: then a kiosk whose books were lost
    would go on with empty ones, and give every number again.
    """
    if not any(keys.glob("*.key")):
        return
    if not store.is_file() or store.stat().st_size == 0:
        raise StoreMissingError(f"no store at {store}, but keys in {keys}: kiosk restore")
    with closing(Reader(store)) as reader:
        if not reader.rows("SELECT 1 FROM sqlite_master WHERE name = 'journal'"):
            raise StoreMissingError(f"the store at {store} is empty, but there are keys in {keys}: kiosk restore")


def copy_store(source: Path, target: Path) -> None:
    """A copy of a store that may be at work, as of one moment, flushed. Raises StoreError; ``target`` is new.

    SQLite's online backup, in one go: what is written meanwhile goes into the log beside the store and waits for
    nobody. The copy is one file, without a log.
    """
    with closing(Reader(source)) as reader, translated(target), closing(sqlite3.connect(target)) as copy:
        reader.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check_pages(path: Path) -> None:
    """Every page of the file, and every row against its table and indexes. Raises StoreDamagedError."""
    with closing(Reader(path)) as reader:
        found = [row["integrity_check"] for row in reader.rows("PRAGMA integrity_check(3)")]
        orphans = reader.rows("PRAGMA foreign_key_check")
    if found != ["ok"] or orphans:
        raise StoreDamagedError(f"{path}: {found} {orphans[:3]}")


def position(path: Path) -> Position:
    """Where the store in this file stands. Raises StoreError."""
    with closing(Reader(path)) as reader:
        newest = reader.rows("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        [booked] = reader.rows("SELECT coalesce(max(id), 0) AS last FROM ledger_transaction")
        counters = {row["name"]: row["value"] for row in reader.rows("SELECT name, value FROM counter")}
    seq, digest = (newest[0]["seq"], newest[0]["hash"]) if newest else (0, "")
    return Position(seq, digest, booked["last"], counters)


def leave_out_numbers(store: Store, given: dict[str, int], now_utc: str) -> list[Row]:
    """Go on behind every number that may have been given, inside the caller's step; returns the ranges left out.

    Also of a series that had not begun when the backup was taken: on its first day a kiosk gives its first numbers.
    ``given``: the highest number that is known of each series; there may have been more.
    """
    left_out = []
    counters = {row["name"]: int(row["value"]) for row in store.rows("SELECT name, value FROM counter")}
    for name in sorted(SERIES | counters.keys() | given.keys()):
        value = counters.get(name, 0)
        last = (max(value, given.get(name, 0)) // NUMBERS_LEFT_OUT + 2) * NUMBERS_LEFT_OUT
        lost: Row = {"series": name, "first": value + 1, "last": last}
        store.insert("lost_number", {**lost, "lost_utc": now_utc})
        store.run("INSERT OR REPLACE INTO counter (name, value) VALUES (?, ?)", (name, last))
        left_out.append(lost)
    return left_out


def doubt(store: Store) -> Row:
    """What was to be done may have been done after the backup: a person decides, inside the caller's step.

    Faxes under way: every page that is not confirmed is unknown. Papers that waited: unknown. Returns how many.
    """
    waiting = "SELECT id FROM fax_job WHERE state IN ('queued', 'retry', 'calling')"
    store.run(
        f"UPDATE fax_page SET state = 'unknown' WHERE state != 'confirmed' AND job_id IN ({waiting})",
    )
    store.run(
        "UPDATE fax_attempt SET ended_utc = intent_utc, outcome = 'interrupted', detail = 'restored from a backup'"
        f" WHERE ended_utc IS NULL AND job_id IN ({waiting})"
    )
    faxes = store.run(
        "UPDATE fax_job SET state = 'unknown', outcome = 'interrupted', next_attempt_utc = NULL"
        f" WHERE id IN ({waiting})"
    )
    papers = store.run("UPDATE print_job SET state = 'unknown' WHERE state IN ('waiting', 'withdrawing')")
    return {"faxes": faxes, "papers": papers}
