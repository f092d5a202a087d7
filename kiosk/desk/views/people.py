"""Who stands at the glass and behind the counter, as the screens are shown them (A3, J1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.locale import Language

Stroke = tuple[tuple[float, float], ...]
Signature = tuple[Stroke, ...]  # strokes of points in a unit box, origin top left (A7)


@dataclass(frozen=True)
class UnitView:
    """A unit as the picker shows it: building 12, entrance 1, room 101. ``id`` is ``12-1-101``."""

    id: str
    building: str
    entrance: str
    room: str


@dataclass(frozen=True)
class Visitor:
    """An identified owner. ``greeting_name`` is what the house calls this person on the glass (surname + form)."""

    unit: UnitView
    person_id: int
    greeting_name: str
    language: Language


@dataclass(frozen=True)
class IdentityRefusal:
    """Why identification failed (A3). ``reason_key``: identity.wrong | identity.wait | identity.locked."""

    reason_key: str
    tries_left: int = 0
    wait_s: int = 0


class Role(StrEnum):
    """Staff roles (J1)."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    TECHNICIAN = "technician"
    FINANCE = "finance"  # signs closed days (G5)


@dataclass(frozen=True)
class Staff:
    """A person at the clerk's side; every action carries one."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True)
class StaffRefusal:
    """``reason_key``: staff.wrong | staff.wait | staff.locked | staff.card_unknown |
    staff.card_wanted: the PIN is wrong, or the card that it needs was not held to the reader."""

    reason_key: str
    wait_s: int = 0


@dataclass(frozen=True)
class PresentedCard:
    """Something was held to the card reader (J1): ``id`` names this holding. ``token`` stands for the card's number,
    which nobody is shown; ``problem``: unreadable | two_cards, then there is no token."""

    id: str
    token: str = field(default="", repr=False)
    problem: str = ""


@dataclass(frozen=True)
class CardRecognised:
    """The card is a person's, and they are not signed in by it alone: the PIN is wanted, or the card once more."""

    name: str
    pin_wanted: bool


@dataclass(frozen=True)
class StaffCard:
    """A member of the staff and their card: since when it is theirs, None without one, and who said so."""

    staff: Staff
    bound_at: datetime | None = None
    bound_by: str = ""
