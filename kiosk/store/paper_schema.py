"""Migrations of what is put on paper after the fact: copies of receipts and sheets, finance's signature (G3, G5).

Owns the shape of these tables, whose rows are only ever added. Called by ``kiosk.store.schema``.
"""

from __future__ import annotations

from kiosk.store.ledger_schema import append_only

# A reprint is a paper of its own: who asked for it, and which copy it is. The original's print job stays as it is.
_COPY = """
CREATE TABLE receipt_copy (
    id INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, receipt INTEGER NOT NULL REFERENCES payment (receipt),
    copy INTEGER NOT NULL CHECK (copy > 0), staff_id TEXT NOT NULL REFERENCES staff (id), wanted_utc TEXT NOT NULL,
    UNIQUE (receipt, copy)
) STRICT
"""

# Finance signs what the clerk has closed, once; ``statement`` is the canonical text that ``signature`` is over.
_FINANCE = """
CREATE TABLE finance_signing (
    business_day TEXT PRIMARY KEY REFERENCES day_closing (business_day), request_id TEXT NOT NULL UNIQUE,
    staff_id TEXT NOT NULL REFERENCES staff (id), report_sha256 TEXT NOT NULL, strokes TEXT NOT NULL,
    statement TEXT NOT NULL, public_key TEXT NOT NULL, signature TEXT NOT NULL, signed_utc TEXT NOT NULL
) STRICT
"""

# The same of the sheets of the books, each of which belongs to a count: the one that is on it, or that ended its day.
_SHEET_COPY = """
CREATE TABLE sheet_copy (
    id INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL CHECK (form IN ('day_report', 'charge_log', 'count_sheet')),
    count_id INTEGER NOT NULL REFERENCES cash_count (id), copy INTEGER NOT NULL CHECK (copy > 0),
    staff_id TEXT NOT NULL REFERENCES staff (id), wanted_utc TEXT NOT NULL, UNIQUE (form, count_id, copy)
) STRICT
"""

RECEIPT_COPY = ";\n".join((_COPY, *append_only("receipt_copy")))
SHEET_COPY = ";\n".join((_SHEET_COPY, *append_only("sheet_copy")))
FINANCE_SIGNING = ";\n".join((_FINANCE, *append_only("finance_signing")))
