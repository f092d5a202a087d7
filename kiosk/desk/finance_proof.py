"""Whether finance's signatures under closed days hold, read from a store's file alone (G5).

Owns that check. Needs no kiosk, and no key but the public one that the day itself is signed with. Called by
``auditing``.
"""

from __future__ import annotations

import json

from kiosk.desk.finance import statement
from kiosk.desk.signing import holds, sha256_of
from kiosk.store.database import Row
from kiosk.store.ledger_proof import Bad, Reader

_SIGNED = (
    "SELECT f.*, c.report, c.public_key AS days_key FROM finance_signing f"
    " LEFT JOIN day_closing c ON c.business_day = f.business_day ORDER BY f.business_day"
)


def bad_signing(reader: Reader) -> Bad | None:
    """The first day whose signature of finance does not hold. A store from before finance signed has none."""
    if not reader.rows("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'finance_signing'"):
        return None
    found = ((row, _fault(row)) for row in reader.rows(_SIGNED))
    return next((Bad(f"day {row['business_day']}", fault) for row, fault in found if fault), None)


def _fault(row: Row) -> str:
    if not holds(row["statement"], row["signature"], row["public_key"]) or row["public_key"] != row["days_key"]:
        return "has a signature of finance that this kiosk did not make"
    if sha256_of(row["report"] or "") != row["report_sha256"]:
        return "has another report than finance signed"
    said = (row["business_day"], row["staff_id"], row["signed_utc"])
    kiosk_id = json.loads(row["statement"])["kiosk"]
    if statement(kiosk_id, said, row["report_sha256"], row["strokes"]) != row["statement"]:
        return "was signed for finance by another hand, or at another time, than the statement says"
    return ""
