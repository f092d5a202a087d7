"""How a store's file is opened by who only reads: on a kiosk's disk, on one mounted read-only, or an auditor's copy.

Owns what SQLite needs beside the file. A store in WAL mode is read by way of an index of its log (``-shm``), and who
opens it makes one where there is none; where nothing can be made, SQLite only says that it cannot open the file
(sqlite.org/wal.html, "Read-Only Databases"). Knows no table. Called by ``ledger_proof.Reader`` and ``desk.auditing``.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.store.errors import StoreError


class _Place(Enum):
    """What can be done where a store lies."""

    USUAL = auto()  # the index is there, or can be made
    FIXED = auto()  # nothing can be made and nobody can change anything, and no log is left: the file says it all
    COPY_FIRST = auto()  # the file alone would leave out what its log holds


def connect_to_read(store: Path) -> sqlite3.Connection:
    """A connection that changes nothing. Raises StoreError where the store must be copied first, sqlite3.Error."""
    match _place(store):
        case _Place.USUAL:
            how = "mode=ro"
        case _Place.FIXED:
            how = "mode=ro&immutable=1"
        case _Place.COPY_FIRST:
            raise StoreError(f"{store.parent} cannot be written: copy {store.name} and {store.name}-wal elsewhere")
    return sqlite3.connect(f"{store.absolute().as_uri()}?{how}", uri=True)


@contextmanager
def readable(store: Path) -> Iterator[Path]:
    """The store itself; where it cannot be read as it lies, a copy of it and its log in a folder of its own.

    Nobody has a store open that has no index, so its two files are of one moment. Raises StoreError.
    """
    if _place(store) is not _Place.COPY_FIRST:
        yield store
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / store.name
        try:
            for file in (store, *(log for log in (_log(store),) if log.exists())):
                shutil.copyfile(file, copy.with_name(file.name))
        except OSError as error:
            raise StoreError(f"no room for a copy of {store} in {folder}: {error}") from error
        yield copy


def _place(store: Path) -> _Place:
    log, index = _log(store), store.with_name(f"{store.name}-shm")
    if os.access(store.parent, os.W_OK) or not _keeps_a_log(store) or (log.exists() and index.exists()):
        return _Place.USUAL
    read_only = os.statvfs(store.parent).f_flag & os.ST_RDONLY
    logged = log.exists() and log.stat().st_size > 0
    return _Place.FIXED if read_only and not logged else _Place.COPY_FIRST


def _keeps_a_log(store: Path) -> bool:
    """A backup keeps none; what cannot be read at all is SQLite's to refuse (sqlite.org/fileformat.html, 1.3.3)."""
    try:
        with store.open("rb") as file:
            return file.read(20)[18:] == b"\2\2"
    except OSError:
        return False


def _log(store: Path) -> Path:
    return store.with_name(f"{store.name}-wal")
