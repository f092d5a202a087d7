"""A code that may still turn out paid: no other way until that is known, and what the clerk is told of it (G1, G2).

Owns that rule and the rows of the board. Whether a code was paid is the provider's to say, and the clerk's to decide
when the provider cannot. Called by every desk that settles a charge, and by the board.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kiosk.clock import iso_utc
from kiosk.desk.house import Books, House, PaymentRefusedError, sure_moment
from kiosk.desk.identity import view_of_unit
from kiosk.desk.views.board import BoardRow, Level

DOUBT_AFTER = timedelta(seconds=10)  # a provider that answers has confirmed a closing long before
_REFUND_LATE = timedelta(minutes=10)  # into a wallet it takes seconds, to a bank card days: then it is told once


class QrPendingError(PaymentRefusedError):
    """A code was shown for this charge, and whether it was paid is not known: any other way might be a second time."""

    number = 5110
    message_key = "error.qr_pending"


def refuse_while_open(books: Books, charge_id: int) -> None:
    """Raises QrPendingError while the charge may turn out paid by a code."""
    order = books.qr.blocking(charge_id)
    if order is not None:
        raise QrPendingError(f"charge {charge_id}: {order['number']} is {order['state']}")


def qr_rows(house: House, books: Books) -> Iterator[BoardRow]:
    """What a person must decide: codes in doubt, contradictions, money that did not get back."""
    now = house.clock.now()
    for order in books.qr.doubtful(*(iso_utc(at) for at in (now - DOUBT_AFTER, now, now + DOUBT_AFTER))):
        named = ("qr_doubt", order["id"], view_of_unit(books, order["unit_id"]), sure_moment(order["changed_utc"]))
        yield BoardRow(Level.APPROVAL, *named, order["number"], "", order["amount_fen"])
    for said in books.qr.contradictions():
        named = ("qr_contradiction", said["id"], view_of_unit(books, said["unit_id"]), sure_moment(said["noted_utc"]))
        yield BoardRow(Level.APPROVAL, *named, said["order_number"], "", said["amount_fen"], said["kind"])
    for back in books.qr.stuck_refunds(iso_utc(now - _REFUND_LATE)):
        named = ("qr_refund", back["id"], view_of_unit(books, back["unit_id"]), sure_moment(back["made_utc"]))
        yield BoardRow(Level.MONEY, *named, back["order_number"], "", back["amount_fen"], back["state"])
