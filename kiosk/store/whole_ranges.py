"""Whether a range of the ledger or of the journal is whole: yes, or not surely (G4, H1).

Owns the same questions that ``ledger_proof`` and ``journal_proof`` ask of each row, put so that SQLite writes the rows
out as they were hashed, many at a time, and Python has little more to do than to hash them: a good part less work. It
never says what is wrong, and "not surely" is no fault: text is written out here by SQLite's own JSON, and where that
should differ from the house's the slow walk decides. Called by both, before they walk.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat

from kiosk.domain.accounts import AccountError, class_of
from kiosk.domain.booking import TransactionKind
from kiosk.store.journal import GENESIS
from kiosk.store.ledger import SAID

# Many rows in one, for each row that Python is given costs more than what is in it. They stand in lines: within a text
# of JSON a line's end is written \n, and a hash that held one would make a line too many.
_PAGE = 200
_KINDS = ", ".join(f"'{kind.value}'" for kind in TransactionKind)
_TRANSACTIONS = f"""
SELECT count(*), sum((kind = 'payment' OR kind IN ({_KINDS})) AND typeof(business_day) = 'text'
AND typeof(prev) = 'text' AND typeof(hash) = 'text'), group_concat(business_day, char(10)),
group_concat(hash, char(10)), group_concat(prev, char(10)),
CAST(group_concat(json_array({", ".join(SAID)}), char(10)) AS BLOB)
FROM ledger_transaction WHERE id BETWEEN ? AND ?
"""
# A line a transaction, and between two of them what stands round its postings: ,[[account,fen],[account,fen]],"
_POSTINGS = """
SELECT sum(line = 1), min(line), CAST(group_concat(json_array(account, amount_fen),
CASE line WHEN 1 THEN '],"' || char(10) || ',[' ELSE ',' END) AS BLOB)
FROM ledger_posting WHERE transaction_id BETWEEN ? AND ?
"""
_RECORDS = """
SELECT count(*), sum(typeof(hash) = 'text'), sum(kind = 'ledger.booked'), group_concat(hash, char(10)),
group_concat(prev, char(10)), CAST(group_concat(json_array(seq, kind, body, at_utc, boot_id,
CASE synced WHEN 0 THEN json('false') ELSE json('true') END, prev), char(10)) AS BLOB)
FROM journal WHERE seq BETWEEN ? AND ?
"""
_IS_BOOKED = b',"ledger.booked","'
_HASH, _NUMBER = b'\\"hash\\":\\"', b'\\"transaction\\":'  # as they stand in a record's body, itself a text in JSON
_FIELD = b'","'  # between two texts of a record; within one a quote is written \\"
_AS_TOLD = """SELECT group_concat(hash || id || '}"', '') FROM ledger_transaction WHERE id BETWEEN ? AND ?"""
_HEX = 64  # digits of a hash


def whole_transactions(connection: sqlite3.Connection, first: int, last: int) -> bool:
    """Every transaction is there, follows the one before it, sums to nought and is as its hash says."""
    before = "SELECT business_day, hash FROM ledger_transaction WHERE id = ?"
    try:
        day, prev = connection.execute(before, (first - 1,)).fetchone() or ("", GENESIS)
        for among in _pages(first, last):
            day, prev = _followed(connection, among, day, prev)
    except (sqlite3.Error, TypeError, ValueError, AttributeError, AccountError):
        return False
    return True


def _followed(connection: sqlite3.Connection, among: tuple[int, int], day: str, prev: str) -> tuple[str, str]:
    """Day and hash of a page's last transaction. Raises ValueError, AccountError, sqlite3.Error: not surely whole."""
    count, sound, on_days, hashes, prevs, said = connection.execute(_TRANSACTIONS, among).fetchone()
    begun, least, postings = connection.execute(_POSTINGS, among).fetchone()
    if not count == sound == begun == among[1] - among[0] + 1 or least != 1:  # each one's postings begin with line 1
        raise ValueError(f"{count} transactions among {among}")
    said.decode()  # what is not UTF-8 is not whole
    days = [day, *on_days.split("\n")]
    moves = (b',[%b],"' % postings).split(b"\n")
    if len(days) != count + 1 or days != sorted(days) or not all(map(_balances, set(moves))):
        raise ValueError(f"no days and sums among {among}")
    texts = zip(said[:-1].split(b"]\n"), moves, prevs.encode().split(b"\n"), repeat(b'"]', count), strict=True)
    return days[-1], _head(map(b"".join, texts), hashes, prevs, prev)


@lru_cache(100_000)  # most transactions of a day are alike
def _balances(moves: bytes) -> bool:
    """Whether a line of ``_POSTINGS`` sums to nought. Raises AccountError: not in accounts of the chart; ValueError."""
    fen = 0
    for account, amount_fen in json.loads(moves[1:-2].decode()):
        class_of(account)
        fen += amount_fen
    return fen == 0


def _head(texts: Iterable[bytes], hashes: str, prevs: str, prev: str) -> str:
    """The last hash of a page whose rows are as their hashes say and follow ``prev``. Raises ValueError: not surely."""
    sha256 = hashlib.sha256
    digests = b"".join([sha256(text).digest() for text in texts])
    if digests.hex("\n", _HEX // 2) != hashes or prevs != f"{prev}\n{hashes}"[: -_HEX - 1]:
        raise ValueError(f"no chain from {prev}")
    return hashes[-_HEX:]


def _pages(first: int, last: int) -> Iterator[tuple[int, int]]:
    return ((begin, min(begin + _PAGE - 1, last)) for begin in range(first, last + 1, _PAGE))


def whole_records(connection: sqlite3.Connection, first: int, last: int) -> tuple[int, int] | None:
    """From and to which transaction these records tell (0, 0: of none); None: not surely whole.

    Every record is there, follows the one before it and is as its hash says; of those that tell of a transaction each
    tells of the ledger's next.
    """
    begins = ends = 0
    try:
        for booked in _bookings(connection, first, last):
            told = _told(booked)
            begins = begins or int(told[_HEX : told.index(b"}")])
            ends = ends or begins - 1
            as_told = connection.execute(_AS_TOLD, (ends + 1, ends + len(booked))).fetchone()
            if as_told != (told.decode(),):
                return None
            ends += len(booked)
    except (sqlite3.Error, TypeError, ValueError):
        return None
    return begins, ends


def _bookings(connection: sqlite3.Connection, first: int, last: int) -> Iterator[list[bytes]]:
    """Page by page the records that tell of a transaction, as they were hashed. Raises ValueError: not surely whole."""
    before = connection.execute("SELECT hash FROM journal WHERE seq = ?", (first - 1,)).fetchone()
    prev = before[0] if before else GENESIS
    for among in _pages(first, last):
        count, sound, booked, hashes, prevs, lines = connection.execute(_RECORDS, among).fetchone()
        if not count == sound == among[1] - among[0] + 1:
            raise ValueError(f"{count} records among {among}")
        lines.decode()  # what is not UTF-8 is not whole
        texts = lines.split(b"\n")
        prev = _head(texts, hashes, prevs, prev)
        if booked:
            yield texts if booked == count else [text for text in texts if _IS_BOOKED in text[:40]]


def _told(booked: list[bytes]) -> bytes:
    """Of each record the hash and the number of its transaction and the end of its body, one after the other."""
    told: list[bytes] = []
    for text in booked:
        rest = text.partition(_HASH)[2]
        between, _, number = rest.partition(_NUMBER)
        if _FIELD in between:  # it stands in what follows the body
            raise ValueError("tells of no transaction")
        told += rest[:_HEX], number[: number.index(b'}"') + 2]
    return b"".join(told)
