"""Sending a fax, as an owner does it: number, document, preview, quote, order, progress, result (B1-B7).

Owns the use cases of the fax flow. Knows no line: an order is a committed row, the core acts on it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from kiosk.desk import numbers
from kiosk.desk.counter import counter_only
from kiosk.desk.dispatch import Dispatch
from kiosk.desk.fax_views import line_view, progress_view, result_view
from kiosk.desk.holds import account_refuses, hold
from kiosk.desk.house import Books, GoneError, House, NumberRefusedError, QuoteChangedError, RequestUsedError
from kiosk.desk.pricing import free_item, honoured, keeps, month_of, page_rate, told_now
from kiosk.desk.shredder import Shredder
from kiosk.desk.views import (
    DocumentView,
    DraftPage,
    FaxDraft,
    FaxProgress,
    FaxResult,
    NumberCheck,
    PagePrice,
    PageView,
    Quote,
    Staff,
    StickFileView,
    StickView,
    Urgency,
    Visitor,
    Zone,
)
from kiosk.documents.pages import PageChoice
from kiosk.documents.preview import preview
from kiosk.documents.room import DocumentRoom
from kiosk.fax.outcome import Resolution
from kiosk.locale import Language
from kiosk.store.database import Row


class FaxDesk:
    """The fax flow."""

    def __init__(self, house: House, documents: DocumentRoom, dispatch: Dispatch) -> None:
        self._house = house
        self._documents = documents
        self._dispatch = dispatch
        self._shredder = Shredder(house, documents)
        settings = house.settings
        self._plan = numbers.Plan(
            settings.country, settings.area_code, settings.outside_prefix, settings.refused_prefixes
        )

    # --- number

    def check_number(self, text: str, language: Language, visitor: Visitor | None = None) -> NumberCheck:
        """What is known of a number as typed so far, with the price a page once its zone is known."""
        found = numbers.check(text, self._plan, language)
        rate = None
        if found.zone:
            books = self._house.books
            prices = books.prices.current(self._house.now_utc)
            rate = prices.fax[(found.zone, Urgency.NORMAL)]
            if visitor:
                rate = page_rate(self._house, books, prices, visitor.unit.id, found.zone, Urgency.NORMAL)
        return NumberCheck(
            not found.reason_key,
            found.groups,
            found.e164,
            found.zone,
            found.place,
            rate,
            found.reason_key,
            found.missing,
        )

    def page_prices(self) -> tuple[PagePrice, ...]:
        """What a page costs by zone, for the published price list (A1)."""
        prices = self._house.books.prices.current(self._house.now_utc)
        return tuple(
            PagePrice(
                zone,
                prices.fax[(zone, Urgency.NORMAL)],
                prices.fax_page(zone, Urgency.URGENT),
                prices.free_pages[zone],
            )
            for zone in Zone
        )

    # --- document

    def stick(self) -> StickView:
        """The storage stick that is plugged in, and its usable files."""
        state = self._house.live.get("stick")
        if not state:
            return StickView(False)
        files = tuple(StickFileView(f["key"], f["name"], f["folder"], f["octets"], f["kind"]) for f in state["files"])
        return StickView(True, state["label"], files)

    def take_in(self, visitor: Visitor, file_key: str) -> DocumentView:
        """Copy a file of the stick into the vault and look into it, sandboxed. Raises DocumentError, GoneError."""
        state = self._house.live.get("stick") or {"files": []}
        file = next((f for f in state["files"] if f["key"] == file_key), None)
        if file is None:
            raise GoneError(f"no file {file_key!r} on the stick")
        document = self._documents.add(Path(file["path"]), file["name"])
        with self._house.step() as books:
            books.documents.add(
                {
                    "id": document.id,
                    "unit_id": visitor.unit.id,
                    "kind": document.kind.value,
                    "pages": document.page_count,
                    "octets": document.octets,
                    "sha256": document.sha256,
                    "taken_at_utc": self._house.now_utc,
                }
            )
        return DocumentView(document.id, document.name, document.kind.value, document.page_count)

    def page(
        self, document_id: str, page: DraftPage, resolution: Resolution, photo: bool, size: tuple[int, int]
    ) -> PageView:
        """A page as the recipient will see it, fitted into ``size`` pixels (B3)."""
        rendered = self._documents.render(document_id, PageChoice(page.source, resolution, page.rotation, photo))
        picture = preview(rendered.page, *size)
        notes = tuple(sorted(note.message_key for note in rendered.notes))
        return PageView(picture.width, picture.height, picture.luminance, notes)

    def forget(self, visitor: Visitor) -> None:
        """The person has gone: close the document they looked at, destroy what they did not send (A1)."""
        self._documents.close()
        self._shredder.destroy_ownerless(self._house.now_utc, visitor.unit.id)

    # --- quote and order

    def quote(self, visitor: Visitor, draft: FaxDraft) -> Quote:
        """What it costs and when it will be done (B4). Raises NumberRefusedError."""
        found, zone = self._number(draft, visitor.language)
        books = self._house.books
        prices = books.prices.current(self._house.now_utc)
        rate = page_rate(self._house, books, prices, visitor.unit.id, zone, draft.urgency)
        rate = replace(rate, free_units=min(rate.free_units, len(draft.pages)))
        ahead = books.faxes.ahead_of(draft.urgency.rank, None)
        own_s = self._expected_s(len(draft.pages), draft.resolution)
        queue_s = sum(self._expected_s(row["pages"], Resolution(row["resolution"])) for row in ahead)
        return Quote(
            zone=zone,
            place=found.place,
            pages=len(draft.pages),
            rate=rate,
            told=told_now(self._house, prices),
            duration_s=round(own_s),
            done_at=self._house.clock.now() + timedelta(seconds=own_s + queue_s),
            ahead=len(ahead),
            number_groups=found.groups,
            resolution=draft.resolution,
            account_key=account_refuses(books, visitor.unit.id, rate.amount_fen(len(draft.pages))),
        )

    def _expected_s(self, pages: int, resolution: Resolution) -> float:
        settings = self._house.settings
        detail = 1.0 if resolution is Resolution.STANDARD else 1.6
        return settings.call_seconds + pages * self._house.books.faxes.mean_page_s(settings.page_seconds * detail)

    def order(self, visitor: Visitor, draft: FaxDraft, quote: Quote, request_id: str) -> int:
        """Make the order; the same ``request_id`` gives the same order. Returns its id.

        The pages are rendered and kept first, so what is sent is exactly what was seen, even if the stick is gone.
        Raises NumberRefusedError, QuoteChangedError, DocumentError, and RequestUsedError when the request has ordered
        another fax.
        """
        known = self._house.books.faxes.by_request(request_id)
        if known:
            return _same(known, visitor, draft, quote)
        found, zone = self._number(draft, visitor.language)
        self._must_hold(self._house.books, visitor, draft, quote, zone)
        choices = [PageChoice(page.source, draft.resolution, page.rotation, draft.photo) for page in draft.pages]
        self._documents.keep_pages(request_id, draft.document_id, choices)
        with self._house.step() as books:
            known = books.faxes.by_request(request_id)
            if known:
                return _same(known, visitor, draft, quote)
            self._must_hold(books, visitor, draft, quote, zone)
            row = self._row(visitor, draft, quote, found, request_id)
            job_id = books.faxes.add(row, len(draft.pages))
            if quote.rate.free_units:
                item, month = free_item(zone), month_of(self._house)
                books.allowances.take(job_id, visitor.unit.id, item, month, quote.rate.free_units)
            hold(self._house, books, "fax", job_id, visitor.unit.id, quote.rate, quote.pages, quote.told.version)
            job = books.faxes.job(job_id)
            books.record(
                "fax.ordered",
                fax=job["number"],
                unit=visitor.unit.id,
                e164=found.e164,
                pages=quote.pages,
                urgency=draft.urgency.value,
                quoted_fen=quote.total_fen,
                **books.vouched("fax_job", id=job_id),
            )
        return job_id

    def _must_hold(self, books: Books, visitor: Visitor, draft: FaxDraft, quote: Quote, zone: Zone) -> None:
        """The pages are those of the quote, and its price is kept to. Raises QuoteChangedError, else."""
        if len(draft.pages) != quote.pages or not draft.pages or zone is not quote.zone:
            # this is logged: it names no number (A1)
            raise QuoteChangedError(f"quoted {quote.pages} pages to {quote.zone}, drafted {len(draft.pages)} to {zone}")
        prices = honoured(self._house, books, quote.told)
        rate = page_rate(self._house, books, prices, visitor.unit.id, zone, draft.urgency)
        if not keeps(rate, quote.rate):
            raise QuoteChangedError(f"quoted {quote.rate}, now it is {rate}")

    def _row(self, visitor: Visitor, draft: FaxDraft, quote: Quote, found: numbers.Checked, request_id: str) -> Row:
        return {
            "request_id": request_id,
            "unit_id": visitor.unit.id,
            "person_id": visitor.person_id,
            "language": visitor.language.value,
            "e164": found.e164,
            "dial": found.dial,
            "shown": " ".join(found.groups),
            "zone": quote.zone.value,
            "urgency": draft.urgency.value,
            "rank": draft.urgency.rank,
            "resolution": draft.resolution.value,
            "pages_key": request_id,
            "document_id": draft.document_id,
            "confidential": int(draft.confidential),
            "price_version": quote.told.version,
            "page_fen": quote.rate.unit_fen,
            "rate": quote.rate.text(),
            "quoted_fen": quote.total_fen,
            "created_utc": self._house.now_utc,
        }

    def _number(self, draft: FaxDraft, language: Language) -> tuple[numbers.Checked, Zone]:
        found = numbers.check(draft.number, self._plan, language)
        if found.reason_key or found.zone is None:
            raise NumberRefusedError(found.reason_key or "no zone", reason=found.reason_key)  # logged: no number
        return found, found.zone

    # --- progress and result

    def progress(self, job_id: int) -> FaxProgress:
        """How an order stands now, with the line's live state while it is being sent (B6)."""
        books = self._house.books
        job = books.faxes.job(job_id)
        ahead = len(books.faxes.ahead_of(job["rank"], job_id)) if job["state"] in ("queued", "retry") else 0
        line = line_view(self._house.live.get("line"), job_id)
        return progress_view(job, books.faxes.pages(job_id), ahead, line, self._house.settings.country)

    def cancel(self, visitor: Visitor, job_id: int) -> None:
        """The owner wants no more of it. Raises GoneError for another unit's order."""
        self._own_job(visitor, job_id)
        self._dispatch.cancel(job_id)

    def result(self, job_id: int) -> FaxResult:
        """What came of an order (B7)."""
        books = self._house.books
        charge = books.takings.charge_of("fax", job_id)
        return result_view(books.faxes.job(job_id), books.faxes.pages(job_id), charge, self._house.settings.country)

    def sent_page(self, visitor: Visitor, job_id: int, number: int, size: tuple[int, int]) -> PageView:
        """A page of an ordered fax, from the kept pages. Raises GoneError for another unit's order, DocumentError."""
        job = self._own_job(visitor, job_id)
        picture = preview(self._documents.kept_page(job["pages_key"], number), *size)
        return PageView(picture.width, picture.height, picture.luminance)

    def _own_job(self, visitor: Visitor, job_id: int) -> Row:
        job = self._house.books.faxes.job(job_id)
        if job["unit_id"] != visitor.unit.id:
            raise GoneError(f"fax {job_id} is not of unit {visitor.unit.id}")
        return job

    def open_jobs(self, visitor: Visitor) -> tuple[int, ...]:
        """The unit's orders that are under way, or over and not yet paid or signed for; the newest first."""
        books = self._house.books
        charges = books.takings.unpaid(visitor.unit.id)
        charges += [books.takings.charge(payment["charge_id"]) for payment in books.takings.unprinted()]
        open_ = {charge["job_id"] for charge in charges if charge["kind"] == "fax"}
        jobs = books.faxes.of_unit(visitor.unit.id)
        return tuple(job["id"] for job in jobs if job["ended_utc"] is None or job["id"] in open_)

    def print_report(self, visitor: Visitor, job_id: int) -> None:
        """Print the transmission report (B7), once, free."""
        with self._house.step() as books:
            if self._own_job(visitor, job_id)["ended_utc"] is None:
                raise GoneError(f"fax {job_id} is not over: it has no report yet")
            books.prints.want("form", "report", job_id, visitor.language.value, self._house.now_utc)

    def settle_unknown(self, staff: Staff, job_id: int, page: int, arrived: bool) -> None:
        """The clerk's word on a page of unknown fate: arrived, it is owed. Raises CounterOnlyError."""
        counter_only(staff)
        self._dispatch.settle(job_id, page, arrived, staff.id)


def _same(known: Row, visitor: Visitor, draft: FaxDraft, quote: Quote) -> int:
    """The order that this very request has made. Raises RequestUsedError: the answer would be another's order."""
    asked = (visitor.unit.id, draft.document_id, " ".join(quote.number_groups))
    if asked != (known["unit_id"], known["document_id"], known["shown"]):
        raise RequestUsedError(f"request {known['request_id']} ordered {known['number']}")
    return int(known["id"])
