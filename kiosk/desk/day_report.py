"""What a business day came to, as figures: the content of the daily income report (营业收入日报表, G5).

Owns which figures there are. They are read off the ledger and the rows beside it, never kept anywhere: the same day
gives the same text, which is what is signed. Called by ``days`` inside its step.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence

from kiosk.desk.house import Books, House
from kiosk.desk.money import item_of
from kiosk.domain.accounts import CLERKS_DRAWER, AccountClass, account, class_of
from kiosk.domain.booking import TransactionKind
from kiosk.store.database import Row
from kiosk.store.ledger import Transaction

VERSION = 2
_DRAWER = account(AccountClass.CASH, CLERKS_DRAWER)
_TAKINGS = frozenset({TransactionKind.PAYMENT, TransactionKind.VOID, TransactionKind.REFUND})


def day_report(house: House, books: Books, day: str) -> dict[str, object]:
    """The figures of a day that was counted. Raises StoreError for any other."""
    transactions, payments = books.ledger.of_day(day), books.takings.of_day(day)
    counts = books.days.counts(day)
    return {
        "v": VERSION,
        "kiosk": house.settings.kiosk_id,
        "currency": house.settings.currency,
        "business_day": day,
        "ledger": _range(transactions),
        "receipts": [row["receipt_number"] for row in (payments[:1] + payments[-1:])],
        "lines": _lines(payments),
        "income": _income(transactions),
        "struck_out": [_struck_out(books, row) for row in payments if row["reverses"]],
        "cash": _cash(books, transactions, counts[-1]),
        "counts": [_count(row) for row in counts],
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


def _cash(books: Books, transactions: Sequence[Transaction], closing: Row) -> dict[str, object]:
    """The drawer's way through the day, in fen; before + all that moved it = after."""
    moved: Counter[str] = Counter(taken=0, float=0, difference=0, deposited=0)
    for transaction in transactions:
        moved[_reason(TransactionKind(transaction.kind))] += sum(
            entry.amount_fen for entry in transaction.postings if entry.account == _DRAWER
        )
    end = closing["after_transaction"] + 1
    before = books.ledger.balance_fen(_DRAWER, before=transactions[0].id if transactions else end)
    after = books.ledger.balance_fen(_DRAWER, before=end)
    return {"before": before, **moved, "after": after, "bag": closing["bag_number"]}


def _reason(kind: TransactionKind) -> str:
    if kind in _TAKINGS:
        return "taken"
    return {TransactionKind.FLOAT: "float", TransactionKind.COUNT: "difference"}.get(kind, "deposited")


def _count(row: Row) -> dict[str, object]:
    names = ("number", "purpose", "staff_id", "counted_fen", "expected_fen", "difference_fen", "reason", "explained_by")
    return {**{name: row[name] for name in names}, "pieces": json.loads(row["pieces"]), "open_cases": row["open_cases"]}
