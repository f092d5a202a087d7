"""What payments by QR code come to: each code, and what its provider has said of it, in plain dictionaries.

Owns the rules of docs/qr-payment.md, said once more. Part of ``money_model``; calls nothing but the
house's errors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from kiosk.desk.house import GoneError, RequestUsedError
from kiosk.desk.qr_refunds import DrawerShortError

if TYPE_CHECKING:
    from tests.faults.money_model import Answer, Lines, Model

SHOWN_FOR = timedelta(seconds=60)
_GRACE = timedelta(seconds=60)
_OPEN = ("wanted", "shown", "closing", "disputed")
_PROVIDER = "provider:wechat"


@dataclass
class Code:
    """``state``: wanted | shown | closing | disputed | closed | paid | owed_back. ``trade``: it was paid with that."""

    charge: int
    fen: int
    until: datetime
    state: str = "wanted"
    seen: bool = False  # somebody may have read the code
    released: bool = False
    trade: str = ""


@dataclass
class Refund:
    """``corrects``: its red receipt says already that the money has left the provider."""

    code: int
    corrects: bool
    state: str = "wanted"
    settled: bool = False


@dataclass
class Codes:
    """All codes of the one provider."""

    books: Model
    codes: dict[int, Code] = field(default_factory=dict)
    refunds: dict[int, Refund] = field(default_factory=dict)
    contradictions: dict[tuple[int, str], bool] = field(default_factory=dict)  # of a code; whether it is settled
    requests: dict[str, int] = field(default_factory=dict)

    # --- the owner

    def show(self, charge: int, request: str) -> Answer:
        """One code at a time for a charge."""
        number = self.requests.get(request) or self.books.blocking.get(charge)
        if number is None:
            if not self.books.owed(charge):
                return GoneError
            number = self.requests[request] = len(self.codes) + 1
            self.codes[number] = Code(charge, self.books.charges[charge][0], self.books.now + SHOWN_FOR + _GRACE)
            self.books.blocking[charge] = number
        return str(number) if self.codes[number].charge == charge else RequestUsedError

    def give_up(self, number: int) -> Answer:
        if self.codes[number].state in ("wanted", "shown"):
            self._move(number, "closing")
        return "given up"

    # --- the core, and what the provider says

    def keep_code(self, number: int) -> Answer:
        code = self.codes[number]
        if code.state == "wanted":
            code.state, code.seen = "shown", True
        return "kept"

    def never_shown(self, number: int) -> Answer:
        if not self.codes[number].seen:
            self._move(number, "closed")
        return "over"

    def expire(self, number: int) -> Answer:
        self._move(number, "closing")
        return "expired"

    def heard(self, number: int, said: str, fen: int, trade: str) -> Answer:
        """A signed answer: book it, wait, or call a person because it cannot be."""
        code = self.codes[number]
        if code.trade:
            self._second_look(number, said, fen, trade)
        elif said == "paid" and fen != code.fen:
            self._dispute(number, "other_amount")
        elif said == "paid" and any(other.trade == trade for other in self.codes.values()):
            self._dispute(number, "transaction_used")
        elif said == "paid":
            self._paid(number, trade)
        elif said == "refunded":
            self._dispute(number, "refunded_there")
        elif said == "not_paid" and code.state == "closed":
            self._dispute(number, "open_again")
        elif said == "closed" or (
            said == "not_there" and code.state == "closing" and (not code.seen or self.books.now > code.until)
        ):
            self._move(number, "closed")
        return "heard"

    def refund_heard(self, number: int, said: str) -> Answer:
        """Done or failed, once."""
        refund = self.refunds[number]
        if refund.state == "wanted" and said in ("done", "failed"):
            refund.state, refund.settled = said, False
            taken = self._taken(refund.code)
            if said == "done" and not refund.corrects:
                self.books.book("return", _refund(number), tuple((account, -fen) for account, fen in taken))
            elif said == "failed" and refund.corrects:
                self.books.book("advance", _refund(number), taken)
        return "heard"

    # --- the clerk

    def release(self, number: int) -> Answer:
        """Another way of paying is open."""
        if self.codes[number].state in _OPEN:
            self.codes[number].released = True
            self._unblock(number)
        return "released"

    def settle_contradiction(self, place: int) -> Answer:
        number, kind = list(self.contradictions)[place - 1]
        self.contradictions[number, kind] = True
        if self.codes[number].state == "disputed":
            self.release(number)
        return "settled"

    def settle_refund(self, number: int, from_drawer: bool) -> Answer:
        """What the provider could not give back, a person has."""
        refund = self.refunds[number]
        if from_drawer and refund.state != "failed":
            return GoneError
        fen = self.codes[refund.code].fen
        if refund.settled:
            return "settled"
        if refund.state == "failed":
            if from_drawer and self.books.balances["cash:drawer"] < fen:
                return DrawerShortError
            source = "cash:drawer" if from_drawer else _PROVIDER
            self.books.book("return", _refund(number), ((_held(refund.code), fen), (source, -fen)))
        refund.settled = True
        return "settled"

    # --- inside

    def want_back(self, number: int, corrects: bool) -> None:
        self.refunds[len(self.refunds) + 1] = Refund(number, corrects)

    def _paid(self, number: int, trade: str) -> None:
        """The charge is settled, if it is still owed; else it is held, and goes back."""
        code = self.codes[number]
        code.trade = trade
        if self.books.owed(code.charge):
            code.state = "paid"
            self.books.by_code[self.books.pay(code.charge, _PROVIDER)] = number
        else:
            code.state = "owed_back"
            self.books.book("advance", f"K01-Q{number:06d}", self._taken(number))
            self.want_back(number, corrects=False)
        self._unblock(number)

    def _second_look(self, number: int, said: str, fen: int, trade: str) -> None:
        code = self.codes[number]
        if said == "refunded":
            if not any(refund.code == number for refund in self.refunds.values()):
                self._dispute(number, "refunded_there")
        elif said != "paid":
            self._dispute(number, "paid_then_not")
        elif fen != code.fen:
            self._dispute(number, "other_amount")
        elif trade != code.trade:
            self._dispute(number, "paid_then_not")

    def _dispute(self, number: int, kind: str) -> None:
        """Nothing is booked and nothing undone; the code blocks until a person has decided."""
        if self.codes[number].state in _OPEN:
            self.codes[number].state = "disputed"
        self.contradictions.setdefault((number, kind), False)

    def _move(self, number: int, state: str) -> None:
        if self.codes[number].state in _OPEN:
            self.codes[number].state = state
            if state == "closed":
                self._unblock(number)

    def _unblock(self, number: int) -> None:
        charge = self.codes[number].charge
        if self.books.blocking.get(charge) == number:
            del self.books.blocking[charge]

    def _taken(self, number: int) -> Lines:
        fen = self.codes[number].fen
        return ((_PROVIDER, fen), (_held(number), -fen))


def _held(number: int) -> str:
    return f"held:qr.K01-Q{number:06d}"


def _refund(number: int) -> str:
    return f"K01-R{number:06d}"
