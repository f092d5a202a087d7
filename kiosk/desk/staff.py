"""Who stands behind the counter: PIN or card, slowed and locked when wrong (J1).

Owns staff sign-in. A wrong PIN cannot be blamed on one person (the PIN is all that is typed), nor can a card that
nobody knows, so the gate is the kiosk's, and both ways in are behind the same one.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.desk.counter import counter_only
from kiosk.desk.house import House, later, moment
from kiosk.desk.views import CardRecognised, PresentedCard, Role, Staff, StaffRefusal
from kiosk.domain.offer import CARD_READER, TYPED
from kiosk.domain.patience import LOCK_AFTER, Patience, remaining_s
from kiosk.store.database import Row
from kiosk.store.secrets import secret_matches

LOCK_S = 600


class StaffDesk:
    """Sign-in of clerks, supervisors and technicians, and what only they may do to a lock.

    ``core_is_silent``: nobody reads a card then, whatever was last said of the reader.
    """

    def __init__(self, house: House, core_is_silent: Callable[[], bool] = lambda: False) -> None:
        self._house, self._core_is_silent = house, core_is_silent

    @property
    def needs_both(self) -> bool:
        """Whether a card alone opens nothing, nor the PIN alone of who has one, while the reader is there."""
        return self._house.settings.card_needs_pin

    def sign_in_pin(self, pin: str, card: PresentedCard | None = None) -> Staff | StaffRefusal:
        """Who has this PIN. Five wrong ones close the gate for ten minutes; the count outlives a restart.

        Where cards need a PIN as well, ``card`` must be the same person's if they have one and the reader is there: a
        right PIN without it looks like a wrong one, so that nobody learns it by trying.
        """
        closed = self._closed()
        if closed is not None:
            return closed
        wrong = "staff.card_wanted" if self._both_now() else "staff.wrong"
        found = [row for row in self._house.books.people.staff() if secret_matches(pin, row["pin"])]
        if len(found) != 1:
            return self._refuse(wrong)
        way = self._way(found[0], card)
        return self._refuse(wrong) if way is None else self._welcome(found[0], way)

    def sign_in_card(self, card: PresentedCard, *, sure: bool = True) -> Staff | CardRecognised | StaffRefusal:
        """Whose card this is; one that nobody knows counts like a wrong PIN.

        ``sure`` False: the person is recognised and not signed in yet, nor is anybody where cards need a PIN as well.
        """
        closed = self._closed()
        if closed is not None:
            return closed
        owner = self._house.books.people.staff_of_card(card.token) if card.token else None
        if owner is None:
            return self._refuse("staff.card_unknown")
        if self.needs_both or not sure:
            return CardRecognised(owner["name"], self.needs_both)
        return self._welcome(owner, {"way": "card"})

    def _closed(self) -> StaffRefusal | None:
        """The gate, while nobody may try."""
        gate = self._house.books.people.gate()
        longest = LOCK_S if gate["failures"] >= LOCK_AFTER else Patience(gate["failures"]).wait_s
        wait_s = remaining_s(moment(gate["wait_until_utc"]), self._house.clock.now(), longest)
        return StaffRefusal("staff.locked" if longest == LOCK_S else "staff.wait", wait_s) if wait_s else None

    def _way(self, person: Row, card: PresentedCard | None) -> dict[str, str] | None:
        """How a person with the right PIN comes in, for the record; None if their card is missing."""
        cards = {row["id"]: row["token"] for row in self._house.books.people.staff_cards()}
        own = cards[person["id"]]
        if not self.needs_both or own is None:
            return {}
        if card is not None and card.token == own:
            return {"way": "card and pin"}
        return None if self._both_now() else {"way": "pin, no reader"}

    def _both_now(self) -> bool:
        reader = self._house.live.get(f"health.{CARD_READER}")
        if not self.needs_both or reader is None or reader["state"] != "ok":
            return False
        return reader["detail"] == TYPED or not self._core_is_silent()

    def _welcome(self, person: Row, way: dict[str, str]) -> Staff:
        staff = Staff(person["id"], person["name"], Role(person["role"]))
        with self._house.step() as books:
            books.people.set_gate(0, "")
            books.record("staff.signed_in", staff=staff.id, **way)
        return staff

    def _refuse(self, reason_key: str) -> StaffRefusal:
        with self._house.step() as books:
            failures = books.people.gate()["failures"] % LOCK_AFTER + 1
            wait_s = LOCK_S if failures >= LOCK_AFTER else Patience(failures).wait_s
            books.people.set_gate(failures, later(self._house.clock.now(), wait_s))
            books.record("staff.refused", failures=failures)
        return StaffRefusal("staff.locked" if failures >= LOCK_AFTER else reason_key, wait_s)

    def sign_out(self, staff: Staff) -> None:
        """The person leaves the clerk's side."""
        with self._house.step() as books:
            books.record("staff.signed_out", staff=staff.id)

    def unlock_unit(self, staff: Staff, unit_id: str) -> None:
        """The clerk has checked the person: the passcode counts again. Recorded with who. Raises CounterOnlyError."""
        counter_only(staff)
        with self._house.step() as books:
            books.people.forget_failures(unit_id)
            books.record("identity.unlocked", unit=unit_id, staff=staff.id)
