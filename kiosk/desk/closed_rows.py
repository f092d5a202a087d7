"""Whether the counts and shifts of a closed day are still what was signed, read from a store's file alone (G5).

Owns that comparison. The ledger under a day is held by its hash; who counted, which pieces, why it differed and whose
shift it was stand in rows of their own, and in the report. Called by ``auditing``, once the signature is proved.
"""

from __future__ import annotations

from typing import Any

from kiosk.desk.day_report import count_figures
from kiosk.store.days import COUNTS
from kiosk.store.ledger_proof import Reader

_SAID_LATER = ("reason", "explained_by")  # a count that agrees is signed without a word; one may still be added


def changed_row(reader: Reader, day: str, report: dict[str, Any]) -> str:
    """The first count or shift that is not as ``report`` has it; empty: all are. Reports of before say less.

    Raises ValueError, KeyError, TypeError, AttributeError for what is no report.
    """
    rows = reader.rows(f"{COUNTS} WHERE c.business_day = ?", (day,))
    counts = {row["number"]: count_figures(row) for row in rows}
    for signed in report.get("counts", []):
        now = counts.get(signed["number"], {})
        for name, value in signed.items():
            if now.get(name) != value and (value is not None or name not in _SAID_LATER):
                return f"count {signed['number']}"
    rows = reader.rows("SELECT number, staff_id FROM shift WHERE business_day = ?", (day,))
    shifts = {row["number"]: row["staff_id"] for row in rows}
    for number, staff_id in report.get("shifts", []):
        if number not in shifts or staff_id not in (None, shifts[number]):
            return f"shift {number}"
    return ""
