"""Corrections: a receipt struck out, or money given back, by an entry that reverses it (G4).

Owns who may and what becomes of the charge. On paper a line through and a signature; here a red receipt (红字收据) with
the next number, the same amount negative, reason, person and signature. Nothing is erased
(docs/adr/red-receipts.md). Called by the clerk's screens.
"""

from __future__ import annotations

from typing import assert_never

from kiosk.desk.bookkeeping import book
from kiosk.desk.counter import counter_only
from kiosk.desk.house import Books, DeskError, GoneError, House, PaymentRefusedError, RequestUsedError
from kiosk.desk.qr_refunds import DrawerShortError, want_corrected
from kiosk.desk.receipts import NotSignedError, StruckOutError, check_code, receipt_view, sign
from kiosk.desk.settling import unmarked
from kiosk.desk.views import ChargeState, Method, ReceiptView, Role, Signature, Staff
from kiosk.desk.voucher_rules import refuse_spent
from kiosk.domain.accounts import CLERKS_DRAWER, AccountClass, account
from kiosk.domain.booking import Booking, TransactionKind, reversing_entries
from kiosk.store.database import Row
from kiosk.store.ledger import Transaction

REASON_LIMIT = 100
_DRAWER = account(AccountClass.CASH, CLERKS_DRAWER)


class ReasonMissingError(DeskError):
    """Nothing is struck out or explained without a reason, nor with a long one."""

    number = 5023
    message_key = "error.reason"


class SupervisorOnlyError(PaymentRefusedError):
    """A refund, and anything on a day that has ended, is a supervisor's."""

    number = 5025
    message_key = "error.supervisor"


class CorrectionDesk:
    """Voids and refunds. ``request_id``: the same tapped twice, or again after a restart, is one correction.

    Who is neither clerk nor supervisor is refused: CounterOnlyError.
    """

    def __init__(self, house: House) -> None:
        self._house = house

    def void(self, staff: Staff, number: str, reason: str, signature: Signature, request_id: str) -> ReceiptView:
        """A mistake: receipt ``number`` is struck out, and the charge is owed anew. Returns the red receipt.

        What was paid in cash goes back out of the drawer: DrawerShortError when it does not lie there (any more).
        Raises ReasonMissingError, NotSignedError, StruckOutError, GoneError, SupervisorOnlyError when the business day
        of the receipt has ended, VoucherSpentError when a voucher that it has sold was used, and RequestUsedError when
        the request was for something else.
        """
        return self._reverse(TransactionKind.VOID, staff, number, reason, signature, request_id)

    def refund(self, staff: Staff, number: str, reason: str, signature: Signature, request_id: str) -> ReceiptView:
        """What was paid is given back the way it was paid, and nothing is owed any more. Errors as for ``void``."""
        return self._reverse(TransactionKind.REFUND, staff, number, reason, signature, request_id)

    def _reverse(
        self, kind: TransactionKind, staff: Staff, number: str, reason: str, signature: Signature, request_id: str
    ) -> ReceiptView:
        counter_only(staff)
        if kind is TransactionKind.REFUND and staff.role is not Role.SUPERVISOR:
            raise SupervisorOnlyError(f"refund of {number} by {staff.id}")
        reason = unmarked(stated(reason))
        if not signature:
            raise NotSignedError(f"{kind.value} of {number}")
        with self._house.step() as books:
            known = books.ledger.by_request(request_id)
            if known is None:
                paid = self._reversible(books, kind, staff, number)
                red = self._red_receipt(books, kind, staff, paid, reason, request_id)
                sign(self._house, books, red, signature)
            else:
                red = _known(books, known, kind, number)
        return receipt_view(self._house, red["receipt_number"])

    def _reversible(self, books: Books, kind: TransactionKind, staff: Staff, number: str) -> Row:
        paid = self._house.store.row("SELECT * FROM payment WHERE receipt_number = ?", (number,))
        if paid is None:
            raise GoneError(f"no receipt {number}")
        if paid["reverses"] or books.takings.reversal_of(paid["receipt"]):
            raise StruckOutError(number)
        refuse_spent(books, books.takings.charge(paid["charge_id"]))
        day = books.ledger.get(paid["transaction_id"]).business_day
        over = day != books.days.latest() or books.days.closing_count(day) is not None
        if over and staff.role is not Role.SUPERVISOR:
            raise SupervisorOnlyError(f"{kind.value} of {number} of {day} by {staff.id}")
        if paid["method"] == Method.CASH and books.ledger.balance_fen(_DRAWER) < paid["amount_fen"]:
            raise DrawerShortError(f"{kind.value} of {number}: {paid['amount_fen']} fen")
        return paid

    def _red_receipt(
        self, books: Books, kind: TransactionKind, staff: Staff, paid: Row, reason: str, request_id: str
    ) -> Row:
        receipt, number = books.takings.next_receipt()
        original = books.ledger.get(paid["transaction_id"])
        entries = reversing_entries(original.postings)
        booked = book(self._house, books, Booking(kind, entries, request_id, number, staff.id, reason, original.id))
        amount_fen = -paid["amount_fen"]
        row = {
            **paid,
            "receipt": receipt,
            "receipt_number": number,
            "transaction_id": booked.id,
            "staff_id": staff.id,
            "amount_fen": amount_fen,
            "tendered_fen": 0,
            "change_fen": 0,
            "check_code": check_code(self._house, number, amount_fen),
            "paid_utc": booked.at_utc,
            "approved_by": None,
            "reverses": paid["receipt"],
        }
        books.takings.add_payment(row)
        books.takings.reopen_charge(paid["charge_id"], _afterwards(kind).value)
        told = {**row, "reverses": paid["receipt_number"], "correction": kind.value, "reason": reason}
        books.record("payment.reversed", **told)
        want_corrected(self._house, books, paid, receipt)
        return row


def stated(reason: str) -> str:
    """The reason as it is kept. Raises ReasonMissingError."""
    words = " ".join(reason.split())
    if not words or len(words) > REASON_LIMIT:
        raise ReasonMissingError(f"{len(words)} characters", limit=REASON_LIMIT)
    return words


def _known(books: Books, known: Transaction, kind: TransactionKind, number: str) -> Row:
    """The red receipt of this very correction, asked for once more. Raises RequestUsedError."""
    if known.kind == kind:
        red = books.takings.by_transaction(known.id)
        if books.takings.by_receipt(red["reverses"])["receipt_number"] == number:
            return red
    raise RequestUsedError(f"request {known.request_id} booked transaction {known.id}, not the {kind} of {number}")


def _afterwards(kind: TransactionKind) -> ChargeState:
    """What becomes of the charge."""
    match kind:
        case TransactionKind.VOID:
            return ChargeState.DUE
        case TransactionKind.REFUND:
            return ChargeState.REFUNDED
        case TransactionKind.PAYMENT | TransactionKind.FLOAT | TransactionKind.COUNT | TransactionKind.DEPOSIT:
            raise AssertionError(f"{kind} reverses nothing")
        case TransactionKind.ADVANCE | TransactionKind.RETURN:
            raise AssertionError(f"{kind} reverses nothing")
        case _:
            assert_never(kind)
