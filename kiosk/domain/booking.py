"""Double entry: which accounts a payment moves, and the rule that every set of entries sums to nought (G1).

Owns the chart of accounts. Pure arithmetic in whole fen: debits are positive, credits negative.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Method(StrEnum):
    """Ways of paying (G2) that this kiosk has."""

    ACCOUNT = "account"
    CASH = "cash"


class BookingError(ValueError):
    """A set of entries that may not be booked."""


@dataclass(frozen=True)
class Entry:
    """One line of the ledger: ``amount_fen`` > 0 debits ``account``, < 0 credits it."""

    account: str
    amount_fen: int


def payment_entries(method: Method, unit_id: str, service: str, amount_fen: int) -> tuple[Entry, ...]:
    """Entries for a payment of ``amount_fen`` for ``service``: debit where the money is, credit the income.

    Cash debits the drawer, an account payment debits what the unit owes. Raises BookingError for an amount <= 0.
    """
    if amount_fen <= 0:
        raise BookingError(f"a payment of {amount_fen} fen")
    debit = "cash:drawer" if method is Method.CASH else f"unit:{unit_id}"
    return balanced((Entry(debit, amount_fen), Entry(f"income:{service}", -amount_fen)))


def balanced(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The entries themselves, once they are proved to sum to nought. Raises BookingError."""
    if sum(entry.amount_fen for entry in entries) != 0:
        raise BookingError(f"entries do not balance: {entries}")
    return entries


def change_fen(amount_fen: int, tendered_fen: int) -> int:
    """What the clerk gives back. Raises BookingError when less was tendered than is owed."""
    if tendered_fen < amount_fen:
        raise BookingError(f"{tendered_fen} fen tendered for {amount_fen} fen")
    return tendered_fen - amount_fen
