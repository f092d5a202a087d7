"""Charges, payments, receipts and the ledger: what is owed, what was paid, once each (G1-G4).

Owns the rows of money. A payment, its ledger entries and its receipt number are one step, never changed.
Knows no screen and no printer. Called by ``kiosk.desk.money``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kiosk.domain.booking import Entry, balanced
from kiosk.store.counters import next_number
from kiosk.store.database import Row, Store

_USUAL_LANGUAGE = "zh-Hans"  # of a charge that no order stands behind


class Takings:
    """The money rows of one store."""

    def __init__(self, store: Store, kiosk_id: str) -> None:
        self.store = store
        self._kiosk_id = kiosk_id

    # --- charges

    def charge(self, charge_id: int) -> Row:
        """One charge. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM charge WHERE id = ?", (charge_id,))

    def charge_of(self, kind: str, job_id: int) -> Row | None:
        """The charge made for a thing, if any."""
        return self.store.row("SELECT * FROM charge WHERE kind = ? AND job_id = ?", (kind, job_id))

    def unpaid(self, unit_id: str | None = None) -> list[Row]:
        """What is owed, by one unit or by all, oldest first."""
        return self.store.rows(
            "SELECT * FROM charge WHERE state != 'paid' AND (:unit IS NULL OR unit_id = :unit) ORDER BY id",
            {"unit": unit_id},
        )

    def language(self, charge_id: int) -> str:
        """That in which the owner gave the order: at the counter nobody asks again (A2)."""
        order = self.store.row(
            "SELECT job.language FROM charge JOIN fax_job AS job ON charge.kind = 'fax' AND job.id = charge.job_id"
            " WHERE charge.id = ?",
            (charge_id,),
        )
        return str(order["language"]) if order else _USUAL_LANGUAGE

    def add_charge(self, row: Row) -> int:
        """A new amount owed, inside the caller's step; the thing it is for can be charged once only."""
        return self.store.insert("charge", {**row, "state": "due"})

    def set_charge(self, charge_id: int, state: str, *, unless: str = "paid") -> int:
        """Move a charge on; returns how many rows changed (0: it was ``unless`` already)."""
        return self.store.run("UPDATE charge SET state = ? WHERE id = ? AND state != ?", (state, charge_id, unless))

    # --- payments

    def payment_of(self, charge_id: int) -> Row | None:
        """The payment of a charge, if any."""
        return self.store.row("SELECT * FROM payment WHERE charge_id = ?", (charge_id,))

    def payment(self, receipt_number: str) -> Row:
        """The payment behind a receipt. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM payment WHERE receipt_number = ?", (receipt_number,))

    def next_receipt(self) -> tuple[int, str]:
        """The next receipt number and its text, e.g. ``K01-000001``, inside the step that pays."""
        number = next_number(self.store, "receipt")
        return number, f"{self._kiosk_id}-{number:06d}"

    def add_payment(self, row: Row, entries: tuple[Entry, ...], currency: str) -> None:
        """A payment with its entries, inside the caller's step. Raises BookingError if they do not balance."""
        self.store.insert("payment", row)
        for entry in balanced(entries):
            self.store.insert(
                "ledger_entry",
                {
                    "entry_set": row["receipt"],
                    "account": entry.account,
                    "amount_fen": entry.amount_fen,
                    "currency": currency,
                    "charge_id": row["charge_id"],
                    "booked_utc": row["paid_utc"],
                },
            )

    def balance_fen(self, account: str) -> int:
        """Debits less credits of an account in fen."""
        row = self.store.one(
            "SELECT coalesce(sum(amount_fen), 0) AS fen FROM ledger_entry WHERE account = ?", (account,)
        )
        return int(row["fen"])

    # --- signatures

    def signature(self, receipt: int) -> str | None:
        """The strokes signed on a receipt as JSON text, or None."""
        row = self.store.row("SELECT strokes FROM receipt_signature WHERE receipt = ?", (receipt,))
        return row["strokes"] if row else None

    def sign(self, receipt: int, strokes: str, now_utc: str) -> None:
        """Keep the owner's signature, inside the caller's step; a second one changes nothing."""
        self.store.run("INSERT OR IGNORE INTO receipt_signature VALUES (?, ?, ?)", (receipt, strokes, now_utc))

    def unprinted(self) -> list[Row]:
        """Payments whose receipt has no print job yet: the owner has not signed (or the power went)."""
        return self.store.rows(
            "SELECT * FROM payment WHERE receipt NOT IN (SELECT ref FROM print_job WHERE form = 'receipt')"
        )

    # --- proof

    def faults(self) -> Iterator[str]:
        """What does not add up: a sentence for each fault, nothing when the books are right."""
        yield from self._each(
            "SELECT entry_set AS x FROM ledger_entry GROUP BY 1 HAVING sum(amount_fen) != 0", "set {}"
        )
        yield from self._each(
            "SELECT receipt AS x FROM payment p WHERE amount_fen != (SELECT coalesce(sum(e.amount_fen), 0)"
            " FROM ledger_entry e WHERE e.entry_set = p.receipt AND e.amount_fen > 0)",
            "receipt {}: ledger differs",
        )
        yield from self._each(
            "SELECT id AS x FROM charge c WHERE (state = 'paid') != EXISTS"
            " (SELECT 1 FROM payment p WHERE p.charge_id = c.id AND p.amount_fen = c.amount_fen)",
            "charge {}: state and payment differ",
        )
        numbers = [row["receipt"] for row in self.store.rows("SELECT receipt FROM payment ORDER BY receipt")]
        if numbers != list(range(1, len(numbers) + 1)):
            yield f"receipt numbers have a gap: {numbers}"

    def _each(self, sql: str, sentence: str) -> Iterable[str]:
        return (sentence.format(row["x"]) for row in self.store.rows(sql))
