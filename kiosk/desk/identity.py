"""Who stands at the glass: unit and passcode, slowed and locked when wrong (A3).

Owns the identification of owners. Tells a stranger nothing: an unknown unit and a wrong passcode look the same (A4).
"""

from __future__ import annotations

import uuid
from dataclasses import replace

from kiosk.desk.house import Books, House, later, moment
from kiosk.desk.views import IdentityRefusal, UnitView, Visitor
from kiosk.domain.names import surname
from kiosk.domain.patience import Patience, remaining_s
from kiosk.locale import Language
from kiosk.store.database import Row
from kiosk.store.secrets import hash_secret, secret_matches


def unit_view(row: Row) -> UnitView:
    """The unit as people know it."""
    return UnitView(row["id"], row["building"], row["entrance"], row["room"])


def view_of_unit(books: Books, unit_id: str) -> UnitView:
    """The unit of this id; one that has left the directory is named by its id alone."""
    row = books.people.unit(unit_id)
    return unit_view(row) if row else UnitView(unit_id, unit_id, "", "")


class IdentityDesk:
    """Identification of owners."""

    passcode_length = 6

    def __init__(self, house: House) -> None:
        self._house = house
        # An unknown unit costs the same scrypt as a known one, so the answer time tells nothing.
        self._decoy = hash_secret(uuid.uuid4().hex, house.settings.secret_cost)

    def units(self) -> tuple[UnitView, ...]:
        """All units of the estate, for the picker: published at the gate, so no secret."""
        return tuple(unit_view(row) for row in self._house.books.people.units())

    def identify(self, unit_id: str, passcode: str, language: Language) -> Visitor | IdentityRefusal:
        """Check the passcode. Wrong entries are counted in the store, so a restart does not forget them."""
        row = self._house.books.people.unit(unit_id)
        patience = Patience(row["failures"]) if row else Patience(0)
        if row and row["locked_at_utc"]:
            return IdentityRefusal("identity.locked")
        wait_s = remaining_s(moment(row["wait_until_utc"]) if row else None, self._house.clock.now(), patience.wait_s)
        if wait_s:
            return IdentityRefusal("identity.wait", patience.tries_left, wait_s)
        right = secret_matches(passcode, row["passcode"] if row else self._decoy)
        if not row or not right:
            return self._refuse(unit_id, known=row is not None)
        return self._welcome(row, language)

    def _refuse(self, unit_id: str, known: bool) -> IdentityRefusal:
        with self._house.step() as books:
            row = books.people.unit(unit_id) if known else None
            patience = Patience((row["failures"] if row else 0) + 1)
            if row:
                now = self._house.now_utc
                until = later(self._house.clock.now(), patience.wait_s)
                books.people.note_failure(unit_id, patience.failures, until, now if patience.locked else None)
            kind = "identity.locked" if patience.locked else "identity.failed"
            books.record(kind, unit=unit_id, failures=patience.failures)
        reason = "identity.locked" if patience.locked else "identity.wrong"
        return IdentityRefusal(reason, patience.tries_left, patience.wait_s if not patience.locked else 0)

    def _welcome(self, row: Row, language: Language) -> Visitor:
        if row["failures"]:
            with self._house.step() as books:
                books.people.forget_failures(row["id"])
        person = self._house.books.people.resident(row["id"])
        visitor = Visitor(unit_view(row), 0, "", language)
        if person is None:
            return visitor
        return replace(visitor, person_id=person["id"], greeting_name=_greeting(person))


def _greeting(person: Row) -> str:
    """Surname and form of address, 林女士; the given name is never on the glass."""
    return f"{surname(person['name'])}{person['form']}"
