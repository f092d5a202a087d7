"""What a bill tells otherwise than the books is asked after anew: finance has the provider's own word on it (G2, G5).

Owns which orders that can be, and who may. A bill is a file and signs nothing: what follows is booked, or becomes a row
of the clerk's board, by the provider's signed answer (``qr_log``), in the core's next turn. Called by
``kiosk ledger reconcile --ask``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kiosk.desk.finance import FinanceOnlyError
from kiosk.desk.house import House
from kiosk.desk.reconciling import Difference
from kiosk.desk.views import Role, Staff

_OPEN = ("wanted", "shown", "closing", "refund wanted")  # the core asks after these by itself


@dataclass(frozen=True)
class Asked:
    """What becomes of each number that differs. ``anyway``: it is not decided, and the core asks until it is.

    What is left is for a person: ``disputed`` on the clerk's board, if not decided there; ``refunds``, ``unknown``
    (not this kiosk's, or from before it was restored) and ``others`` (no code was ever shown, or it goes back already)
    on the provider's pages.
    """

    anew: tuple[str, ...] = ()
    anyway: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    refunds: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


def ask_again(house: House, staff: Staff, differences: Iterable[Difference]) -> Asked:
    """Have the core ask anew after the orders that differ and are over. Raises FinanceOnlyError."""
    if staff.role is not Role.FINANCE:
        raise FinanceOnlyError(f"{staff.id} is {staff.role.value}")
    told = {difference.number: difference.what for difference in differences}
    with house.step() as books:
        sorted_out: dict[str, tuple[str, ...]] = {}
        for number in sorted(told):
            kind = "anew" if books.qr.ask_again(number) else _left(books.qr.stands(number))
            sorted_out[kind] = (*sorted_out.get(kind, ()), number)
        for number in sorted_out.get("anew", ()):
            books.record("qr.asked_again", number=number, bill=told[number], staff=staff.id)
    return Asked(**sorted_out)


def _left(stands: str) -> str:
    """What a number is that is not asked after anew, by how it stands."""
    if stands in _OPEN:
        return "anyway"
    if stands in ("", "disputed"):
        return stands or "unknown"
    return "refunds" if stands.startswith("refund") else "others"
