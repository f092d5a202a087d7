"""One SQLite file, opened the safe way, and the transaction every business step runs in.

Owns pragmas, locking between the two processes, and the translation of SQLite's failures into the house's errors. Knows
no table. Called by the repositories beside it; ``kiosk/app.py`` opens it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from kiosk.store.errors import StoreBusyError, StoreDamagedError, StoreError, StoreFullError

Row = dict[str, Any]

_BUSY_MS = 10_000
_MAKERS = 4  # processes that open one new file at the same moment: core, screens, perhaps a command


class Store:
    """A connection for one process; safe to share between its threads (one step at a time).

    ``volatile`` opens the second, throw-away file (line progress, device health): same shape, no durability.
    """

    def __init__(self, path: Path, *, volatile: bool = False) -> None:
        self.path = path
        self._lock = threading.RLock()
        with translated(path):
            connection = sqlite3.connect(path, timeout=_BUSY_MS / 1000, check_same_thread=False)
            connection.isolation_level = None  # transactions are begun here and nowhere else
            self.db = Database(connection)
            self._prepare(volatile)

    def _prepare(self, volatile: bool) -> None:
        self._write_ahead()
        for pragma in (
            f"synchronous={'OFF' if volatile else 'FULL'}",
            "foreign_keys=ON",
            "recursive_triggers=ON",  # else REPLACE deletes what it replaces without asking the triggers of DELETE
            "trusted_schema=OFF",
            f"secure_delete={'ON' if volatile else 'OFF'}",
            f"busy_timeout={_BUSY_MS}",
        ):
            self.db.execute(f"PRAGMA {pragma}").fetchall()

    def _write_ahead(self) -> None:
        """WAL, though another process may be making the same file just now. Raises sqlite3.OperationalError.

        To whoever has looked at the file already SQLite says at once that it is busy, however patient they are
        (sqlite.org/c3ref/busy_handler.html: two could wait for each other for ever). One who has not may wait.
        """
        for left in reversed(range(_MAKERS)):
            try:
                self.db.execute("PRAGMA journal_mode=WAL").fetchall()
                return
            except sqlite3.OperationalError as error:
                if not left or not _code(error).startswith("SQLITE_BUSY"):
                    raise
            self.db.execute("BEGIN IMMEDIATE")
            self.db.execute("COMMIT")

    @contextmanager
    def step(self) -> Iterator[Store]:
        """One business step: everything inside is committed together or not at all. Raises StoreError.

        BEGIN IMMEDIATE takes the write lock before anything is read, so that a decision is never made on what another
        process is changing. A step inside a step joins it.
        """
        with self._lock, translated(self.path):
            if self.db.conn.in_transaction:
                yield self
                return
            self.db.execute("BEGIN IMMEDIATE")
            try:
                with self.db.atomic():
                    yield self
            except BaseException:
                self.db.rollback()
                raise
            self._commit()

    def _commit(self) -> None:
        try:
            self.db.execute("COMMIT")
        except BaseException:
            self.db.rollback()
            raise

    def wipe(self) -> None:
        """What has been deleted or overwritten goes from the log file too (A1); somebody who reads just now delays it.

        For the volatile file only, whose free pages are overwritten (``secure_delete``).
        """
        with self._lock, translated(self.path):
            if not self.db.conn.in_transaction:
                self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def rows(self, sql: str, values: Sequence[object] | Row = ()) -> list[Row]:
        """All rows of a query as dictionaries."""
        with self._lock, translated(self.path):
            return list(self.db.query(sql, values))

    def row(self, sql: str, values: Sequence[object] | Row = ()) -> Row | None:
        """The first row of a query, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def one(self, sql: str, values: Sequence[object] | Row = ()) -> Row:
        """The row that must be there. Raises StoreError when it is not."""
        row = self.row(sql, values)
        if row is None:
            raise StoreError(f"no row for {sql!r} with {values!r}")
        return row

    def run(self, sql: str, values: Sequence[object] | Row = ()) -> int:
        """Change rows inside a step; returns how many. Raises StoreError outside of one."""
        with self._lock, translated(self.path):
            if not self.db.conn.in_transaction:
                raise StoreError(f"changed outside a step: {sql!r}")
            return self.db.execute(sql, values).rowcount

    def insert(self, table: str, row: Row) -> int:
        """Add one row inside a step; returns its rowid."""
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        with self._lock, translated(self.path):
            if not self.db.conn.in_transaction:
                raise StoreError(f"inserted outside a step: {table}")
            cursor = self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)
            return int(cursor.lastrowid or 0)

    def close(self) -> None:
        with self._lock:
            self.db.close()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """What SQLite raises inside becomes StoreError and its kinds, with ``path`` in the detail."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise _named(error, path) from error


def _code(error: sqlite3.DatabaseError) -> str:
    return getattr(error, "sqlite_errorname", "") or ""


def _named(error: sqlite3.DatabaseError, path: Path) -> StoreError:
    """SQLite's result codes (sqlite.org/rescode.html) in the words of the house."""
    code = _code(error)
    detail = f"{path}: {error} ({code})"
    if code.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return StoreDamagedError(detail)
    if code.startswith(("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")):
        return StoreFullError(detail)
    if code.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreBusyError(detail)
    return StoreError(detail)
