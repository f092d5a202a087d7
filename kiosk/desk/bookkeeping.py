"""Booking inside a step: the business day it falls on, the transaction, and its record for head office (G1, H1).

Owns that these three are one. The record holds the whole transaction with its hash, so head office keeps the chain too
and a kiosk cannot shorten its own. Called by the desks that move money; they own what is booked and why.
"""

from __future__ import annotations

from datetime import date

from kiosk.desk.house import Books, House
from kiosk.domain.booking import Booking
from kiosk.domain.business_day import next_day
from kiosk.store.damage_mark import marked_damaged
from kiosk.store.database import Row
from kiosk.store.errors import StoreDamagedError
from kiosk.store.journal import canonical
from kiosk.store.ledger import Transaction

BOOKS, DAMAGED = "books", "damaged"  # what the core says of the store as of a device


def book(house: House, books: Books, booking: Booking) -> Transaction:
    """Book on the day that is open, inside the caller's step. Raises BookingError, StoreError.

    StoreDamagedError while the core says that the books cannot be proved: what is booked on them could not either.
    """
    refuse_damaged(house)
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


def refuse_damaged(house: House) -> None:
    """Raises StoreDamagedError while nothing can be booked: nobody's money is asked for then."""
    if (detail := damage(house)) is not None:
        raise StoreDamagedError(detail)


def damage(house: House) -> str | None:
    """What the core says is wrong with the books; None when they can be proved.

    Before it says anything, what was said before the power went: a proof takes its time, and no money is taken then.
    """
    told = house.live.get(f"health.{BOOKS}")
    if told is not None and told["reason"] == DAMAGED:
        return str(told["detail"])
    return marked_damaged(house.store.path)


def current_shift(house: House, books: Books) -> Row:
    """The shift that is on, inside the caller's step: after a closing, the early shift of the next business day."""
    last = books.days.latest()
    if last is not None and books.days.closing_count(last) is None:
        return books.days.shift(last)
    stamp = house.clock.stamp()
    today = house.clock.now().astimezone(house.settings.timezone).date()
    day = next_day(date.fromisoformat(last) if last else None, today, stamp.synced).isoformat()
    begun = books.days.open(day, stamp.at_utc)
    told = {"opened_utc": begun["begun_utc"], "shift": begun["id"]}
    books.record("day.opened", business_day=day, clock_says=today.isoformat(), **told)
    return begun
