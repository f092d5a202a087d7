"""The proof of the ledger: every transaction computed again from the first, and the first bad one named (G4).

Owns the walk. Reads only, on connections of its own, so a kiosk may go on working meanwhile; long ledgers are walked in
ranges by several processes, each of which begins with the hash that the range before it must end with. Trusts nothing
that is stored but compares it. Called by ``kiosk.desk.auditing``.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from kiosk.domain.accounts import AccountError, class_of
from kiosk.domain.booking import TransactionKind
from kiosk.store.database import Row, translated
from kiosk.store.errors import StoreError
from kiosk.store.journal import GENESIS
from kiosk.store.ledger import SAID
from kiosk.store.ledger_faults import faults_around

_WORTH_A_PROCESS = 20_000  # transactions: below, starting a process costs more than it saves
_RANGES_A_WORKER = 2
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
            self.connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        if lenient:
            self.connection.text_factory = partial(str, encoding="utf-8", errors="backslashreplace")

    def rows(self, sql: str, values: tuple[object, ...] = ()) -> list[Row]:
        """All rows of a query."""
        with translated(self._path):
            cursor = self.connection.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()


def first_bad(path: Path, workers: int, least: int = _WORTH_A_PROCESS) -> Bad | None:
    """Walk the whole chain of the ledger in ``path``, and hold the rows around it against it; None: all is right.

    A process of its own has at least ``least`` transactions to look at.
    """
    with closing(Reader(path, lenient=True)) as reader:
        last = int(reader.rows("SELECT coalesce(max(id), 0) AS last FROM ledger_transaction")[0]["last"])
        workers = min(workers, last // least)
        walks = [partial(_first_bad_of, path, *each) for each in _ranges(last, _RANGES_A_WORKER * workers)]
        around = partial(_first_fault, path)  # begun first: it is the longest
        if workers > 1:
            with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
                fault, *found = [made.result() for made in [pool.submit(act) for act in (around, *walks)]]
        else:
            *found, fault = [act() for act in (*walks, around)]
        return next((bad for bad in found if bad), None) or _cut_off(reader) or fault


def _ranges(last: int, parts: int) -> list[tuple[int, int]]:
    """1 to ``last`` in so many ranges of like length."""
    edges = [last * part // max(1, parts) for part in range(max(1, parts) + 1)]
    return [(first + 1, end) for first, end in pairwise(edges) if end > first]


def _first_bad_of(path: Path, first: int, last: int) -> Bad | None:
    try:
        return _walked(path, first, last)
    except StoreError:  # some text is not UTF-8, or the file is damaged: then this fails as well
        bad = _walked(path, first, last, lenient=True)
        return bad or Bad(f"transactions {first} to {last}", "hold text that is not UTF-8")


def _walked(path: Path, first: int, last: int, *, lenient: bool = False) -> Bad | None:
    with closing(Reader(path, lenient=lenient)) as reader:
        before = reader.rows("SELECT business_day, hash FROM ledger_transaction WHERE id = ?", (first - 1,))
        day, prev = (before[0]["business_day"], before[0]["hash"]) if before else ("", GENESIS)
        with translated(path):
            return _Walk(reader.connection, first, last, day, prev).first_bad()


def _first_fault(path: Path) -> Bad | None:
    with closing(Reader(path, lenient=True)) as reader:
        for sentence in faults_around(reader):
            record, _, what = sentence.partition(": ")
            return Bad(record, what)
    return None


def _canonical(row: tuple[Any, ...], lines: list[tuple[Any, ...]]) -> str:
    """What ``Transaction.computed`` hashes, from a row of SAID, prev and hash: in a third of the time."""
    said = ",".join([_quoted(value) if type(value) is str else _bare(value) for value in row[:-2]])
    postings = ",".join([f"[{_quoted(account)},{amount_fen}]" for account, amount_fen in lines])
    return f"[{said},[{postings}],{_quoted(row[-2])}]"


def _bare(value: int | None) -> str:
    return "null" if value is None else str(value)


def _cut_off(reader: Reader) -> Bad | None:
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
