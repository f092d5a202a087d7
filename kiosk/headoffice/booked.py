"""Proves a kiosk's books: the chain of its ledger, computed again from the records that told of each transaction.

Owns the canonical form of a transaction on this side (docs/money.md); the kiosk's own is never asked. A chain that
does not begin with transaction 1 is that of a kiosk which kept books before it told of them: its first link is taken
as it is. Called by ``audit``.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sqlalchemy import Connection, and_, select

from kiosk.headoffice.letters import GENESIS
from kiosk.headoffice.tables import RECORD

_SAID = (
    *("transaction", "booking", "business_day", "shift", "staff", "reason", "reverses", "request", "document"),
    *("currency", "booked_utc"),
)


def first_bad_transaction(connection: Connection, kiosk_id: str) -> int:
    """The first transaction that is missing, changed or does not balance; 0: the books are whole."""
    wanted = and_(RECORD.c.kiosk_id == kiosk_id, RECORD.c.kind == "ledger.booked")
    bodies = connection.execute(select(RECORD.c.body).where(wanted).order_by(RECORD.c.seq)).scalars()
    last, digest = 0, ""
    for text in bodies:
        told = _told(text)
        if told is not None and not last:
            last, digest = told["transaction"] - 1, GENESIS if told["transaction"] == 1 else told["prev"]
        if told is None or told["transaction"] != last + 1 or told["prev"] != digest:
            return last + 1
        last, digest = told["transaction"], told["hash"]
    return 0


def _told(text: str) -> dict[str, Any] | None:
    """A transaction that balances and is what its hash says; None for anything else, whatever it looks like."""
    try:
        told: dict[str, Any] = json.loads(text)
        lines = json.loads(told["postings"])
        said = [*(told[name] for name in _SAID), lines, told["prev"]]
        canonical = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        balances = bool(lines) and sum(amount_fen for _, amount_fen in lines) == 0
        number = isinstance(told["transaction"], int)
        whole = number and balances and hashlib.sha256(canonical.encode()).hexdigest() == told["hash"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return told if whole else None
