"""A day of what is granted, ordered and counted, to be cut: see ``money_scenario``, whose day has the other acts.

Owns the acts: a voucher, a free service, an account above its limit, vouchers that are sold, used and blocked, a fax
held and captured page by page with a page that the clerk decides, work by its quote, what lies unclaimed in the machine
and its box, a bag, finance's signature.
Each is done with a request of its own or where it is not done yet, so that all again is what people, the line and the
next start do when the power is back.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kiosk.desk.collecting import Collector
from kiosk.desk.dispatch import Attempt
from kiosk.desk.fax import FaxDesk
from kiosk.desk.money import OverLimitError
from kiosk.desk.views import (
    CaseDraft,
    CaseState,
    DepositBag,
    DraftPage,
    FaxDraft,
    FaxState,
    LineKind,
    Role,
    Staff,
    VoucherWish,
    WorkLine,
)
from kiosk.devices.cash_protocol import CashKind, Mark, TakenIn
from kiosk.domain.cash import CashCount
from kiosk.fax.outcome import CallOutcome, CallReport, PageState
from kiosk.store.database import Store
from tests.desk_fixture import NUMBER, UNIT, FurnishedDesk, furnish
from tests.faults import money_scenario
from tests.faults.grant_acts import APPROVE_ABOVE_FEN
from tests.faults.money_scenario import CLERK, DAY, STROKES, SUPERVISOR, CutStore, PowerCutError
from tests.faults.order_acts import NoPages, prepare
from tests.faults.recorded_day import MoneyScenario
from tests.faults.voucher_model import PLAIN

FINANCE = Staff("41", "钱会计", Role.FINANCE)
RECEIPTS_FEN = [400, 300, 900, 4000, 1500, 380, 5000]  # in the order of the day
_BY_VOUCHER, _FREE, _ABOVE, _PREPAID = 1, 2, 3, 4
_PAGES = 3
_OF_THE_LINE = ("fax.attempted", "fax.settled", "kiosk.recovered")


def morning(folder: Path) -> None:
    """Four charges that wait to be paid, a letter that waits to be faxed, a unit of small credit."""
    kit = _open(folder)
    for fen in (*RECEIPTS_FEN[:3], RECEIPTS_FEN[4]):
        kit.owe(fen)
    with kit.house.store.step() as store:
        store.run("UPDATE unit SET credit_limit_fen = 500")
    prepare(kit, folder)
    kit.close()


def live(folder: Path, at: int = 0, after: bool = False) -> int:
    """All of it, until the power goes at commit ``at``; returns how many commits there were."""
    CutStore.at, CutStore.after, CutStore.commits = 0, False, 0
    kit = _open(folder, CutStore)
    CutStore.at, CutStore.after, CutStore.commits = at, after, 0
    try:
        _day(kit)
    except PowerCutError:
        pass
    finally:
        CutStore.at = 0
        kit.close()
    return CutStore.commits


def live_on(folder: Path, store_class: type[Store] = Store) -> None:
    """The same over a store of another class, whose power is somebody else's business."""
    kit = _open(folder, store_class)
    try:
        _day(kit)
    finally:
        kit.close()


def books_of(folder: Path) -> dict[str, Any]:
    """Everything that must be the same however often the power went. How often the line was tried is not."""
    books = money_scenario.books_of(folder)
    return {**books, "kinds": {kind: n for kind, n in books["kinds"].items() if kind not in _OF_THE_LINE}}


def _open(folder: Path, store_class: type[Store] = Store) -> FurnishedDesk:
    registered = {"vouchers": PLAIN, "registered_vouchers": ("GX",)}
    return furnish(folder, store_class=store_class, approve_above_fen=APPROVE_ABOVE_FEN, **registered)


def _day(kit: FurnishedDesk) -> None:
    kit.dispatch.recover()
    days, grants, money = kit.desk.days, kit.desk.grants, kit.desk.money
    days.open_shift(CLERK, CashCount({}), 0, "open")
    grants.take_voucher(CLERK, _BY_VOUCHER, "FX-1", "voucher")
    grants.waive(CLERK, _FREE, "goodwill", "", "free")
    _goes_above_the_limit(kit)
    _vouchers_are_sold(kit)
    money.take_cash(CLERK, _faxed(kit), 400, "cash-fax")
    _work(kit)
    _machine(kit)
    days.end_day(SUPERVISOR, DAY, CashCount({10: 438}), DepositBag("B8", 4380), "end")
    days.close_day(SUPERVISOR, DAY, STROKES)
    kit.desk.finance.sign(FINANCE, DAY, STROKES, "sign")


def _goes_above_the_limit(kit: FurnishedDesk) -> None:
    """Refused, asked for, granted by a supervisor, signed for."""
    grants, visitor = kit.desk.grants, kit.visitor()
    try:
        kit.desk.money.pay_on_account(visitor, _ABOVE, STROKES, "account")
    except OverLimitError:
        grants.ask_above_limit(visitor, _ABOVE)
        grants.decide_above_limit(SUPERVISOR, _ABOVE, granted=True)
        kit.desk.money.pay_on_account(visitor, _ABOVE, STROKES, "account")


def _vouchers_are_sold(kit: FurnishedDesk) -> None:
    """Two: one pays for more than a clerk may give away, the other is lost."""
    vouchers = kit.desk.vouchers
    sold = vouchers.issue(CLERK, VoucherWish("GX", 1, 2, UNIT), STROKES, "issue")
    assert sold.charge_id is not None
    kit.desk.money.take_cash(CLERK, sold.charge_id, 4000, "cash-vouchers")
    kit.desk.grants.take_voucher(CLERK, _PREPAID, sold.first, "prepaid", SUPERVISOR)
    vouchers.mark(CLERK, sold.last, True, "遗失", STROKES, "lost")


def _faxed(kit: FurnishedDesk) -> int:
    """The charge of a fax of which each page arrives; in the first call one is left unknown, and the line is lost."""
    faxes, visitor = FaxDesk(kit.house, NoPages(), kit.dispatch), kit.visitor()
    draft = FaxDraft(NUMBER, "a-letter", tuple(DraftPage(number) for number in range(1, _PAGES + 1)))
    known = kit.house.books.faxes.by_request("fax")
    job = int(known["id"]) if known else faxes.order(visitor, draft, faxes.quote(visitor, draft), "fax")
    while (progress := faxes.progress(job)).state is not FaxState.DELIVERED:
        for page in progress.unknown_pages:
            faxes.settle_unknown(CLERK, job, page, arrived=True)
        attempt = kit.dispatch.begin_next()
        if attempt is not None:
            _call(kit, attempt)
        else:
            kit.clock.turn(600)  # type: ignore[attr-defined]
    charge = faxes.result(job).charge_id
    assert charge is not None
    return charge


def _call(kit: FurnishedDesk, attempt: Attempt) -> None:
    """Page by page, as the line says it: what may have arrived is written down before it is known."""
    for page in attempt.pages[:2]:
        kit.dispatch.note_page(attempt, page, PageState.UNKNOWN)
        if page != 2:
            kit.dispatch.note_page(attempt, page, PageState.CONFIRMED)
    kit.dispatch.end(attempt, CallReport(CallOutcome.LINE_LOST, ()))


def _work(kit: FurnishedDesk) -> None:
    """Opened, accepted, quoted, agreed to, done; a supervisor gives it free, though it is above what a clerk may."""
    repairs, work = kit.desk.repairs, kit.desk.work
    case = repairs.open(kit.visitor(), CaseDraft("repair.drain", "厨房水槽漏水", "wanted.today"), "case")
    if case.state is CaseState.OPEN:
        case = repairs.accept(CLERK, case.id)
    quote = work.quote(CLERK, case.id, [WorkLine(LineKind.LABOUR, "", 1, 5000)], "quote")
    work.answer(CLERK, quote.id, True, STROKES)
    if case.state is CaseState.ACCEPTED:
        repairs.close(CLERK, case.id, STROKES, 5)
    charge = kit.house.store.one("SELECT id FROM charge WHERE kind = 'repair'")["id"]
    kit.desk.grants.waive(SUPERVISOR, charge, "goodwill", "", "free-work")


def _machine(kit: FurnishedDesk) -> None:
    """A coin that nobody asked for, said again until it is kept; the box is counted and banked."""
    if not kit.house.store.row("SELECT 1 FROM acceptance"):
        with kit.house.step():
            Collector(kit.house).taken_in(TakenIn("coin", CashKind.COIN, 100, Mark(1, "")))
    kit.desk.days.empty_box(CLERK, CashCount({100: 1}), DepositBag("B9", 100), "box")


GRANTED_AND_ORDERED = MoneyScenario("what is granted and ordered", morning, live_on)
