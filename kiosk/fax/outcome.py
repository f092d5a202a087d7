"""What a fax call is asked to do and what came of it: the values that pass between engine and house.

Owns the words for results. Knows no modem, no clock and no store. Called by ``kiosk.devices`` (drivers that run
calls), ``kiosk.desk`` and the core's fax worker (which keep the results).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Resolution(StrEnum):
    """Vertical resolutions of T.4 clause 2, at 8 pels/mm across (1728 pels on A4)."""

    STANDARD = "standard"  # 3.85 line/mm
    FINE = "fine"  # 7.7 line/mm
    SUPERFINE = "superfine"  # 15.4 line/mm


class Coding(StrEnum):
    """Page codings of T.4 (MH one-dimensional, MR two-dimensional) and T.6 (MMR)."""

    MH = "MH"
    MR = "MR"
    MMR = "MMR"


class CallOutcome(StrEnum):
    """How a call ended. Only DELIVERED means that every page was confirmed."""

    DELIVERED = "delivered"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    NO_DIAL_TONE = "no_dial_tone"
    NOT_A_FAX = "not_a_fax"  # answered by a voice or a silence: no DIS within T1
    NO_CARRIER = "no_carrier"  # the line was dropped before phase B was over
    INCOMPATIBLE = "incompatible"  # the far end cannot receive what we have
    SPEED_LIMIT = "speed_limit"  # it could, at more bit/s than the order allows
    FAR_IDENT_REFUSED = "far_ident_refused"  # B7: identified as another number, policy said stop
    TRAINING_FAILED = "training_failed"  # no speed left after FTT
    PAGE_REFUSED = "page_refused"  # RTN/PIN/… and no repeats left
    LINE_LOST = "line_lost"  # dropped or deaf in phase C or D
    CANCELLED = "cancelled"
    MODEM_FAILED = "modem_failed"  # our own equipment; see detail


class PageState(StrEnum):
    """Three-valued truth about a page: UNKNOWN is between the post-page message and its answer."""

    NOT_SENT = "not_sent"
    CONFIRMED = "confirmed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class FaxPage:
    """One page as a raster, as the recipient shall see it.

    ``rows`` is ``height * width // 8`` octets, rows top to bottom, most significant bit leftmost, 1 = black.
    ``width`` in pels: 1728 (A4), 2048 (B4) or 2432 (A3), T.4 clause 2.
    """

    width: int
    height: int
    resolution: Resolution
    rows: bytes = field(repr=False)


@dataclass(frozen=True)
class TraceEntry:
    """One signal on the line: milliseconds since the call began, ``>`` sent, ``<`` received, ``-`` local."""

    at_ms: int
    direction: str
    signal: str
    detail: str = ""


@dataclass(frozen=True)
class PageReport:
    """Truth about one page of a call; ``number`` counts from 1."""

    number: int
    state: PageState
    coding: Coding | None = None
    bit_rate: int | None = None
    octets: int = 0
    attempts: int = 0
    started_ms: int | None = None
    confirmed_ms: int | None = None


@dataclass(frozen=True)
class CallReport:
    """Everything one call proved. Times are milliseconds since dialling."""

    outcome: CallOutcome
    pages: tuple[PageReport, ...]
    far_ident: str | None = None  # CSI, T.30 5.3.6.2.4, as sent (blanks trimmed)
    modulation: str | None = None  # "V.17", "V.29", "V.27ter"
    bit_rate: int | None = None  # bit/s of the last page data
    coding: Coding | None = None
    resolution: Resolution | None = None
    ecm: bool = False
    connected_ms: int | None = None
    duration_ms: int = 0
    detail: str = ""
    trace: tuple[TraceEntry, ...] = ()

    @property
    def confirmed_pages(self) -> int:
        """How many pages the recipient has confirmed."""
        return sum(1 for page in self.pages if page.state is PageState.CONFIRMED)


# What a line tells while a call is under way. A watcher is called in the line's own thread, between two signals: when
# it returns from PageSubmitted and PageConfirmed, what it learned is safe on disk (architecture.md, Truth).


@dataclass(frozen=True)
class Dialling:
    """The number is being dialled."""

    number: str


@dataclass(frozen=True)
class Connected:
    """The far end has shown itself to be a fax machine; ``far_ident`` is its CSI or None."""

    far_ident: str | None


@dataclass(frozen=True)
class Trained:
    """A speed was agreed (CFR)."""

    modulation: str
    bit_rate: int


@dataclass(frozen=True)
class PageStarted:
    """Page data begin to go out; ``page`` counts from 1, ``octets`` is the size of the coded page."""

    page: int
    octets: int


@dataclass(frozen=True)
class PageProgress:
    """``sent`` of ``octets`` coded octets have left the modem (about)."""

    page: int
    sent: int
    octets: int


@dataclass(frozen=True)
class PageSubmitted:
    """All of the page has left and its post-page message is next: from here on the page is UNKNOWN until its answer."""

    page: int


@dataclass(frozen=True)
class PageConfirmed:
    """MCF (or RTP/PIP, which confirm too) for this page has arrived."""

    page: int


@dataclass(frozen=True)
class PageRefused:
    """RTN, PIN, or PPR for a part of it: the recipient has not got this page (yet); it is NOT_SENT again."""

    page: int


@dataclass(frozen=True)
class HangingUp:
    """Phase E has begun."""


LineEvent = (
    Dialling
    | Connected
    | Trained
    | PageStarted
    | PageProgress
    | PageSubmitted
    | PageConfirmed
    | PageRefused
    | HangingUp
)


# ---- the other way: a call that comes in ----------------------------------------------------------------------------


class ReceptionOutcome(StrEnum):
    """How a call that we answered ended. RECEIVED: every page is here and confirmed, and the caller has no more."""

    RECEIVED = "received"
    NOT_A_FAX = "not_a_fax"  # a voice or a silence: no frame within T1
    CALLER_GONE = "caller_gone"  # the line was dropped, or DCN came, before the first page
    INCOMPATIBLE = "incompatible"  # the caller commanded what our DIS does not offer
    TRAINING_FAILED = "training_failed"
    INCOMPLETE = "incomplete"  # the call ended, by whoever, before the last page was confirmed
    NOT_KEPT = "not_kept"  # a page could not be put on disk: it was not confirmed
    CANCELLED = "cancelled"
    MODEM_FAILED = "modem_failed"


@dataclass(frozen=True)
class CopyQuality:
    """What a receiver knows of a page without error correction: its lines and those that could not be read whole."""

    lines: int
    damaged: int = 0
    longest_run: int = 0  # damaged lines in a row


@dataclass(frozen=True)
class ReceivedPageReport:
    """Truth about one page that came in. ``confirmed``: it was on disk, and then MCF or RTP went out."""

    number: int
    confirmed: bool
    coding: Coding
    resolution: Resolution
    width: int
    bit_rate: int
    ecm: bool
    octets: int
    quality: CopyQuality | None = None
    started_ms: int = 0
    confirmed_ms: int | None = None


@dataclass(frozen=True)
class CallerSays:
    """What a caller says of itself and of the addressee (B10); None where it says nothing."""

    ident: str | None = None  # TSI
    subaddress: str | None = None  # SUB
    password: str | None = None  # PWD, or SID, which T.30 has for the same use when pages are sent
    selective_polling: str | None = None  # SEP
    number: str | None = None  # told by the exchange between rings (NMBR)
    name: str | None = None  # the same (NAME)


@dataclass(frozen=True)
class ReceptionReport:
    """Everything a call that came in proved. Times are milliseconds since we went off-hook."""

    outcome: ReceptionOutcome
    pages: tuple[ReceivedPageReport, ...]
    caller: CallerSays
    modulation: str | None = None
    bit_rate: int | None = None
    ecm: bool = False
    duration_ms: int = 0
    detail: str = ""
    trace: tuple[TraceEntry, ...] = ()

    @property
    def confirmed_pages(self) -> int:
        """How many pages the caller was told to be here, and are."""
        return sum(1 for page in self.pages if page.confirmed)


@dataclass(frozen=True)
class Ringing:
    """Somebody calls; nothing is answered yet. ``number`` and ``name`` as the exchange tells them, if it does."""

    number: str | None
    name: str | None
    rings: int


@dataclass(frozen=True)
class Answering:
    """Off-hook: CED is on the line."""


@dataclass(frozen=True)
class CallerKnown:
    """The caller is a fax machine and has said who it is: its first DCS has come."""

    caller: CallerSays


@dataclass(frozen=True)
class PageArriving:
    """Data of this page are on the line (again: a page that was refused keeps its number)."""

    page: int


@dataclass(frozen=True)
class PageDropped:
    """This page was handed out to be kept, and will not be confirmed as it is: take it away again."""

    page: int


ReceptionEvent = Ringing | Answering | CallerKnown | Trained | PageArriving | PageConfirmed | PageDropped | HangingUp
