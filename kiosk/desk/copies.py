"""Reprints of receipts: counted, marked as a copy, with who asked for it (G3).

Owns when a copy may be made. It is a paper of its own (``receipt_copy``), numbered for its receipt: the original's
print job is never touched, and what came out twice shows that it did. Called by the clerk's screens.
"""

from __future__ import annotations

from kiosk.desk.counter import counter_only
from kiosk.desk.house import Books, GoneError, House, PaymentRefusedError, RequestUsedError
from kiosk.desk.views import CopyView, Staff
from kiosk.store.database import Row

FORM = "receipt_copy"  # the print job's form; its ref is the copy
ON_PAPER = ("printed", "failed")  # given up: it was given by hand


class OriginalFirstError(PaymentRefusedError):
    """The original is not on paper yet, or nobody has said whether it is: there is nothing to copy."""

    number = 5130
    message_key = "error.original_first"


class CopyDesk:
    """The clerk's reprints. ``request_id``: tapped twice, or again after a restart, it is one copy."""

    def __init__(self, house: House) -> None:
        self._house = house

    def copies(self, receipt_number: str) -> tuple[CopyView, ...]:
        """The copies of a receipt so far. Raises GoneError when there is no such receipt."""
        books = self._house.books
        return tuple(_view(row) for row in books.copies.of(_payment(books, receipt_number)["receipt"]))

    def print_copy(self, staff: Staff, receipt_number: str, request_id: str) -> CopyView:
        """Print the receipt once more, marked as its next copy; while a copy waits for the printer, it is that one.

        Raises GoneError, OriginalFirstError, CounterOnlyError, and RequestUsedError when the request was for another
        receipt.
        """
        counter_only(staff)
        with self._house.step() as books:
            paid = _payment(books, receipt_number)
            known = _known(books, receipt_number, request_id) or _waiting(books, paid)
            copy_id = known["id"] if known else self._want(books, paid, staff, request_id)
        return _view(self._house.books.copies.get(copy_id))

    def _want(self, books: Books, paid: Row, staff: Staff, request_id: str) -> int:
        original = books.prints.of("receipt", paid["receipt"])
        if original is None or original["state"] not in ON_PAPER:
            raise OriginalFirstError(paid["receipt_number"])
        now = self._house.now_utc
        copy_id, copy = books.copies.add(paid["receipt"], request_id, staff.id, now)
        books.prints.want("receipt", FORM, copy_id, books.takings.language(paid["charge_id"]), now)
        books.record("receipt.copied", receipt=paid["receipt_number"], copy=copy, staff=staff.id)
        return copy_id


def _payment(books: Books, receipt_number: str) -> Row:
    found = books.copies.receipt(receipt_number)
    if found is None:
        raise GoneError(f"no receipt {receipt_number}")
    return found


def _known(books: Books, receipt_number: str, request_id: str) -> Row | None:
    known = books.copies.by_request(request_id)
    if known is not None and known["receipt_number"] != receipt_number:
        raise RequestUsedError(f"request {request_id} copied {known['receipt_number']}, not {receipt_number}")
    return known


def _waiting(books: Books, paid: Row) -> Row | None:
    return next((row for row in books.copies.of(paid["receipt"]) if row["state"] == "waiting"), None)


def _view(row: Row) -> CopyView:
    trouble = row["state"] == "waiting" and row["reason"]
    return CopyView(
        receipt_number=row["receipt_number"],
        copy=row["copy"],
        staff_id=row["staff_id"],
        print_state="trouble" if trouble else row["state"],
        reason=row["reason"],
    )
