"""The whole flow of a fax, in a process that kills itself (SIGKILL) at one chosen commit: see test_every_commit.

``live_through`` goes on where the folder's store stands, so calling it again is what a person, the clerk and the core
would do after the power came back. The far end writes its own log, with fsync, of every page it holds and confirms: the
independent witness.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

from kiosk.desk.dispatch import Attempt
from kiosk.desk.views import CaseDraft, CaseState, ChargeState, DraftPage, FaxDraft, FaxState
from kiosk.fax.outcome import CallOutcome, CallReport, PageReport, PageState
from kiosk.store.database import Store
from tests.desk_fixture import NUMBER, FurnishedDesk, furnish

REQUEST, REPAIR_REQUEST = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
PAGES = 2
STROKES = (((0.1, 0.2), (0.8, 0.6)),)


class DoomedStore(Store):
    """A store whose process dies at one commit: just before it or just after."""

    commits = 0
    doom = (0, "before")

    def _commit(self) -> None:
        DoomedStore.commits += 1
        number, when = DoomedStore.doom
        if number == DoomedStore.commits and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        super()._commit()
        if number == DoomedStore.commits:
            os.kill(os.getpid(), signal.SIGKILL)


class FarEndLog:
    """What the recipient's machine holds: one line for each page it has confirmed."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def receive(self, page: int) -> None:
        """The page is on the recipient's paper; MCF follows."""
        with self._path.open("a", encoding="ascii") as file:
            file.write(f"{page}\n")
            file.flush()
            os.fsync(file.fileno())

    def pages(self) -> list[int]:
        """Pages received, in order."""
        return [int(line) for line in self._path.read_text().split()] if self._path.exists() else []


def call(kit: FurnishedDesk, attempt: Attempt, log: FarEndLog) -> None:
    """What the fax worker does in a call, page by page."""
    for page in attempt.pages:
        kit.dispatch.note_page(attempt, page, PageState.UNKNOWN)
        log.receive(page)
        kit.dispatch.note_page(attempt, page, PageState.CONFIRMED)
    reports = tuple(PageReport(n, PageState.CONFIRMED) for n in range(1, len(attempt.pages) + 1))
    kit.dispatch.end(attempt, CallReport(CallOutcome.DELIVERED, reports, "+86 21 5266 3846", bit_rate=14400))


def go_on(kit: FurnishedDesk, log: FarEndLog) -> None:
    """Everything that is still to be done, from wherever the store stands."""
    kit.dispatch.recover()
    visitor, document = kit.visitor(), kit.house.store.one("SELECT id FROM document")["id"]
    known = kit.house.books.faxes.by_request(REQUEST)
    job = int(known["id"]) if known else _order(kit, document)
    while (state := kit.desk.fax.progress(job).state) not in (FaxState.DELIVERED, FaxState.FAILED):
        if state is FaxState.UNKNOWN:
            _clerk_settles(kit, job, log)
        attempt = kit.dispatch.begin_next()
        if attempt:
            call(kit, attempt, log)
        else:
            kit.clock.turn(600)  # type: ignore[attr-defined]
    charge = kit.desk.fax.result(job).charge_id
    assert charge is not None
    if kit.desk.money.charge(charge).state is not ChargeState.PAID:
        kit.desk.money.ask_cash(visitor, charge)
    receipt = kit.desk.money.take_cash(kit.clerk(), charge, 1000)
    kit.desk.money.sign_receipt(receipt.number, STROKES)
    kit.desk.ratings.rate("fax", job, 5)
    _repair(kit)


def _order(kit: FurnishedDesk, document: str) -> int:
    draft = FaxDraft(NUMBER, document, tuple(DraftPage(1) for _ in range(PAGES)))
    visitor = kit.visitor()
    return kit.desk.fax.order(visitor, draft, kit.desk.fax.quote(visitor, draft), REQUEST)


def _clerk_settles(kit: FurnishedDesk, job: int, log: FarEndLog) -> None:
    """The clerk telephones the recipient and asks which pages have arrived."""
    for page in kit.desk.fax.progress(job).unknown_pages:
        kit.desk.fax.settle_unknown(kit.clerk(), job, page, arrived=page in log.pages())


def _repair(kit: FurnishedDesk) -> None:
    draft = CaseDraft("repair.drain", "厨房水槽漏水", "wanted.today")
    case = kit.desk.repairs.open(kit.visitor(), draft, REPAIR_REQUEST)
    if case.state is CaseState.OPEN:
        case = kit.desk.repairs.accept(kit.clerk(), case.id)
    if case.state is CaseState.ACCEPTED:
        kit.desk.repairs.close(kit.clerk(), case.id, STROKES, 4)


def live_through(folder: Path, number: int = 0, when: str = "before") -> None:
    """Go on with the flow and die at commit ``number`` (0: never); the file ``commits`` says how many there were."""
    DoomedStore.doom = (number, when)
    kit = furnish(folder, store_class=DoomedStore)
    go_on(kit, FarEndLog(folder / "far-end.log"))
    kit.close()
    (folder / "commits").write_text(str(DoomedStore.commits))
