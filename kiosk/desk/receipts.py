"""Receipts (收款收据) as people see them, signed and wanted on paper (G3, A7).

Owns the view of a receipt, its check code, and that a signature and the wish for the paper are one. Called by the
desks of payments and of corrections, inside their steps.
"""

from __future__ import annotations

import hashlib
import hmac

from kiosk.desk.charge_lines import rate_of
from kiosk.desk.house import Books, House, PaymentRefusedError, sure_moment
from kiosk.desk.identity import view_of_unit
from kiosk.desk.views import ChargeState, ChargeView, Method, ReceiptView, Signature
from kiosk.domain.accounts import AccountClass
from kiosk.store.database import Row
from kiosk.store.journal import canonical
from kiosk.store.ledger import Transaction

_GIVEN_AWAY = f"{AccountClass.VOUCHER.value}:"  # not a voucher that was bought


class NotSignedError(PaymentRefusedError):
    """A charge to the account, or a correction, needs a signature."""

    number = 5022
    message_key = "error.not_signed"


class StruckOutError(PaymentRefusedError):
    """The receipt is struck out already, or is itself the one that strikes out."""

    number = 5024
    message_key = "error.struck_out"


def sign(house: House, books: Books, paid: Row, signature: Signature) -> None:
    """The signature on a receipt and the wish for its paper; signed or printed already, nothing changes.

    Raises StruckOutError: what was struck out before it was signed is not signed, nor printed, any more.
    """
    if books.prints.of("receipt", paid["receipt"]):
        return
    if books.takings.reversal_of(paid["receipt"]):
        raise StruckOutError(paid["receipt_number"])
    now = house.now_utc
    if signature:
        books.takings.sign(paid["receipt"], canonical(signature), now)
    books.prints.want("receipt", "receipt", paid["receipt"], books.takings.language(paid["charge_id"]), now)
    told = books.vouched("receipt_signature", receipt=paid["receipt"]) if signature else {}
    books.record("receipt.signed", receipt=paid["receipt_number"], signed=bool(signature), **told)


def check_code(house: House, number: str, amount_fen: int) -> str:
    """Eight hex digits that only this kiosk's key can make: enough to catch a forged or altered slip at a desk."""
    mark = f"{number}|{amount_fen}|{house.settings.currency}"
    return hmac.new(house.receipt_key, mark.encode(), hashlib.sha256).hexdigest()[:8].upper()


def receipt_view(house: House, number: str) -> ReceiptView:
    """A receipt, what struck it out, and how its printing stands. Raises StoreError when there is none."""
    books = house.books
    row = books.takings.payment(number)
    job = books.prints.of("receipt", row["receipt"])
    state = "unsigned" if job is None else str(job["state"])
    reason = str(job["reason"]) if job else ""
    struck_by = books.takings.reversal_of(row["receipt"])
    return ReceiptView(
        number=number,
        charge=charge_view(books, books.takings.charge(row["charge_id"])),
        method=Method(row["method"]),
        paid_at=sure_moment(row["paid_utc"]),
        amount_fen=row["amount_fen"],
        tendered_fen=row["tendered_fen"],
        change_fen=row["change_fen"],
        signed=books.takings.signature(row["receipt"]) is not None,
        print_state="trouble" if state == "waiting" and reason else state,
        reason=reason,
        check_code=row["check_code"],
        proof=f"{house.settings.receipt_url}{number}/{row['check_code']}",
        strikes_out=books.takings.by_receipt(row["reverses"])["receipt_number"] if row["reverses"] else "",
        struck_out_by=struck_by["receipt_number"] if struck_by else "",
        waived_fen=waived_fen(books.ledger.get(row["transaction_id"])),
    )


def waived_fen(booked: Transaction) -> int:
    """What a payment's transaction gives away (voucher, free); less than nothing where it is struck out, fen."""
    return sum(entry.amount_fen for entry in booked.postings if entry.account.startswith(_GIVEN_AWAY))


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
        approved=books.takings.approval(row["id"]) is not None,
        code_open=books.qr.blocking(row["id"]) is not None,
        rate=rate_of(books, row),
    )
