"""Double entry: which accounts a transaction moves, and the rule that its entries sum to nought (G1, G4).

Owns the kinds of transactions. Pure arithmetic in whole fen: debits are positive, credits negative. Called by
``kiosk.desk`` (which decides that something is booked) and by ``kiosk.store.ledger`` (which keeps it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from kiosk.domain.accounts import CLERKS_DRAWER, AccountClass, AccountError, account, class_of


class Method(StrEnum):
    """Ways of paying (G2). Which of them a kiosk has is its configuration's business."""

    ACCOUNT = "account"
    CASH = "cash"  # to the clerk
    VOUCHER = "voucher"
    FREE = "free"  # of charge, with a reason
    MACHINE = "machine"  # notes and coins into the acceptor
    QR = "qr"


class TransactionKind(StrEnum):
    """Why something is booked. VOID: a mistake is struck out; REFUND: what was paid is given back; both reverse."""

    PAYMENT = "payment"
    VOID = "void"
    REFUND = "refund"
    FLOAT = "float"  # finance brings change money
    COUNT = "count"  # what a count has found too much or too little
    DEPOSIT = "deposit"  # the takings leave the drawer in a sealed bag
    ADVANCE = "advance"  # money has come in that no charge is settled with (yet): it is held
    RETURN = "return"  # what was held goes back to whoever it came from


class BookingError(ValueError):
    """A set of entries that may not be booked."""


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: ``amount_fen`` > 0 debits ``account``, < 0 credits it."""

    account: str
    amount_fen: int


@dataclass(frozen=True)
class Booking:
    """What is to be booked. ``request_id`` makes it once; ``document`` is the number of the paper that proves it."""

    kind: TransactionKind
    entries: tuple[Entry, ...]
    request_id: str
    document: str
    staff: str | None = None
    reason: str = ""
    reverses: int | None = None  # id of the transaction that is struck out


def payment_entries(
    method: Method, unit_id: str, item: str, amount_fen: int, debit: str = "", credit: str = ""
) -> tuple[Entry, ...]:
    """Entries for a payment of ``amount_fen`` for ``item``: debit where the money is, credit the income, or ``credit``.

    Cash debits the drawer, an account payment debits what the unit owes. The other ways do not say by themselves which
    account is debited: ``debit`` does, and must be of the class that the way debits. Raises BookingError for an amount
    <= 0 and for another account.
    """
    if amount_fen <= 0:
        raise BookingError(f"a payment of {amount_fen} fen")
    earned = Entry(credit or account(AccountClass.INCOME, item), -amount_fen)
    return balanced((Entry(_debited(method, unit_id, debit), amount_fen), earned))


def _debited(method: Method, unit_id: str, debit: str) -> str:
    """Where the money is."""
    match method:
        case Method.CASH:
            return _named(debit, AccountClass.CASH, account(AccountClass.CASH, CLERKS_DRAWER))
        case Method.ACCOUNT:
            return _named(debit, AccountClass.UNIT, account(AccountClass.UNIT, unit_id))
        case Method.VOUCHER:  # one that was bought is paid for already
            bought = debit.startswith(f"{AccountClass.PREPAID}:")
            return _named(debit, AccountClass.PREPAID if bought else AccountClass.VOUCHER)
        case Method.FREE:
            return _named(debit, AccountClass.VOUCHER)
        case Method.MACHINE:
            return _named(debit, AccountClass.HELD)
        case Method.QR:
            return _named(debit, AccountClass.PROVIDER)
        case _:
            assert_never(method)


def _named(debit: str, kind: AccountClass, only: str = "") -> str:
    """The account that was named, or the ``only`` one there is."""
    written = debit or only
    if not written.startswith(f"{kind}:") or (only and written != only):
        raise BookingError(f"{written!r} is not the account of {kind} that this payment debits")
    return written


def reversing_entries(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The same accounts by the same amounts the other way round (红字冲销)."""
    return balanced(tuple(Entry(entry.account, -entry.amount_fen) for entry in entries))


def drawer_entries(other: str, amount_fen: int, point: str = CLERKS_DRAWER) -> tuple[Entry, ...]:
    """``amount_fen`` into a cash point (out of it when negative), usually the drawer, against another account."""
    drawer = Entry(account(AccountClass.CASH, point), amount_fen)
    return balanced((drawer, Entry(other, -amount_fen)))


def balanced(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries themselves, once they are proved to sum to nought. Raises BookingError."""
    if len(entries) < 2 or sum(entry.amount_fen for entry in entries) != 0:
        raise BookingError(f"entries do not balance: {entries}")
    if not all(entry.amount_fen for entry in entries):
        raise BookingError(f"an entry of nothing: {entries}")
    try:
        for entry in entries:
            class_of(entry.account)
    except AccountError as error:
        raise BookingError(str(error)) from error
    return entries


def change_fen(amount_fen: int, tendered_fen: int) -> int:
    """What the clerk gives back. Raises BookingError when less was tendered than is owed."""
    if tendered_fen < amount_fen:
        raise BookingError(f"{tendered_fen} fen tendered for {amount_fen} fen")
    return tendered_fen - amount_fen
