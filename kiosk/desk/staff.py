"""Who stands behind the counter: PIN, slowed and locked when wrong (J1).

Owns staff sign-in. A wrong PIN cannot be blamed on one person (the PIN is all that is typed), so the gate is the
kiosk's.
"""

from __future__ import annotations

from kiosk.desk.house import House, later, moment
from kiosk.desk.identity import unit_view
from kiosk.desk.views import Role, Staff, StaffRefusal, UnitView
from kiosk.domain.patience import LOCK_AFTER, Patience, remaining_s
from kiosk.store.secrets import secret_matches

LOCK_S = 600


class StaffDesk:
    """Sign-in of clerks, supervisors and technicians, and what only they may do to a lock."""

    def __init__(self, house: House) -> None:
        self._house = house

    def sign_in_pin(self, pin: str) -> Staff | StaffRefusal:
        """Who has this PIN. Five wrong ones close the gate for ten minutes; the count outlives a restart."""
        gate = self._house.books.people.gate()
        longest = LOCK_S if gate["failures"] >= LOCK_AFTER else Patience(gate["failures"]).wait_s
        wait_s = remaining_s(moment(gate["wait_until_utc"]), self._house.clock.now(), longest)
        if wait_s:
            return StaffRefusal("staff.locked" if longest == LOCK_S else "staff.wait", wait_s)
        found = [row for row in self._house.books.people.staff() if secret_matches(pin, row["pin"])]
        if len(found) != 1:
            return self._refuse(gate["failures"] % LOCK_AFTER + 1)
        staff = Staff(found[0]["id"], found[0]["name"], Role(found[0]["role"]))
        with self._house.step() as books:
            books.people.set_gate(0, "")
            books.record("staff.signed_in", staff=staff.id)
        return staff

    def _refuse(self, failures: int) -> StaffRefusal:
        wait_s = LOCK_S if failures >= LOCK_AFTER else Patience(failures).wait_s
        with self._house.step() as books:
            books.people.set_gate(failures, later(self._house.clock.now(), wait_s))
            books.record("staff.refused", failures=failures)
        return StaffRefusal("staff.locked" if failures >= LOCK_AFTER else "staff.wrong", wait_s)

    def sign_out(self, staff: Staff) -> None:
        """The person leaves the clerk's side."""
        with self._house.step() as books:
            books.record("staff.signed_out", staff=staff.id)

    def locked_units(self, staff: Staff) -> tuple[UnitView, ...]:
        """Units whose self-service identification is locked."""
        return tuple(unit_view(row) for row in self._house.books.people.locked())

    def unlock_unit(self, staff: Staff, unit_id: str) -> None:
        """The clerk has checked the person: the passcode counts again. Recorded with who."""
        with self._house.step() as books:
            books.people.forget_failures(unit_id)
            books.record("identity.unlocked", unit=unit_id, staff=staff.id)
