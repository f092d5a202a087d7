"""The proof of the journal, and that it tells of every transaction of the ledger as it was booked (G4, H1).

Owns that walk, in ranges. What the ledger's own chain cannot show is who has computed all of it anew: the journal is
told to head office as it grows, so its chain is the witness. Reads only. Called by ``proof``.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk.store.database import translated
from kiosk.store.errors import StoreError
from kiosk.store.journal import GENESIS
from kiosk.store.ledger_proof import Bad, Reader
from kiosk.store.whole_ranges import whole_records

_quoted = json.encoder.encode_basestring
_RECORDS = (
    "SELECT seq, kind, body, at_utc, boot_id, synced, prev, hash FROM journal WHERE seq BETWEEN ? AND ? ORDER BY seq"
)
_BOOKED = "ledger.booked"
_NUMBER = '"transaction":'
_NONE = (0, "")


@dataclass(frozen=True)
class Told:
    """A range: its first bad record, or from and to which transaction it tells (0, 0: of none)."""

    bad: Bad | None = None
    first: int = 0
    last: int = 0


def told_of(path: Path, first: int, last: int) -> Told:
    """Walk the records ``first`` to ``last``. Raises StoreError."""
    try:
        return _walked(path, first, last)
    except StoreError:  # some text is not UTF-8, or the file is damaged: then this fails as well
        told = _walked(path, first, last, lenient=True)
        return Told(told.bad or Bad(f"journal records {first} to {last}", "hold text that is not UTF-8"))
    except TypeError:  # whoever has changed the schema can put a number where a text belongs
        return Told(Bad(f"journal records {first} to {last}", "hold a value of another type"))


def first_untold(told: Sequence[Told], carried: int, booked: int) -> Bad | None:
    """The ranges, put together: each goes on where the one before it ended, from the first transaction to the last.

    The first ``carried`` transactions are from the time before the ledger: they have no record.
    """
    last = carried
    for each in told:
        if each.bad:
            return each.bad
        if each.first and each.first != last + 1:
            return _untold(last + 1)
        last = each.last or last
    return _untold(last + 1) if last != booked else None


def _untold(transaction: int) -> Bad:
    return Bad(f"transaction {transaction}", "is not told of by the journal")


def _walked(path: Path, first: int, last: int, *, lenient: bool = False) -> Told:
    with closing(Reader(path, lenient=lenient)) as reader, translated(path):
        if tells := whole_records(reader.connection, first, last):
            return Told(None, *tells)
        before = reader.connection.execute("SELECT hash FROM journal WHERE seq = ?", (first - 1,)).fetchone()
        return _walk(reader.connection, first, last, before[0] if before else GENESIS)


def _walk(connection: sqlite3.Connection, first: int, last: int, prev: str) -> Told:
    """Records and transactions side by side."""
    begins, told, expected, sha256, quoted = 0, 0, first, hashlib.sha256, _Quoted()
    ledger: Iterator[tuple[int, str]] | None = None
    for row in connection.execute(_RECORDS, (first, last)):
        seq, kind, body, at_utc, boot_id, synced, its_prev, its_hash = row
        said = f"[{seq},{quoted[kind]},{_quoted(body)},{_quoted(at_utc)},{quoted[boot_id]},"
        digest = sha256(f'{said}{"true" if synced else "false"},"{prev}"]'.encode()).hexdigest()
        if seq != expected or its_prev != prev or its_hash != digest:
            return Told(_named(row, expected, prev))
        if kind == _BOOKED:
            ledger = ledger or _from(connection, _number(body))
            number, its = next(ledger, _NONE)
            fits = body.endswith(f'"transaction":{number}}}') and f'"hash":"{its}"' in body
            if not fits or number != (told + 1 if told else number) or not number:
                return Told(_differs(connection, seq, body, told))
            begins, told = begins or number, number
        prev, expected = digest, expected + 1
    return Told(None if expected > last else Bad(f"journal record {expected}", "missing"), begins, told)


class _Quoted(dict[str, str]):
    """What stands in record after record, as JSON."""

    def __missing__(self, said: str) -> str:
        self[said] = _quoted(said)
        return self[said]


def _from(connection: sqlite3.Connection, number: int) -> Iterator[tuple[int, str]]:
    """The ledger from a transaction on: in canonical JSON no quote within a text stands bare, so its number and its
    hash are looked for as they stand there, in a tenth of the time that it takes to read a record."""
    return connection.execute("SELECT id, hash FROM ledger_transaction WHERE id >= ? ORDER BY id", (number,))


def _number(body: str) -> int:
    """Which transaction a record tells of; ``transaction`` is the last of its keys. -1: it tells of none."""
    number = body[body.rfind(_NUMBER) + len(_NUMBER) : -1]
    return int(number) if number.isascii() and number.isdigit() else -1


def _named(row: tuple[Any, ...], expected: int, prev: str) -> Bad:
    """What is wrong with a record that is not the next, or not as it was written."""
    seq, kind, body, at_utc, boot_id, synced, its_prev, its_hash = row
    name = f"journal record {expected}"
    if seq != expected:
        return Bad(name, "missing", str(expected), str(seq))
    if its_prev != prev:
        return Bad(name, "does not follow the one before it", prev, str(its_prev))
    text = json.dumps([seq, kind, body, at_utc, boot_id, bool(synced), prev], ensure_ascii=False, separators=(",", ":"))
    return Bad(name, "was changed after it was written", str(its_hash), hashlib.sha256(text.encode()).hexdigest())


def _differs(connection: sqlite3.Connection, seq: int, text: str, told: int) -> Bad:
    """Why a record does not tell of the ledger's next transaction."""
    try:
        body = json.loads(text)
        number, digest = int(body["transaction"]), str(body["hash"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return Bad(f"journal record {seq}", "tells of no transaction")
    found = connection.execute("SELECT hash FROM ledger_transaction WHERE id = ?", (number,)).fetchone()
    if found is None or found[0] != digest:
        return Bad(f"transaction {number}", "is another by the journal", digest, found[0] if found else "")
    return _untold(told + 1) if told else Bad(f"journal record {seq}", "is not as it is written")
