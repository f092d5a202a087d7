"""Quotes for work on the spot, each version of them, and the owner's answers (D4).

Owns their rows; none is changed: another quote is another version. Called by ``kiosk.desk``.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.store.database import Row, Store

_QUOTE = "SELECT q.*, a.agreed FROM work_quote q LEFT JOIN work_answer a ON a.quote_id = q.id"


class Work:
    """The quotes of one store. A quote's row has ``agreed``: None while it is not answered."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def by_request(self, request_id: str) -> Row | None:
        """The quote that a screen has already made with this request id."""
        return self._store.row(f"{_QUOTE} WHERE q.request_id = ?", (request_id,))

    def get(self, quote_id: int) -> Row:
        """One quote. Raises StoreError when there is none."""
        return self._store.one(f"{_QUOTE} WHERE q.id = ?", (quote_id,))

    def newest(self, case_id: int) -> Row | None:
        """A case's quote of the highest version."""
        return self._store.row(f"{_QUOTE} WHERE q.case_id = ? ORDER BY q.version DESC LIMIT 1", (case_id,))

    def agreed(self, case_id: int) -> Row | None:
        """The last that the owner has agreed to: a later one that was declined does not take it back."""
        sql = f"{_QUOTE} WHERE q.case_id = ? AND a.agreed = 1 ORDER BY q.version DESC LIMIT 1"
        return self._store.row(sql, (case_id,))

    def lines(self, quote_id: int) -> list[Row]:
        """The lines of a quote, in their order."""
        return self._store.rows("SELECT * FROM work_quote_line WHERE quote_id = ? ORDER BY line", (quote_id,))

    def add(self, quote: Row, lines: Iterable[Row]) -> int:
        """A case's next version, inside the caller's step. Returns its id."""
        newest = self.newest(quote["case_id"])
        version = 1 + int(newest["version"]) if newest else 1
        quote_id = self._store.insert("work_quote", {**quote, "version": version})
        for number, line in enumerate(lines, start=1):
            self._store.insert("work_quote_line", {**line, "quote_id": quote_id, "line": number})
        return quote_id

    def answer(self, row: Row) -> None:
        """The owner's word on a quote, inside the caller's step; there is one. Raises StoreError for a second."""
        self._store.insert("work_answer", row)

    def add_charge_lines(self, charge_id: int, lines: Iterable[Row]) -> None:
        """What a charge is made up of, inside the step that makes it."""
        for number, line in enumerate(lines, start=1):
            self._store.insert("charge_line", {**line, "charge_id": charge_id, "line": number})

    def charge_lines(self, charge_id: int) -> list[Row]:
        """The lines of a charge, in their order; none when it is of one piece."""
        return self._store.rows("SELECT * FROM charge_line WHERE charge_id = ? ORDER BY line", (charge_id,))
