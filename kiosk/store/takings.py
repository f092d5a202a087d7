"""Charges, payments and receipts: what is owed, what was paid, what was given back, once each (G1-G4).

Owns their rows. A payment, its transaction (``ledger``) and its receipt number are one step, never changed: a
correction is a payment of its own, with a negative amount and the next number. Knows no screen and no printer. Called
by ``kiosk.desk``.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.store.counters import next_number
from kiosk.store.database import Row, Store
from kiosk.store.ledger_faults import money_faults

_USUAL_LANGUAGE = "zh-Hans"  # of a charge that no order stands behind

_APPROVAL = (
    "SELECT staff_id FROM limit_approval a WHERE charge_id = ?"
    " AND payments = (SELECT count(*) FROM payment p WHERE p.charge_id = a.charge_id)"
)


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
            "SELECT * FROM charge WHERE state IN ('due', 'cash_wanted', 'approval_wanted')"
            " AND (:unit IS NULL OR unit_id = :unit) ORDER BY id",
            {"unit": unit_id},
        )

    def language(self, charge_id: int) -> str:
        """That in which the owner gave the order: at the counter nobody asks again (A2)."""
        order = self.store.row(
            "SELECT coalesce(job.language, work.language) AS language FROM charge"
            " LEFT JOIN fax_job AS job ON charge.kind = 'fax' AND job.id = charge.job_id"
            " LEFT JOIN service_case AS work ON charge.kind = 'repair' AND work.id = charge.job_id WHERE charge.id = ?",
            (charge_id,),
        )
        return str(order["language"]) if order and order["language"] else _USUAL_LANGUAGE

    def rate(self, charge_id: int) -> str:
        """The rate that its order keeps, as text; '' for one from before rates, or that no order stands behind."""
        order = self.store.row(
            "SELECT job.rate FROM charge JOIN fax_job AS job ON charge.kind = 'fax' AND job.id = charge.job_id"
            " WHERE charge.id = ?",
            (charge_id,),
        )
        return str(order["rate"]) if order else ""

    def add_charge(self, row: Row) -> int:
        """A new amount owed, inside the caller's step; the thing it is for can be charged once only."""
        return self.store.insert("charge", {**row, "state": "due"})

    def set_charge(self, charge_id: int, state: str) -> int:
        """Move a charge that is owed on; returns how many rows changed (0: it is not owed)."""
        return self.store.run(
            "UPDATE charge SET state = ? WHERE id = ? AND state IN ('due', 'cash_wanted', 'approval_wanted')",
            (state, charge_id),
        )

    def reopen_charge(self, charge_id: int, state: str) -> None:
        """What becomes of a paid charge whose payment was reversed, inside the caller's step."""
        self.store.run("UPDATE charge SET state = ? WHERE id = ? AND state = 'paid'", (state, charge_id))

    # --- payments

    def payment_of(self, charge_id: int) -> Row | None:
        """The payment of a charge that stands, if any: not one that was struck out."""
        return self.store.row(
            "SELECT * FROM payment p WHERE charge_id = ? AND reverses IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM payment r WHERE r.reverses = p.receipt)",
            (charge_id,),
        )

    def payment(self, receipt_number: str) -> Row:
        """The payment behind a receipt. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM payment WHERE receipt_number = ?", (receipt_number,))

    def by_receipt(self, receipt: int) -> Row:
        """The payment of a receipt by its bare number. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM payment WHERE receipt = ?", (receipt,))

    def by_transaction(self, transaction_id: int) -> Row:
        """The payment that a transaction booked. Raises StoreError when it booked none."""
        return self.store.one("SELECT * FROM payment WHERE transaction_id = ?", (transaction_id,))

    def reversal_of(self, receipt: int) -> Row | None:
        """The payment that strikes this one out, if any."""
        return self.store.row("SELECT * FROM payment WHERE reverses = ?", (receipt,))

    def reversals(self, charge_id: int) -> int:
        """How often a payment of this charge was struck out."""
        sql = "SELECT count(*) AS n FROM payment WHERE charge_id = ? AND reverses IS NOT NULL"
        return int(self.store.one(sql, (charge_id,))["n"])

    def of_day(self, business_day: str) -> list[Row]:
        """The payments of a business day with what they were for, in the order of their receipts."""
        return self.store.rows(
            "SELECT p.*, t.kind, t.reason, c.title_key FROM payment p"
            " JOIN ledger_transaction t ON t.id = p.transaction_id JOIN charge c ON c.id = p.charge_id"
            " WHERE t.business_day = ? ORDER BY p.receipt",
            (business_day,),
        )

    def next_receipt(self) -> tuple[int, str]:
        """The next receipt number and its text, e.g. ``K01-000001``, inside the step that pays."""
        number = next_number(self.store, "receipt")
        return number, f"{self._kiosk_id}-{number:06d}"

    def add_payment(self, row: Row) -> None:
        """A payment whose transaction is booked, inside the caller's step."""
        self.store.insert("payment", row)

    # --- vouchers, and approvals

    def voucher_used(self, number: str) -> bool:
        """Whether a payment by this voucher stands."""
        sql = (
            "SELECT 1 FROM voucher_use u WHERE number = ?"
            " AND NOT EXISTS (SELECT 1 FROM payment r WHERE r.reverses = u.receipt)"
        )
        return self.store.row(sql, (number,)) is not None

    def use_voucher(self, receipt: int, number: str, face_fen: int, issue_id: int | None) -> None:
        """This payment was by that voucher, inside the caller's step. Raises StoreError when it is used."""
        row = {"receipt": receipt, "number": number, "face_fen": face_fen, "issue_id": issue_id}
        self.store.insert("voucher_use", row)

    def approval(self, charge_id: int) -> str | None:
        """Which supervisor has approved that this charge goes to the account above its limit, if any has.

        It is for the charge's next payment: one that was struck out has used it up.
        """
        row = self.store.row(_APPROVAL, (charge_id,))
        return str(row["staff_id"]) if row else None

    def payments(self, charge_id: int) -> int:
        """How many receipts a charge has, red ones too: a supervisor's word is for the one after them."""
        return int(self.store.one("SELECT count(*) AS n FROM payment WHERE charge_id = ?", (charge_id,))["n"])

    def approve(self, charge_id: int, staff_id: str, now_utc: str) -> None:
        """Approve its next payment, inside the caller's step; a second word changes nothing."""
        sql = "INSERT OR IGNORE INTO limit_approval SELECT ?1, count(*), ?2, ?3 FROM payment WHERE charge_id = ?1"
        self.store.run(sql, (charge_id, staff_id, now_utc))

    # --- signatures

    def signature(self, receipt: int) -> str | None:
        """The strokes signed on a receipt as JSON text, or None."""
        row = self.store.row("SELECT strokes FROM receipt_signature WHERE receipt = ?", (receipt,))
        return row["strokes"] if row else None

    def sign(self, receipt: int, strokes: str, now_utc: str) -> None:
        """Keep the owner's signature, inside the caller's step; a second one changes nothing."""
        self.store.run("INSERT OR IGNORE INTO receipt_signature VALUES (?, ?, ?)", (receipt, strokes, now_utc))

    def unprinted(self) -> list[Row]:
        """Payments that stand and whose receipt has no print job yet: not signed yet (or the power went)."""
        return self.store.rows(
            "SELECT p.* FROM receipt_waiting w JOIN payment p ON p.receipt = w.receipt ORDER BY w.receipt"
        )

    # --- proof

    def faults(self) -> Iterator[str]:
        """What does not add up: a sentence for each fault, nothing when the books are right."""
        return money_faults(self.store)
