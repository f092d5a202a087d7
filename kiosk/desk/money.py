"""Paying: one charge, one payment, one receipt number, whatever is tapped, cut or retried (G1-G3).

Owns the ways a charge is paid. An account payment and its signature are one step; cash is the clerk's word and is
booked the moment the clerk gives it, the signature follows. The receipt's paper is the core's business: here only the
wish for it is committed, in the same step.
"""

from __future__ import annotations

import hashlib
import hmac

from kiosk.desk.house import Books, GoneError, House, PaymentRefusedError, sure_moment
from kiosk.desk.identity import view_of_unit
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
from kiosk.domain.booking import BookingError, change_fen, payment_entries
from kiosk.store.database import Row
from kiosk.store.journal import canonical


class TooLittleError(PaymentRefusedError):
    """Less was tendered than is owed."""

    number = 5020
    message_key = "error.too_little"


class OverLimitError(PaymentRefusedError):
    """The unit's account may not be charged: none, or over its limit."""

    number = 5021
    message_key = "error.over_limit"


class NotSignedError(PaymentRefusedError):
    """A charge to the account needs the owner's signature."""

    number = 5022
    message_key = "error.not_signed"


class MoneyDesk:
    """Charges, payments and receipts."""

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
        """The ways of paying this charge, and why one is not to be had."""
        books = self._house.books
        allowed = self._account_allows(books, books.takings.charge(charge_id))
        return (
            PaymentOption(Method.ACCOUNT, allowed, "" if allowed else "why.account.over_limit"),
            PaymentOption(Method.CASH, True),
        )

    def _account_allows(self, books: Books, charge: Row) -> bool:
        unit = books.people.unit(charge["unit_id"])
        if unit is None or not unit["account"]:
            return False
        owed = books.takings.balance_fen(f"unit:{unit['id']}")
        return bool(owed + charge["amount_fen"] <= unit["credit_limit_fen"])

    # --- to the unit's account

    def pay_on_account(self, visitor: Visitor, charge_id: int, signature: Signature) -> ReceiptView:
        """Charge the unit's account, with the signature, in one step. Paid already, it is the same receipt."""
        if not signature:
            raise NotSignedError(f"charge {charge_id}")
        with self._house.step() as books:
            charge = self._own(books, visitor, charge_id)
            paid = books.takings.payment_of(charge_id)
            if paid is None:
                if not self._account_allows(books, charge):
                    raise OverLimitError(f"charge {charge_id} of {charge['amount_fen']} fen")
                paid = self._pay(books, charge, Method.ACCOUNT, charge["amount_fen"], visitor.person_id, None)
                self._sign(books, paid, signature)
        return self.receipt(paid["receipt_number"])

    # --- cash to the clerk

    def ask_cash(self, visitor: Visitor, charge_id: int) -> None:
        """The owner wants to pay at the counter: clerk's board and call light."""
        with self._house.step() as books:
            self._own(books, visitor, charge_id)
            books.takings.set_charge(charge_id, ChargeState.CASH_WANTED.value)

    def withdraw_cash(self, visitor: Visitor, charge_id: int) -> None:
        """The owner has changed their mind, before the clerk took the money."""
        with self._house.step() as books:
            self._own(books, visitor, charge_id)
            books.takings.set_charge(charge_id, ChargeState.DUE.value)

    def take_cash(self, staff: Staff, charge_id: int, tendered_fen: int) -> ReceiptView:
        """The clerk has the money: booked at once. Taken already, it is the same receipt and nothing is booked.

        Raises TooLittleError when less was tendered than is owed.
        """
        with self._house.step() as books:
            charge = books.takings.charge(charge_id)
            paid = books.takings.payment_of(charge_id)
            if paid is None:
                paid = self._pay(books, charge, Method.CASH, tendered_fen, None, staff)
        return self.receipt(paid["receipt_number"])

    def sign_receipt(self, number: str, signature: Signature) -> ReceiptView:
        """The owner's signature on a cash receipt; now it prints."""
        with self._house.step() as books:
            self._sign(books, books.takings.payment(number), signature)
        return self.receipt(number)

    def leave_unsigned(self, number: str) -> ReceiptView:
        """The owner has left without signing: the receipt prints with an empty line."""
        return self.sign_receipt(number, ())

    # --- receipts

    def receipt_of(self, charge_id: int) -> ReceiptView | None:
        """The receipt of a charge, or None while it is not paid."""
        paid = self._house.books.takings.payment_of(charge_id)
        return self.receipt(paid["receipt_number"]) if paid else None

    def receipt(self, number: str) -> ReceiptView:
        """A receipt and how its printing stands."""
        books = self._house.books
        row = books.takings.payment(number)
        job = books.prints.of("receipt", row["receipt"])
        state = "unsigned" if job is None else str(job["state"])
        reason = str(job["reason"]) if job else ""
        return ReceiptView(
            number=number,
            charge=charge_view(books, books.takings.charge(row["charge_id"])),
            method=Method(row["method"]),
            paid_at=sure_moment(row["paid_utc"]),
            tendered_fen=row["tendered_fen"],
            change_fen=row["change_fen"],
            signed=books.takings.signature(row["receipt"]) is not None,
            print_state="trouble" if state == "waiting" and reason else state,
            reason=reason,
            check_code=row["check_code"],
            proof=f"{self._house.settings.receipt_url}{number}/{row['check_code']}",
        )

    # --- inside a step

    def _own(self, books: Books, visitor: Visitor, charge_id: int) -> Row:
        charge = books.takings.charge(charge_id)
        if charge["unit_id"] != visitor.unit.id:
            raise GoneError(f"charge {charge_id} is not of unit {visitor.unit.id}")
        return charge

    def _pay(
        self, books: Books, charge: Row, method: Method, tendered_fen: int, person_id: int | None, staff: Staff | None
    ) -> Row:
        try:
            change = change_fen(charge["amount_fen"], tendered_fen)
        except BookingError as error:
            missing_fen = charge["amount_fen"] - tendered_fen
            yuan = f"{missing_fen // 100}.{missing_fen % 100:02d}"
            raise TooLittleError(str(error), missing_fen=missing_fen, missing_yuan=yuan) from error
        receipt, number = books.takings.next_receipt()
        row = {
            "receipt": receipt,
            "receipt_number": number,
            "charge_id": charge["id"],
            "unit_id": charge["unit_id"],
            "person_id": person_id,
            "staff_id": staff.id if staff else None,
            "method": method.value,
            "amount_fen": charge["amount_fen"],
            "tendered_fen": tendered_fen,
            "change_fen": change,
            "check_code": self._check_code(number, charge["amount_fen"]),
            "paid_utc": self._house.now_utc,
        }
        entries = payment_entries(method, charge["unit_id"], charge["kind"], charge["amount_fen"])
        books.takings.add_payment(row, entries, self._house.settings.currency)
        books.takings.set_charge(charge["id"], ChargeState.PAID.value)
        books.record("payment.taken", **row, service=charge["kind"], job=charge["job_id"])
        return row

    def _sign(self, books: Books, paid: Row, signature: Signature) -> None:
        if books.prints.of("receipt", paid["receipt"]):
            return
        now = self._house.now_utc
        if signature:
            books.takings.sign(paid["receipt"], canonical(signature), now)
        books.prints.want("receipt", "receipt", paid["receipt"], books.takings.language(paid["charge_id"]), now)
        books.record("receipt.signed", receipt=paid["receipt_number"], signed=bool(signature))

    def _check_code(self, number: str, amount_fen: int) -> str:
        """Eight hex digits that only this kiosk's key can make: enough to catch a forged or altered slip at a desk."""
        mark = f"{number}|{amount_fen}|{self._house.settings.currency}"
        return hmac.new(self._house.receipt_key, mark.encode(), hashlib.sha256).hexdigest()[:8].upper()


def charge_view(books: Books, row: Row) -> ChargeView:
    """A charge as the glass shows it."""
    return ChargeView(
        id=row["id"],
        unit=view_of_unit(books, row["unit_id"]),
        kind=row["kind"],
        job_id=row["job_id"],
        title_key=row["title_key"],
        detail=row["detail"],
        quantity=row["quantity"],
        unit_fen=row["unit_fen"],
        amount_fen=row["amount_fen"],
        state=ChargeState(row["state"]),
        since=sure_moment(row["made_utc"]),
    )
