"""The proof of the ledger: every transaction computed again from the first, and the first bad one named (G4).

Owns the walk, in ranges. Reads only, on connections of its own, so a kiosk may go on working meanwhile. Trusts nothing
that is stored but compares it. Called by ``proof``.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from kiosk.domain.accounts import AccountError, class_of
from kiosk.domain.booking import TransactionKind
from kiosk.store.database import Row, translated
from kiosk.store.errors import StoreError
from kiosk.store.journal import GENESIS
from kiosk.store.ledger import SAID
from kiosk.store.ledger_faults import faults_around
from kiosk.store.reading import connect_to_read
from kiosk.store.whole_ranges import whole_transactions

_quoted = json.encoder.encode_basestring  # a JSON string with nothing escaped that need not be
_KINDS = frozenset(kind.value for kind in TransactionKind)
_NO_MORE = (2**63, 0, "", 0)


@dataclass(frozen=True)
class Bad:
    """The first record that is not as it was written: which, what about it, and what it should be."""

    record: str
    what: str
    expected: str = ""
    found: str = ""


class Reader:
    """A store opened for reading only. Raises StoreError, StoreDamagedError.

    ``lenient``: text that is not UTF-8 is read with its wrong octets written out (``\\xff``), so that the record it
    stands in can be named; it takes longer. Otherwise such text raises StoreError.
    """

    def __init__(self, path: Path, *, lenient: bool = False) -> None:
        self._path = path
        if not path.is_file():
            raise StoreError(f"no store at {path}")
        with translated(path):
            self.connection = connect_to_read(path)
        if lenient:
            self.connection.text_factory = partial(str, encoding="utf-8", errors="backslashreplace")

    def rows(self, sql: str, values: tuple[object, ...] | dict[str, Any] = ()) -> list[Row]:
        """All rows of a query."""
        with translated(self._path):
            cursor = self.connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def first_bad_of(path: Path, first: int, last: int) -> Bad | None:
    """Walk the transactions ``first`` to ``last``. Raises StoreError."""
    try:
        return _walked(path, first, last)
    except StoreError:  # some text is not UTF-8, or the file is damaged: then this fails as well
        bad = _walked(path, first, last, lenient=True)
        return bad or Bad(f"transactions {first} to {last}", "hold text that is not UTF-8")
    except TypeError:  # whoever has changed the schema can put a number where a text belongs
        return Bad(f"transactions {first} to {last}", "hold a value of another type")


def _walked(path: Path, first: int, last: int, *, lenient: bool = False) -> Bad | None:
    with closing(Reader(path, lenient=lenient)) as reader:
        before = reader.rows("SELECT business_day, hash FROM ledger_transaction WHERE id = ?", (first - 1,))
        day, prev = (before[0]["business_day"], before[0]["hash"]) if before else ("", GENESIS)
        if whole_transactions(reader.connection, first, last):
            return None
        with translated(path):
            return _Walk(reader.connection, first, last, day, prev).first_bad()


def first_fault(path: Path, rule: int) -> Bad | None:
    """The first thing that breaks this rule of ``RULES`` around the ledger. Raises StoreError."""
    with closing(Reader(path, lenient=True)) as reader:
        for sentence in faults_around(reader, rule):
            record, _, what = sentence.partition(": ")
            return Bad(record, what)
    return None


def _canonical(row: tuple[Any, ...], lines: list[tuple[Any, ...]]) -> str:
    """What ``Transaction.computed`` hashes, from a row of SAID, prev and hash: in a fifth of the time."""
    number, kind, day, shift, staff, reason, reverses, request_id, document, currency, at_utc, prev, _ = row
    who = "null" if staff is None else _quoted(staff)
    struck = "null" if reverses is None else reverses
    postings = ",".join([_line(*line) for line in lines])
    return (
        f"[{number},{_quoted(kind)},{_quoted(day)},{shift},{who},{_quoted(reason)},{struck},{_quoted(request_id)},"
        f"{_quoted(document)},{_quoted(currency)},{_quoted(at_utc)},[{postings}],{_quoted(prev)}]"
    )


@lru_cache(4096)
def _line(account: str, amount_fen: int) -> str:
    return f"[{_quoted(account)},{amount_fen}]"


def cut_off(reader: Reader) -> Bad | None:
    """The journal tells of every transaction: the one that it tells of last must be the ledger's last."""
    [ends] = reader.rows(
        "SELECT (SELECT hash FROM ledger_transaction ORDER BY id DESC LIMIT 1) AS hash,"
        " (SELECT seq FROM journal WHERE kind = 'ledger.booked' ORDER BY seq DESC LIMIT 1) AS seq"
    )
    for row in reader.rows("SELECT body FROM journal WHERE seq = ?", (ends["seq"],)):
        try:
            body = json.loads(row["body"])
            record, digest = f"transaction {body['transaction']}", str(body["hash"])
        except (ValueError, KeyError, TypeError, RecursionError):
            return Bad(f"journal record {ends['seq']}", "is not as it was written")
        if digest != ends["hash"]:
            found = ends["hash"] or GENESIS
            return Bad(record, "is the last one by the journal, not by the ledger", digest, found)
    return None


@dataclass
class _Walk:
    """One range, its transactions and their postings read side by side."""

    connection: sqlite3.Connection
    first: int
    last: int
    day: str
    prev: str
    known_accounts: set[str] = field(default_factory=set)

    def first_bad(self) -> Bad | None:
        """Every transaction of the range, in order."""
        postings = self._postings()
        sha256, expected, posting = hashlib.sha256, self.first, next(postings, _NO_MORE)
        for row in self._transactions():
            number, lines, total = row[0], [], 0
            while posting[0] == number:
                lines.append(posting[2:])
                total += posting[3]
                posting = next(postings, _NO_MORE)
            digest = sha256(_canonical(row, lines).encode()).hexdigest()
            sound = number == expected and row[-2] == self.prev and row[-1] == digest
            if not (sound and total == 0 and lines and posting[0] > number and row[2] >= self.day):
                return self._told(expected, row, digest, lines)
            if unknown := self._unknown(row[1], lines):
                return Bad(f"transaction {number}", "not of this house", "a kind and accounts of the chart", unknown)
            self.prev, self.day, expected = digest, row[2], number + 1
        return None if expected > self.last else Bad(f"transaction {expected}", "missing")

    def _transactions(self) -> Iterator[tuple[Any, ...]]:
        names = ", ".join(SAID)
        return self.connection.execute(
            f"SELECT {names}, prev, hash FROM ledger_transaction WHERE id BETWEEN ? AND ? ORDER BY id",
            (self.first, self.last),
        )

    def _postings(self) -> Iterator[tuple[Any, ...]]:
        return self.connection.execute(
            "SELECT transaction_id, line, account, amount_fen FROM ledger_posting"
            " WHERE transaction_id BETWEEN ? AND ? ORDER BY transaction_id, line",
            (self.first, self.last),
        )

    def _unknown(self, kind: str, lines: list[tuple[Any, ...]]) -> str:
        """A kind or an account that is not in the house's charts; empty when all are."""
        for account, _ in lines:
            if account not in self.known_accounts:
                try:
                    class_of(account)
                except AccountError as error:
                    return str(error)
                self.known_accounts.add(account)
        return "" if kind in _KINDS else kind

    def _told(self, expected: int, row: tuple[Any, ...], digest: str, lines: list[tuple[Any, ...]]) -> Bad:
        """What exactly is wrong with the transaction in ``row``."""
        number, name, total = row[0], f"transaction {row[0]}", sum(fen for _, fen in lines)
        if number != expected:
            return Bad(f"transaction {expected}", "missing", str(expected), str(number))
        if row[-2] != self.prev:
            return Bad(name, "does not follow the one before it", self.prev, str(row[-2]))
        if row[-1] != digest:
            return Bad(name, "was changed after it was booked", str(row[-1]), digest)
        if total or not lines:
            return Bad(name, "does not sum to nought", "0", f"{total} of {len(lines)} postings")
        if row[2] < self.day:
            return Bad(name, "is of a day that was over", self.day, row[2])
        return Bad(name, "has a posting that belongs to no transaction after the one before it")
