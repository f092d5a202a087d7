"""The register of vouchers: issues, uses, blocks (G2).

Owns their rows, which are only ever added. What may be issued, sold or used is ``kiosk.desk``'s to say.
"""

from __future__ import annotations

from kiosk.store.database import Row, Store

_STANDS = "NOT EXISTS (SELECT 1 FROM payment r WHERE r.reverses = u.receipt)"
_ISSUES = (
    "SELECT i.*, c.id AS charge_id, c.state AS sale, (SELECT count(*) FROM voucher_use u WHERE u.number"
    " BETWEEN printf('%s-%06d', i.series, i.first) AND printf('%s-%06d', i.series, i.last)"
    f" AND u.issue_id = i.id AND {_STANDS}) AS used"
    " FROM voucher_issue i LEFT JOIN charge c ON c.kind = 'voucher' AND c.job_id = i.id"
)
_OPEN = (
    "(coalesce(sale, '') NOT IN ('withdrawn', 'refunded') AND coalesce(valid_until >= ?, 1) AND used <= last - first)"
)


class Vouchers:
    """The register of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    # --- issues

    def add(self, row: Row) -> int:
        """A new issue, inside the caller's step. Raises StoreError when one of its numbers was issued."""
        return self.store.insert("voucher_issue", row)

    def get(self, issue_id: int) -> Row:
        """One issue with its sale, and how many of it are used. Raises StoreError when there is none."""
        return self.store.one(f"{_ISSUES} WHERE i.id = ?", (issue_id,))

    def by_request(self, request_id: str) -> Row | None:
        """The issue that a request has made already, if any."""
        return self.store.row(f"{_ISSUES} WHERE i.request_id = ?", (request_id,))

    def newest(self, count: int, today: str) -> list[Row]:
        """The issues of which something can pay from ``today`` on, then the others; the newest first."""
        return self.store.rows(f"{_ISSUES} ORDER BY {_OPEN} DESC, i.id DESC LIMIT ?", (today, count))

    def overlapping(self, series: str, first: int, last: int) -> Row | None:
        """An issue that has one of these numbers, if any."""
        return self.store.row(
            "SELECT * FROM voucher_issued WHERE series = ? AND first <= ? AND last >= ? LIMIT 1", (series, last, first)
        )

    def issue_of(self, series: str, serial: int) -> Row | None:
        """The issue that a number is of, if it was issued."""
        return self.overlapping(series, serial, serial)

    def has_register(self, series: str) -> bool:
        """Whether one of the series was ever issued: from then on it has a register, whatever is configured."""
        return self.store.row("SELECT 1 FROM voucher_issue WHERE series = ? LIMIT 1", (series,)) is not None

    # --- uses

    def used_of_series(self, series: str, first: int, last: int) -> str | None:
        """A number of these that was used before it was issued, as it was written then; None: none was."""
        row = self.store.row(
            f"SELECT number FROM voucher_use u WHERE number > ?1 || '-' AND number < ?1 || '.' AND {_STANDS}"
            " AND CAST(substr(number, length(?1) + 2) AS INTEGER) BETWEEN ?2 AND ?3 LIMIT 1",
            (series, first, last),
        )
        return str(row["number"]) if row else None

    # --- blocks

    def add_block(self, row: Row) -> int:
        """A number is blocked, or let free, inside the caller's step; the last counts. Returns its id."""
        return self.store.insert("voucher_block", row)

    def block_by_request(self, request_id: str) -> Row | None:
        """The block that a request has made already, if any."""
        return self.store.row("SELECT * FROM voucher_block WHERE request_id = ?", (request_id,))

    def block_of(self, number: str) -> Row | None:
        """The last word on a number; None: there was none."""
        return self.store.row("SELECT * FROM voucher_block WHERE number = ? ORDER BY id DESC LIMIT 1", (number,))

    def blocked(self, first: str, last: str) -> list[str]:
        """The numbers of a range, as they are written, that are blocked."""
        rows = self.store.rows(
            "SELECT number FROM voucher_block b WHERE number BETWEEN ? AND ? AND blocked AND NOT EXISTS"
            " (SELECT 1 FROM voucher_block n WHERE n.number = b.number AND n.id > b.id) ORDER BY number",
            (first, last),
        )
        return [str(row["number"]) for row in rows]
