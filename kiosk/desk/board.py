"""The clerk's board: everything that waits for a person, most urgent first (J2, D8)."""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.desk.counter import counter_only, reads_board
from kiosk.desk.day_rows import day_rows
from kiosk.desk.fax_views import line_view, progress_view, result_view
from kiosk.desk.house import Books, House, sure_moment
from kiosk.desk.identity import unit_view, view_of_unit
from kiosk.desk.machine_rows import machine_rows
from kiosk.desk.overdue import late_since
from kiosk.desk.qr_doubt import qr_rows
from kiosk.desk.received import note_printed, received_view
from kiosk.desk.self_test_log import TEST_PHASE
from kiosk.desk.status import StatusDesk
from kiosk.desk.views import Board, BoardRow, DeviceView, FaxProgress, FaxResult, Level, Staff
from kiosk.domain.capabilities import UNFITTED
from kiosk.store.database import Row
from kiosk.store.receptions import UNDELIVERED

_ORDER = list(Level)
_PRINTERS = ("receipt", "form")
_FINISHED = 3  # design.md 3: what an empty board shows


class BoardDesk:
    """The board, the fax log, and what a clerk settles by looking."""

    def __init__(self, house: House, status: StatusDesk) -> None:
        self._house = house
        self._status = status

    def board(self, staff: Staff) -> Board:
        """The board now. Raises CounterOnlyError for finance."""
        reads_board(staff)
        books = self._house.books
        devices = self._status.devices()
        rows = [*day_rows(self._house), *self._waiting(books), *self._unknown(books), *self._work(books)]
        rows += [*self._received(books), *self._troubles(devices), *self._unfitted(books, devices)]
        rows += machine_rows(self._house, books)
        rows += qr_rows(self._house, books)
        rows.sort(key=lambda row: (_ORDER.index(row.level), row.since))
        queue = tuple(self._progress(books, job["id"]) for job in books.faxes.queue())
        sync = self._house.live.get("sync", {})
        return Board(
            rows=tuple(rows),
            line=next((job for job in queue if job.phase is not None), None),
            incoming=self._status.incoming(),
            queue=queue,
            devices=devices,
            backlog=books.journal.backlog(),
            head_office_online=bool(sync.get("online")),
            finished=_finished(books),
            testing=(self._house.live.get("line") or {}).get("phase") == TEST_PHASE,
        )

    def _progress(self, books: Books, job_id: int) -> FaxProgress:
        job = books.faxes.job(job_id)
        line = line_view(self._house.live.get("line"), job_id)
        ahead = len(books.faxes.ahead_of(job["rank"], job_id))
        return progress_view(job, books.faxes.pages(job_id), ahead, line, self._house.settings.country)

    def _waiting(self, books: Books) -> Iterator[BoardRow]:
        for call in books.calls.waiting():
            unit = view_of_unit(books, call["unit_id"]) if call["unit_id"] else None
            since = sure_moment(call["raised_utc"])
            yield BoardRow(Level.PERSON_WAITING, "call", call["id"], unit, since, call["origin"])
        for charge in books.takings.unpaid():
            level = Level.MONEY if charge["state"] == "due" else Level.PERSON_WAITING
            kind = "limit" if charge["state"] == "approval_wanted" else "cash"
            unit = view_of_unit(books, charge["unit_id"])
            since = sure_moment(charge["made_utc"])
            yield BoardRow(
                level, kind, charge["id"], unit, since, charge["detail"], charge["title_key"], charge["amount_fen"]
            )
        for row in books.people.locked():
            since = sure_moment(row["locked_at_utc"])
            yield BoardRow(Level.PERSON_WAITING, "unit_locked", 0, unit_view(row), since, row["id"])

    def _unknown(self, books: Books) -> Iterator[BoardRow]:
        for job in books.faxes.in_state("unknown"):
            unit = view_of_unit(books, job["unit_id"])
            since = sure_moment(job["started_utc"] or job["created_utc"])
            yield BoardRow(Level.APPROVAL, "fax_unknown", job["id"], unit, since, job["shown"])
        for row in books.prints.unknown():
            since = sure_moment(row["made_utc"])
            yield BoardRow(Level.APPROVAL, "print_unknown", row["ref_id"], None, since, row["name"], reason=row["form"])

    def _work(self, books: Books) -> Iterator[BoardRow]:
        for case in books.cases.in_states(("open", "accepted")):
            late = late_since(self._house, case)
            level = Level.DUE if late is None else Level.OVERDUE
            if case["urgency"] == "urgent" and case["state"] == "open":
                level = Level.PERSON_WAITING
            unit = view_of_unit(books, case["unit_id"])
            since = sure_moment(case["accepted_utc"] or case["opened_utc"])
            named = (f"{case['kind']}_{case['state']}", case["id"], unit, since, case["number"], case["item_key"])
            yield BoardRow(level, *named, late_since=late)

    def _received(self, books: Books) -> Iterator[BoardRow]:
        """Faxes nobody has printed yet: they stay here until they are on paper; first those whose owner is unknown."""
        for fax in books.receptions.in_state(*UNDELIVERED):
            view = received_view(books, fax, self._house.settings.country)
            level = Level.IDENTIFICATION if view.unit is None else Level.DUE
            yield BoardRow(
                *(level, "fax_received", view.id, view.unit, view.begun, view.number),
                reason=view.state.value,
                caller=view.caller,
                pages=view.pages,
            )

    def _troubles(self, devices: tuple[DeviceView, ...]) -> Iterator[BoardRow]:
        now = self._house.clock.now()
        for device in devices:
            if device.state in ("trouble", "absent") and device.reason != UNFITTED:
                since = self._status.since(device.name) or now
                yield BoardRow(Level.DEVICE, "device", 0, None, since, device.name, reason=device.reason)

    def _unfitted(self, books: Books, devices: tuple[DeviceView, ...]) -> Iterator[BoardRow]:
        """Papers for a printer this kiosk was not given: only a person brings them to their owner (C4)."""
        for row in _papers_without_printer(books, devices):
            since = sure_moment(row["made_utc"])
            paper = (row["name"], "", None, row["form"])
            yield BoardRow(Level.APPROVAL, "print_unfitted", row["ref_id"], None, since, *paper)

    def fax_log(self, staff: Staff, limit: int = 50) -> tuple[FaxResult, ...]:
        """The newest rows of the fax log (收发传真记录表). Raises CounterOnlyError."""
        counter_only(staff)
        books = self._house.books
        country = self._house.settings.country
        return tuple(
            result_view(job, books.faxes.pages(job["id"]), books.takings.charge_of("fax", job["id"]), country)
            for job in books.faxes.latest(limit)
        )

    def settle_print(self, staff: Staff, ref: int, came_out: bool) -> None:
        """The clerk has looked whether the paper came out; if not, it is printed anew. Raises CounterOnlyError."""
        counter_only(staff)
        with self._house.step() as books:
            row = next((row for row in books.prints.unknown() if row["ref_id"] == ref), None)
            if row is None:
                return
            now = self._house.now_utc
            books.record("print.settled", job=row["name"], came_out=came_out, staff=staff.id)
            if came_out:
                books.prints.settle(row["name"], "printed", staff.id, now)
                note_printed(books, row, now)
            else:
                books.prints.try_again(row, now)

    def settle_unfitted(self, staff: Staff, ref: int) -> None:
        """The clerk has given the paper by hand (G3: the receipt's number and check code stay what they are).

        Nothing is changed if there is a printer by now: it prints it. Raises CounterOnlyError.
        """
        counter_only(staff)
        with self._house.step() as books:
            papers = _papers_without_printer(books, self._status.devices())
            row = next((row for row in papers if row["ref_id"] == ref), None)
            if row is None:
                return
            books.record("print.by_hand", job=row["name"], staff=staff.id)
            books.prints.give_up(row["name"], "by-hand", staff.id, self._house.now_utc)


def _finished(books: Books) -> tuple[str, ...]:
    """The numbers of the faxes and cases that ended last, the last one first."""
    faxes = [(job["ended_utc"], job["number"]) for job in books.faxes.latest(10) if job["ended_utc"]]
    cases = [(case["closed_utc"], case["number"]) for case in books.cases.last_closed(_FINISHED)]
    return tuple(number for _, number in sorted((*faxes, *cases), reverse=True)[:_FINISHED])


def _papers_without_printer(books: Books, devices: tuple[DeviceView, ...]) -> Iterator[Row]:
    unfitted = {device.name for device in devices if device.reason == UNFITTED}
    for printer in _PRINTERS:
        if f"{printer}_printer" in unfitted:
            yield from books.prints.open(printer)
