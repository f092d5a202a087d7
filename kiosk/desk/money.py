"""Paying: one charge, one payment, one receipt number, whatever is tapped, cut or retried (G1-G3).

Owns the ways a charge is paid. An account payment and its signature are one step; cash is the clerk's word and is
booked the moment the clerk gives it, the signature follows. The receipt's paper is the core's business: here only the
wish for it is committed, in the same step.
"""

from __future__ import annotations

from contextlib import suppress

from kiosk.desk.counter import counter_only
from kiosk.desk.holds import account_allows, has_account
from kiosk.desk.house import Books, GoneError, House, PaymentRefusedError
from kiosk.desk.qr_doubt import refuse_while_open
from kiosk.desk.receipts import NotSignedError, StruckOutError, charge_view, receipt_view, sign
from kiosk.desk.settling import OWED, Means, paid_by, settle
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
from kiosk.desk.voucher_rules import SALE
from kiosk.domain.cash import change_pieces
from kiosk.store.database import Row

TENDERED_LIMIT_FEN = 9_999_999


class OverLimitError(PaymentRefusedError):
    """The unit's account may not be charged: none, or over its limit."""

    number = 5021
    message_key = "error.over_limit"


class TenderedError(PaymentRefusedError):
    """More than anybody hands over a counter: a slip of the finger."""

    number = 5033
    message_key = "error.tendered"


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
        """The ways of paying this charge, and why one is not to be had; none when it is not owed (any more).

        While it may turn out paid by a code, that code is the only way.
        """
        books = self._house.books
        charge = books.takings.charge(charge_id)
        if charge["state"] not in OWED:
            return ()
        offered = self._offered(books, charge)
        if books.qr.blocking(charge_id) is None:
            return offered
        return tuple(
            way if way.method is Method.QR else PaymentOption(way.method, False, "why.qr.open") for way in offered
        )

    def _offered(self, books: Books, charge: Row) -> tuple[PaymentOption, ...]:
        others = [PaymentOption(method, True) for method in (*self._house.settings.pay_devices, Method.CASH)]
        if self._house.settings.vouchers and charge["kind"] != SALE:
            others.append(PaymentOption(Method.VOUCHER, True))
        if self._allowed(books, charge):
            return (PaymentOption(Method.ACCOUNT, True), *others)
        if has_account(books, charge["unit_id"]):
            return (PaymentOption(Method.ACCOUNT, False, "why.account.at_limit", on_request=True), *others)
        return (PaymentOption(Method.ACCOUNT, False, "why.account.over_limit"), *others)

    def _allowed(self, books: Books, charge: Row) -> bool:
        approved = books.takings.approval(charge["id"]) is not None
        return approved or account_allows(books, charge["unit_id"], charge["amount_fen"])

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
                if not self._allowed(books, charge):
                    raise OverLimitError(f"charge {charge_id} of {charge['amount_fen']} fen")
                approver = books.takings.approval(charge_id)
                means = Means(Method.ACCOUNT, charge["amount_fen"], request_id, visitor.person_id, approved_by=approver)
                paid = settle(self._house, books, charge, means)
                sign(self._house, books, paid, signature)
        return self.receipt(paid["receipt_number"])

    # --- cash to the clerk

    def ask_cash(self, visitor: Visitor, charge_id: int) -> None:
        """The owner wants to pay at the counter: clerk's board and call light.

        Paid meanwhile, nothing changes: there is a receipt. Raises GoneError when it is not owed any more,
        QrPendingError while it may turn out paid by a code.
        """
        with self._house.step() as books:
            self._own(books, visitor, charge_id)
            refuse_while_open(books, charge_id)
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

        Raises TooLittleError when less was tendered than is owed, TenderedError for more than anybody brings (the exact
        sum is never that), CounterOnlyError.
        """
        counter_only(staff)
        with self._house.step() as books:
            charge = books.takings.charge(charge_id)
            paid = _paid(books, charge_id, request_id)
            if paid is None:
                if tendered_fen > max(TENDERED_LIMIT_FEN, charge["amount_fen"]):
                    raise TenderedError(f"{tendered_fen} fen tendered")
                means = Means(Method.CASH, tendered_fen, request_id, staff_id=staff.id)
                paid = settle(self._house, books, charge, means)
        return self.receipt(paid["receipt_number"])

    def change_pieces(self, change_fen: int) -> tuple[tuple[int, int], ...]:
        """In which notes and coins (fen, pieces) change is best given, by what the drawer held when last counted."""
        return change_pieces(change_fen, self._house.books.days.pieces())

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


def _paid(books: Books, charge_id: int, request_id: str) -> Row | None:
    """What this request has paid already (though it was struck out since), or else what stands for the charge.

    Raises RequestUsedError if it has paid for another charge, or was no payment.
    """
    known = books.ledger.by_request(request_id) if request_id else None
    return books.takings.payment_of(charge_id) if known is None else paid_by(books, known, charge_id)
