"""Rows of the fax log made into what screens and paper show. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kiosk.desk.house import moment
from kiosk.desk.numbers import readable
from kiosk.desk.views import FaxProgress, FaxResult, FaxState, LinePhase, Zone
from kiosk.domain.tariff import kept_rate
from kiosk.fax.outcome import PageState
from kiosk.store.database import Row


@dataclass(frozen=True)
class LineState:
    """What the line does now, from the volatile state; times are stored moments."""

    phase: LinePhase
    page: int = 0
    fraction: float = 0.0
    far_ident: str | None = None
    bit_rate: int | None = None
    dialled_at: datetime | None = None
    connected_at: datetime | None = None
    expected_end: datetime | None = None


def line_view(live: dict[str, Any] | None, job_id: int | None) -> LineState | None:
    """The line's live state if it is working on this order (or on any, for None)."""
    if not live or live.get("job_id") is None or (job_id is not None and live["job_id"] != job_id):
        return None
    return LineState(
        LinePhase(live["phase"]),
        live["page"],
        live["fraction"],
        live["far_ident"],
        live["bit_rate"],
        moment(live["dialled_utc"]),
        moment(live["connected_utc"]),
        moment(live["expected_utc"]),
    )


def progress_view(job: Row, pages: list[Row], ahead: int, line: LineState | None, country: str) -> FaxProgress:
    """An order's progress; ``country``: whose plan groups the numbers."""
    state = FaxState(job["state"])
    line = line if state is FaxState.CALLING else None
    told = state in (FaxState.RETRY, FaxState.FAILED, FaxState.UNKNOWN)
    return FaxProgress(
        job_id=job["id"],
        number_groups=tuple(job["shown"].split()),
        state=state,
        pages=job["pages"],
        confirmed=_count(pages, PageState.CONFIRMED),
        page_fen=job["page_fen"],
        quoted_fen=job["quoted_fen"],
        ahead=ahead,
        phase=line.phase if line else None,
        page=line.page if line else 0,
        fraction=line.fraction if line else 0.0,
        far_ident=readable((line.far_ident if line else None) or job["far_ident"], country) or None,
        bit_rate=(line.bit_rate if line else None) or job["bit_rate"],
        attempt=job["attempts"],
        dialled_at=(line.dialled_at if line else None) or moment(job["started_utc"]),
        connected_at=line.connected_at if line else None,
        confirmed_at=tuple(at for page in pages if (at := moment(page["confirmed_utc"]))),
        next_attempt_at=moment(job["next_attempt_utc"]),
        expected_end=line.expected_end if line else None,
        cause_key=f"fax.cause.{job['outcome']}" if told and job["outcome"] else "",
        unknown_pages=_numbers(pages, PageState.UNKNOWN),
    )


def result_view(job: Row, pages: list[Row], charge: Row | None, country: str) -> FaxResult:
    """What came of an order; ``country``: whose plan groups the numbers."""
    state = FaxState(job["state"])
    return FaxResult(
        job_id=job["id"],
        job_number=job["number"],
        state=state,
        number_groups=tuple(job["shown"].split()),
        far_ident=readable(job["far_ident"], country) or None,
        pages=job["pages"],
        confirmed=_count(pages, PageState.CONFIRMED),
        unknown_pages=_numbers(pages, PageState.UNKNOWN),
        bit_rate=job["bit_rate"],
        started_at=moment(job["started_utc"]),
        ended_at=moment(job["ended_utc"]),
        attempts=job["attempts"],
        cause_key=f"fax.cause.{job['outcome']}" if state is not FaxState.DELIVERED and job["outcome"] else "",
        charge_id=charge["id"] if charge else None,
        amount_fen=charge["amount_fen"] if charge else 0,
        rate=kept_rate(job["rate"], job["page_fen"]),
        zone=Zone(job["zone"]),
    )


def _count(pages: list[Row], state: PageState) -> int:
    return sum(page["state"] == state.value for page in pages)


def _numbers(pages: list[Row], state: PageState) -> tuple[int, ...]:
    return tuple(page["number"] for page in pages if page["state"] == state.value)
