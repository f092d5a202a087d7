"""Money that the machine has taken in and that no charge is settled with yet: it comes in, it settles, it goes back.

Owns the bookings of it, each inside the caller's step: ``cash:machine`` against ``held:CHARGE`` when it comes in, the
charge's payment when it is covered, and what is over or was not used back to its owner. Called by ``collecting`` (the
machine's word) and ``acceptor`` (the clerk's).
"""

from __future__ import annotations

from kiosk.desk.bookkeeping import book
from kiosk.desk.house import Books, House
from kiosk.desk.settling import OWED, Means, settle
from kiosk.desk.views import Method
from kiosk.domain.accounts import AccountClass, account
from kiosk.domain.booking import Booking, Entry, TransactionKind, balanced
from kiosk.store.acceptor import ENDED, ENDING, INTENT, TAKEN
from kiosk.store.database import Row

CASH_POINT = "machine"
MACHINE = account(AccountClass.CASH, CASH_POINT)
UNCLAIMED = "unclaimed"  # came in before any charge was ever paid at the machine


def held_account(charge_id: int | None) -> str:
    """Where the money for a charge is held."""
    return account(AccountClass.HELD, UNCLAIMED if charge_id is None else str(charge_id))


def held_fen(books: Books, charge_id: int | None) -> int:
    """How much the machine holds for a charge."""
    return -books.ledger.balance_fen(held_account(charge_id))


def take_in(house: House, books: Books, row: Row, staff_id: str | None = None) -> None:
    """The note or coin of this row is in the box, and is somebody's money. ``staff_id``: who said so, if no machine."""
    fen, number = row["fen"], books.acceptor.number("M", "machine_taken")
    entries = balanced((Entry(MACHINE, fen), Entry(held_account(row["charge_id"]), -fen)))
    booking = Booking(TransactionKind.ADVANCE, entries, f"acceptance-{row['id']}", number, staff_id)
    booked = book(house, books, booking)
    values = {"state": TAKEN, "transaction_id": booked.id, "settled_by": staff_id, "ended_utc": booked.at_utc}
    may_still_say = staff_id is not None and row["awaits_device"]
    books.acceptor.change(row["id"], **values, awaits_device=int(may_still_say))
    told = {"acceptance": row["id"], "charge": row["charge_id"], "device": row["device"], "amount_fen": fen}
    books.record("cash.taken_in", **told, document=number, staff=staff_id, **books.vouched("acceptance", id=row["id"]))


def give_out(
    house: House, books: Books, charge_id: int | None, to_account: str, request_id: str, staff_id: str | None
) -> Row:
    """All that is held for a charge goes back: out of the clerk's drawer, or to what its unit owes. Returns the row."""
    held, fen = held_account(charge_id), held_fen(books, charge_id)
    number = books.acceptor.number("R", "machine_returned")
    entries = balanced((Entry(held, fen), Entry(to_account, -fen)))
    booked = book(house, books, Booking(TransactionKind.RETURN, entries, request_id, number, staff_id))
    row = {"account": held, "to_account": to_account, "fen": fen, "staff_id": staff_id}
    row |= {"transaction_id": booked.id, "returned_utc": booked.at_utc}
    books.acceptor.add_return(row)
    books.record("cash.given_back", **row, charge=charge_id, document=number)
    return row


def settle_if_covered(house: House, books: Books, charge_id: int | None) -> bool:
    """Pay the charge from what is held for it, if that is enough; what is over then goes where its owner wants it.

    Never while it may turn out paid by a code: what came in is booked all the same, and waits.
    """
    if charge_id is None or books.qr.blocking(charge_id) is not None:
        return False
    charge, held = books.takings.charge(charge_id), held_fen(books, charge_id)
    if charge["state"] not in OWED or held < charge["amount_fen"]:
        return False
    asked = books.acceptor.newest_of(charge_id)
    person_id = asked["person_id"] if asked else None
    settle(house, books, charge, Means(Method.MACHINE, held, "", person_id, debit=held_account(charge_id)))
    if asked is not None and asked["change_to_account"] and held > charge["amount_fen"]:
        unit = account(AccountClass.UNIT, charge["unit_id"])
        request_id = f"change-{charge_id}-{books.acceptor.next_return()}"
        give_out(house, books, charge_id, unit, request_id, None)
    if asked is not None and asked["state"] != ENDED:
        finish(house, books, asked, "paid")
    return True


def finish(house: House, books: Books, collection: Row, reason: str) -> None:
    """No more is taken for it; over it is when no note is on its way any more."""
    waits = bool(books.acceptor.in_state(INTENT))
    books.acceptor.turn(collection["id"], ENDING if waits else ENDED, reason, None if waits else house.now_utc)
    if not waits:
        books.record("cash.collected", collection=collection["id"], charge=collection["charge_id"], reason=reason)
