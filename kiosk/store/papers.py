"""Copies of receipts and sheets, and finance's signatures under closed days (G3, G5).

Owns their rows, which are only ever added. When a copy may be made and who signs is ``kiosk.desk``'s business.
"""

from __future__ import annotations

from kiosk.store.database import Row, Store

_COPIES = (
    "SELECT c.*, p.receipt_number, j.state, j.reason FROM receipt_copy c JOIN payment p ON p.receipt = c.receipt"
    " LEFT JOIN print_job j ON j.form = 'receipt_copy' AND j.ref = c.id"
)
_SHEETS = (
    "SELECT j.form, j.ref AS count_id, j.state, j.reason, c.number, c.purpose, c.business_day, c.counted_utc,"
    " (SELECT count(*) FROM sheet_copy s WHERE s.form = j.form AND s.count_id = j.ref) AS copies,"
    " (SELECT p.state FROM sheet_copy s JOIN print_job p ON p.form = 'sheet_copy' AND p.ref = s.id"
    " WHERE s.form = j.form AND s.count_id = j.ref ORDER BY s.copy DESC LIMIT 1) AS copy_state"
    " FROM print_job j JOIN cash_count c ON c.id = j.ref"
    " WHERE j.form IN ('day_report', 'charge_log', 'count_sheet')"
)


class Copies:
    """The reprints of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def receipt(self, number: str) -> Row | None:
        """The payment behind a receipt's number, if there is such a receipt."""
        return self.store.row("SELECT * FROM payment WHERE receipt_number = ?", (number,))

    def get(self, copy_id: int) -> Row:
        """One copy with its receipt's number and how its printing stands. Raises StoreError when there is none."""
        return self.store.one(f"{_COPIES} WHERE c.id = ?", (copy_id,))

    def by_request(self, request_id: str) -> Row | None:
        """The copy that a request has asked for already, if any."""
        return self.store.row(f"{_COPIES} WHERE c.request_id = ?", (request_id,))

    def of(self, receipt: int) -> list[Row]:
        """The copies of a receipt, in order."""
        return self.store.rows(f"{_COPIES} WHERE c.receipt = ? ORDER BY c.copy", (receipt,))

    def add(self, receipt: int, request_id: str, staff_id: str, now_utc: str) -> tuple[int, int]:
        """The next copy, inside the caller's step: its id and which copy it is."""
        last = self.store.one("SELECT coalesce(max(copy), 0) AS n FROM receipt_copy WHERE receipt = ?", (receipt,))
        row = {"request_id": request_id, "receipt": receipt, "copy": last["n"] + 1}
        return self.store.insert("receipt_copy", {**row, "staff_id": staff_id, "wanted_utc": now_utc}), last["n"] + 1


class Sheets:
    """The papers of the books of one store: what was printed of them, and their reprints."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def latest(self, limit: int) -> list[Row]:
        """The newest, with the count of each, how their printing stands, and their copies."""
        return self.store.rows(f"{_SHEETS} ORDER BY c.id DESC, j.form = 'day_report' DESC, j.form LIMIT ?", (limit,))

    def get(self, form: str, count_id: int) -> Row | None:
        """One of them, if it was ever wanted."""
        return self.store.row(f"{_SHEETS} AND j.form = ? AND j.ref = ?", (form, count_id))

    def copy(self, copy_id: int) -> Row:
        """One reprint. Raises StoreError when there is none."""
        return self.store.one("SELECT * FROM sheet_copy WHERE id = ?", (copy_id,))

    def by_request(self, request_id: str) -> Row | None:
        """The copy that a request has asked for already, if any."""
        return self.store.row("SELECT * FROM sheet_copy WHERE request_id = ?", (request_id,))

    def add(self, row: Row, now_utc: str) -> int:
        """The next copy, inside the caller's step."""
        return self.store.insert("sheet_copy", {**row, "wanted_utc": now_utc})


class Signings:
    """Finance's signatures of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def get(self, day: str) -> Row | None:
        """Finance's signature under a day, if it is there."""
        return self.store.row("SELECT * FROM finance_signing WHERE business_day = ?", (day,))

    def by_request(self, request_id: str) -> Row | None:
        """What a request has signed already, if anything."""
        return self.store.row("SELECT * FROM finance_signing WHERE request_id = ?", (request_id,))

    def unsigned(self) -> list[str]:
        """Days that the clerk has closed and finance has not signed, the oldest first."""
        rows = self.store.rows(
            "SELECT business_day AS day FROM day_closing"
            " WHERE business_day NOT IN (SELECT business_day FROM finance_signing) ORDER BY 1"
        )
        return [str(row["day"]) for row in rows]

    def add(self, row: Row) -> None:
        """A day is signed, inside the caller's step; it is signed once."""
        self.store.insert("finance_signing", row)
