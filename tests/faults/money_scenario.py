"""A day at the counter, and a store whose power goes at one chosen commit of it: see test_every_money_commit.

Owns the acts, each with a request of its own, so that doing them all again is what people do when the power is back.
The cut is an exception out of the commit and a connection that is closed with its transaction open: the file is left as
by a dead process, and a hundred cuts cost seconds. The true kill is ``flow_scenario``'s.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.desk.auditing import prove
from kiosk.desk.corrections import StruckOutError
from kiosk.desk.views import DepositBag, Role, Staff
from kiosk.domain.cash import CashCount
from kiosk.store.database import Store
from tests.desk_fixture import FurnishedDesk, furnish
from tests.faults.recorded_day import MoneyScenario

CLERK, SUPERVISOR = Staff("07", "陈晓", Role.CLERK), Staff("12", "王岚", Role.SUPERVISOR)
STROKES = (((0.1, 0.2), (0.8, 0.6)),)
DAY = date(2026, 11, 18)


class PowerCutError(BaseException):
    """No code of the house may catch it."""


class CutStore(Store):
    """A store that loses its power at commit number ``at``: just before it or just after; 0: never."""

    at, after, commits = 0, False, 0

    def _commit(self) -> None:
        CutStore.commits += 1
        cut = CutStore.commits == CutStore.at
        if cut and not CutStore.after:
            raise PowerCutError
        super()._commit()
        if cut:
            raise PowerCutError


def morning(folder: Path) -> None:
    """Three charges that wait to be paid."""
    kit = furnish(folder)
    for fen in (400, 300, 600):
        kit.owe(fen)
    kit.close()


def live(folder: Path, at: int = 0, after: bool = False) -> int:
    """Everything that happens on this day, until the power goes at commit ``at``; returns how many there were."""
    CutStore.at, CutStore.after, CutStore.commits = 0, False, 0
    kit = furnish(folder, store_class=CutStore)
    CutStore.at, CutStore.after, CutStore.commits = at, after, 0
    try:
        _day(kit)
    except PowerCutError:
        pass
    finally:
        kit.close()
    return CutStore.commits


def live_on(folder: Path, store_class: type[Store] = Store) -> None:
    """The same over a store of another class, whose power is somebody else's business."""
    kit = furnish(folder, store_class=store_class)
    try:
        _day(kit)
    finally:
        kit.close()


def _day(kit: FurnishedDesk) -> None:
    days, money, corrections = kit.desk.days, kit.desk.money, kit.desk.corrections
    visitor = kit.visitor()
    days.open_shift(CLERK, CashCount({10000: 2}), 20000, "open")
    wrong = money.take_cash(CLERK, 1, 1000, "cash-1").number
    money.sign_receipt(wrong, STROKES)
    corrections.void(CLERK, wrong, "收错", STROKES, "void-1")
    money.pay_on_account(visitor, 1, STROKES, "account-1")
    given_back = money.take_cash(CLERK, 2, 300, "cash-2").number
    corrections.refund(SUPERVISOR, given_back, "未送达", STROKES, "refund-2")
    money.take_cash(CLERK, 3, 600, "cash-3")
    over = days.hand_over(CLERK, SUPERVISOR, CashCount({10000: 2, 500: 1}), "over")
    days.explain(SUPERVISOR, over.id, "找零有误")
    days.end_day(SUPERVISOR, DAY, CashCount({10000: 2, 500: 1}), DepositBag("B7", 500), "end")
    days.close_day(SUPERVISOR, DAY, STROKES)
    _refused_twice(kit, wrong)


def _refused_twice(kit: FurnishedDesk, wrong: str) -> None:
    """What is struck out stays so for any other request."""
    try:
        kit.desk.corrections.void(SUPERVISOR, wrong, "收错", STROKES, "void-again")
    except StruckOutError:
        return
    raise AssertionError(f"{wrong} was struck out twice")


def books_of(folder: Path) -> dict[str, Any]:
    """Everything that must be the same however often the power went."""
    kit = furnish(folder)
    books = kit.house.books
    faults = [*books.takings.faults(), *books.journal.verify()]
    kinds = Counter(kind for kind, _ in kit.records() if kind != "identity.confirmed")
    accounts = kit.house.store.rows("SELECT account, sum(amount_fen) AS fen FROM ledger_posting GROUP BY 1 ORDER BY 1")
    receipts = kit.house.store.rows("SELECT amount_fen FROM payment ORDER BY receipt")
    signed = books.days.closing(DAY.isoformat()) is not None
    kit.close()
    return {
        "faults": faults,
        "bad": prove(folder / "kiosk.db").bad,
        "kinds": kinds,
        "accounts": [tuple(row.values()) for row in accounts],
        "receipts": [row["amount_fen"] for row in receipts],
        "signed": signed,
    }


AT_THE_COUNTER = MoneyScenario("a day at the counter", morning, live_on)
