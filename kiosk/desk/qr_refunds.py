"""Money that goes back through its provider: wanted in the step that decides it, done when that says so (G4).

Owns the intent and the outcome, which is three-valued: done, failed, or not known yet. What a correction gives back is
booked with its red receipt; what was paid twice is held until it is back, and so is what the provider cannot give back,
until a person has. Called by ``corrections``, ``qr_log`` and ``qr_payments``.
"""

from __future__ import annotations

import secrets

from kiosk.desk.bookkeeping import book
from kiosk.desk.house import Books, House, PaymentRefusedError
from kiosk.domain.accounts import CLERKS_DRAWER, AccountClass, account
from kiosk.domain.booking import Booking, Entry, TransactionKind, balanced, reversing_entries
from kiosk.domain.qr import RefundState
from kiosk.store.database import Row


class DrawerShortError(PaymentRefusedError):
    """The money cannot be given back in cash: the drawer does not hold that much."""

    number = 5026
    message_key = "error.drawer_short"


def want_corrected(house: House, books: Books, paid: Row, red_receipt: int) -> None:
    """A payment by QR code was struck out or given back: the provider is to be told, inside the caller's step."""
    order = books.qr.by_receipt(paid["receipt"])
    if order is not None:
        _want(house, books, order, red_receipt)


def want_stray(house: House, books: Books, order: Row) -> None:
    """Paid after the charge was settled another way: it is held, and goes back. Inside the caller's step."""
    request_id = f"qr-{order['number']}"
    book(house, books, Booking(TransactionKind.ADVANCE, _held(order), request_id, order["number"]))
    _want(house, books, order, None)


def _want(house: House, books: Books, order: Row, red_receipt: int | None) -> None:
    number = books.qr.number("R", secrets.token_hex(4).upper())
    row = {"number": number, "order_id": order["id"], "amount_fen": order["amount_fen"], "red_receipt": red_receipt}
    books.qr.add_refund({**row, "state": "wanted", "made_utc": house.now_utc})
    books.record("qr.refund_wanted", **row, order=order["number"], **books.vouched("qr_refund", number=number))


def refund_heard(house: House, refund_id: int, said: RefundState) -> None:
    """What the provider says of a refund. Said twice, it is booked once."""
    if said in (RefundState.NOT_THERE, RefundState.UNDER_WAY):
        return
    now = house.now_utc
    with house.step() as books:
        refund = books.qr.refund(refund_id)
        if not books.qr.note_refund(refund_id, said.value, "", now):
            return
        held = _held(books.qr.get(refund["order_id"]))
        number, corrects = refund["number"], refund["red_receipt"] is not None
        if said is RefundState.DONE and not corrects:
            book(house, books, Booking(TransactionKind.RETURN, reversing_entries(held), f"qr-{number}", number))
        elif said is RefundState.FAILED and corrects:  # the red receipt said that it had left the provider
            book(house, books, Booking(TransactionKind.ADVANCE, held, f"qr-{number}", number))
        books.record("qr.refund_ended", number=refund["number"], order=refund["order_number"], state=said.value)


def hand_back(house: House, books: Books, refund: Row, staff_id: str, *, from_drawer: bool) -> None:
    """A person has given back what the provider could not: out of the drawer, or on its pages after all.

    Inside the caller's step. Raises DrawerShortError.
    """
    taken, owed = _held(books.qr.get(refund["order_id"]))
    drawer = account(AccountClass.CASH, CLERKS_DRAWER)
    if from_drawer and books.ledger.balance_fen(drawer) < refund["amount_fen"]:
        raise DrawerShortError(f"{refund['number']}: {refund['amount_fen']} fen")
    source = drawer if from_drawer else taken.account
    back = balanced((Entry(owed.account, -owed.amount_fen), Entry(source, -taken.amount_fen)))
    request_id = f"qr-{refund['number']}-by-hand"
    book(house, books, Booking(TransactionKind.RETURN, back, request_id, refund["number"], staff_id))


def refund_refused(house: House, refund_id: int, reason: str) -> None:
    """Surely not done, and perhaps never (too little money at the provider): it stays wanted, the board says why."""
    if house.books.qr.refund(refund_id)["reason"] == reason:
        return
    with house.step() as books:
        books.qr.note_refund(refund_id, "wanted", reason, None)


def _held(order: Row) -> tuple[Entry, ...]:
    """What the provider has and nobody owed."""
    taken = Entry(account(AccountClass.PROVIDER, order["provider"]), order["amount_fen"])
    return balanced((taken, Entry(account(AccountClass.HELD, f"qr.{order['number']}"), -order["amount_fen"])))
