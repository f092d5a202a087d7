"""What the screens are shown: frozen values, no rows, no secrets, no other person's data.

Owns the shapes that cross from the use cases to the glass. Knows no SQL and no widget. Money is whole fen, times are
aware UTC datetimes, keys ending in ``_key`` name a sentence in the catalogues.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from kiosk.domain.booking import Method as Method  # the domain's own words, offered to the screens from here
from kiosk.domain.tariff import Urgency as Urgency
from kiosk.domain.tariff import Zone as Zone
from kiosk.fax.outcome import Resolution
from kiosk.locale import Language

Stroke = tuple[tuple[float, float], ...]
Signature = tuple[Stroke, ...]  # strokes of points in a unit box, origin top left (A7)


# --- people -----------------------------------------------------------------------------------------------------


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

    session_id: str
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


@dataclass(frozen=True)
class Staff:
    """A person at the clerk's side; every action carries one."""

    id: str
    name: str
    role: Role


@dataclass(frozen=True)
class StaffRefusal:
    """``reason_key``: staff.wrong | staff.wait | staff.locked."""

    reason_key: str
    wait_s: int = 0


# --- fax --------------------------------------------------------------------------------------------------------


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
    page_fen: int | None = None
    reason_key: str = ""
    missing: int = 0


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
    page_fen: int
    total_fen: int
    price_version: int
    duration_s: int
    done_at: datetime
    ahead: int  # faxes queued before this one
    number_groups: tuple[str, ...]
    resolution: Resolution


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
    page_fen: int
    zone: Zone


# --- money ------------------------------------------------------------------------------------------------------


class ChargeState(StrEnum):
    """DUE nothing paid; CASH_WANTED waits for the clerk; PAID has a receipt number."""

    DUE = "due"
    CASH_WANTED = "cash_wanted"
    PAID = "paid"


@dataclass(frozen=True)
class ChargeView:
    """An amount owed for one thing, once (G1)."""

    id: int
    unit: UnitView
    kind: str  # fax | repair
    job_id: int
    title_key: str
    detail: str
    quantity: int
    unit_fen: int
    amount_fen: int
    state: ChargeState
    since: datetime


@dataclass(frozen=True)
class PaymentOption:
    """A way of paying, and if it cannot be used now, why."""

    method: Method
    available: bool
    reason_key: str = ""


@dataclass(frozen=True)
class ReceiptView:
    """A receipt (G3). ``print_state``: waiting | printed | trouble | unknown | unsigned; ``reason`` an IPP keyword."""

    number: str
    charge: ChargeView
    method: Method
    paid_at: datetime
    tendered_fen: int
    change_fen: int
    signed: bool
    print_state: str
    reason: str = ""


# --- requests, calls, ratings -----------------------------------------------------------------------------------


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


# --- the board --------------------------------------------------------------------------------------------------


class Level(StrEnum):
    """Urgency levels of the board, most urgent first (design.md, board row)."""

    PERSON_WAITING = "person_waiting"
    APPROVAL = "approval"
    DEVICE = "device"
    IDENTIFICATION = "identification"
    MONEY = "money"
    DUE = "due"


@dataclass(frozen=True)
class BoardRow:
    """One thing to do: ``kind`` is call | fax_unknown | device | repair_open | repair_accepted | cash | print_unknown |
    unit_locked; ``ref`` its id."""

    level: Level
    kind: str
    ref: int
    unit: UnitView | None
    since: datetime
    detail: str = ""
    item_key: str = ""
    amount_fen: int | None = None
    reason: str = ""


@dataclass(frozen=True)
class DeviceView:
    """Health of a device for people: ``name_key`` device.<name>; ``reason`` health.<reason>; ``double`` = simulated."""

    name: str
    state: str  # ok | trouble | absent | unknown
    reason: str
    double: bool
    detail: str = ""


@dataclass(frozen=True)
class Board:
    """The clerk's board (J2): rows most urgent first, the line's progress, the queue, the devices, sync backlog."""

    rows: tuple[BoardRow, ...]
    line: FaxProgress | None
    queue: tuple[FaxProgress, ...]
    devices: tuple[DeviceView, ...]
    backlog: int
    head_office_online: bool
    finished: tuple[str, ...]  # last three finished things, for an empty board
