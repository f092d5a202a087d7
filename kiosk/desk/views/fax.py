"""A fax on its way from a typed number to a result, as the screens are shown it (B1-B7)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.desk.views.service import PricesTold
from kiosk.domain.tariff import Rate, Urgency, Zone
from kiosk.fax.outcome import Resolution


@dataclass(frozen=True)
class NumberCheck:
    """What is known of a number as typed so far (B1).

    ``complete`` means it can be dialled; else ``reason_key`` says why not (number.short, number.unknown,
    number.emergency, number.premium, number.not_permitted, number.long), and ``missing`` how many digits at least.
    ``groups`` is the number read back in groups by the national plan. ``place_key``/``place`` name the zone.
    """

    complete: bool
    groups: tuple[str, ...]
    e164: str = ""
    zone: Zone | None = None
    place: str = ""  # e.g. "上海" in the visitor's language, may be empty
    rate: Rate | None = None  # with what is left of the unit's free pages
    reason_key: str = ""
    missing: int = 0


@dataclass(frozen=True)
class PagePrice:
    """A line of the published list (A1): what pages of a zone cost, and how many a month cost nothing."""

    zone: Zone
    rate: Rate
    urgent_fen: int
    free_a_month: int


@dataclass(frozen=True)
class StickFileView:
    """An acceptable file on a plugged-in stick."""

    key: str  # hand back to take_in()
    name: str
    folder: str
    octets: int
    kind: str  # pdf | picture | tiff | text


@dataclass(frozen=True)
class StickView:
    """State of the storage-stick slot: ``present`` and how many usable files."""

    present: bool
    label: str = ""
    files: tuple[StickFileView, ...] = ()


@dataclass(frozen=True)
class DocumentView:
    """A document taken in and kept encrypted on the kiosk."""

    id: str
    name: str
    kind: str
    pages: int


@dataclass(frozen=True)
class DraftPage:
    """One page of the fax being prepared: page ``source`` (from 1) of the document, turned by ``rotation`` degrees."""

    source: int
    rotation: int = 0


@dataclass(frozen=True)
class FaxDraft:
    """A fax as the owner prepares it; an order is made of exactly this."""

    number: str  # as typed twice; checked again when ordered
    document_id: str
    pages: tuple[DraftPage, ...]
    resolution: Resolution = Resolution.STANDARD
    photo: bool = False
    urgency: Urgency = Urgency.NORMAL
    confidential: bool = False


@dataclass(frozen=True)
class PageView:
    """A page as the recipient will see it: grey preview of the fax raster (``width*height`` octets, 0 = black)."""

    width: int
    height: int
    grey: bytes = field(repr=False)
    warnings: tuple[str, ...] = ()  # keys: page.blank, page.dark, page.faint, page.tiny


@dataclass(frozen=True)
class Quote:
    """A price told before anything is owed (B4, G1)."""

    zone: Zone
    place: str
    pages: int
    rate: Rate  # the list's, with what the order takes of the unit's free pages
    told: PricesTold
    duration_s: int
    done_at: datetime
    ahead: int  # faxes queued before this one
    number_groups: tuple[str, ...]
    resolution: Resolution
    account_key: str = ""  # why the unit's account will not take it, if it will not

    @property
    def page_fen(self) -> int:
        """Price of a page that is not free."""
        return self.rate.unit_fen

    @property
    def total_fen(self) -> int:
        """What it costs when every page arrives."""
        return self.rate.amount_fen(self.pages)


class FaxState(StrEnum):
    """Where a fax order stands."""

    QUEUED = "queued"
    CALLING = "calling"
    RETRY = "retry"  # waits for its next attempt
    DELIVERED = "delivered"
    FAILED = "failed"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"  # some page may or may not have arrived: the clerk decides


class LinePhase(StrEnum):
    """What the line does now for a CALLING fax."""

    DIALLING = "dialling"
    CONNECTED = "connected"
    TRAINED = "trained"
    SENDING = "sending"
    CONFIRMING = "confirming"
    HANGING_UP = "hanging_up"


@dataclass(frozen=True)
class FaxProgress:
    """Live truth about one order (B6). ``cause_key`` fills for RETRY/FAILED/UNKNOWN (``fax.cause.<outcome>``)."""

    job_id: int
    number_groups: tuple[str, ...]
    state: FaxState
    pages: int
    confirmed: int
    page_fen: int
    quoted_fen: int  # what it costs when every page arrives
    ahead: int = 0
    phase: LinePhase | None = None
    page: int = 0
    fraction: float = 0.0  # of the page under way
    far_ident: str | None = None
    bit_rate: int | None = None
    attempt: int = 0
    dialled_at: datetime | None = None
    connected_at: datetime | None = None
    confirmed_at: tuple[datetime, ...] = ()
    next_attempt_at: datetime | None = None
    expected_end: datetime | None = None
    cause_key: str = ""
    unknown_pages: tuple[int, ...] = ()


@dataclass(frozen=True)
class FaxResult:
    """The outcome for the owner and the transmission report (B7)."""

    job_id: int
    job_number: str
    state: FaxState
    number_groups: tuple[str, ...]
    far_ident: str | None
    pages: int
    confirmed: int
    unknown_pages: tuple[int, ...]
    bit_rate: int | None
    started_at: datetime | None
    ended_at: datetime | None
    attempts: int
    cause_key: str
    charge_id: int | None
    amount_fen: int
    rate: Rate
    zone: Zone
