"""A fax that came in, as the clerk's screens are shown it (B9, B10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.desk.views.people import UnitView


class ReceivedState(StrEnum):
    """Where a received fax stands. SEEN: somebody of the staff has looked; PRINTED: it is on paper."""

    ARRIVING = "arriving"
    NEW = "new"
    SEEN = "seen"
    PRINTED = "printed"


@dataclass(frozen=True)
class ReceivedView:
    """One received fax. ``unit`` is a suggestion the clerk verifies, ``unit_reason`` why: subaddress | person |
    earlier_fax, or empty. ``complete``: the sender was told that every page is here. ``pages`` counts those that are.
    ``caller_ident``, ``caller_number``: as they were told; ``caller``: the first of them that is known, in groups as
    people read it, or empty. ``damaged``: some line had to be concealed. ``print_state``: empty (never wanted) |
    waiting | trouble | printed | unknown, of the newest printing."""

    id: int
    number: str
    begun: datetime
    state: ReceivedState
    complete: bool
    pages: int
    caller_ident: str | None
    caller_number: str | None
    caller_name: str | None
    caller: str
    subaddress: str | None
    unit: UnitView | None
    unit_reason: str
    damaged: bool
    print_state: str


class IncomingPhase(StrEnum):
    """What the line does for a call that comes in."""

    RINGING = "ringing"
    ANSWERING = "answering"
    RECEIVING = "receiving"


@dataclass(frozen=True)
class IncomingCall:
    """The call that is coming in now. ``page`` counts from 1 while RECEIVING, else 0. ``caller`` as in ReceivedView."""

    phase: IncomingPhase
    since: datetime
    page: int = 0
    rings: int = 0
    received_id: int | None = None
    caller_ident: str | None = None
    caller_number: str | None = None
    caller_name: str | None = None
    caller: str = ""
    bit_rate: int | None = None
