"""Received faxes as the clerk meets them: list, pages, printing (B8-B10).

Owns these use cases and what of a received fax is shown. Handing over to the owner (notice, fee, signature) is not
here. Knows no line: ``kiosk.desk.reception`` brings the faxes in. Contents are looked at by staff only, and who looked
is recorded (A6).
"""

from __future__ import annotations

from typing import Any

from kiosk.desk.counter import counter_only
from kiosk.desk.house import Books, GoneError, House, sure_moment
from kiosk.desk.identity import view_of_unit
from kiosk.desk.numbers import readable
from kiosk.desk.views import IncomingCall, IncomingPhase, PageView, ReceivedState, ReceivedView, Staff
from kiosk.documents.preview import preview
from kiosk.documents.room import DocumentRoom
from kiosk.locale import Language
from kiosk.store.database import Row

FORM = "received"  # the print job's form; its ref is a printing, not the fax: each copy is a paper of its own


class ReceivedDesk:
    """The clerk's side of reception. Who is neither clerk nor supervisor sees nothing of it: CounterOnlyError."""

    def __init__(self, house: House, documents: DocumentRoom) -> None:
        self._house = house
        self._documents = documents

    def listing(self, staff: Staff, limit: int = 50) -> tuple[ReceivedView, ...]:
        """The newest received faxes; calls that brought no page are in the log at head office only."""
        counter_only(staff)
        books = self._house.books
        return tuple(received_view(books, row, self._house.settings.country) for row in books.receptions.latest(limit))

    def one(self, staff: Staff, received_id: int) -> ReceivedView:
        """One received fax. Raises StoreError when there is none, GoneError when its time is over."""
        counter_only(staff)
        books = self._house.books
        return received_view(books, _present(books.receptions.get(received_id)), self._house.settings.country)

    def page(self, staff: Staff, received_id: int, number: int, size: tuple[int, int]) -> PageView:
        """The ``number``-th of its pages that are here (from 1), fitted into ``size`` pixels. Marks nothing.

        Raises GoneError when there is no such page (any more), DocumentError when it cannot be read, and as ``one``.
        """
        counter_only(staff)
        receptions = self._house.books.receptions
        _present(receptions.get(received_id))
        pages = receptions.pages(received_id)
        if not 1 <= number <= len(pages):
            raise GoneError(f"received fax {received_id} has no page {number}")
        picture = preview(self._documents.kept_page(pages[number - 1]["pages_key"], 1), *size)
        return PageView(picture.width, picture.height, picture.luminance)

    def open(self, staff: Staff, received_id: int) -> ReceivedView:
        """Somebody begins to look at it: a new one is seen now, and who looks is recorded. Raises as ``one``."""
        counter_only(staff)
        with self._house.step() as books:
            row = _present(books.receptions.get(received_id))
            books.receptions.see(received_id, staff.id, self._house.now_utc)
            books.record("fax.received.opened", fax=row["number"], staff=staff.id)
        return self.one(staff, received_id)

    def print(self, staff: Staff, received_id: int, language: Language = Language.ZH_HANS) -> None:
        """Print all its pages on A4; again, they are marked as a copy. While a printing waits, nothing is added.

        Raises GoneError for a fax that is still arriving or has no page (any more).
        """
        counter_only(staff)
        with self._house.step() as books:
            row = _present(books.receptions.get(received_id))
            if row["state"] in ("arriving", "empty"):
                raise GoneError(f"received fax {received_id} has nothing to print yet")
            newest = books.receptions.latest_printing(received_id)
            if newest and newest["state"] == "waiting":
                return
            now = self._house.now_utc
            printing = books.receptions.add_printing(received_id, staff.id, now)
            books.prints.want("form", FORM, printing, language.value, now)


def _present(row: Row) -> Row:
    if row["state"] == "expired":
        raise GoneError(f"the pages of {row['number']} were destroyed when their time was over")
    return row


def received_view(books: Books, row: Row, country: str) -> ReceivedView:
    """A row and its pages as the screens are shown them; ``country``: whose plan groups the number."""
    pages = books.receptions.pages(row["id"])
    unit_id = row["suggested_unit_id"]
    return ReceivedView(
        id=row["id"],
        number=row["number"],
        begun=sure_moment(row["begun_utc"]),
        state=ReceivedState(row["state"]) if row["state"] != "empty" else ReceivedState.SEEN,
        complete=bool(row["complete"]),
        pages=len(pages),
        caller_ident=row["caller_ident"],
        caller_number=row["caller_number"],
        caller_name=row["caller_name"],
        caller=readable(row["caller_ident"] or row["caller_number"], country),
        subaddress=row["subaddress"],
        unit=view_of_unit(books, unit_id) if unit_id else None,
        unit_reason=row["unit_reason"],
        damaged=any(page["damaged"] for page in pages),
        print_state=_print_state(books.receptions.latest_printing(row["id"])),
    )


def _print_state(printing: Row | None) -> str:
    if printing is None:
        return ""
    return "trouble" if printing["state"] == "waiting" and printing["reason"] else str(printing["state"])


def note_printed(books: Books, job: Row, now_utc: str) -> None:
    """Inside the step that learns that a print job came out: if it was a received fax, it is on paper now."""
    if job["form"] != FORM:
        return
    printing = books.receptions.printing(job["ref"])
    books.receptions.mark_printed(printing["received_id"], now_utc)
    number = books.receptions.get(printing["received_id"])["number"]
    books.record("fax.received.printed", fax=number, copy=printing["copy"], staff=printing["staff_id"])


def incoming_view(live: dict[str, Any] | None, country: str) -> IncomingCall | None:
    """The line's live state if a call is coming in."""
    if not live or live.get("phase") not in set(IncomingPhase):
        return None
    return IncomingCall(
        phase=IncomingPhase(live["phase"]),
        since=sure_moment(live["since_utc"]),
        page=live["page"],
        rings=live["rings"],
        received_id=live["received_id"],
        caller_ident=live["caller_ident"],
        caller_number=live["caller_number"],
        caller_name=live["caller_name"],
        caller=readable(live["caller_ident"] or live["caller_number"], country),
        bit_rate=live["bit_rate"],
    )
