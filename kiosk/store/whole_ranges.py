"""Whether a range of the ledger or of the journal is whole: yes, or not surely (G4, H1).

Owns the same questions that ``ledger_proof`` and ``journal_proof`` ask of each row, put so that SQLite writes each row
out as it was hashed and Python has little more to do than to hash it: a good part less work. Never says what is wrong,
and "not surely" is no fault: text is written out here by SQLite's own JSON, and where that should differ from the
house's the slow walk decides. Called by both, before they walk.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator

from kiosk.domain.accounts import AccountError, class_of
from kiosk.domain.booking import TransactionKind
from kiosk.store.journal import GENESIS
from kiosk.store.ledger import SAID

_SAID = ", ".join(f"t.{name}" for name in SAID)
# Postings that do not sum to nought are no JSON ('') and end the query.
_CHAINED = f"""
SELECT count(*) FROM ledger_transaction t
WHERE t.id BETWEEN ?1 AND ?2 AND t.kind IN (SELECT value FROM json_each(?3))
AND t.hash = following(t.business_day, CAST(json_array({_SAID}, json((SELECT CASE sum(p.amount_fen) WHEN 0 THEN
json_group_array(json_array(p.account, p.amount_fen)) ELSE '' END
FROM ledger_posting p WHERE p.transaction_id = t.id ORDER BY p.line)), t.prev) AS BLOB))
"""
# By the rows themselves, not by the index of accounts, which would be believed here.
_ACCOUNTS = "SELECT DISTINCT account FROM ledger_posting NOT INDEXED WHERE transaction_id BETWEEN ?1 AND ?2"
_KINDS = json.dumps([kind.value for kind in TransactionKind])

# Many records in one row, for each row that Python is given costs more than what is in it. They stand in lines: within
# a text a line's end is written \n.
_PAGE = 200
_RECORDS = """
SELECT count(*), max(max(length(hash), length(prev))), sum(kind = 'ledger.booked'), group_concat(hash, ''),
group_concat(prev, ''), group_concat(json_array(
seq, kind, body, at_utc, boot_id, json(CASE synced WHEN 0 THEN 'false' ELSE 'true' END), prev), char(10))
FROM journal WHERE seq BETWEEN ? AND ?
"""
_IS_BOOKED = b',"ledger.booked","'
_HASH, _NUMBER = b'\\"hash\\":\\"', b'\\"transaction\\":'  # as they stand in a record's body, itself a text in JSON
_AS_TOLD = """SELECT group_concat(hash || id || '}"', '') FROM ledger_transaction WHERE id BETWEEN ? AND ?"""
_HEX = 64  # digits of a hash


def whole_transactions(connection: sqlite3.Connection, first: int, last: int) -> bool:
    """Every transaction is there, follows the one before it, sums to nought and is as its hash says."""
    wanted = (last - first + 1,)
    before = "SELECT business_day, hash FROM ledger_transaction WHERE id = ?"
    try:
        day, prev = connection.execute(before, (first - 1,)).fetchone() or ("", GENESIS)
        connection.create_function("following", 2, _following(day, prev))
        return connection.execute(_CHAINED, (first, last, _KINDS)).fetchone() == wanted and all(
            map(_is_of_the_chart, connection.execute(_ACCOUNTS, (first, last)))
        )
    except (sqlite3.Error, TypeError):
        return False


def _following(day: str, prev: str) -> Callable[[str, bytes], str | None]:
    """Of row after row, in their order, the hash; None of one that does not follow the one before it."""
    sha256, latest, ends = hashlib.sha256, day, _as_prev(prev)

    def following(its_day: str, octets: bytes) -> str | None:
        nonlocal latest, ends
        octets.decode()  # what is not UTF-8 ends the query
        if its_day < latest or not octets.endswith(ends):
            return None
        digest = sha256(octets).hexdigest()
        latest, ends = its_day, _as_prev(digest)
        return digest

    return following


def _as_prev(digest: str) -> bytes:
    """How a row ends that follows the one of this hash, and no other hash that ends like it."""
    return f',"{digest}"]'.encode()


def _is_of_the_chart(row: tuple[str]) -> bool:
    try:
        class_of(row[0])
    except AccountError:
        return False
    return True


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
    prev, sha256 = before[0] if before else GENESIS, hashlib.sha256
    for begin in range(first, last + 1, _PAGE):
        end = min(begin + _PAGE - 1, last)
        count, longest, booked, hashes, prevs, lines = connection.execute(_RECORDS, (begin, end)).fetchone()
        if count != end - begin + 1 or longest != _HEX:  # else one's last digits might stand with the next one's
            raise ValueError(f"{count} records from {begin} to {end}")
        texts = lines.encode().split(b"\n")
        if b"".join([sha256(text).digest() for text in texts]).hex() != hashes or prevs != prev + hashes[:-_HEX]:
            raise ValueError(f"no chain from {begin} to {end}")
        prev = hashes[-_HEX:]
        if booked:
            yield texts if booked == count else [text for text in texts if _IS_BOOKED in text[:40]]


def _told(booked: list[bytes]) -> bytes:
    """Of each record the hash and the number of its transaction and the end of its body, one after the other.

    They are looked for where they stood in the record before, which is where they mostly stand.
    """
    told, digest, number = [], 0, 0
    for text in booked:
        if not text.startswith(_HASH, digest):
            digest = text.index(_HASH)
        if not text.startswith(_NUMBER, number):
            number = text.index(_NUMBER, digest)
        begins = number + len(_NUMBER)
        told.append(
            text[digest + len(_HASH) : digest + len(_HASH) + _HEX] + text[begins : text.index(b'}"', begins) + 2]
        )
    return b"".join(told)
