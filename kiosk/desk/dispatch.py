"""The way of a fax order through its attempts: what is committed before, during and after each call (B6, B8, K1).

Owns the truth about pages: intent before dialling, UNKNOWN before the post-page message, CONFIRMED when the recipient
has said so (and its share of the quote captured in the same step), the charge for exactly what was captured when the
order is over. Called by the core's fax worker, which owns the line; knows no line itself.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.desk.holds import capture, release
from kiosk.desk.house import Books, House, chosen, later
from kiosk.domain.retry import RetryPlan
from kiosk.fax.outcome import CallOutcome, CallReport, PageState
from kiosk.store.database import Row
from kiosk.store.journal import canonical

INTERRUPTED = "interrupted"  # the attempt's end was never written: the power went, or the core was killed


@dataclass(frozen=True)
class Attempt:
    """An attempt whose intent is committed: dial ``dial`` and send the order's ``pages`` (numbers from 1)."""

    job_id: int
    number: int
    dial: str
    e164: str
    pages_key: str
    pages: tuple[int, ...]


class Dispatch:
    """Attempts of fax orders."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._plan = RetryPlan(house.settings.retry_waits_s)

    def is_due(self) -> bool:
        """Whether an order waits for the line."""
        return self._house.books.faxes.due(self._house.now_utc) is not None

    def begin_next(self) -> Attempt | None:
        """Commit the intent to dial the next order that is due; None when there is nothing to do."""
        if not self.is_due():
            return None
        with self._house.step() as books:
            job = books.faxes.due(self._house.now_utc)
            if job is None:
                return None
            number = books.faxes.begin_attempt(job["id"], self._house.now_utc)
            books.record("fax.attempted", fax=job["number"], attempt=number)
            pages = tuple(p["number"] for p in books.faxes.pages(job["id"]) if p["state"] == PageState.NOT_SENT.value)
        return Attempt(job["id"], number, job["dial"], job["e164"], job["pages_key"], pages)

    def cancel_asked(self, job_id: int) -> bool:
        """Whether the owner wants the call under way to end."""
        return bool(self._house.books.faxes.job(job_id)["cancel_asked"])

    def note_page(self, attempt: Attempt, page: int, state: PageState) -> None:
        """What the line has just proved of a page; safe on disk when this returns."""
        with self._house.step() as books:
            confirmed = self._house.now_utc if state is PageState.CONFIRMED else None
            books.faxes.set_page(attempt.job_id, page, state.value, attempt.number, confirmed)
            self._capture(books, attempt.job_id)

    def end(self, attempt: Attempt, report: CallReport) -> None:
        """The call is over: the attempt's row, the order's next state, and the charge, in one step."""
        with self._house.step() as books:
            for page in report.pages:
                number = attempt.pages[page.number - 1]
                confirmed = self._house.now_utc if page.state is PageState.CONFIRMED else None
                books.faxes.set_page(attempt.job_id, number, page.state.value, attempt.number, confirmed)
            self._capture(books, attempt.job_id)
            books.faxes.end_attempt(attempt.job_id, attempt.number, self._attempt_row(report))
            books.faxes.note_far_end(attempt.job_id, report.far_ident, report.bit_rate)
            self._advance(books, attempt.job_id, report.outcome.value)

    def _attempt_row(self, report: CallReport) -> Row:
        return {
            "ended_utc": self._house.now_utc,
            "outcome": report.outcome.value,
            "far_ident": report.far_ident,
            "modulation": report.modulation,
            "bit_rate": report.bit_rate,
            "coding": report.coding.value if report.coding else None,
            "ecm": int(report.ecm),
            "confirmed": report.confirmed_pages,
            "duration_ms": report.duration_ms,
            "detail": report.detail,
            "trace": canonical([[t.at_ms, t.direction, t.signal, t.detail] for t in report.trace]),
        }

    def recover(self) -> list[str]:
        """After a start: attempts without an end are INTERRUPTED. Returns the numbers of the orders concerned.

        Pages whose post-page message may have gone out are UNKNOWN already (it was committed before); all others are
        proved not confirmed, so the order goes on with them.
        """
        numbers = []
        for job in self._house.books.faxes.in_state("calling"):
            with self._house.step() as books:
                row = {"ended_utc": self._house.now_utc, "outcome": INTERRUPTED, "detail": "no end was written"}
                books.faxes.end_attempt(job["id"], job["attempts"], row)
                self._advance(books, job["id"], INTERRUPTED)
                books.notes.add("recovered.fax", self._house.now_utc)
                books.record("kiosk.recovered", fax=job["number"], attempt=job["attempts"])
            numbers.append(str(job["number"]))
        return numbers

    def settle(self, job_id: int, page: int, arrived: bool, staff_id: str) -> None:
        """The clerk's word on an UNKNOWN page; with the last one the order goes on or is over."""
        with self._house.step() as books:
            state = PageState.CONFIRMED if arrived else PageState.NOT_SENT
            if not books.faxes.settle_page(job_id, page, state.value, staff_id, self._house.now_utc):
                return
            self._capture(books, job_id)
            job = books.faxes.job(job_id)
            books.record("fax.settled", fax=job["number"], page=page, arrived=arrived, staff=staff_id)
            if job["state"] == "unknown":
                self._advance(books, job_id, job["outcome"])

    def cancel(self, job_id: int) -> None:
        """The owner wants no more of it: at once while it waits, by the line while it is being sent."""
        with self._house.step() as books:
            books.faxes.ask_cancel(job_id)
            if books.faxes.job(job_id)["state"] in ("queued", "retry"):
                self._advance(books, job_id, CallOutcome.CANCELLED.value)

    def _capture(self, books: Books, job_id: int) -> None:
        """Of what is held, the pages that are confirmed by now; an UNKNOWN one keeps its share held."""
        pages = books.faxes.pages(job_id)
        capture(self._house, books, "fax", job_id, (p["number"] for p in pages if p["state"] == PageState.CONFIRMED))

    def _advance(self, books: Books, job_id: int, outcome: str) -> None:
        """Where the order goes after an attempt (or a clerk's word), judged by its pages alone."""
        job = books.faxes.job(job_id)
        states = [page["state"] for page in books.faxes.pages(job_id)]
        if PageState.UNKNOWN.value in states:
            self._over(books, job, "unknown", outcome, final=False)
        elif PageState.NOT_SENT.value not in states:
            self._over(books, job, "delivered", CallOutcome.DELIVERED.value)
        elif job["cancel_asked"]:
            self._over(books, job, "cancelled", CallOutcome.CANCELLED.value)
        else:
            self._retry_or_fail(books, job, outcome)

    def _retry_or_fail(self, books: Books, job: Row, outcome: str) -> None:
        # An interrupted call, or one a clerk has settled as not arrived, is our doing: it is owed another attempt.
        cause = CallOutcome.LINE_LOST.value if outcome in (INTERRUPTED, CallOutcome.DELIVERED.value) else outcome
        wait_s = self._plan.next_wait_s(cause, job["attempts"])
        if wait_s is None:
            self._over(books, job, "failed", outcome)
        else:
            books.faxes.move(job["id"], "retry", outcome, later(self._house.clock.now(), wait_s), None)

    def _over(self, books: Books, job: Row, state: str, outcome: str, *, final: bool = True) -> None:
        books.faxes.move(job["id"], state, outcome, None, self._house.now_utc if final else None)
        if not final:
            return
        confirmed = sum(page["state"] == PageState.CONFIRMED.value for page in books.faxes.pages(job["id"]))
        captured_fen = release(self._house, books, "fax", job["id"])
        amount_fen = confirmed * int(job["page_fen"]) if captured_fen is None else captured_fen  # None: before holds
        self._log(books, books.faxes.job(job["id"]), confirmed, amount_fen)
        if amount_fen:
            self._charge(books, job, confirmed, amount_fen)

    def _log(self, books: Books, job: Row, confirmed: int, amount_fen: int) -> None:
        """The row of the fax log (收发传真记录表), as it goes to head office."""
        names = ("unit_id", "e164", "zone", "urgency", "state", "outcome", "far_ident", "bit_rate", "attempts", "pages")
        body = chosen(job, *names, "created_utc", "started_utc", "ended_utc")
        books.record("fax.finished", fax=job["number"], confirmed=confirmed, amount_fen=amount_fen, **body)

    def _charge(self, books: Books, job: Row, confirmed: int, amount_fen: int) -> None:
        charge_id = books.takings.add_charge(
            {
                "kind": "fax",
                "job_id": job["id"],
                "unit_id": job["unit_id"],
                "title_key": f"charge.fax.{job['zone']}",
                "detail": job["shown"],
                "quantity": confirmed,
                "unit_fen": job["page_fen"],
                "amount_fen": amount_fen,
                "made_utc": self._house.now_utc,
            }
        )
        said = {"charge": charge_id, "fax": job["number"], "unit": job["unit_id"], "amount_fen": amount_fen}
        books.record("charge.made", **said, **books.vouched("charge", id=charge_id))
