"""Migration of the register of vouchers: which numbers were issued, sold or given, and which are blocked (G2).

Owns the shape of these, and what SQLite itself refuses: a number that is issued twice. Called by
``kiosk.store.schema``.
"""

from __future__ import annotations

from kiosk.store.ledger_schema import append_only

# A sold one is the unit's that bought it, by name, and is good until it is used; a given one until its last day. The
# ``charge`` is what was sold: numbers whose sale was given up or paid back are free to be issued again.
_REGISTER = """
CREATE TABLE voucher_issue (
    id INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, series TEXT NOT NULL,
    first INTEGER NOT NULL CHECK (first > 0), last INTEGER NOT NULL CHECK (last >= first),
    face_fen INTEGER NOT NULL CHECK (face_fen > 0), sold INTEGER NOT NULL CHECK (sold IN (0, 1)),
    unit_id TEXT NOT NULL REFERENCES unit (id), valid_until TEXT, reason TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id), approved_by TEXT REFERENCES staff (id), strokes TEXT NOT NULL,
    issued_utc TEXT NOT NULL, CHECK (sold = (valid_until IS NULL))
) STRICT;
CREATE INDEX voucher_issue_number ON voucher_issue (series, first);
CREATE VIEW voucher_issued AS SELECT i.*, c.id AS charge_id, c.state AS sale FROM voucher_issue i
LEFT JOIN charge c ON c.kind = 'voucher' AND c.job_id = i.id
WHERE c.state IS NULL OR c.state NOT IN ('withdrawn', 'refunded');
CREATE TRIGGER voucher_issued_once BEFORE INSERT ON voucher_issue WHEN EXISTS (SELECT 1 FROM voucher_issued i
WHERE i.series = NEW.series AND i.first <= NEW.last AND i.last >= NEW.first)
BEGIN SELECT RAISE(ABORT, 'a number is issued once'); END;
CREATE TABLE voucher_block (
    id INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, number TEXT NOT NULL,
    blocked INTEGER NOT NULL CHECK (blocked IN (0, 1)), reason TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id), strokes TEXT NOT NULL, noted_utc TEXT NOT NULL
) STRICT;
CREATE INDEX voucher_block_number ON voucher_block (number);
ALTER TABLE voucher_use ADD COLUMN issue_id INTEGER REFERENCES voucher_issue (id);
"""

VOUCHER_REGISTER = _REGISTER + ";\n".join(
    rule for table in ("voucher_issue", "voucher_block") for rule in append_only(table)
)
