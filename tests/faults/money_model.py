"""What a counter's money must come to, kept in plain dictionaries: the model that the ledger is held against.

Owns its own statement of the rules in docs/money.md; calls nothing of the house but its words for states and errors.
Each act returns what the desk must answer: a number, or the class of the refusal. Orders, the machine, codes and
vouchers are ``order_model``, ``machine_model``, ``qr_model`` and ``voucher_model``. Called by ``money_walk`` and
``joint_walk``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kiosk.desk.corrections import DrawerShortError, StruckOutError, SupervisorOnlyError
from kiosk.desk.day_errors import (
    BagError,
    ClosedAlreadyError,
    NotCountedError,
    NotOnShiftError,
    NotOpenError,
    OthersShiftError,
    ShiftTakenError,
    UnexplainedError,
)
from kiosk.desk.grants import ApprovalMissingError
from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.money import OverLimitError
from kiosk.desk.qr_doubt import QrPendingError
from kiosk.desk.settling import TooLittleError
from kiosk.desk.voucher_rules import VoucherSaleError, VoucherSpentError
from tests.faults.machine_model import Machine
from tests.faults.order_model import Orders
from tests.faults.qr_model import Codes
from tests.faults.voucher_model import Register

Answer = str | type[Exception]
Lines = tuple[tuple[str, int], ...]
_NEVER_AGAIN = ("refunded", "withdrawn")
_NOT_OWED = ("paid", *_NEVER_AGAIN)


@dataclass
class Receipt:
    """A receipt; ``transaction`` counts from 1."""

    number: str
    charge: int
    transaction: int
    red: bool = False
    struck: bool = False


@dataclass
class Model:
    """The whole counter."""

    limit_fen: int
    now: datetime  # local
    sure: bool = True
    charges: dict[int, tuple[int, str]] = field(default_factory=dict)  # fen, state
    receipts: list[Receipt] = field(default_factory=list)
    standing: dict[int, str] = field(default_factory=dict)  # the number of the receipt that stands, by charge
    transactions: list[tuple[str, str, str, Lines]] = field(default_factory=list)  # kind, day, document, lines
    balances: Counter[str] = field(default_factory=Counter)
    answers: dict[str, tuple[str, str]] = field(default_factory=dict)  # by request: for what, and the answer
    paid: list[tuple[str, int]] = field(default_factory=list)  # requests of payments, and for which charge
    day: date | None = None
    ended: bool = False
    person: str = ""
    counts: dict[str, bool] = field(default_factory=dict)  # whether it still wants a reason
    day_counts: dict[date, list[str]] = field(default_factory=dict)
    ended_days: list[date] = field(default_factory=list)
    closed: list[date] = field(default_factory=list)
    bags: set[str] = field(default_factory=set)
    newest_bag: tuple[str, ...] = ()
    newest: datetime | None = None
    opened: datetime | None = None  # the newest day
    opened_sure: bool = True
    approve_above_fen: int = 1000
    approved: set[int] = field(default_factory=set)  # charges that may go above the unit's limit
    credits: dict[int, str] = field(default_factory=dict)  # by charge, what its payment credits
    blocking: dict[int, int] = field(default_factory=dict)  # charges that a code may turn out to have paid
    by_code: dict[str, int] = field(default_factory=dict)  # receipts of payments by code

    def __post_init__(self) -> None:
        self.orders, self.machine, self.codes = Orders(self), Machine(self), Codes(self)
        self.vouchers = Register(self)

    def owed(self, charge: int) -> bool:
        return self.charges[charge][1] not in _NOT_OWED

    def owe(self, fen: int, item: str = "fax.local") -> None:
        """A new charge; nothing for nothing."""
        if fen:
            self.credits[len(self.charges) + 1] = f"income:{item}"
            self.charges[len(self.charges) + 1] = (fen, "due")

    # --- what the staff grants

    def free(self, charge: int, reason: str, supervisor: bool, request: str) -> Answer:
        """Given away."""
        if known := self.known(request, f"payment of {charge}"):
            return known
        fen, state = self.charges[charge]
        if state in _NOT_OWED:
            return GoneError
        if charge in self.vouchers.sales:
            return VoucherSaleError
        if fen > self.approve_above_fen and not supervisor:
            return ApprovalMissingError
        return QrPendingError if charge in self.blocking else self.pay(charge, f"voucher:free.{reason}", request)

    def ask(self, charge: int) -> Answer:
        """The owner asks to go above the limit."""
        fen, state = self.charges[charge]
        if state in _NOT_OWED:
            return GoneError
        self.charges[charge] = (fen, "approval_wanted")
        return "asked"

    def decide(self, charge: int, granted: bool, supervisor: bool) -> Answer:
        """A supervisor's word on it."""
        fen, state = self.charges[charge]
        if not supervisor:
            return ApprovalMissingError
        if state == "approval_wanted":
            self.charges[charge] = (fen, "due")
            self.approved |= {charge} if granted else set()
        return "decided"

    # --- payments

    def cash(self, charge: int, tendered_fen: int, request: str) -> Answer:
        """Cash to the clerk."""
        if standing := self._paid(charge, request):
            return standing
        fen, state = self.charges[charge]
        if state in _NEVER_AGAIN:
            return GoneError
        if charge in self.blocking:
            return QrPendingError
        if tendered_fen < fen:
            return TooLittleError
        return self.pay(charge, "cash:drawer", request)

    def account(self, charge: int, request: str) -> Answer:
        """To the unit."""
        if standing := self._paid(charge, request):
            return standing
        fen, state = self.charges[charge]
        claimed_fen = self.balances["unit:12-1-101"] + self.orders.held_fen
        if charge not in self.approved and claimed_fen + fen > self.limit_fen:
            return OverLimitError
        if state in _NEVER_AGAIN:
            return GoneError
        return QrPendingError if charge in self.blocking else self.pay(charge, "unit:12-1-101", request)

    def reverse(self, kind: str, number: str, supervisor: bool, request: str) -> Answer:
        """A void or a refund."""
        if kind == "refund" and not supervisor:
            return SupervisorOnlyError
        if known := self.known(request, f"{kind} of {number}"):
            return known
        old = self.receipts[int(number.rpartition("-")[2]) - 1]
        if old.red or old.struck:
            return StruckOutError
        if self.vouchers.spent(old.charge):
            return VoucherSpentError
        _, day, _, lines = self.transactions[old.transaction - 1]
        over = self.ended or day != str(self.day)
        if over and not supervisor:
            return SupervisorOnlyError
        if self.balances["cash:drawer"] < dict(lines).get("cash:drawer", 0):
            return DrawerShortError
        old.struck = True
        del self.standing[old.charge]
        self.charges[old.charge] = (self.charges[old.charge][0], "due" if kind == "void" else "refunded")
        red = self._receipt(old.charge, red=True)
        self.book(kind, red, tuple((account, -fen) for account, fen in lines))
        if number in self.by_code:
            self.codes.want_back(self.by_code[number], corrects=True)
        return self.answer(request, f"{kind} of {number}", red)

    def _paid(self, charge: int, request: str) -> Answer | None:
        return self.known(request, f"payment of {charge}") or self.standing.get(charge)

    def known(self, request: str, what: str) -> Answer | None:
        """The answer to a request that has come before; it is refused when it stood for something else."""
        if request not in self.answers:
            return None
        was, number = self.answers[request]
        return number if was == what else RequestUsedError

    def pay(self, charge: int, where: str, request: str = "") -> str:
        """Without a request it is the machine or the provider who knows that it is paid."""
        fen = self.charges[charge][0]
        self.charges[charge] = (fen, "paid")
        self.approved.discard(charge)  # for one payment: struck out, somebody is asked again
        number = self.standing[charge] = self._receipt(charge)
        self.book("payment", number, ((where, fen), (self.credits[charge], -fen)))
        if request:
            self.paid.append((request, charge))
            self.answer(request, f"payment of {charge}", number)
        return number

    def _receipt(self, charge: int, red: bool = False) -> str:
        number = f"K01-{len(self.receipts) + 1:06d}"
        self.receipts.append(Receipt(number, charge, len(self.transactions) + 1, red))
        return number

    # --- days

    def open_shift(self, person: str, counted_fen: int, brought_fen: int, request: str) -> Answer:
        """The first person of a shift."""
        if known := self.known(request, "opening"):
            return known
        if self.person and not self.ended:
            return ShiftTakenError
        self._open_day()
        self.person = person
        return self._count("opening", counted_fen, request, brought_fen)

    def hand_over(self, giver: str, taker: str, counted_fen: int, request: str) -> Answer:
        """From person to person."""
        if known := self.known(request, "handover"):
            return known
        if self.ended or self.person != giver or giver == taker:
            return NotOnShiftError
        number = self._count("handover", counted_fen, request)
        self.person = taker
        return number

    def end_day(
        self, person: str, supervisor: bool, day: date, counted_fen: int, bag: tuple[str, int] | None, request: str
    ) -> Answer:
        """The closing count."""
        if known := self.known(request, "closing"):
            return known
        if day in self.ended_days:
            return ClosedAlreadyError
        if self.ended or day != self.day:
            return NotOpenError
        taken = any(each[1] == str(day) for each in self.transactions)
        due = min(day, self.opened.date() + timedelta(days=1)) if self.opened and self.opened_sure else day
        if self.now.date() < due and not (self.behind and taken):
            return ClosedAlreadyError
        if self.person not in ("", person) and not supervisor:
            return OthersShiftError
        if bag and (bag[0] in self.bags or not 0 < bag[1] <= counted_fen):
            return BagError
        number = self._count("closing", counted_fen, request, bag=bag)
        self.ended, self.person = True, ""
        self.ended_days.append(day)
        return number

    def empty_box(self, counted_fen: int, bag: tuple[str, int] | None, request: str) -> Answer:
        """What lay in the machine."""
        if known := self.known(request, "machine"):
            return known
        if bag and (bag[0] in self.bags or not 0 < bag[1] <= counted_fen):
            return BagError
        self._open_day()
        return self._count("machine", counted_fen, request, bag=bag, point="machine")

    def explain(self, number: str) -> Answer:
        """Why a count differs."""
        self.counts[number] = False
        return number

    def close(self, day: date) -> Answer:
        """The signature."""
        if day in self.closed:
            return str(day)
        if day not in self.ended_days:
            return NotCountedError
        if any(self.counts[number] for number in self.day_counts[day]):
            return UnexplainedError
        self.closed.append(day)
        return str(day)

    @property
    def behind(self) -> bool:
        """Whether the clock says an earlier time than the newest transaction or the opening of the newest day."""
        return any(moment is not None and self.now < moment for moment in (self.newest, self.opened))

    def _count(
        self,
        purpose: str,
        counted_fen: int,
        request: str,
        brought_fen: int = 0,
        bag: tuple[str, int] | None = None,
        point: str = "drawer",
    ) -> str:
        number = f"K01-P{len(self.counts) + 1:05d}"
        self._move("float", number, point, "float:drawer", brought_fen)
        difference_fen = counted_fen - self.balances[f"cash:{point}"]
        self._move("count", number, point, f"difference:{point}", difference_fen)
        if bag:
            self._move("deposit", number, point, f"bag:{bag[0]}", -bag[1])
            self.bags.add(bag[0])
            self.newest_bag = (bag[0],)
        self.counts[number] = difference_fen != 0
        assert self.day is not None
        self.day_counts.setdefault(self.day, []).append(number)
        return self.answer(request, purpose, number)

    def _move(self, kind: str, document: str, point: str, other: str, fen: int) -> None:
        if fen:
            self.book(kind, document, ((f"cash:{point}", fen), (other, -fen)))

    def _next_day(self) -> date:
        today = self.now.date()
        if self.day is None:
            return today
        believed = self.sure or today - self.day <= timedelta(days=31)
        return max(today, self.day + timedelta(days=1)) if believed else self.day + timedelta(days=1)

    def _open_day(self) -> None:
        if self.ended or self.day is None:
            self.day, self.ended, self.person = self._next_day(), False, ""
            self.opened, self.opened_sure = self.now, self.sure

    def book(self, kind: str, document: str, lines: Lines) -> None:
        self._open_day()
        self.transactions.append((kind, str(self.day), document, lines))
        self.newest = self.now
        for account, fen in lines:
            self.balances[account] += fen

    def answer(self, request: str, what: str, number: str) -> str:
        self.answers[request] = (what, number)
        return number
