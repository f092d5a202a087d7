"""Staff cards: what is held to the reader, and whose each is (J1, K5).

Owns the way of a card from the reader to the glass, and the binding of cards to persons. The number becomes its token
before it is put anywhere; what is recorded says who and by whom, never which card. Called by the core's worker, by the
screens and by ``kiosk card``. Who is let in by a card is ``staff.py``'s business.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from kiosk.desk.house import DeskError, GoneError, House, moment, sure_moment
from kiosk.desk.views import PresentedCard, Role, Staff, StaffCard

FRESH = timedelta(seconds=5)  # so long after it was held a card may still open something
COMMAND_LINE = Staff("command-line", "", Role.SUPERVISOR)  # whoever may run it may read the store as well
CLAIM = timedelta(seconds=60)
_LIVE, _CLAIM = "card", "card_claimed"
_PURPOSE = b"staff-card:"  # the kiosk's key signs receipts, too


class SupervisorOnlyError(DeskError):
    """Only a supervisor gives cards to persons, or takes them away."""

    number = 5070
    message_key = "card.supervisor_only"


class CardTakenError(DeskError):
    """The card is another person's already: nobody stands for two."""

    number = 5071
    message_key = "card.taken"


class NotACardError(DeskError):
    """What was held to the reader is no card that could be read, or was held too long ago."""

    number = 5072
    message_key = "card.not_read"
    retryable = True


class CardDesk:
    """The reader's word for the screens; cards and their persons."""

    def __init__(self, house: House) -> None:
        self._house = house

    # --- what is held to the reader

    def card(self, number: str) -> PresentedCard:
        """The card with this number: what stands for it on this kiosk, and on no other."""
        key = self._house.receipt_key  # without it a number of 32 bits is guessed in minutes
        return PresentedCard(uuid.uuid4().hex, hmac.new(key, _PURPOSE + number.encode(), hashlib.sha256).hexdigest())

    def present(self, number: str) -> None:
        """A card with this number was held to the reader."""
        self._tell(self.card(number))

    def present_problem(self, problem: str) -> None:
        """Something was held to it that is no card: unreadable | two_cards."""
        self._tell(PresentedCard(uuid.uuid4().hex, problem=problem))

    def _tell(self, card: PresentedCard) -> None:
        self._house.live.put(_LIVE, {**vars(card), "at_utc": self._house.now_utc})
        self._house.ring()

    def presented(self, *, claimed: bool = False) -> PresentedCard | None:
        """What was held to the reader just now; nothing while somebody else has claimed it."""
        if not claimed and self._is_claimed():
            return None
        held = self._house.live.get(_LIVE)
        if held is None or abs(self._house.clock.now() - sure_moment(held["at_utc"])) > FRESH:
            return None
        return PresentedCard(held["id"], held["token"], held["problem"])

    def forget(self) -> None:
        """What was held a while ago leaves the volatile state, too."""
        if self._house.live.get(_LIVE) is not None and self.presented(claimed=True) is None:
            self._house.live.put(_LIVE, None)

    @contextmanager
    def claim(self) -> Iterator[None]:
        """Cards are for the caller for a minute: one that is being bound at the command line opens no screen."""
        self._house.live.put(_CLAIM, {"at_utc": self._house.now_utc})
        try:
            yield
        finally:
            self._house.live.put(_LIVE, None)
            self._house.live.put(_CLAIM, None)

    def _is_claimed(self) -> bool:
        claim = self._house.live.get(_CLAIM)
        return claim is not None and abs(self._house.clock.now() - sure_moment(claim["at_utc"])) < CLAIM

    # --- whose it is

    def listing(self, by: Staff) -> tuple[StaffCard, ...]:
        """Everyone at the clerk's side. Raises SupervisorOnlyError."""
        _check(by)
        return tuple(
            StaffCard(Staff(row["id"], row["name"], Role(row["role"])), moment(row["bound_utc"]), row["bound_by"] or "")
            for row in self._house.books.people.staff_cards()
        )

    def bind(self, by: Staff, staff_id: str, card: PresentedCard) -> None:
        """The card is this person's; one they had before opens nothing any more.

        Raises SupervisorOnlyError, NotACardError, CardTakenError, GoneError (there is no such person).
        """
        _check(by)
        if not card.token:
            raise NotACardError("nothing that could be read")
        with self._house.step() as books:
            if staff_id not in {row["id"] for row in books.people.staff_cards()}:
                raise GoneError(f"nobody of the staff is {staff_id}")
            owner = books.people.staff_of_card(card.token)
            if owner is not None and owner["id"] != staff_id:
                raise CardTakenError(f"the card of {owner['id']}", id=owner["id"])
            books.people.bind_card(staff_id, card.token, by.id, self._house.now_utc)
            books.record("staff.card_bound", staff=staff_id, by=by.id)

    def unbind(self, by: Staff, staff_id: str) -> None:
        """The card is lost or given back: from now on it opens nothing. Raises SupervisorOnlyError."""
        _check(by)
        with self._house.step() as books:
            if books.people.unbind_card(staff_id):
                books.record("staff.card_unbound", staff=staff_id, by=by.id)


def _check(by: Staff) -> None:
    if by.role is not Role.SUPERVISOR:
        raise SupervisorOnlyError(f"{by.id} is {by.role}")
