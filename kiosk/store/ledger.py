"""The ledger: transactions in double entry, gap-free, append-only, each hashed over the one before it (G1, G4).

Owns the rows and their chain. Which accounts a thing moves is ``kiosk.domain.booking``'s business, which day it
belongs to ``days``'s. Called by ``kiosk.desk.bookkeeping``. The canonical form of a transaction is described for
auditors in docs/money.md.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from kiosk.domain.booking import Booking, Entry, balanced
from kiosk.store.database import Row, Store
from kiosk.store.journal import GENESIS, canonical


@dataclass(frozen=True)
class Transaction:
    """One transaction as it stands. ``shift`` 0 and an empty ``business_day``: booked before days were kept."""

    id: int
    kind: str
    business_day: str  # "2026-11-18"
    shift: int
    staff: str | None
    reason: str
    reverses: int | None
    request_id: str
    document: str
    currency: str
    at_utc: str
    postings: tuple[Entry, ...]
    prev: str
    hash: str = ""

    def computed(self) -> str:
        """SHA-256 over everything the transaction says and the hash before it."""
        lines = [[entry.account, entry.amount_fen] for entry in self.postings]
        said = [getattr(self, name) for name in SAID]
        return hashlib.sha256(canonical([*said, lines, self.prev]).encode()).hexdigest()


SAID = (
    *("id", "kind", "business_day", "shift", "staff", "reason", "reverses", "request_id", "document", "currency"),
    "at_utc",
)


class Ledger:
    """The ledger of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def book(self, booking: Booking, day: tuple[str, int], currency: str, at_utc: str) -> Transaction:
        """Append a transaction inside the caller's step; ``day`` is (business day, shift).

        Raises BookingError if it does not balance, StoreError if its request is booked already.
        """
        last, prev = self.head()
        entries = balanced(booking.entries)
        said = {**vars(booking), "kind": booking.kind.value}
        del said["entries"]
        written = Transaction(
            **said,
            id=last + 1,
            business_day=day[0],
            shift=day[1],
            currency=currency,
            at_utc=at_utc,
            postings=entries,
            prev=prev,
        )
        return self.append(replace(written, hash=written.computed()))

    def append(self, transaction: Transaction) -> Transaction:
        """Write it down: the postings first, for the transaction's own row seals them (a trigger sees to it)."""
        for line, entry in enumerate(transaction.postings, start=1):
            row = {"transaction_id": transaction.id, "line": line, **vars(entry)}
            self.store.insert("ledger_posting", row)
        row = {name: value for name, value in vars(transaction).items() if name != "postings"}
        self.store.insert("ledger_transaction", row)
        return transaction

    def head(self) -> tuple[int, str]:
        """Id and hash of the newest transaction; ``(0, GENESIS)`` when there is none."""
        row = self.store.row("SELECT id, hash FROM ledger_transaction ORDER BY id DESC LIMIT 1")
        return (row["id"], row["hash"]) if row else (0, GENESIS)

    def get(self, transaction_id: int) -> Transaction:
        """One transaction. Raises StoreError when there is none."""
        return self._whole(self.store.one("SELECT * FROM ledger_transaction WHERE id = ?", (transaction_id,)))

    def by_request(self, request_id: str) -> Transaction | None:
        """What a request has booked already, if anything."""
        row = self.store.row("SELECT * FROM ledger_transaction WHERE request_id = ?", (request_id,))
        return self._whole(row) if row else None

    def latest_utc(self) -> str:
        """The record time of the newest transaction; empty when there is none."""
        row = self.store.row("SELECT at_utc FROM ledger_transaction ORDER BY id DESC LIMIT 1")
        return str(row["at_utc"]) if row else ""

    def of_day(self, business_day: str) -> list[Transaction]:
        """The transactions of a business day, in order."""
        rows = self.store.rows("SELECT * FROM ledger_transaction WHERE business_day = ? ORDER BY id", (business_day,))
        return [self._whole(row) for row in rows]

    def balance_fen(self, account: str, before: int | None = None) -> int:
        """Debits less credits of an account in fen, of all transactions or of those before one."""
        row = self.store.one(
            "SELECT coalesce(sum(amount_fen), 0) AS fen FROM ledger_posting"
            " WHERE account = :account AND (:before IS NULL OR transaction_id < :before)",
            {"account": account, "before": before},
        )
        return int(row["fen"])

    def _whole(self, row: Row) -> Transaction:
        lines = self.store.rows(
            "SELECT account, amount_fen FROM ledger_posting WHERE transaction_id = ? ORDER BY line", (row["id"],)
        )
        return Transaction(**row, postings=tuple(Entry(**line) for line in lines))
