"""Papers of the books, to be found again and printed once more: reports, charge logs, count sheets (G3, G5).

Owns which there are and when a copy may be made. A copy is a paper of its own (``sheet_copy``), numbered for its sheet
and marked with who asked for it: the original's print job is never touched. Called by the staff's screens.
"""

from __future__ import annotations

from datetime import date

from kiosk.desk.copies import ON_PAPER, OriginalFirstError
from kiosk.desk.counter import reads_receipts
from kiosk.desk.house import Books, GoneError, House, RequestUsedError, sure_moment
from kiosk.desk.sheets import want_sheet_copy
from kiosk.desk.views import SheetView, Staff
from kiosk.domain.cash import CountPurpose
from kiosk.store.database import Row


class SheetDesk:
    """The staff's papers. Who is neither at the counter nor of finance is refused: CounterOnlyError.

    ``request_id``: tapped twice, or again after a restart, it is one copy.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    def latest(self, staff: Staff, limit: int = 60) -> tuple[SheetView, ...]:
        """The newest papers, those of the last count first."""
        reads_receipts(staff)
        return tuple(_view(row) for row in self._house.books.sheets.latest(limit))

    def sheet(self, staff: Staff, form: str, count_id: int) -> SheetView:
        """One of them. Raises GoneError when there is no such paper."""
        reads_receipts(staff)
        return _view(_original(self._house.books, form, count_id))

    def print_copy(self, staff: Staff, form: str, count_id: int, request_id: str) -> SheetView:
        """Print it once more, marked as its next copy; while a copy waits for the printer, it is that one.

        Raises GoneError, OriginalFirstError, and RequestUsedError when the request was for another paper.
        """
        reads_receipts(staff)
        with self._house.step() as books:
            original, known = _original(books, form, count_id), books.sheets.by_request(request_id)
            if known is not None and (known["form"], known["count_id"]) != (form, count_id):
                raise RequestUsedError(f"request {request_id} copied {known['form']} of count {known['count_id']}")
            if known is None and original["copy_state"] != "waiting":
                self._want(books, staff, original, request_id)
        return _view(_original(self._house.books, form, count_id))

    def _want(self, books: Books, staff: Staff, original: Row, request_id: str) -> None:
        if original["state"] not in ON_PAPER:
            raise OriginalFirstError(f"{original['form']} of count {original['number']}")
        now, copy = self._house.now_utc, original["copies"] + 1
        sheet = {"form": original["form"], "count_id": original["count_id"]}
        copy_id = books.sheets.add({**sheet, "request_id": request_id, "copy": copy, "staff_id": staff.id}, now)
        want_sheet_copy(books, copy_id, now)
        told = {"form": original["form"], "count": original["number"], "business_day": original["business_day"]}
        books.record("sheet.copied", **told, copy=copy, staff=staff.id)


def _original(books: Books, form: str, count_id: int) -> Row:
    found = books.sheets.get(form, count_id)
    if found is None:
        raise GoneError(f"no {form} of count {count_id}")
    return found


def _view(row: Row) -> SheetView:
    return SheetView(
        form=row["form"],
        count_id=row["count_id"],
        number=row["number"],
        purpose=CountPurpose(row["purpose"]),
        business_day=date.fromisoformat(row["business_day"]),
        counted_at=sure_moment(row["counted_utc"]),
        print_state="trouble" if row["state"] == "waiting" and row["reason"] else row["state"],
        copies=row["copies"],
        copy_state=row["copy_state"] or "",
    )
