"""What a business day came to, as figures: the content of the daily income report (营业收入日报表, G5).

Owns which figures there are. They are read off the ledger and the rows beside it, never kept anywhere: the same day
gives the same text, which is what is signed. Called by ``days`` inside its step.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from kiosk.desk.box import box_stands
from kiosk.desk.house import Books, House
from kiosk.desk.settling import item_of
from kiosk.domain.accounts import CLERKS_DRAWER, MACHINES_BOX, AccountClass, account, class_of
from kiosk.domain.booking import TransactionKind
from kiosk.store.database import Row
from kiosk.store.ledger import Transaction

VERSION = 4
_DRAWER, _MACHINE = account(AccountClass.CASH, CLERKS_DRAWER), account(AccountClass.CASH, MACHINES_BOX)
_MOVES = {
    TransactionKind.FLOAT.value: "float",
    TransactionKind.COUNT.value: "difference",
    TransactionKind.DEPOSIT.value: "deposited",
}
_TOGETHER = (AccountClass.UNIT, AccountClass.HELD)  # one account a unit, one a charge: told as a class


def day_report(house: House, books: Books, day: str) -> dict[str, object]:
    """The figures of a day that was counted. Raises StoreError for any other."""
    transactions, payments = books.ledger.of_day(day), books.takings.of_day(day)
    counts = books.days.counts(day)
    return {
        "v": VERSION,
        "kiosk": house.settings.kiosk_id,
        "currency": house.settings.currency,
        "timezone": house.settings.timezone.key,
        "business_day": day,
        "ledger": _range(transactions),
        "receipts": [row["receipt_number"] for row in (payments[:1] + payments[-1:])],
        "lines": _lines(payments),
        "income": _income(transactions),
        "struck_out": [_struck_out(books, row) for row in payments if row["reverses"]],
        "accounts": _accounts(transactions),
        "cash": {**_cash(books, transactions, counts[-1], _DRAWER), "bag": counts[-1]["bag_number"]},
        **_machine(books, transactions, counts[-1]),
        "counts": [count_figures(row) for row in counts],
        "shifts": [[row["number"], row["staff_id"]] for row in books.days.shifts(day)],
    }


def closed_by(staff_id: str, closed_utc: str, strokes: str) -> dict[str, str]:
    """Who closes the day and when, and what binds their signature (``strokes``, JSON text) to the figures."""
    digest = hashlib.sha256(strokes.encode()).hexdigest()
    return {"staff_id": staff_id, "closed_utc": closed_utc, "strokes_sha256": digest}


def _range(transactions: Sequence[Transaction]) -> dict[str, object]:
    """The part of the ledger, and the hash at its end: with the report, everything before is signed too."""
    if not transactions:
        return {"first": None, "last": None, "hash": None}
    return {"first": transactions[0].id, "last": transactions[-1].id, "hash": transactions[-1].hash}


def _lines(payments: Sequence[Row]) -> list[list[object]]:
    """By item and method: how many receipts (a red one takes one away) and fen."""
    number: Counter[tuple[str, str]] = Counter()
    fen: Counter[tuple[str, str]] = Counter()
    for row in payments:
        key = item_of(row), str(row["method"])
        number[key] += -1 if row["reverses"] else 1
        fen[key] += row["amount_fen"]
    return [[*key, number[key], fen[key]] for key in sorted(number)]


def _income(transactions: Sequence[Transaction]) -> dict[str, int]:
    """What each income account earned, in fen."""
    fen: Counter[str] = Counter()
    for entry in (entry for transaction in transactions for entry in transaction.postings):
        if class_of(entry.account) is AccountClass.INCOME:
            fen[entry.account] -= entry.amount_fen
    return dict(sorted(fen.items()))


def _struck_out(books: Books, row: Row) -> dict[str, object]:
    original = books.takings.by_receipt(row["reverses"])
    told = {name: row[name] for name in ("receipt_number", "kind", "amount_fen", "reason", "staff_id")}
    return {**told, "strikes_out": original["receipt_number"]}


def _accounts(transactions: Sequence[Transaction]) -> list[list[object]]:
    """What the day moved on each account, debits and credits; both columns come to the same sum."""
    moved: dict[str, list[int]] = {}
    for entry in (entry for transaction in transactions for entry in transaction.postings):
        kind = class_of(entry.account)
        sides = moved.setdefault(kind.value if kind in _TOGETHER else entry.account, [0, 0])
        sides[entry.amount_fen < 0] += abs(entry.amount_fen)
    return [[name, *moved[name]] for name in sorted(moved)]


def _machine(books: Books, transactions: Sequence[Transaction], closing: Row) -> dict[str, object]:
    """The machine's box, where a machine has ever taken money in: its way, its last count, and what is not counted."""
    moved, stood = _cash(books, transactions, closing, _MACHINE), box_stands(books, closing)
    count, first = stood
    if not any(moved.values()) and count is None:
        return {}
    told = {"count": count["number"] if count else None, "uncounted_since": first.business_day if first else None}
    return {"machine": {**moved, **told}}


def _cash(books: Books, transactions: Sequence[Transaction], closing: Row, point: str) -> dict[str, int]:
    """A cash point's way through the day, in fen; before + all that moved it = after. What is given back counts
    against what was taken."""
    moved: Counter[str] = Counter(taken=0, float=0, difference=0, deposited=0)
    for transaction in transactions:
        fen = sum(entry.amount_fen for entry in transaction.postings if entry.account == point)
        moved[_MOVES.get(transaction.kind, "taken")] += fen
    end = closing["after_transaction"] + 1
    before = books.ledger.balance_fen(point, before=transactions[0].id if transactions else end)
    return {"before": before, **moved, "after": books.ledger.balance_fen(point, before=end)}


def count_figures(row: Row) -> dict[str, object]:
    """A count as a report says it. Raises ValueError for pieces that are no JSON."""
    names = ("number", "purpose", "staff_id", "counted_fen", "expected_fen", "difference_fen", "reason", "explained_by")
    told = {**{name: row[name] for name in names}, "bag": row["bag_number"]}
    return {**told, "pieces": json.loads(row["pieces"]), "open_cases": row["open_cases"]}
