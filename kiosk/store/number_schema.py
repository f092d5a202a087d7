"""The migration for numbers that a restored kiosk leaves out, because they may have been given already (G3).

Owns that one table. Called by ``kiosk.store.schema``; filled by ``backup.leave_out_numbers``.
"""

from __future__ import annotations

from kiosk.store.ledger_schema import append_only

_LOST_NUMBERS = """
CREATE TABLE lost_number (
    series TEXT NOT NULL, first INTEGER NOT NULL CHECK (first > 0), last INTEGER NOT NULL CHECK (last >= first),
    lost_utc TEXT NOT NULL, PRIMARY KEY (series, first)
) STRICT, WITHOUT ROWID
"""
LOST_NUMBERS = ";\n".join((_LOST_NUMBERS, *append_only("lost_number")))
