"""Whether the records of a range of the journal tell what the rows are: yes, or not surely (G4, H1).

Owns the same questions that ``told_faults`` asks of each record and its row, put so that SQLite answers them for a
whole kind of records at a time: a third of the work. It never says what is wrong, and "not surely" is no fault: lines
that belong to a row, lists in a record and text that SQLite's JSON writes in another way are looked at there. Called
by ``proof``, for ranges side by side.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.store.ledger_proof import Reader
from kiosk.store.told import EVERY, LATER, STROKES, TOLD, Told
from kiosk.store.vouching import DIGEST, FIXED, LINES, sha256_of

Key = tuple[object, ...]
_PAGE = 20_000  # records whose numbers stand in one list
_KINDS = ", ".join(f"'{kind}'" for kind in TOLD)
_OF_A_PAGE = f"""
SELECT kind, json_group_array(seq) FROM journal WHERE seq BETWEEN ? AND ? AND kind IN ({_KINDS}) GROUP BY kind
"""
# The names of the record's own columns are taken away: a row may have a kind and a hash as well.
_TELLING = """
SELECT told_seq, CASE {tells} END, {key} FROM
(SELECT seq AS told_seq, body AS told_body FROM json_each(?) JOIN journal ON seq = value)
LEFT JOIN {table} ON {where}
"""
_UNSURE, _SURE = 0, 1  # NULL: this record tells nothing of this


@dataclass
class ToldRange:
    """What a range tells: ``seen``, the keys of the rows that are as they were told, by table; ``filled``, those of
    their columns that are NULL until they are told of; ``unsure``, the records that have to be looked at each."""

    seen: dict[str, set[Key]] = field(default_factory=lambda: {table: set() for table in EVERY})
    filled: set[tuple[str, str, Key]] = field(default_factory=set)
    unsure: set[int] = field(default_factory=set)

    def note(self, told: Told, key: Key) -> None:
        """A row was found to be told of."""
        if told.table in EVERY:
            self.seen[told.table].add(key)
            self.filled |= {(told.table, column, key) for column in LATER.get(told.table, ()) if column in told.same}

    def add(self, other: ToldRange) -> None:
        """What another range tells, too."""
        for table, keys in other.seen.items():
            self.seen[table] |= keys
        self.filled |= other.filled
        self.unsure |= other.unsure


def told_in(path: Path, first: int, last: int) -> ToldRange:
    """Look at the records ``first`` to ``last``. Raises StoreError."""
    found = ToldRange()
    with closing(Reader(path, lenient=True)) as reader:
        reader.connection.create_function("sha256_of", 1, sha256_of, deterministic=True)
        keys = {table: key_of(reader, table) for told in TOLD.values() for table in (each.table for each in told)}
        for kind, numbers in _by_kind(reader.connection, first, last):
            try:
                for told in TOLD[kind]:
                    _look(reader.connection, told, keys[told.table], numbers, found)
            except (sqlite3.Error, TypeError, ValueError):  # a body that is no JSON, a value that JSON has not
                found.unsure |= set(json.loads(numbers))
    return found


def _by_kind(connection: sqlite3.Connection, first: int, last: int) -> Iterator[tuple[str, str]]:
    for begin in range(first, last + 1, _PAGE):
        yield from connection.execute(_OF_A_PAGE, (begin, min(begin + _PAGE - 1, last))).fetchall()


def _look(connection: sqlite3.Connection, told: Told, key: Sequence[str], numbers: str, found: ToldRange) -> None:
    """One thing that these records of one kind tell. Raises sqlite3.Error, TypeError: not surely."""
    if told.each:
        found.unsure |= set(json.loads(numbers))
        return
    for seq, sure, *of_row in connection.execute(_telling(told, tuple(key)), (numbers,)):
        if sure == _SURE:
            found.note(told, tuple(of_row))
        elif sure == _UNSURE:
            found.unsure.add(seq)


def _telling(told: Told, key: tuple[str, ...]) -> str:
    agrees = [f"{told.table}.{key[0]} IS NOT NULL", *_openly(told), *_by_digest(told.table)]
    tells = f"WHEN {' AND '.join(agrees)} THEN {_SURE} ELSE {_UNSURE}"
    if told.only:
        name, value = told.only
        wanted = f"'{value}'" if isinstance(value, str) else str(int(bool(value)))
        there = f"json_type(told_body, '$.{name}')"
        tells = f"WHEN {there} IS NULL THEN {_UNSURE} WHEN {_said(name)} IS NOT {wanted} THEN NULL {tells}"
    where = re.sub(r":(\w+)", lambda named: _said(named[1]), told.where)
    columns = ", ".join(f"{told.table}.{name}" for name in key)
    return _TELLING.format(tells=tells, key=columns, table=told.table, where=where)


def _openly(told: Told) -> Iterator[str]:
    """What the record says in words; one of before may not say it. A column is asked without its affinity (``+``), for
    which '1' would be 1."""
    for column, name in told.same.items():
        kept = f"sha256_of({column})" if name == STROKES else f"+{column}"
        yield f"({kept} IS {_said(name)} OR json_type(told_body, '$.{name}') IS NULL)"
    for column, value in told.is_now.items():
        yield f"+{column} IS " + (f"'{value}'" if isinstance(value, str) else str(value))


def _by_digest(table: str) -> Iterator[str]:
    """What it says by the digest of the row: the same text as in ``vouching``, of a row without lines."""
    if table not in FIXED:
        return
    parts = " || ".join(
        f"""CASE WHEN {name} IS NULL THEN '' ELSE ',"{name}":' || json_quote({name}) END"""
        for name in sorted(FIXED[table])
    )
    digest = f"""sha256_of('["{table}",{{' || substr({parts}, 2) || '}},[]]') IS {_said(DIGEST)}"""
    if table in LINES:
        of, named, key, _ = LINES[table]
        digest += f" AND NOT EXISTS (SELECT 1 FROM {of} line WHERE line.{named} = {table}.{key})"
    yield f"(json_type(told_body, '$.{DIGEST}') IS NULL OR {digest})"


def _said(name: str) -> str:
    return f"json_extract(told_body, '$.{name}')"


def key_of(reader: Reader, table: str) -> tuple[str, ...]:
    """The columns of a table's primary key."""
    return tuple(row["name"] for row in reader.rows(f"PRAGMA table_info({table})") if row["pk"])
