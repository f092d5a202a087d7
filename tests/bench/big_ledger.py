"""A store with as many payments as a kiosk takes in its life, made fast: for figures that depend on the number.

Owns the making. The rows are those a payment leaves, booked day by day; only the way they get in is shorter than the
desk's: without the triggers, which stand again afterwards, and without a commit each. Called by ``ledger``.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from kiosk.store.database import Store
from kiosk.store.journal import GENESIS, canonical, chain_hash
from kiosk.store.schema import migrate
from kiosk.store.vouching import DIGEST, FIXED, sha256_of

RECORDS = ("charge.made", "ledger.booked", "payment.taken")  # of each payment, in the order of the desk
_A_DAY = 400
_FIRST_DAY = date(2020, 1, 1)
_FEN = 250
_CHARGE = (
    "id",
    "kind",
    "job_id",
    "unit_id",
    "title_key",
    "detail",
    "quantity",
    "unit_fen",
    "amount_fen",
    "state",
    "made_utc",
)
_PAYMENT = (
    "receipt",
    "receipt_number",
    "transaction_id",
    "charge_id",
    "unit_id",
    "person_id",
    "staff_id",
    "method",
    "amount_fen",
    "tendered_fen",
    "change_fen",
    "check_code",
    "paid_utc",
    "reverses",
    "approved_by",
)
_MARKS = {"charge": 11, "journal": 8, "ledger_posting": 4, "ledger_transaction": 13, "payment": 15}


def make(path: Path, payments: int, kinds: Collection[str] = RECORDS) -> None:
    """A store at ``path`` with so many payments, ``_A_DAY`` a business day, and in its journal these of each one's
    records."""
    store = Store(path)
    migrate(store)
    store.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("BEGIN")
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("INSERT INTO unit VALUES ('1-1-1', '1', '1', '1', 'x', 1, 5000, 0, '', NULL)")
        _fill(connection, payments, kinds)
        for _, sql in triggers:
            connection.execute(sql)
        connection.execute("COMMIT")


def _fill(connection: sqlite3.Connection, payments: int, kinds: Collection[str]) -> None:
    into = {name: f"INSERT INTO {name} VALUES ({', '.join('?' * marks)})" for name, marks in _MARKS.items()}
    for day in sorted({_day(number) for number in range(1, payments + 1, _A_DAY)}):
        connection.execute("INSERT INTO business_day VALUES (?, ?)", (day, day))
    connection.execute("INSERT INTO counter VALUES ('receipt', ?)", (payments,))
    numbers = range(1, payments + 1)
    connection.executemany(into["charge"], (_charge(number) for number in numbers))
    postings = (row for number in numbers for row in _postings(number))
    connection.executemany(into["ledger_posting"], postings)
    connection.executemany(into["ledger_transaction"], _transactions(payments))
    connection.executemany(into["journal"], _journal(connection, kinds))
    connection.executemany(into["payment"], (_payment(number) for number in numbers))


def _day(number: int) -> str:
    return (_FIRST_DAY + timedelta(days=(number - 1) // _A_DAY)).isoformat()


def _charge(number: int) -> tuple[object, ...]:
    what = ("fax", number, "1-1-1", "charge.fax.local", "0512", 1, _FEN, _FEN)
    return (number, *what, "paid", _day(number))


def _postings(number: int) -> tuple[tuple[object, ...], ...]:
    debit = "cash:drawer" if number % 3 else "unit:1-1-1"
    return (number, 1, debit, _FEN), (number, 2, "income:fax.local", -_FEN)


def _transactions(payments: int) -> Iterator[tuple[object, ...]]:
    prev, encode = GENESIS, json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for number in range(1, payments + 1):
        said = (number, "payment", _day(number), 1, None, "", None, f"charge-{number}-0", f"K01-{number:06d}", "CNY")
        at_utc = f"{_day(number)}T04:00:00.000Z"
        lines = [line[2:] for line in _postings(number)]
        digest = hashlib.sha256(encode([*said, at_utc, lines, prev]).encode()).hexdigest()
        yield (*said, at_utc, prev, digest)
        prev = digest


def _journal(connection: sqlite3.Connection, kinds: Collection[str]) -> Iterator[tuple[object, ...]]:
    """Each payment's records, in the order in which the desk tells them."""
    names = ("transaction", "booking", "business_day", "shift", "staff", "reason", "reverses", "request", "document")
    names += ("currency", "booked_utc", "prev", "hash")
    head, seq = GENESIS, 0
    for row in connection.cursor().execute("SELECT * FROM ledger_transaction ORDER BY id"):
        lines = [line[2:] for line in _postings(row[0])]
        booked = {**dict(zip(names, row, strict=True)), "postings": canonical(lines)}
        paid = {**dict(zip(_PAYMENT, _payment(row[0]), strict=True)), "service": "fax", "job": row[0]}
        for kind, told in zip(RECORDS, (_made(row[0]), booked, paid), strict=True):
            if kind not in kinds:
                continue
            seq += 1
            said = (seq, kind, canonical(told), row[10], "boot", True, head)
            head = chain_hash(*said)
            yield (*said, head)


def _made(number: int) -> dict[str, object]:
    row = dict(zip(_CHARGE, _charge(number), strict=True))
    kept = {name: row[name] for name in FIXED["charge"]}
    told = {"charge": number, "fax": f"F-{number:06d}", "unit": row["unit_id"], "amount_fen": row["amount_fen"]}
    return {**told, DIGEST: sha256_of(canonical(["charge", kept, []]))}


def _payment(number: int) -> tuple[object, ...]:
    method = "cash" if number % 3 else "account"
    paid = (number, "1-1-1", None, None, method, _FEN, _FEN, 0, "00000000", f"{_day(number)}T04:00:00.000Z")
    return (number, f"K01-{number:06d}", number, *paid, None, None)
