"""A trace out of the kiosk's own store, as if it had been a file.

Owns the way from the store's row to a ``RecordedCall``. Called by ``trace.py`` and ``replay.py`` for --from-store.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kiosk.config import load_config
from kiosk.errors import KioskError
from kiosk.fax.outcome import TraceEntry
from kiosk.fax.trace_file import Direction, RecordedCall
from kiosk.store.database import Row, Store
from kiosk.store.line_log import LineLog

_TOLD = ("outcome", "far_ident", "caller_ident", "modulation", "bit_rate", "coding", "ecm", "duration_ms", "detail")


class NoStoredTraceError(KioskError):
    """The store has no such fax, or no trace of it."""

    number = 1012
    message_key = "error.trace"


def stored_call(config: Path, number: str, attempt: int | None) -> RecordedCall:
    """The call of this fax; ``attempt`` None: the last one. Raises NoStoredTraceError, StoreError, ConfigError."""
    path = load_config(config).kiosk.state_dir / "kiosk.db"
    if not path.exists():
        detail = f"{path}: there is no store: is {config} the configuration of this kiosk?"
        raise NoStoredTraceError(detail, file=number)
    store = Store(path)
    try:
        log = LineLog(store)
        direction = Direction.SENT
        rows = log.sent(number)
        if not rows:
            direction, rows = Direction.RECEIVED, log.received(number)
    finally:
        store.close()
    chosen = [row for row in rows if attempt in (None, row["attempt"])]
    if not chosen:
        known = ", ".join(str(row["attempt"]) for row in rows) or "none"
        detail = f"{path}: no trace of {number}, attempt {attempt or 'last'}; attempts with one: {known}"
        raise NoStoredTraceError(detail, file=number)
    return _call(direction, chosen[-1])


def _call(direction: Direction, row: Row) -> RecordedCall:
    entries = tuple(TraceEntry(*values) for values in json.loads(row["trace"]))
    report: dict[str, Any] = {name: row[name] for name in _TOLD if name in row}
    if row.get("confirmed") is not None:
        report["confirmed_pages"] = row["confirmed"]
    return RecordedCall(direction, str(row["ended_utc"]), report, entries)
