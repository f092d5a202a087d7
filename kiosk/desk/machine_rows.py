"""What of the cash acceptor waits for the clerk: money in doubt, and money to be given back (J2, G2).

Owns these rows of the board. What the clerk does about them is ``acceptor``'s. Called by ``board``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from kiosk.desk.held_money import UNCLAIMED
from kiosk.desk.house import Books, House, sure_moment
from kiosk.desk.identity import view_of_unit
from kiosk.desk.views import BoardRow, Level
from kiosk.domain.accounts import AccountClass
from kiosk.store.acceptor import UNKNOWN

_STANDS_THERE = timedelta(minutes=10)  # so long who waits for change is surely still at the counter


def machine_rows(house: House, books: Books) -> Iterator[BoardRow]:
    """A row for each piece in doubt, and for each charge that money is held for and not being paid."""
    for row in books.acceptor.in_state(UNKNOWN):
        charge = books.takings.charge(row["charge_id"]) if row["charge_id"] else None
        unit = view_of_unit(books, charge["unit_id"]) if charge else None
        since, fen = sure_moment(row["made_utc"]), row["fen"] or None
        yield BoardRow(Level.APPROVAL, "machine_unknown", row["id"], unit, since, amount_fen=fen)
    now = books.acceptor.collection()
    for held in books.acceptor.held():
        name = held["account"].removeprefix(f"{AccountClass.HELD}:")
        charge = None if name == UNCLAIMED else books.takings.charge(int(name))
        if charge is not None and now is not None and now["charge_id"] == charge["id"]:
            continue
        since = sure_moment(books.ledger.get(held["since"]).at_utc)
        level = Level.PERSON_WAITING if house.clock.now() - since < _STANDS_THERE else Level.MONEY
        unit = view_of_unit(books, charge["unit_id"]) if charge else None
        ref, detail = (charge["id"], charge["detail"]) if charge else (0, "")
        yield BoardRow(level, "machine_held", ref, unit, since, detail, amount_fen=held["fen"])
