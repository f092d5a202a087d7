"""Booking inside a step: the business day it falls on, the transaction, and its record for head office (G1, H1).

Owns that these three are one. The record holds the whole transaction with its hash, so head office keeps the chain too
and a kiosk cannot shorten its own. Called by the desks that move money; they own what is booked and why.
"""

from __future__ import annotations

from datetime import date

from kiosk.desk.house import Books, House
from kiosk.domain.booking import Booking
from kiosk.domain.business_day import next_day
from kiosk.store.database import Row
from kiosk.store.journal import canonical
from kiosk.store.ledger import Transaction


def book(house: House, books: Books, booking: Booking) -> Transaction:
    """Book on the day that is open, inside the caller's step. Raises BookingError, StoreError."""
    shift = current_shift(house, books)
    day = (str(shift["business_day"]), int(shift["id"]))
    booked = books.ledger.book(booking, day, house.settings.currency, house.now_utc)
    books.record(
        "ledger.booked",
        transaction=booked.id,
        booking=booked.kind,
        business_day=booked.business_day,
        shift=booked.shift,
        staff=booked.staff,
        reason=booked.reason,
        reverses=booked.reverses,
        request=booked.request_id,
        document=booked.document,
        currency=booked.currency,
        booked_utc=booked.at_utc,
        postings=canonical([[entry.account, entry.amount_fen] for entry in booked.postings]),
        prev=booked.prev,
        hash=booked.hash,
    )
    return booked


def current_shift(house: House, books: Books) -> Row:
    """The shift that is on, inside the caller's step: after a closing, the early shift of the next business day."""
    last = books.days.latest()
    if last is not None and books.days.closing_count(last) is None:
        return books.days.shift(last)
    stamp = house.clock.stamp()
    today = house.clock.now().astimezone(house.settings.timezone).date()
    day = next_day(date.fromisoformat(last) if last else None, today, stamp.synced).isoformat()
    books.record("day.opened", business_day=day, clock_says=today.isoformat())
    return books.days.open(day, stamp.at_utc)
