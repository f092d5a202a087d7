"""Random acts at a counter of two processes, each held against the model: pay, void, refund, count, close, cut, jump.

Owns the choice of acts, which follows from a seed, and the comparison: after each act the desk's answer and every new
transaction, now and then everything. An act may be cut off by a power cut on either side of its commit, and may come
from both processes at once. Called by a test for a short walk, by ``tests.bench.ledger`` for a long one.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.clock import TurnedClock
from kiosk.desk.views import DepositBag, Staff, Visitor
from kiosk.domain.cash import CashCount
from kiosk.errors import KioskError
from kiosk.store.database import Row
from tests.desk_fixture import NOON, FurnishedDesk, furnish
from tests.faults.money_model import Answer, Model
from tests.faults.money_scenario import CLERK, STROKES, SUPERVISOR, CutStore, PowerCutError

_LIMIT_FEN = 1_000_000
_WHOLE_LOOK = 2000
_FEN = (100, 250, 300, 400, 1200)


@dataclass(frozen=True)
class Act:
    """The same thing for the desk and for the model."""

    name: str
    desk: Callable[[FurnishedDesk], str]
    model: Callable[[Model], Answer]


class Walk:
    """A counter and its model. Raises AssertionError with seed and act where they differ."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder, self._seed, self._random = folder, seed, random.Random(seed)
        self._clock = TurnedClock(NOON)
        self._kits = [self._open(), self._open()]
        self._visitor: Visitor = self._kits[0].visitor()
        with self._kits[0].house.store.step() as store:
            store.run("UPDATE unit SET credit_limit_fen = ?", (_LIMIT_FEN,))
        self.model = Model(_LIMIT_FEN, self._local_now)
        self._requests = 0
        self._compared = 0
        self.cuts = 0

    def go(self, acts: int) -> None:
        """So many acts."""
        for number in range(1, acts + 1):
            self._one(f"seed {self._seed}, act {number}")
            if number % _WHOLE_LOOK == 0 or number == acts:
                self._compare_all()

    def close(self) -> None:
        for kit in self._kits:
            kit.close()

    # --- one act

    def _one(self, where: str) -> None:
        act, kit = self._choose(), self._random.choice(self._kits)
        chance = self._random.random()
        if chance < 0.01:
            self._cut(act, kit)
        elif chance < 0.02:
            with ThreadPoolExecutor(2) as pool:
                answers = list(pool.map(lambda each: _asked(act, each), self._kits))
            expected = act.model(self.model)
            assert answers == [expected, expected], f"{where}: {act.name} at once: {answers}, not {expected}"
        else:
            answer, expected = _asked(act, kit), act.model(self.model)
            assert answer == expected, f"{where}: {act.name}: {answer}, not {expected}"
        booked = self._new_transactions()
        expected_rows = self.model.transactions[self._compared :]
        assert booked == expected_rows, f"{where}: {act.name} booked {booked}, not {expected_rows}"
        self._compared = len(self.model.transactions)

    def _cut(self, act: Act, kit: FurnishedDesk) -> None:
        """The power goes at the act's commit; what was committed stays, and both processes start again."""
        after = self._random.random() < 0.5
        CutStore.commits, CutStore.at, CutStore.after = 0, 1, after
        try:
            answer, expected = _asked(act, kit), act.model(self.model)
            assert answer == expected, f"{act.name}: {answer}, not {expected}"  # it had nothing to commit
        except PowerCutError:
            self.cuts += 1
            if after:
                act.model(self.model)
        finally:
            CutStore.at = 0
        self.close()
        self._kits = [self._open(), self._open()]

    def _open(self) -> FurnishedDesk:
        return furnish(self._folder, self._clock, CutStore)

    # --- what is done

    def _choose(self) -> Act:
        kinds = ("owe", "cash", "account", "reverse", "again", "count", "explain", "close", "clock")
        kind = self._random.choices(kinds, weights=(20, 25, 14, 10, 10, 8, 6, 5, 6))[0]
        if not self.model.charges or kind == "owe":
            return self._owe()
        made: dict[str, Callable[[], Act]] = {
            "cash": self._cash,
            "account": self._account,
            "reverse": self._reverse,
            "again": self._again,
            "count": self._count,
            "explain": self._explain,
            "close": self._close_day,
            "clock": self._turn,
        }
        return made[kind]()

    def _request(self) -> str:
        self._requests += 1
        return f"request-{self._requests}"

    def _owe(self) -> Act:
        fen, number = self._random.choice(_FEN), len(self.model.charges) + 1

        def desk(kit: FurnishedDesk) -> str:
            with kit.house.store.step():
                known = kit.house.store.row("SELECT id FROM charge WHERE id = ?", (number,))  # both at once: one
                return str(known["id"] if known else kit.owe(fen))

        def model(model: Model) -> str:
            model.charges[number] = (fen, "due")
            return str(number)

        return Act("owe", desk, model)

    def _charge(self) -> int:
        """One of the last, more often than not one that is owed."""
        last = len(self.model.charges)
        lately = range(max(1, last - 12), last + 1)
        owed = [number for number in lately if self.model.charges[number][1] == "due"]
        return self._random.choice(owed if owed and self._random.random() < 0.7 else lately)

    def _cash(self, request: str = "", charge: int = 0) -> Act:
        charge, request = charge or self._charge(), request or self._request()
        tendered = self.model.charges[charge][0] + self._random.choice((0, 0, 100, 5000, -50))
        return Act(
            "cash",
            lambda kit: kit.desk.money.take_cash(CLERK, charge, tendered, request).number,
            lambda model: model.cash(charge, tendered, request),
        )

    def _account(self, request: str = "", charge: int = 0) -> Act:
        charge, visitor, request = charge or self._charge(), self._visitor, request or self._request()
        return Act(
            "account",
            lambda kit: kit.desk.money.pay_on_account(visitor, charge, STROKES, request).number,
            lambda model: model.account(charge, request),
        )

    def _reverse(self, request: str = "") -> Act:
        if not self.model.receipts:
            return self._owe()
        number = self._random.choice(self.model.receipts[-12:]).number
        staff, request = self._random.choice((CLERK, SUPERVISOR)), request or self._request()
        kind = self._random.choice(("void", "void", "refund"))

        def desk(kit: FurnishedDesk) -> str:
            act = kit.desk.corrections.void if kind == "void" else kit.desk.corrections.refund
            return act(staff, number, "收错", STROKES, request).number

        return Act(kind, desk, lambda model: model.reverse(kind, number, staff is SUPERVISOR, request))

    def _again(self) -> Act:
        """An old request, tapped once more: for what it was made, or, as no screen does, for something else."""
        paid = self.model.paid[-12:]
        if not paid:
            return self._owe()
        request, charge = self._random.choice(paid)
        if self._random.random() < 0.2:
            return self._reverse(request)
        charge = charge if self._random.random() < 0.7 else 0
        return self._cash(request, charge) if self._random.random() < 0.5 else self._account(request, charge)

    def _count(self) -> Act:
        request, wrong_fen = self._request(), self._random.choice((0, 0, 0, 100, -100))
        staff, taker = self._random.sample((CLERK, SUPERVISOR), 2)
        kind = self._random.choices(("open", "over", "end"), weights=(3, 2, 3))[0]
        brought_fen = self._random.choice((0, 20000)) if kind == "open" else 0
        counted = max(0, self.model.balances["cash:drawer"] + brought_fen + wrong_fen)
        count = CashCount({1: counted % 100, 100: counted // 100 % 100, 10000: counted // 10000})
        match kind:
            case "open":
                return Act(
                    "open",
                    lambda kit: kit.desk.days.open_shift(staff, count, brought_fen, request).number,
                    lambda model: model.open_shift(staff.id, counted, brought_fen, request),
                )
            case "over":
                return Act(
                    "over",
                    lambda kit: kit.desk.days.hand_over(staff, taker, count, request).number,
                    lambda model: model.hand_over(staff.id, taker.id, counted, request),
                )
            case _:
                return self._end(staff, count, request)

    def _end(self, staff: Staff, count: CashCount, request: str) -> Act:
        now = self.model.day or self._local_now.date()
        day = self._random.choice((now, now, now, now, now + timedelta(days=1), *self.model.ended_days[-1:]))
        name = self._random.choice((request, request, *self.model.newest_bag))
        bag = (name, count.total_fen // 2) if self._random.random() < 0.7 else None
        return Act(
            "end",
            lambda kit: kit.desk.days.end_day(staff, day, count, DepositBag(*bag) if bag else None, request).number,
            lambda model: model.end_day(staff.id, staff is SUPERVISOR, day, count.total_fen, bag, request),
        )

    def _explain(self) -> Act:
        wanted = [number for number, unexplained in self.model.counts.items() if unexplained]
        if not wanted:
            return self._owe()
        number = self._random.choice(wanted)

        def desk(kit: FurnishedDesk) -> str:
            row = kit.house.store.one("SELECT id FROM cash_count WHERE number = ?", (number,))
            return kit.desk.days.explain(CLERK, row["id"], "找零有误").number

        return Act("explain", desk, lambda model: model.explain(number))

    def _close_day(self) -> Act:
        days = [*self.model.ended_days[-3:], *([self.model.day] if self.model.day else [])]
        if not days:
            return self._owe()
        day = self._random.choice(days)
        return Act(
            "close",
            lambda kit: str(kit.desk.days.close_day(CLERK, day, STROKES).business_day),
            lambda model: model.close(day),
        )

    def _turn(self) -> Act:
        """Mostly the hours go by; now and then the clock is somewhere else, set or not."""
        to = self._clock.now() + timedelta(minutes=self._random.randint(1, 600))
        if (chance := self._random.random()) < 0.1:
            to += self._random.choice((timedelta(days=-3), timedelta(days=20), timedelta(days=-8000)))
        elif chance < 0.2:
            to = max(to, NOON + timedelta(days=len(self.model.ended_days)))
        sure = self._random.random() < 0.9 and to > NOON - timedelta(days=30)

        def model(model: Model) -> str:
            self._clock.jump(to)
            self._clock.synced = sure
            model.now, model.sure = self._local_now, sure
            return "clock"

        return Act("clock", lambda _: "clock", model)

    @property
    def _local_now(self) -> datetime:
        return self._clock.now().astimezone(ZoneInfo("Asia/Shanghai"))

    # --- comparison

    def _new_transactions(self) -> list[tuple[str, str, str, tuple[tuple[str, int], ...]]]:
        rows = self._kits[0].house.store.rows(
            "SELECT t.id, t.kind, t.business_day, t.document, p.account, p.amount_fen FROM ledger_transaction t"
            " JOIN ledger_posting p ON p.transaction_id = t.id WHERE t.id > ? ORDER BY t.id, p.line",
            (self._compared,),
        )
        found: dict[int, list[Row]] = {}
        for row in rows:
            found.setdefault(row["id"], []).append(row)
        return [
            (
                *(lines[0][name] for name in ("kind", "business_day", "document")),
                tuple((line["account"], line["amount_fen"]) for line in lines),
            )
            for lines in found.values()
        ]

    def _compare_all(self) -> None:
        books, store = self._kits[0].house.books, self._kits[0].house.store
        states = {row["id"]: (row["amount_fen"], row["state"]) for row in store.rows("SELECT * FROM charge")}
        assert states == self.model.charges
        sums = store.rows("SELECT account, sum(amount_fen) AS fen FROM ledger_posting GROUP BY 1")
        assert {row["account"]: row["fen"] for row in sums if row["fen"]} == {
            account: fen for account, fen in self.model.balances.items() if fen
        }
        receipts = [row["receipt_number"] for row in store.rows("SELECT receipt_number FROM payment ORDER BY receipt")]
        assert receipts == [receipt.number for receipt in self.model.receipts]
        closed = [row["business_day"] for row in store.rows("SELECT * FROM day_closing ORDER BY closed_utc")]
        assert sorted(closed) == sorted(map(str, self.model.closed))
        assert [*books.takings.faults()] == []


def _asked(act: Act, kit: FurnishedDesk) -> Answer:
    try:
        return act.desk(kit)
    except KioskError as refused:
        return type(refused)
