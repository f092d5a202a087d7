"""A call's trace as text that can be kept and sent: JSON Lines, the report first, then one entry a line.

Owns the format and its version. Refuses to know files and clocks: lines come in and go out. Called by ``kiosk modem``.

First line: ``{"fax_trace": 1, "direction": "sent" | "received", "recorded_utc": …, "report": {…}}``, the report as
``kiosk modem send --json`` prints it, without its trace. Each further line: ``{"ms": …, "way": ">" | "<" | "-",
"signal": …, "detail": …}``; the signals are those of ``trace.py``. A reader passes over keys it does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from kiosk.fax.outcome import CallReport, ReceptionReport, TraceEntry
from kiosk.fax.trace import for_people

VERSION = 1
_FORMAT = "fax_trace"


class NotATraceError(ValueError):
    """These lines are no trace, or one of a version that is not known here. The text names the line."""


class Direction(StrEnum):
    """Who called: SENT we did, RECEIVED somebody called us."""

    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True)
class RecordedCall:
    """A trace that was read. ``report`` are plain values; what the call's outcome was is ``report["outcome"]``."""

    direction: Direction
    recorded_utc: str
    report: dict[str, Any]
    entries: tuple[TraceEntry, ...]


def report_values(report: CallReport | ReceptionReport) -> dict[str, Any]:
    """The report as plain values, the trace in it without what is only for machines."""
    values = asdict(report)
    values["confirmed_pages"] = report.confirmed_pages
    values["trace"] = [asdict(entry) for entry in for_people(report.trace)]
    return values


def write_trace(report: CallReport | ReceptionReport, recorded_utc: str) -> Iterator[str]:
    """The lines, each with its end."""
    values = report_values(report)
    del values["trace"]
    direction = Direction.SENT if isinstance(report, CallReport) else Direction.RECEIVED
    yield from write_values(direction, values, report.trace, recorded_utc)


def write_values(
    direction: Direction, report: dict[str, Any], entries: Iterable[TraceEntry], recorded_utc: str
) -> Iterator[str]:
    """The same for a call of which only stored values are left."""
    yield _line({_FORMAT: VERSION, "direction": direction, "recorded_utc": recorded_utc, "report": report})
    for entry in entries:
        yield _line({"ms": entry.at_ms, "way": entry.direction, "signal": entry.signal, "detail": entry.detail})


def read_trace(lines: Iterable[str]) -> RecordedCall:
    """Raises NotATraceError."""
    rest = iter(lines)
    first = _parse(next(rest, ""), 1)
    if first.get(_FORMAT) != VERSION:
        raise NotATraceError(f"line 1: no trace of version {VERSION}: {_FORMAT} is {first.get(_FORMAT)!r}")
    try:
        direction, report = Direction(first["direction"]), dict(first["report"])
    except (KeyError, TypeError, ValueError) as error:
        raise NotATraceError(f"line 1: {type(error).__name__}: {error}") from error
    entries = tuple(_entry(_parse(line, number), number) for number, line in enumerate(rest, 2))
    return RecordedCall(direction, str(first.get("recorded_utc", "")), report, entries)


def _parse(line: str, number: int) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise NotATraceError(f"line {number}: {error}") from error
    if not isinstance(values, dict):
        raise NotATraceError(f"line {number}: no JSON object")
    return values


def _entry(values: dict[str, Any], number: int) -> TraceEntry:
    try:
        return TraceEntry(int(values["ms"]), str(values["way"]), str(values["signal"]), str(values["detail"]))
    except (KeyError, TypeError, ValueError) as error:
        raise NotATraceError(f"line {number}: {type(error).__name__}: {error}") from error


def _line(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False) + "\n"
