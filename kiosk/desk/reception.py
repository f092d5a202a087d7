"""The way of a fax that comes in: what is on disk before the sender is told so (B8, B9, K1).

Owns the truth about received pages: the row begun when the call is answered, each page encrypted in the vault and its
row committed before the line may confirm it, the suggestion and the record for head office when the call is over.
Called by the core's fax worker, which owns the line; knows no line itself.
"""

from __future__ import annotations

import secrets

from kiosk.desk.addressee import Known, suggest
from kiosk.desk.house import Books, House, chosen
from kiosk.desk.shredder import Shredder
from kiosk.devices.protocols import ReceivedPage
from kiosk.documents.errors import StorageError
from kiosk.documents.room import DocumentRoom
from kiosk.fax.outcome import CallerSays, ReceivedPageReport, ReceptionOutcome, ReceptionReport
from kiosk.store.database import Row
from kiosk.store.journal import canonical

INTERRUPTED = "interrupted"  # the end was never written: the power went, or the core was killed
_KEY = "received-"
_REMEMBERED = 500  # numbers faxed to that a caller is looked for among


class Reception:
    """Received faxes, from off-hook to the record."""

    def __init__(self, house: House, documents: DocumentRoom) -> None:
        self._house = house
        self._documents = documents
        self._shredder = Shredder(house, documents)

    def begin(self, caller_number: str | None, caller_name: str | None) -> int:
        """A call is being answered; returns the id of its row."""
        with self._house.step() as books:
            row = {"begun_utc": self._house.now_utc, "caller_number": caller_number, "caller_name": caller_name}
            return books.receptions.begin(row)

    def note_caller(self, received_id: int, caller: CallerSays) -> None:
        """The caller has said who it is; a power cut does not take that away again."""
        with self._house.step() as books:
            _note_caller(books, received_id, caller)

    def keep(self, received_id: int, page: ReceivedPage) -> None:
        """Put a page on disk: first in the vault, then its row, so that no row is without its page.

        Any thread. When this returns the page may be confirmed. Raises DocumentError and StoreError: then it may not.
        """
        key = f"{_KEY}{received_id}-{page.number}-{secrets.token_hex(4)}"
        self._documents.keep_page(key, page.page)
        with self._house.step() as books:
            books.receptions.keep_page(
                {
                    "received_id": received_id,
                    "number": page.number,
                    "pages_key": key,
                    "resolution": page.page.resolution.value,
                    "width": page.page.width,
                    "height": page.page.height,
                    "damaged": page.quality.damaged,
                    "longest_run": page.quality.longest_run,
                    "kept_utc": self._house.now_utc,
                }
            )

    def drop(self, received_id: int, number: int) -> None:
        """What was kept as this page will not be confirmed. Its octets are destroyed when the call is over."""
        with self._house.step() as books:
            books.receptions.drop_page(received_id, number)

    def confirm(self, received_id: int, number: int) -> None:
        """The sender has been told that this page is here."""
        with self._house.step() as books:
            books.receptions.confirm_page(received_id, number)

    def end(self, received_id: int, report: ReceptionReport) -> None:
        """The call is over: what it came to, for whom it may be, and the record, in one step."""
        with self._house.step() as books:
            _note_caller(books, received_id, report.caller)
            for page in report.pages:
                self._note_page(books, received_id, page)
            row = {
                "complete": int(_is_complete(report)),
                "modulation": report.modulation,
                "bit_rate": report.bit_rate,
                "ecm": int(report.ecm),
                "duration_ms": report.duration_ms,
                "trace": canonical([[t.at_ms, t.direction, t.signal, t.detail] for t in report.trace]),
            }
            books.receptions.note(received_id, row)
            self._over(books, received_id, report.outcome.value, report.detail)

    def _note_page(self, books: Books, received_id: int, page: ReceivedPageReport) -> None:
        books.receptions.note_coding(received_id, page.number, page.coding.value, page.bit_rate)
        if page.confirmed:
            books.receptions.confirm_page(received_id, page.number)

    def recover(self) -> list[str]:
        """After a start: a reception without an end is INTERRUPTED, and its pages that are on disk stay.

        Returns the numbers of the faxes concerned.
        """
        numbers = []
        for row in self._house.books.receptions.in_state("arriving"):
            with self._house.step() as books:
                self._over(books, row["id"], INTERRUPTED, "no end was written")
                books.record("kiosk.recovered", received=row["number"])
                if books.receptions.pages(row["id"]):
                    books.notes.add("recovered.received", self._house.now_utc)
            numbers.append(str(row["number"]))
        return numbers

    def sweep(self) -> tuple[str, ...]:
        """Destroy pages that no row speaks of: dropped ones, and those a power cut left alone. No call may be on.

        Returns their keys; the journal has the proof of each (A6).
        """
        listed = self._house.books.receptions.page_keys()
        orphans = tuple(key for key in self._documents.kept(_KEY) if key not in listed)
        for key in orphans:
            self._shredder.destroy(key)
        return orphans

    def expire(self, before_utc: str) -> tuple[str, ...]:
        """Destroy the pages of faxes printed by then or, if nobody has printed them, received by then (A6, B12).

        First the row says so, then the pages go, then the journal tells what it was and that it is gone. What a power
        cut or a bad disk broke off is done at the next asking. Returns the numbers of those that are gone now. Raises
        StorageError when some could not be destroyed.
        """
        for row in self._house.books.receptions.done_with(before_utc):
            with self._house.step() as books:
                if books.receptions.done_with(before_utc, row["id"]):  # else the clerk has just asked for its paper
                    books.receptions.expire(row["id"])
        gone: list[str] = []
        stuck: StorageError | None = None
        for row in self._house.books.receptions.to_destroy():
            try:
                gone.append(self._destroy(row))
            except StorageError as error:  # the others go all the same
                stuck = error
        if stuck:
            raise stuck
        return tuple(gone)

    def _destroy(self, fax: Row) -> str:
        keys = [page["pages_key"] for page in self._house.books.receptions.pages(fax["id"])]
        for key in keys:
            self._shredder.destroy(key)
        with self._house.step() as books:
            books.receptions.forget_pages(fax["id"])
            printed = fax["printed_utc"] is not None
            books.record("fax.received.expired", fax=fax["number"], pages=len(keys), printed=printed)
        return str(fax["number"])

    def _over(self, books: Books, received_id: int, outcome: str, detail: str) -> None:
        row, pages = books.receptions.get(received_id), books.receptions.pages(received_id)
        hint = suggest(row["subaddress"], (row["caller_ident"], row["caller_number"]), self._known(books))
        over = {
            "state": "new" if pages else "empty",
            "ended_utc": self._house.now_utc,
            "outcome": outcome,
            "detail": detail,
            "suggested_unit_id": hint.unit_id,
            "unit_reason": hint.reason,
        }
        books.receptions.note(received_id, over)
        self._log(books, books.receptions.get(received_id), pages)

    def _known(self, books: Books) -> Known:
        return Known(
            [row["id"] for row in books.people.units()],
            books.people.unit_of_person(),
            [(row["e164"], row["unit_id"]) for row in books.faxes.delivered_to(_REMEMBERED)],
            self._house.settings.country,
        )

    def _log(self, books: Books, row: Row, pages: list[Row]) -> None:
        """The row of the fax log (收发传真记录表), as it goes to head office: who called, never what was written."""
        names = ("outcome", "caller_ident", "caller_number", "subaddress", "modulation", "bit_rate", "duration_ms")
        books.record(
            "fax.received",
            fax=row["number"],
            unit_id=row["suggested_unit_id"],
            unit_reason=row["unit_reason"],
            complete=bool(row["complete"]),
            ecm=None if row["ecm"] is None else bool(row["ecm"]),
            pages=len(pages),
            confirmed=sum(page["confirmed"] for page in pages),
            damaged=sum(page["damaged"] > 0 for page in pages),
            **chosen(row, *names, "begun_utc", "ended_utc"),
        )


def _note_caller(books: Books, received_id: int, caller: CallerSays) -> None:
    """A password (PWD) is not kept."""
    books.receptions.note_caller(received_id, caller.ident, caller.subaddress, caller.number, caller.name)


def _is_complete(report: ReceptionReport) -> bool:
    """A caller may end in good order after a page it has given up (EOR)."""
    return report.outcome is ReceptionOutcome.RECEIVED and all(page.confirmed for page in report.pages)
