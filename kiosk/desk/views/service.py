"""Requests and calls for the clerk, as the screens are shown them (D2, F1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kiosk.desk.views.people import UnitView
from kiosk.domain.tariff import Urgency


@dataclass(frozen=True)
class PricesTold:
    """From which version of the price list somebody was told a price, and when: its word stands for a while."""

    version: int
    at: datetime


@dataclass(frozen=True)
class CatalogueItem:
    """A repair item with its published price; ``price_fen`` None = quoted by the centre (由客服报价)."""

    key: str
    group_key: str
    price_fen: int | None
    unit_key: str = ""
    told: PricesTold | None = None
    urgent_fen: int | None = None  # what it costs at once; None: not more


class CaseKind(StrEnum):
    """What a case is about; each kind has its numbers, its row of the board and its way to the end."""

    REPAIR = "repair"
    FEEDBACK = "feedback"  # complaint, suggestion, advice (E1)


class CaseState(StrEnum):
    """A request's way."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CLOSED = "closed"


@dataclass(frozen=True)
class CaseDraft:
    """A request as typed (D2, E1). ``wanted_key`` is the sentence of the time or the answer that is wished for;
    ``addressee`` whom feedback is for: feedback.centre | feedback.manager."""

    item_key: str
    words: str
    wanted_key: str
    urgency: Urgency = Urgency.NORMAL
    materials_by_owner: bool = False
    kind: CaseKind = CaseKind.REPAIR
    addressee: str = ""
    told: PricesTold | None = None  # the list the owner chose from; None: whichever is in force


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
    kind: CaseKind = CaseKind.REPAIR
    addressee: str = ""
    materials_by_owner: bool = False


@dataclass(frozen=True)
class CallView:
    """A call for the clerk: waiting or acknowledged, with the moment it was raised."""

    id: int
    raised_at: datetime
    acknowledged_at: datetime | None
    ahead: int
