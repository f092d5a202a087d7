"""An auditor's look at a store: the ledger, the rows around it, the signatures of its days, the journal (G4, G5).

Owns the order of the proof and what it says. Reads only, and needs nothing but the file: neither the kiosk's keys nor a
running kiosk. Called by ``kiosk ledger``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk.desk.closed_rows import changed_row
from kiosk.desk.day_reading import closing_view
from kiosk.desk.day_report import closed_by
from kiosk.desk.finance_proof import bad_signing
from kiosk.desk.signing import holds
from kiosk.desk.views import ClosingView
from kiosk.store.backup import copy_store
from kiosk.store.database import Row, Store, translated
from kiosk.store.ledger_proof import Bad, Reader
from kiosk.store.proof import first_bad
from kiosk.store.reading import readable
from kiosk.store.schema import is_older, migrate


@dataclass(frozen=True)
class Proof:
    """What was looked at, and the first bad record (None: all is as it was booked and signed)."""

    transactions: int
    head: str
    days: int
    public_keys: tuple[str, ...]  # of the kiosk, as its closed days name them: to be compared with head office's
    bad: Bad | None


def at_hand(store: Path) -> AbstractContextManager[Path]:
    """The store where it lies; where it cannot be read there, a copy for as long as it is read. Raises StoreError."""
    return readable(store)


def prove(store: Path, public_key: str = "") -> Proof:
    """Prove a store; ``public_key``: the one that every closed day must be signed with. Raises StoreError."""
    with _of_today(store) as whole:
        return _prove(whole, public_key)


@contextmanager
def _of_today(store: Path) -> Iterator[Path]:
    """The store itself; of one from before a change of shape a copy with today's, for what is asked is asked of that.

    Nothing that was booked is another by it, and the file of the auditor stays as it is.
    """
    with closing(Reader(store)) as reader, translated(store):
        older = is_older(reader.connection)
    if not older:
        yield store
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / store.name
        copy_store(store, copy)
        with closing(Store(copy)) as changed:
            migrate(changed)
        yield copy


def _prove(store: Path, public_key: str) -> Proof:
    found = first_bad(store, os.cpu_count() or 1)
    bad = found.ledger
    with closing(Reader(store, lenient=True)) as reader:
        [head] = reader.rows("SELECT count(*) AS n, coalesce(max(id), 0) AS last FROM ledger_transaction")
        newest = reader.rows("SELECT hash FROM ledger_transaction WHERE id = ?", (head["last"],))
        days = reader.rows("SELECT * FROM day_closing ORDER BY business_day")
        keys = tuple(dict.fromkeys(day["public_key"] for day in days))
        bad = bad or next((each for day in days if (each := _bad_day(reader, day, public_key or keys[0]))), None)
        bad = bad or bad_signing(reader) or found.journal or found.told
    return Proof(head["n"], newest[0]["hash"] if newest else "", len(days), keys, bad)


def closing_of(store: Path, day: date | None) -> ClosingView | None:
    """The signed end of a day, or of the newest closed one; None when there is none. Raises StoreError."""
    with closing(Reader(store)) as reader:
        rows = reader.rows(
            "SELECT * FROM day_closing WHERE ?1 = '' OR business_day = ?1 ORDER BY business_day DESC LIMIT 1",
            (day.isoformat() if day else "",),
        )
    return closing_view(rows[0]) if rows else None


def _bad_day(reader: Reader, day: Row, public_key: str) -> Bad | None:
    """Why a closed day does not hold, if it does not. A report is read only once its signature is proved."""
    record = f"day {day['business_day']}"
    if day["public_key"] != public_key:
        return Bad(record, "is signed with another key", public_key, day["public_key"])
    if not holds(day["report"], day["signature"], public_key):
        return Bad(record, "has another report than was signed")
    try:
        report = json.loads(day["report"])
        of, last, digest = report["business_day"], report["ledger"]["last"], report["ledger"]["hash"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return Bad(record, "is signed over what is no report")
    if not isinstance(last, int | None):
        return Bad(record, "is signed over what is no report")
    if of != day["business_day"]:
        return Bad(record, "has another report than was signed")
    closed = closed_by(day["staff_id"], day["closed_utc"], day["strokes"])
    if report.get("closed", closed) != closed:  # reports of version 1 did not say
        return Bad(record, "was closed by another hand, or at another time, than was signed")
    ends = reader.rows("SELECT hash FROM ledger_transaction WHERE id IS ?", (last,))
    found = ends[0]["hash"] if ends else None
    if digest != found:
        return Bad(record, "was signed over another ledger", str(digest), str(found))
    try:
        changed = changed_row(reader, of, report)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Bad(record, "is signed over what is no report")
    return Bad(record, f"{changed} is not as it was signed") if changed else None
