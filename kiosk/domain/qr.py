"""A payment by QR code (扫码付款): what a provider can say of an order, and what follows from it (G1, G2).

Owns the vocabulary that every provider is put into, and the judgement: pay, close, wait, or call a person because what
was said contradicts what was asked. Pure; knows no provider and no row. Called by ``kiosk.providers``, which speaks
these words, and by ``kiosk.desk``, which acts on the judgement.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never


class OrderState(StrEnum):
    """WANTED is the intent, committed before the provider hears of it. CLOSING may still turn out paid."""

    WANTED = "wanted"
    SHOWN = "shown"  # the code is kept, so it may be seen and paid
    CLOSING = "closing"  # given up or expired here; whether it can still be paid is the provider's to say
    DISPUTED = "disputed"  # what was said contradicts what was asked: a person decides, nothing is booked
    PAID = "paid"
    CLOSED = "closed"  # surely not paid, surely not payable any more
    OWED_BACK = "owed_back"  # paid after the charge was settled another way


OPEN = (OrderState.WANTED, OrderState.SHOWN, OrderState.CLOSING, OrderState.DISPUTED)


class TradeState(StrEnum):
    """What a provider says of an order; each of the providers' own words is one of these."""

    NOT_THERE = "not_there"  # it knows no such order, or not yet: some make it when the code is scanned
    NOT_PAID = "not_paid"
    PAID = "paid"
    CLOSED = "closed"
    REFUNDED = "refunded"  # was paid, and some of it has been given back


@dataclass(frozen=True)
class Trade:
    """A provider's signed answer. ``at_utc`` is its own clock's; the rest is known of what was paid."""

    order_number: str
    state: TradeState
    at_utc: str
    transaction: str = ""
    amount_fen: int = 0
    currency: str = ""
    paid_utc: str = ""


class RefundState(StrEnum):
    """What a provider says of money that is to be given back."""

    NOT_THERE = "not_there"
    UNDER_WAY = "under_way"
    DONE = "done"
    FAILED = "failed"  # for good: the payer's account is gone, say


@dataclass(frozen=True)
class Asked:
    """What is known here of an order. ``transaction`` is what it was paid with, if that is booked.

    ``code_known``: whether anybody can have seen the code. ``payable_until_utc`` is by the provider's clock.
    """

    number: str
    amount_fen: int
    currency: str
    state: OrderState
    code_known: bool
    payable_until_utc: str
    transaction: str = ""
    refund_wanted: bool = False


class Verdict(StrEnum):
    """What follows from an answer."""

    WAIT = "wait"  # nothing is decided yet
    PAY = "pay"
    CLOSE = "close"
    AGREED = "agreed"  # a second look says the same as the first
    DISPUTE = "dispute"


@dataclass(frozen=True)
class Finding:
    """A verdict; ``contradiction`` names what is wrong: it is a key of the catalogues."""

    verdict: Verdict
    contradiction: str = ""


CONTRADICTIONS = (
    "other_order",
    "other_amount",
    "other_currency",
    "no_transaction",
    "transaction_used",
    "refunded_there",
    "paid_then_not",
    "open_again",
)
_WAIT, _CLOSE, _AGREED = Finding(Verdict.WAIT), Finding(Verdict.CLOSE), Finding(Verdict.AGREED)


def judge(asked: Asked, trade: Trade) -> Finding:
    """What follows from ``trade`` for the order ``asked``."""
    if trade.order_number != asked.number:
        return _dispute("other_order")
    if asked.transaction:
        return _second_look(asked, trade)
    match trade.state:
        case TradeState.PAID:
            wrong = _wrong(asked, trade)
            return _dispute(wrong) if wrong else Finding(Verdict.PAY)
        case TradeState.REFUNDED:
            return _dispute("refunded_there")
        case TradeState.CLOSED:
            return _AGREED if asked.state is OrderState.CLOSED else _CLOSE
        case TradeState.NOT_PAID:
            return _dispute("open_again") if asked.state is OrderState.CLOSED else _WAIT
        case TradeState.NOT_THERE:
            return _of_nothing_there(asked, trade)
        case _:
            assert_never(trade.state)


def _of_nothing_there(asked: Asked, trade: Trade) -> Finding:
    """An order that is not there cannot be closed there: a code that was seen may still make it, until it expires."""
    if asked.state is OrderState.CLOSED:
        return _AGREED
    unpayable = not asked.code_known or trade.at_utc > asked.payable_until_utc
    return _CLOSE if asked.state is OrderState.CLOSING and unpayable else _WAIT


def _second_look(asked: Asked, trade: Trade) -> Finding:
    """Of an order whose payment is booked here."""
    if trade.state is TradeState.REFUNDED:
        return _AGREED if asked.refund_wanted else _dispute("refunded_there")
    if trade.state is not TradeState.PAID:
        return _dispute("paid_then_not")
    wrong = _wrong(asked, trade) or ("paid_then_not" if trade.transaction != asked.transaction else "")
    return _dispute(wrong) if wrong else _AGREED


def _wrong(asked: Asked, trade: Trade) -> str:
    if not trade.transaction:
        return "no_transaction"
    if trade.currency != asked.currency:
        return "other_currency"
    return "other_amount" if trade.amount_fen != asked.amount_fen else ""


def _dispute(contradiction: str) -> Finding:
    return Finding(Verdict.DISPUTE, contradiction)
