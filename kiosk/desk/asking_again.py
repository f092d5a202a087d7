"""What a bill tells otherwise than the books is asked after anew: finance has the provider's own word on it (G2, G5).

Owns which orders that can be, and who may. A bill is a file and signs nothing: what follows is booked, or becomes a row
of the clerk's board, by the provider's signed answer (``qr_log``), in the core's next turn. Called by
``kiosk ledger reconcile --ask``.
"""

from __future__ import annotations

from collections.abc import Iterable

from kiosk.desk.finance import FinanceOnlyError
from kiosk.desk.house import House
from kiosk.desk.reconciling import Difference
from kiosk.desk.views import Role, Staff


def ask_again(house: House, staff: Staff, differences: Iterable[Difference]) -> tuple[str, ...]:
    """The numbers of orders that the core asks after anew; one that is still open it asks after anyway.

    A number that this kiosk does not know, and a refund, is none of them: a person looks at the provider's pages.
    Raises FinanceOnlyError.
    """
    if staff.role is not Role.FINANCE:
        raise FinanceOnlyError(f"{staff.id} is {staff.role.value}")
    told = {difference.number: difference.what for difference in differences}
    with house.step() as books:
        asked = tuple(number for number in sorted(told) if books.qr.ask_again(number))
        for number in asked:
            books.record("qr.asked_again", number=number, bill=told[number], staff=staff.id)
    return asked
