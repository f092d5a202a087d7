"""Requests and calls for the clerk, as the screens are shown them (D2, F1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.desk.views.people import UnitView
from kiosk.domain.tariff import Urgency


@dataclass(frozen=True)
class CatalogueItem:
    """A repair item with its published price; ``price_fen`` None = quoted by the centre (由客服报价)."""

    key: str
    group_key: str
    price_fen: int | None
    unit_key: str = ""


class CaseState(StrEnum):
    """A request's way."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CLOSED = "closed"


@dataclass(frozen=True)
class RepairDraft:
    """A repair request as typed (D2). ``wanted_key``: wanted.today | wanted.tomorrow | wanted.weekend | wanted.any."""

    item_key: str
    words: str
    wanted_key: str
    urgency: Urgency = Urgency.NORMAL
    materials_by_owner: bool = False


@dataclass(frozen=True)
class CaseView:
    """One request."""

    id: int
    number: str
    unit: UnitView
    item_key: str
    words: str
    wanted_key: str
    urgency: Urgency
    price_fen: int | None
    state: CaseState
    opened_at: datetime
    accepted_at: datetime | None = None
    accepted_by: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True)
class CallView:
    """A call for the clerk: waiting or acknowledged, with the moment it was raised."""

    id: int
    raised_at: datetime
    acknowledged_at: datetime | None
    ahead: int
