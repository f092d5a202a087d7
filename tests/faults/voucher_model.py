"""What the register of vouchers comes to: issued, sold, blocked, used once, in plain dictionaries.

Owns the rules of docs/money.md (Vouchers), said once more. Part of ``money_model``; calls nothing but the house's
errors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kiosk.desk.grants import ApprovalMissingError, VoucherSmallError, VoucherUsedError
from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.qr_doubt import QrPendingError
from kiosk.desk.voucher_rules import (
    VoucherBlockedError,
    VoucherExpiredError,
    VoucherNotIssuedError,
    VoucherSaleError,
    VoucherUnknownError,
    VoucherUnpaidError,
)
from kiosk.desk.vouchers import VoucherIssueError

if TYPE_CHECKING:
    from tests.faults.money_model import Answer, Model

PLAIN = {"FX": 500, "GX": 2000}  # worth of one, in fen; any number of these pays, once
REGISTERED = {"RX": 800, "SX": 1500}  # one is less than what is owed at times, one more than a clerk gives away
_MOST_PIECES, _MOST_SERIAL = 1000, 999_999
_NO_MORE = ("withdrawn", "refunded")


@dataclass(frozen=True)
class Issue:
    """Numbers of a series. ``until`` None: they are sold by ``charge``, else they are given (``charge`` 0)."""

    series: str
    first: int
    last: int
    unit: str
    until: date | None
    charge: int = 0

    @property
    def pieces(self) -> int:
        return self.last - self.first + 1


@dataclass
class Register:
    """All of them. ``used``: by number as it is kept, its issue and the place of the receipt that it paid last."""

    books: Model
    issues: dict[int, Issue] = field(default_factory=dict)
    used: dict[str, tuple[int, int]] = field(default_factory=dict)
    blocked: dict[str, bool] = field(default_factory=dict)
    requests: dict[str, int] = field(default_factory=dict)
    marks: dict[str, tuple[str, bool]] = field(default_factory=dict)
    sales: dict[int, int] = field(default_factory=dict)  # by charge, its issue

    # --- the register

    def issue(self, wish: Issue, units: tuple[str, ...], supervisor: bool, request: str) -> Answer:
        """Once a request, and a number once, unless its sale came to nothing."""
        if request not in self.requests:
            if refused := self._refused(wish, units, supervisor):
                return refused
            number = self.requests[request] = len(self.issues) + 1
            self.issues[number] = wish if wish.until else self._sale(number, wish)
        made = self.issues[self.requests[request]]
        same = (made.series, made.first, made.last) == (wish.series, wish.first, wish.last)
        return self.told(self.requests[request]) if same else RequestUsedError

    def give_up(self, number: int) -> Answer:
        """Nobody buys them after all."""
        charge = self.issues[number].charge
        fen, state = self.books.charges.get(charge, (0, "given"))
        if state != "withdrawn":
            if not charge or not self.books.owed(charge):
                return GoneError
            if charge in self.books.blocking:
                return QrPendingError
            self.books.charges[charge] = (fen, "withdrawn")
        return self.told(number)

    def mark(self, typed: str, blocked: bool, request: str) -> Answer:
        """The last word counts."""
        found = self.find(typed)
        if not isinstance(found, tuple):
            return found
        number, written = found
        if request not in self.marks:
            self.marks[request], self.blocked[written] = (written, blocked), blocked
        return self.told(number) if self.marks[request] == (written, blocked) else RequestUsedError

    def look(self, typed: str) -> Answer:
        found = self.find(typed)
        return self.told(found[0]) if isinstance(found, tuple) else found

    # --- paying

    def take(self, charge: int, typed: str, supervisor: bool, request: str) -> Answer:
        """A voucher pays in full and is used once, unless its payment is struck out."""
        books = self.books
        if known := books.known(request, f"payment of {charge}"):
            return known
        if not books.owed(charge):
            return GoneError
        if charge in self.sales:
            return VoucherSaleError
        found = self._good(typed)
        if not isinstance(found, tuple):
            return found
        issue, written = found
        if self._stands(written):
            return VoucherUsedError
        series, fen = written.partition("-")[0], books.charges[charge][0]
        if {**PLAIN, **REGISTERED}[series] < fen:
            return VoucherSmallError
        bought = bool(issue and self.issues[issue].charge)
        if fen > books.approve_above_fen and not supervisor and not bought:
            return ApprovalMissingError
        if charge in books.blocking:
            return QrPendingError
        self.used[written] = (issue, len(books.receipts))
        return books.pay(charge, f"{'prepaid' if bought else 'voucher'}:{series}", request)

    def spent(self, charge: int) -> bool:
        """Whether one that this charge has sold was used."""
        return charge in self.sales and bool(self._uses(self.sales[charge]))

    # --- how it stands

    def find(self, typed: str) -> tuple[int, str] | type[Exception]:
        """The issue of a number, and the number as it is kept."""
        series, _, digits = typed.strip().upper().partition("-")
        if series not in {**PLAIN, **REGISTERED}:
            return VoucherUnknownError
        serial = int(digits)
        for number, issue in self.issues.items():
            if _is_of(_written(series, serial), issue) and self._sale_state(issue) not in _NO_MORE:
                return number, _written(series, serial)
        return VoucherNotIssuedError

    def told(self, number: int) -> str:
        """All that the register says of an issue."""
        issue = self.issues[number]
        blocked = [each for each, word in sorted(self.blocked.items()) if word and _is_of(each, issue)]
        ends = (_written(issue.series, issue.first), _written(issue.series, issue.last))
        worth = (issue.pieces, REGISTERED[issue.series], issue.unit)
        stands = (len(self._uses(number)), blocked, self._over(issue), self._sale_state(issue), issue.charge)
        return str((number, *ends, *worth, *stands))

    def listing(self) -> list[str]:
        """What can still pay, or is to be paid for, first; of each the newest first."""
        return [self.told(number) for number in sorted(self.issues, key=lambda each: (not self._open(each), -each))]

    # --- inside

    def _refused(self, wish: Issue, units: tuple[str, ...], supervisor: bool) -> type[Exception] | None:
        bounds = 0 < wish.first <= wish.last <= _MOST_SERIAL and wish.pieces <= _MOST_PIECES
        if wish.series not in REGISTERED or self._over(wish) or not bounds:
            return VoucherIssueError
        if wish.unit not in units:
            return GoneError
        if any(self._overlap(wish, issue) for issue in self.issues.values()):
            return VoucherIssueError
        given_fen = wish.pieces * REGISTERED[wish.series] if wish.until else 0
        return ApprovalMissingError if given_fen > self.books.approve_above_fen and not supervisor else None

    def _overlap(self, wish: Issue, issue: Issue) -> bool:
        apart = issue.series != wish.series or wish.last < issue.first or issue.last < wish.first
        return not apart and self._sale_state(issue) not in _NO_MORE

    def _sale(self, number: int, wish: Issue) -> Issue:
        """It waits at the counter, and what is paid for it is owed."""
        charge = len(self.books.charges) + 1
        self.books.charges[charge] = (wish.pieces * REGISTERED[wish.series], "cash_wanted")
        self.books.credits[charge] = f"prepaid:{wish.series}"
        self.sales[charge] = number
        return Issue(wish.series, wish.first, wish.last, wish.unit, None, charge)

    def _good(self, typed: str) -> tuple[int, str] | type[Exception]:
        """Its issue (0: of a plain series) and its number, if it is good but for having been used."""
        found = self.find(typed)
        plain = typed.strip().upper()
        if found is VoucherNotIssuedError and plain.partition("-")[0] in PLAIN:
            return 0, plain
        if not isinstance(found, tuple):
            return found
        issue = self.issues[found[0]]
        if self.blocked.get(found[1]):
            return VoucherBlockedError
        if issue.charge and self._sale_state(issue) != "paid":
            return VoucherUnpaidError
        return VoucherExpiredError if self._over(issue) else found

    def _stands(self, written: str) -> bool:
        return written in self.used and not self.books.receipts[self.used[written][1]].struck

    def _uses(self, number: int) -> list[str]:
        return [written for written, (issue, _) in self.used.items() if issue == number and self._stands(written)]

    def _over(self, issue: Issue) -> bool:
        return issue.until is not None and issue.until < self.books.now.date()

    def _sale_state(self, issue: Issue) -> str:
        return self.books.charges[issue.charge][1] if issue.charge else ""

    def _open(self, number: int) -> bool:
        issue = self.issues[number]
        return (
            self._sale_state(issue) not in _NO_MORE and not self._over(issue) and len(self._uses(number)) < issue.pieces
        )


def _written(series: str, serial: int) -> str:
    return f"{series}-{serial:06d}"


def _is_of(written: str, issue: Issue) -> bool:
    series, _, serial = written.partition("-")
    return series == issue.series and issue.first <= int(serial) <= issue.last
