"""Settling a charge: receipt number, transaction, payment, charge and record, in the caller's own step (G1-G3).

Owns that a charge is settled once and in full, whichever way it is paid. Knows no way of paying: the desks of the
clerk, of the cash acceptor and of the QR provider decide that money is there, and say so with ``Means``.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.desk.bookkeeping import book
from kiosk.desk.house import Books, GoneError, House, PaymentRefusedError, RequestUsedError
from kiosk.desk.qr_doubt import refuse_while_open
from kiosk.desk.receipts import check_code
from kiosk.desk.views import ChargeState, Method
from kiosk.desk.voucher_rules import sale_account
from kiosk.domain.booking import Booking, BookingError, TransactionKind, change_fen, payment_entries
from kiosk.domain.money import figures
from kiosk.store.database import Row
from kiosk.store.ledger import Transaction

OWED = (ChargeState.DUE, ChargeState.CASH_WANTED, ChargeState.APPROVAL_WANTED)
_APPROVED = "; approved_by="


class TooLittleError(PaymentRefusedError):
    """Less was tendered than is owed."""

    number = 5020
    message_key = "error.too_little"


@dataclass(frozen=True)
class Means:
    """How a charge is paid, and by whose hand.

    ``debit`` names the debited account where the method alone does not, e.g. ``provider:unionpay``. ``reason`` and
    ``approved_by`` (id of a supervisor) stand on the payment, under the transaction's hash and in the record.
    """

    method: Method
    tendered_fen: int
    request_id: str
    person_id: int | None = None
    staff_id: str | None = None
    debit: str = ""
    reason: str = ""
    approved_by: str | None = None


def settle(house: House, books: Books, charge: Row, means: Means) -> Row:
    """Pay ``charge`` inside the caller's step; returns the row of ``payment``.

    A request that has paid this charge already gets what it paid, though it was struck out since. Without a request id
    it is the charge's next payment, of which there is one. Raises RequestUsedError for a request that booked anything
    else, GoneError when the charge is not owed (any more), QrPendingError while it may turn out paid by a code,
    TooLittleError, and BookingError for an account that the method does not debit.
    """
    charge = books.takings.charge(charge["id"])  # as it stands in this step: the caller may have read it before
    request_id = means.request_id or f"charge-{charge['id']}-{books.takings.reversals(charge['id'])}"
    known = books.ledger.by_request(request_id)
    if known is not None:
        return paid_by(books, known, charge["id"])
    if charge["state"] not in OWED:
        raise GoneError(f"charge {charge['id']} is {charge['state']}")
    if means.method is not Method.QR:
        refuse_while_open(books, charge["id"])
    change = _change_fen(charge["amount_fen"], means.tendered_fen)
    receipt, number = books.takings.next_receipt()
    paid = (means.method, charge["unit_id"], item_of(charge), charge["amount_fen"])
    entries = payment_entries(*paid, means.debit, sale_account(books, charge))
    booking = Booking(TransactionKind.PAYMENT, entries, request_id, number, means.staff_id, _said(means))
    row = _payment(charge, means, book(house, books, booking))
    row |= {"receipt": receipt, "receipt_number": number, "change_fen": change}
    row["check_code"] = check_code(house, number, charge["amount_fen"])
    books.takings.add_payment(row)
    books.takings.set_charge(charge["id"], ChargeState.PAID.value)
    books.record("payment.taken", **row, service=charge["kind"], job=charge["job_id"])
    return row


def paid_by(books: Books, known: Transaction, charge_id: int) -> Row:
    """The payment that a request's transaction made of this charge.

    Raises RequestUsedError if it paid for another charge, or was no payment: the answer would be another's receipt.
    """
    if known.kind == TransactionKind.PAYMENT:
        paid = books.takings.by_transaction(known.id)
        if paid["charge_id"] == charge_id:
            return paid
    raise RequestUsedError(f"request {known.request_id} booked transaction {known.id}, not charge {charge_id}")


def item_of(charge: Row) -> str:
    """The catalogue item a charge is for, as its income account is named: ``fax.domestic``."""
    return str(charge["title_key"]).removeprefix("charge.")


def _payment(charge: Row, means: Means, booked: Transaction) -> Row:
    return {
        "transaction_id": booked.id,
        "charge_id": charge["id"],
        "unit_id": charge["unit_id"],
        "person_id": means.person_id,
        "staff_id": means.staff_id,
        "method": means.method.value,
        "amount_fen": charge["amount_fen"],
        "tendered_fen": means.tendered_fen,
        "approved_by": means.approved_by,
        "paid_utc": booked.at_utc,
    }


def _said(means: Means) -> str:
    """What the transaction says of why, so that who approved is under its hash too."""
    return unmarked(means.reason) + (f"{_APPROVED}{means.approved_by}" if means.approved_by else "")


def unmarked(words: str) -> str:
    """A reason as a transaction keeps it: nobody's words say who approved, nor hide what follows (K5)."""
    return words.replace(_APPROVED, " ")


def reason_of(said: str) -> str:
    """The reason itself, of what a payment's transaction says."""
    return said.partition(_APPROVED)[0]


def _change_fen(amount_fen: int, tendered_fen: int) -> int:
    try:
        return change_fen(amount_fen, tendered_fen)
    except BookingError as error:
        missing_fen = amount_fen - tendered_fen
        raise TooLittleError(str(error), missing_fen=missing_fen, missing_yuan=figures(missing_fen)) from error
