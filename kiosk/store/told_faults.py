"""Whether what a receipt, a charge, a voucher or a signature says is still what the journal has told of it (G4, H1).

Owns that comparison. The ledger's chain holds what was booked; for whom, for what, with which signature stands in rows
of their own, and each was told of by a record in the same step: openly, or by its digest (``vouching``). A record of an
earlier version says less, and only what it says is asked. Reads only. Called by ``proof``, which proves the journal.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from kiosk.store.database import Row
from kiosk.store.errors import StoreError
from kiosk.store.journal import canonical
from kiosk.store.ledger_proof import Bad, Reader
from kiosk.store.told import EVERY, LATER, LINES, STROKES, TOLD, Told
from kiosk.store.told_ranges import ToldRange, key_of
from kiosk.store.vouching import DIGEST, digest, sha256_of

_GONE = "is not there any more, and the journal tells of it"
_CHANGED = "is not as the journal tells of it"
_UNTOLD = "is not told of by the journal"
_RECORDS = "SELECT seq, kind, body FROM journal WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq"
_BEFORE = ("business_day", "charge")  # of which there may be rows from before any record told of one


def first_told_otherwise(path: Path, ranges: Iterable[ToldRange]) -> Bad | None:
    """The first row that is not as the journal has it, or is not told of; ``ranges``: what was seen of the journal
    (``told_in``), all of it. Raises StoreError."""
    with closing(Reader(path, lenient=True)) as reader:
        return next(_Told(reader, ranges).faults(), None)


class _Told:
    """The records that have to be looked at each, and the rows that none has told of."""

    def __init__(self, reader: Reader, ranges: Iterable[ToldRange]) -> None:
        self._reader = reader
        self._keys = {table: key_of(reader, table) for table in EVERY}
        self._found = ToldRange()
        for each in ranges:
            self._found.add(each)

    def faults(self) -> Iterator[Bad]:
        """What a record tells otherwise, then what none tells of."""
        for seq, kind, text in self._reader.connection.execute(_RECORDS, (json.dumps(sorted(self._found.unsure)),)):
            try:
                body = json.loads(text)
                for told in TOLD[kind]:
                    yield from self._of_record(told, body)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError, StoreError):
                yield Bad(f"journal record {seq}", "tells of nothing that can be read")
        for table in EVERY:
            yield from self._untold(table)
        for table, columns in LATER.items():
            for column in columns:
                yield from self._unfilled(table, column)
        for table, name in LINES.items():
            yield from self._stray(table, name)

    def _of_record(self, told: Told, body: dict[str, Any]) -> Iterator[Bad]:
        if told.only and body[told.only[0]] != told.only[1]:
            return
        for said in body[told.each] if told.each else (body,):
            rows = self._reader.rows(f"SELECT * FROM {told.table} WHERE {told.where}", _Values(said))
            if not rows:
                yield Bad(told.name.format(**said), f"{_GONE} ({told.table})")
            for row in rows:
                if told.table in EVERY:
                    self._found.note(told, tuple(row[name] for name in self._keys[told.table]))
                if column := self._otherwise(told, said, row):
                    yield Bad(told.name.format(**said), f"{_CHANGED} ({told.table}.{column})")

    def _otherwise(self, told: Told, said: dict[str, Any], row: Row) -> str:
        """The first column that the record has otherwise; ``*``: one of those that only its digest tells."""
        for column, key in told.same.items():
            if key in said and _as_kept(said[key]) != (sha256_of(row[column]) if key == STROKES else row[column]):
                return column
        for column, value in told.is_now.items():
            if row[column] != value:
                return column
        return "*" if DIGEST in said and digest(self._reader, told.table, row) != said[DIGEST] else ""

    def _untold(self, table: str) -> Iterator[Bad]:
        seen, columns = self._found.seen[table], self._keys[table]
        if table in _BEFORE and not seen:
            return
        first = min(seen) if table in _BEFORE else ()
        for key in self._reader.connection.execute(f"SELECT {', '.join(columns)} FROM {table}"):
            if key not in seen and key >= first:
                named = " AND ".join(f"{column} = ?" for column in columns)
                [row] = self._reader.rows(f"SELECT * FROM {table} WHERE {named}", key)
                yield Bad(EVERY[table].format(**row), f"{_UNTOLD} ({table})")

    def _unfilled(self, table: str, column: str) -> Iterator[Bad]:
        for row in self._reader.rows(f"SELECT * FROM {table} WHERE {column} IS NOT NULL"):
            if (table, column, tuple(row[name] for name in self._keys[table])) not in self._found.filled:
                yield Bad(EVERY[table].format(**row), f"{_UNTOLD} ({table}.{column})")

    def _stray(self, table: str, name: str) -> Iterator[Bad]:
        for each in self._reader.rows(f"PRAGMA foreign_key_list({table})"):
            column, of, to = each["from"], each["table"], each["to"]
            where = f"{column} IS NOT NULL AND {column} NOT IN (SELECT {to} FROM {of})"
            for row in self._reader.rows(f"SELECT * FROM {table} WHERE {where}"):
                yield Bad(name.format(**row), f"has a line and is not there ({table}.{column})")


class _Values(dict[str, Any]):
    """What a record says, by name; NULL for what it does not say."""

    def __missing__(self, name: str) -> None:
        return None


def _as_kept(value: object) -> object:
    """What a record says, as a column has it."""
    return canonical(value) if isinstance(value, dict | list) else value
