"""Which random act comes next at the counter, by a seed and by what the model says is there.

Owns the choice and the acts of payments, corrections, counts and days; those of orders, the machine, codes and what the
staff grants are beside it. Whoever has the same seed, model and clock chooses the same. Called by ``money_walk`` and
``joint_walk``.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.clock import TurnedClock
from kiosk.desk.views import DepositBag, Method, Staff, Visitor
from kiosk.domain.cash import CashCount
from kiosk.store.database import Store
from tests.desk_fixture import NOON, FurnishedDesk, furnish
from tests.faults import machine_acts, order_acts, qr_acts, voucher_acts
from tests.faults.grant_acts import APPROVE_ABOVE_FEN, Act, grant
from tests.faults.money_model import Model
from tests.faults.money_scenario import CLERK, STROKES, SUPERVISOR
from tests.faults.qr_model import SHOWN_FOR
from tests.faults.voucher_model import PLAIN, REGISTERED

_LIMIT_FEN = 20_000  # reached soon, so that a supervisor is asked
_OWED = ("due", "cash_wanted", "approval_wanted")
_FEN = (100, 250, 300, 400, 1200)
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_WEIGHTS = {
    "owe": 20,
    "cash": 18,
    "account": 12,
    "grant": 10,
    "reverse": 10,
    "again": 8,
    "count": 8,
    "explain": 6,
    "close": 5,
    "clock": 6,
    "order": 24,
    "machine": 30,
    "code": 18,
    "voucher": 26,
}


def open_kit(folder: Path, clock: TurnedClock, store_class: type[Store] = Store) -> FurnishedDesk:
    """A process of the kiosk that has everything which takes money."""
    return furnish(
        folder,
        clock,
        store_class,
        vouchers={**PLAIN, **REGISTERED},
        registered_vouchers=tuple(REGISTERED),
        approve_above_fen=APPROVE_ABOVE_FEN,
        pay_devices=(Method.MACHINE, Method.QR),
        qr_provider="wechat",
        qr_show_s=round(SHOWN_FOR.total_seconds()),
    )


def begin(kit: FurnishedDesk, folder: Path) -> None:
    """The house as the walk finds it: a limit that is reached, a price list with every kind of rate."""
    with kit.house.store.step() as store:
        store.run("UPDATE unit SET credit_limit_fen = ?", (_LIMIT_FEN,))
    order_acts.prepare(kit, folder)


@dataclass(frozen=True)
class Place:
    """Where somebody is in the acts to be chosen: whoever has the model and goes back there chooses the same again."""

    chance: tuple[object, ...]
    requests: int
    now: datetime
    sure: bool


class Choice:
    """The acts, one after the other; ``model`` is what they are chosen by, and ``clock`` what some of them turn.

    ``only``: of these kinds; none: of all.
    """

    def __init__(self, seed: int, clock: TurnedClock, visitor: Visitor, only: Sequence[str] = ()) -> None:
        self._random, self.clock, self._visitor = random.Random(seed), clock, visitor
        self.model = Model(_LIMIT_FEN, self.local_now, approve_above_fen=APPROVE_ABOVE_FEN)
        self._requests = 0
        self._weights = {kind: weight for kind, weight in _WEIGHTS.items() if kind in only or not only}

    def chance(self) -> float:
        """For whoever does the acts: cut off, at once, or as usual."""
        return self._random.random()

    def one_of(self, count: int) -> int:
        """A process."""
        return self._random.randrange(count)

    def place(self) -> Place:
        """Here."""
        return Place(self._random.getstate(), self._requests, self.clock.now(), self.clock.synced)

    def go_back(self, place: Place) -> None:
        """There, or on to where it was again."""
        self._random.setstate(place.chance)
        self._requests = place.requests
        self._set_clock(place.now, place.sure)

    def next(self) -> Act:
        """One act."""
        kind = self._random.choices(tuple(self._weights), weights=tuple(self._weights.values()))[0]
        if not self.model.charges or kind == "owe":
            return self._owe()
        made: dict[str, Callable[[], Act]] = {
            "cash": self._cash,
            "account": self._account,
            "grant": self._grant,
            "reverse": self._reverse,
            "again": self._again,
            "count": self._count,
            "explain": self._explain,
            "close": self._close_day,
            "clock": self.turn,
            "order": self._order,
            "machine": self._machine,
            "code": self._code,
            "voucher": self._voucher,
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
            if number not in model.charges:
                model.owe(fen)
            return str(number)

        return Act("owe", desk, model)

    def _charge(self) -> int:
        """One of the last, more often than not one that is owed."""
        last = len(self.model.charges)
        lately = range(max(1, last - 12), last + 1)
        owed = [number for number in lately if self.model.charges[number][1] in _OWED]
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

    def _grant(self) -> Act:
        last = len(self.model.charges)
        lately = range(max(1, last - 60), last + 1)
        wanted = [number for number in lately if self.model.charges[number][1] == "approval_wanted"]
        return grant(self._random, self._charge(), wanted, self._request(), self._visitor)

    def _order(self) -> Act:
        made = order_acts.fax if self._random.random() < 0.7 else order_acts.work
        return made(self._random, self.model, self._visitor, self._request())

    def _machine(self) -> Act:
        match self._random.choices(("owner", "says", "clerk"), weights=(3, 14, 3))[0]:
            case "owner":
                return machine_acts.owner(self._random, self._charge(), self._visitor)
            case "says":
                return machine_acts.says(self._random, self.model)
            case _:
                return machine_acts.clerk(self._random, self.model, self._charge(), self._request())

    def _code(self) -> Act:
        made: Act | None
        match self._random.choices(("owner", "provider", "clerk"), weights=(5, 8, 4))[0]:
            case "owner":
                made = qr_acts.owner(self._random, self.model, self._charge(), self._visitor, self._request())
            case "provider":
                made = qr_acts.provider(self._random, self.model)
            case _:
                made = qr_acts.clerk(self._random, self.model)
        return made or self._owe()

    def _voucher(self) -> Act:
        return voucher_acts.voucher(self._random, self.model, self._charge(), self._request())

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
        now = self.model.day or self.local_now.date()
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

    def turn(self) -> Act:
        """Mostly the hours go by; now and then the clock is somewhere else, set or not.

        Back by hours it goes over midnight or over the time of the closing; a board without a battery begins in 1970.
        """
        to = self.clock.now() + timedelta(minutes=self._random.randint(1, 600))
        if (chance := self._random.random()) < 0.1:
            to = self._random.choice((_BEGINNING, *(to + timedelta(days=days) for days in (-3, 20, -8000))))
        elif chance < 0.2:
            to = max(to, NOON + timedelta(days=len(self.model.ended_days)))
        elif chance < 0.3:
            to -= timedelta(minutes=self._random.randint(601, 1500))
        to = max(to, _BEGINNING)  # no clock of a computer says less
        sure = self._random.random() < 0.9 and to > NOON - timedelta(days=30)

        def model(_: Model) -> str:
            self._set_clock(to, sure)
            return "clock"

        return Act("clock", lambda _: "clock", model)

    def _set_clock(self, to: datetime, sure: bool) -> None:
        self.clock.jump(to)
        self.clock.synced = sure
        self.model.now, self.model.sure = self.local_now, sure

    @property
    def local_now(self) -> datetime:
        return self.clock.now().astimezone(ZoneInfo("Asia/Shanghai"))
