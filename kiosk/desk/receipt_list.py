"""Receipts to be found again, by their number or among the newest (G3, G4).

Owns the finding. What a receipt says is ``receipts``', what may be done to it ``corrections``' and ``copies``'. Called
by the clerk's screens.
"""

from __future__ import annotations

from kiosk.desk.counter import reads_receipts
from kiosk.desk.house import DeskError, House
from kiosk.desk.receipts import receipt_view
from kiosk.desk.views import ReceiptView, Staff


class NoReceiptError(DeskError):
    """No receipt of this kiosk has that number."""

    number = 5140
    message_key = "error.no_receipt"


class ReceiptList:
    """The receipts of this kiosk, for the staff."""

    def __init__(self, house: House) -> None:
        self._house = house

    def latest(self, staff: Staff, limit: int = 40) -> tuple[ReceiptView, ...]:
        """The newest receipts, the last one first. Raises CounterOnlyError for a technician."""
        reads_receipts(staff)
        rows = self._house.store.rows("SELECT receipt_number FROM payment ORDER BY receipt DESC LIMIT ?", (limit,))
        return tuple(receipt_view(self._house, row["receipt_number"]) for row in rows)

    def find(self, staff: Staff, number: int) -> ReceiptView:
        """Receipt ``number`` of this kiosk: 12 is K01-000012. Raises NoReceiptError, CounterOnlyError."""
        reads_receipts(staff)
        row = self._house.store.row("SELECT receipt_number FROM payment WHERE receipt = ?", (number,))
        if row is None:
            raise NoReceiptError(f"receipt {number}", number=number)
        return receipt_view(self._house, row["receipt_number"])
