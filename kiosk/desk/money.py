"""Paying: one charge, one payment, one receipt number, whatever is tapped, cut or retried (G1-G3).

Owns the ways a charge is paid. An account payment and its signature are one step; cash is the clerk's word and is
booked the moment the clerk gives it, the signature follows. The receipt's paper is the core's business: here only the
wish for it is committed, in the same step.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from kiosk.desk.bookkeeping import book
from kiosk.desk.house import Books, GoneError, House, PaymentRefusedError, RequestUsedError
from kiosk.desk.receipts import NotSignedError, StruckOutError, charge_view, check_code, receipt_view, sign
from kiosk.desk.views import (
    ChargeState,
    ChargeView,
    Method,
    PaymentOption,
    ReceiptView,
    Signature,
    Staff,
    Visitor,
)
from kiosk.domain.accounts import AccountClass, account
from kiosk.domain.booking import Booking, BookingError, TransactionKind, change_fen, payment_entries
from kiosk.store.database import Row

_OWED = (ChargeState.DUE, ChargeState.CASH_WANTED)


class TooLittleError(PaymentRefusedError):
    """Less was tendered than is owed."""

    number = 5020
    message_key = "error.too_little"


class OverLimitError(PaymentRefusedError):
    """The unit's account may not be charged: none, or over its limit."""

    number = 5021
    message_key = "error.over_limit"


class MoneyDesk:
    """Charges, payments and receipts.

    A payment is one for its ``request_id``: tapped twice, or again after a restart, it is the same receipt. Without
    one it is the charge's next payment, of which there is one too. A request that has booked anything else is refused
    (RequestUsedError).
    """

    def __init__(self, house: House) -> None:
        self._house = house

    # --- what is owed

    def due(self, visitor: Visitor) -> tuple[ChargeView, ...]:
        """What the visitor's unit owes, oldest first."""
        books = self._house.books
        return tuple(charge_view(books, row) for row in books.takings.unpaid(visitor.unit.id))

    def charge(self, charge_id: int) -> ChargeView:
        """One charge."""
        books = self._house.books
        return charge_view(books, books.takings.charge(charge_id))

    def options(self, visitor: Visitor, charge_id: int) -> tuple[PaymentOption, ...]:
        """The ways of paying this charge, and why one is not to be had; none when it is not owed (any more)."""
        books = self._house.books
        charge = books.takings.charge(charge_id)
        if charge["state"] not in _OWED:
            return ()
        allowed = self._account_allows(books, charge)
        return (
            PaymentOption(Method.ACCOUNT, allowed, "" if allowed else "why.account.over_limit"),
            PaymentOption(Method.CASH, True),
        )

    def _account_allows(self, books: Books, charge: Row) -> bool:
        unit = books.people.unit(charge["unit_id"])
        if unit is None or not unit["account"]:
            return False
        owed = books.ledger.balance_fen(account(AccountClass.UNIT, unit["id"]))
        return bool(owed + charge["amount_fen"] <= unit["credit_limit_fen"])

    # --- to the unit's account

    def pay_on_account(
        self, visitor: Visitor, charge_id: int, signature: Signature, request_id: str = ""
    ) -> ReceiptView:
        """Charge the unit's account, with the signature, in one step. Paid already, it is the same receipt."""
        if not signature:
            raise NotSignedError(f"charge {charge_id}")
        with self._house.step() as books:
            charge = self._own(books, visitor, charge_id)
            paid = _paid(books, charge_id, request_id)
            if paid is None:
                if not self._account_allows(books, charge):
                    raise OverLimitError(f"charge {charge_id} of {charge['amount_fen']} fen")
                means = _Means(Method.ACCOUNT, charge["amount_fen"], request_id, person_id=visitor.person_id)
                paid = self._pay(books, charge, means)
                sign(self._house, books, paid, signature)
        return self.receipt(paid["receipt_number"])

    # --- cash to the clerk

    def ask_cash(self, visitor: Visitor, charge_id: int) -> None:
        """The owner wants to pay at the counter: clerk's board and call light.

        Paid meanwhile, nothing changes: there is a receipt. Raises GoneError when it is not owed any more.
        """
        with self._house.step() as books:
            self._own(books, visitor, charge_id)
            asked = books.takings.set_charge(charge_id, ChargeState.CASH_WANTED.value)
            if not asked and books.takings.payment_of(charge_id) is None:
                raise GoneError(f"charge {charge_id} is not owed any more")

    def withdraw_cash(self, visitor: Visitor, charge_id: int) -> None:
        """The owner has changed their mind, before the clerk took the money."""
        with self._house.step() as books:
            self._own(books, visitor, charge_id)
            books.takings.set_charge(charge_id, ChargeState.DUE.value)

    def take_cash(self, staff: Staff, charge_id: int, tendered_fen: int, request_id: str = "") -> ReceiptView:
        """The clerk has the money: booked at once. Taken already, it is the same receipt and nothing is booked.

        Raises TooLittleError when less was tendered than is owed.
        """
        with self._house.step() as books:
            charge = books.takings.charge(charge_id)
            paid = _paid(books, charge_id, request_id)
            if paid is None:
                paid = self._pay(books, charge, _Means(Method.CASH, tendered_fen, request_id, staff_id=staff.id))
        return self.receipt(paid["receipt_number"])

    def sign_receipt(self, number: str, signature: Signature) -> ReceiptView:
        """The owner's signature on a cash receipt; now it prints. Raises StruckOutError."""
        with self._house.step() as books:
            sign(self._house, books, books.takings.payment(number), signature)
        return self.receipt(number)

    def leave_unsigned(self, number: str) -> ReceiptView:
        """The owner has left without signing: the receipt prints with an empty line, unless it was struck out."""
        with suppress(StruckOutError):
            return self.sign_receipt(number, ())
        return self.receipt(number)

    # --- receipts

    def receipt_of(self, charge_id: int) -> ReceiptView | None:
        """The receipt of a charge, or None while it is not paid."""
        paid = self._house.books.takings.payment_of(charge_id)
        return self.receipt(paid["receipt_number"]) if paid else None

    def receipt(self, number: str) -> ReceiptView:
        """A receipt and how its printing stands."""
        return receipt_view(self._house, number)

    # --- inside a step

    def _own(self, books: Books, visitor: Visitor, charge_id: int) -> Row:
        charge = books.takings.charge(charge_id)
        if charge["unit_id"] != visitor.unit.id:
            raise GoneError(f"charge {charge_id} is not of unit {visitor.unit.id}")
        return charge

    def _pay(self, books: Books, charge: Row, means: _Means) -> Row:
        if charge["state"] not in _OWED:
            raise GoneError(f"charge {charge['id']} is {charge['state']}")
        change = _change_fen(charge["amount_fen"], means.tendered_fen)
        receipt, number = books.takings.next_receipt()
        entries = payment_entries(means.method, charge["unit_id"], item_of(charge), charge["amount_fen"])
        request_id = means.request_id or f"charge-{charge['id']}-{books.takings.reversals(charge['id'])}"
        booking = Booking(TransactionKind.PAYMENT, entries, request_id, number, means.staff_id)
        booked = book(self._house, books, booking)
        row = {
            "receipt": receipt,
            "receipt_number": number,
            "transaction_id": booked.id,
            "charge_id": charge["id"],
            "unit_id": charge["unit_id"],
            "person_id": means.person_id,
            "staff_id": means.staff_id,
            "method": means.method.value,
            "amount_fen": charge["amount_fen"],
            "tendered_fen": means.tendered_fen,
            "change_fen": change,
            "check_code": check_code(self._house, number, charge["amount_fen"]),
            "paid_utc": booked.at_utc,
        }
        books.takings.add_payment(row)
        books.takings.set_charge(charge["id"], ChargeState.PAID.value)
        books.record("payment.taken", **row, service=charge["kind"], job=charge["job_id"])
        return row


@dataclass(frozen=True)
class _Means:
    """How a charge is being paid, and by whose hand."""

    method: Method
    tendered_fen: int
    request_id: str
    person_id: int | None = None
    staff_id: str | None = None


def item_of(charge: Row) -> str:
    """The catalogue item a charge is for, as its income account is named: ``fax.domestic``."""
    return str(charge["title_key"]).removeprefix("charge.")


def _paid(books: Books, charge_id: int, request_id: str) -> Row | None:
    """What this request has paid already (though it was struck out since), or else what stands for the charge.

    Raises RequestUsedError if it has paid for another charge, or was no payment: the answer would be another's receipt.
    """
    known = books.ledger.by_request(request_id) if request_id else None
    if known is None:
        return books.takings.payment_of(charge_id)
    if known.kind == TransactionKind.PAYMENT:
        paid = books.takings.by_transaction(known.id)
        if paid["charge_id"] == charge_id:
            return paid
    raise RequestUsedError(f"request {request_id} booked transaction {known.id}, not charge {charge_id}")


def _change_fen(amount_fen: int, tendered_fen: int) -> int:
    try:
        return change_fen(amount_fen, tendered_fen)
    except BookingError as error:
        missing_fen = amount_fen - tendered_fen
        yuan = f"{missing_fen // 100}.{missing_fen % 100:02d}"
        raise TooLittleError(str(error), missing_fen=missing_fen, missing_yuan=yuan) from error
