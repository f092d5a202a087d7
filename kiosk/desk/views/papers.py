"""Copies, the papers of the books and finance's signatures, as the screens are shown them (G3, G5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from kiosk.domain.cash import CountPurpose


@dataclass(frozen=True)
class CopyView:
    """A reprint: ``copy`` from 1; ``print_state``: waiting | printed | trouble | unknown | failed."""

    receipt_number: str
    copy: int
    staff_id: str
    print_state: str
    reason: str = ""  # an IPP keyword


@dataclass(frozen=True)
class SheetView:
    """A paper of the books: ``form`` day_report | charge_log | count_sheet, of the count ``count_id``.

    ``print_state``: of the original, as in ``CopyView``; ``copy_state``: of the newest of ``copies``, empty without.
    """

    form: str
    count_id: int
    number: str  # of the count
    purpose: CountPurpose
    business_day: date
    counted_at: datetime
    print_state: str
    copies: int
    copy_state: str


@dataclass(frozen=True)
class FinanceSigning:
    """Finance has signed a day: who, when, and the SHA-256 of the report that it is over."""

    business_day: date
    staff_id: str
    name: str
    signed_at: datetime
    report_sha256: str
