"""What the forms are told: plain values, ready to be set in type.

Owns the fields of each form. Knows no store, no tariff, no device: whoever prints (``kiosk.desk``, the core's print
worker) copies the values out of its records. Money is whole fen; times are local time as text; words of the house's
catalogues (a service's name, a way of paying) come in the owner's language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kiosk.fax.outcome import CallOutcome, Coding, FaxPage, PageState, Resolution

Strokes = tuple[tuple[tuple[float, float], ...], ...]  # a signature: strokes of (x, y) in a unit box, y downwards


@dataclass(frozen=True)
class Issuer:
    """Who issues the form and whom to ask about it. ``demo`` marks paper of a kiosk that runs on doubles."""

    house: str  # "听松苑服务中心"
    kiosk: str  # "K01"
    service_phone: str  # "内线 8000"
    demo: bool = False
    english_phone: str = ""  # "ext. 8000", for papers that are Chinese first, English small


@dataclass(frozen=True)
class Check:
    """How a form is proved genuine: what the QR code holds and the code a person can read out."""

    url: str
    code: str


@dataclass(frozen=True)
class Both:
    """Words of a paper that is Chinese first, English small; without ``english`` they need none."""

    chinese: str
    english: str = ""


NOTHING = Both("")


@dataclass(frozen=True)
class ReceiptLine:
    """One item: so many at ``unit_price_fen`` each; None where the price is for all of it."""

    title: Both
    detail: Both
    quantity: Both  # "3 页", "3 pages"
    unit_price_fen: int | None
    amount_fen: int


@dataclass(frozen=True)
class ReceiptData:
    """收款收据 (G3), Chinese first, English small. ``reverses``: the number that it strikes out (G4).

    Who struck it out is ``handled_by``: then the signature is theirs, else it is the owner's. ``struck_out_by``: this
    receipt is drawn after it was struck out, and says so. ``waived_fen`` of the total were not taken (voucher, free).
    ``copy_number`` 0 is the original, n the n-th reprint, made at ``copied_at`` by ``copied_by``.
    """

    issuer: Issuer
    number: str
    issued_at: str  # "2026-11-18 10:30"
    unit: str
    paid_by: Both
    lines: tuple[ReceiptLine, ...]
    total_fen: int
    check: Check
    signature: Strokes = ()
    waived_fen: int = 0
    tendered_fen: int | None = None
    change_fen: int | None = None
    approved_by: str = ""
    copy_number: int = 0
    copied_at: str = ""
    copied_by: str = ""
    reverses: str | None = None
    struck_out_by: str | None = None
    reason: Both = NOTHING
    handled_by: str = ""


@dataclass(frozen=True)
class ReportPage:
    """One page of the fax, as the last attempt left it. Times ``10:27:02``, empty if there is none."""

    number: int
    state: PageState
    started: str = ""
    confirmed: str = ""
    bit_rate: int | None = None
    coding: Coding | None = None


@dataclass(frozen=True)
class ReportAttempt:
    """One call (B8)."""

    started: str
    duration_s: int
    outcome: CallOutcome
    confirmed_pages: int
    far_ident: str | None = None


@dataclass(frozen=True)
class TransmissionReportData:
    """传真发送报告 (B7). ``far_ident_matches`` None: the recipient's machine sent no identification."""

    issuer: Issuer
    number: str
    printed_at: str
    outcome: CallOutcome
    unit: str
    to_number: str  # grouped for reading
    zone: str
    own_ident: str
    started: str
    ended: str
    duration_s: int
    resolution: Resolution
    pages: tuple[ReportPage, ...]
    attempts: tuple[ReportAttempt, ...]
    check: Check
    operated_by: str
    far_ident: str | None = None
    far_ident_matches: bool | None = None
    bit_rate: int | None = None
    ecm: bool | None = None  # None: not known
    fee_fen: int | None = None
    fee_detail: str = ""
    page_one: FaxPage | None = None
    signature: Strokes = ()
    copy_number: int = 0


@dataclass(frozen=True)
class CaseSlipData:
    """The owner's slip of a 服务工作单 (D3): ``price_fen`` None is quoted by the clerk. With an ``addressee`` it is
    that of feedback instead (E1, E2): no price, and ``wanted_time`` is how the owner wishes to be answered."""

    issuer: Issuer
    case_number: str
    taken_at: str
    unit: str
    item: str
    wanted_time: str
    price_fen: int | None = None
    price_unit: str = ""
    words: str = ""
    check: Check | None = None
    addressee: str = ""


@dataclass(frozen=True)
class ReceivedPage:
    """A page that came in, loaded when it is drawn: a fax may have a hundred. ``damaged`` lines were concealed."""

    width: int  # pels
    height: int  # lines
    resolution: Resolution
    load: Callable[[], FaxPage]
    damaged: int = 0


@dataclass(frozen=True)
class ReceivedPrintData:
    """A received fax (B8). ``copy_number`` 0 is the original, n the n-th reprint."""

    issuer: Issuer
    number: str
    received_at: str
    caller: str  # as it called itself or as the exchange told; may be empty
    complete: bool
    pages: Sequence[ReceivedPage]
    copy_number: int = 0
