"""Migration of work that is quoted after an inspection: quotes, the owner's answers, the lines of a charge (D4).

Owns the shape of these. Called by ``kiosk.store.schema``.
"""

from __future__ import annotations

from kiosk.store.ledger_schema import append_only

# ``words`` '' is the item of the catalogue itself; else what the clerk wrote.
_WORK = """
CREATE TABLE work_quote (
    id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL REFERENCES service_case (id), version INTEGER NOT NULL,
    request_id TEXT NOT NULL UNIQUE, total_fen INTEGER NOT NULL CHECK (total_fen >= 0),
    staff_id TEXT NOT NULL REFERENCES staff (id), made_utc TEXT NOT NULL, UNIQUE (case_id, version)
) STRICT;
CREATE TABLE work_quote_line (
    quote_id INTEGER NOT NULL REFERENCES work_quote (id), line INTEGER NOT NULL, kind TEXT NOT NULL,
    words TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
    unit_fen INTEGER NOT NULL CHECK (unit_fen >= 0),
    PRIMARY KEY (quote_id, line)
) STRICT, WITHOUT ROWID;
CREATE TABLE work_answer (
    quote_id INTEGER PRIMARY KEY REFERENCES work_quote (id), agreed INTEGER NOT NULL, strokes TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id), answered_utc TEXT NOT NULL
) STRICT;
CREATE TABLE charge_line (
    charge_id INTEGER NOT NULL REFERENCES charge (id), line INTEGER NOT NULL, title_key TEXT NOT NULL,
    words TEXT NOT NULL, unit_key TEXT NOT NULL, quantity INTEGER NOT NULL, unit_fen INTEGER NOT NULL,
    PRIMARY KEY (charge_id, line)
) STRICT, WITHOUT ROWID;
"""
_KEPT = ("work_quote", "work_quote_line", "work_answer", "charge_line")

WORK_QUOTE = _WORK + ";\n".join(rule for table in _KEPT for rule in append_only(table))
