"""Migrations of paying: who approved a payment, vouchers used once, what is held of a quote and captured (G1, G2).

Owns the shape of these. Called by ``kiosk.store.schema``.
"""

from __future__ import annotations

from kiosk.store.ledger_schema import append_only

_APPROVED = "ALTER TABLE payment ADD COLUMN approved_by TEXT REFERENCES staff (id)"

# A voucher whose payment was struck out was not used. So the number alone cannot be unique, and a trigger asks.
_VOUCHER = """
CREATE TABLE voucher_use (
    receipt INTEGER PRIMARY KEY REFERENCES payment (receipt), number TEXT NOT NULL, face_fen INTEGER NOT NULL
) STRICT;
CREATE INDEX voucher_number ON voucher_use (number);
CREATE TRIGGER voucher_once BEFORE INSERT ON voucher_use WHEN EXISTS (SELECT 1 FROM voucher_use u
WHERE u.number = NEW.number AND NOT EXISTS (SELECT 1 FROM payment r WHERE r.reverses = u.receipt))
BEGIN SELECT RAISE(ABORT, 'this voucher is used'); END;
"""
# A supervisor's word that a charge may go to the unit's account though that is at its limit. It is the charge's.
_LIMIT = """
CREATE TABLE limit_approval (
    charge_id INTEGER PRIMARY KEY REFERENCES charge (id), staff_id TEXT NOT NULL REFERENCES staff (id),
    approved_utc TEXT NOT NULL
) STRICT
"""

PAYMENT_WAYS = ";\n".join((_APPROVED, _VOUCHER, *append_only("voucher_use"), _LIMIT, *append_only("limit_approval")))

# Until then a word stood for good: struck out, the charge could go above the limit again without anybody being asked.
# ``payments`` is how many receipts, red ones too, the charge had when the word was given: another one uses it up. The
# amount is the charge's, which never changes. Of before, a word that let payments through was for each of them, and one
# that has not is for the next after it.
_APPROVED_ONCE = """
CREATE TABLE approval_once (
    charge_id INTEGER NOT NULL REFERENCES charge (id), payments INTEGER NOT NULL CHECK (payments >= 0),
    staff_id TEXT NOT NULL REFERENCES staff (id), approved_utc TEXT NOT NULL, PRIMARY KEY (charge_id, payments)
) STRICT, WITHOUT ROWID;
INSERT INTO approval_once SELECT charge_id, (SELECT count(*) FROM payment e WHERE e.charge_id = p.charge_id
AND e.receipt < p.receipt), p.approved_by, a.approved_utc FROM payment p JOIN limit_approval a USING (charge_id)
WHERE p.method = 'account' AND p.approved_by IS NOT NULL;
INSERT INTO approval_once SELECT charge_id, (SELECT count(*) FROM payment p WHERE p.charge_id = a.charge_id
AND p.paid_utc < a.approved_utc), staff_id, approved_utc FROM limit_approval a
WHERE charge_id NOT IN (SELECT charge_id FROM approval_once);
DROP TABLE limit_approval;
ALTER TABLE approval_once RENAME TO limit_approval
"""
APPROVED_ONCE = ";\n".join((_APPROVED_ONCE, *append_only("limit_approval")))

# Hold, then capture. What is captured and what is released add up to what was held, and a charge is what was captured:
# that is asked of every row as it comes, so no later code can forget it.
_HOLD = """
CREATE TABLE hold (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, job_id INTEGER NOT NULL, unit_id TEXT NOT NULL REFERENCES unit (id),
    rate TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0),
    held_fen INTEGER NOT NULL CHECK (held_fen >= 0), price_version INTEGER NOT NULL, made_utc TEXT NOT NULL,
    UNIQUE (kind, job_id)
) STRICT;
CREATE INDEX hold_unit ON hold (unit_id);
CREATE TABLE hold_capture (
    hold_id INTEGER NOT NULL REFERENCES hold (id), piece INTEGER NOT NULL CHECK (piece > 0),
    fen INTEGER NOT NULL CHECK (fen >= 0), captured_utc TEXT NOT NULL, PRIMARY KEY (hold_id, piece)
) STRICT, WITHOUT ROWID;
CREATE TABLE hold_release (
    hold_id INTEGER PRIMARY KEY REFERENCES hold (id), fen INTEGER NOT NULL CHECK (fen >= 0), released_utc TEXT NOT NULL
) STRICT;
CREATE VIEW hold_state AS SELECT h.*, r.fen AS released_fen,
    (SELECT coalesce(sum(c.fen), 0) FROM hold_capture c WHERE c.hold_id = h.id) AS captured_fen
FROM hold h LEFT JOIN hold_release r ON r.hold_id = h.id;
CREATE TRIGGER capture_within BEFORE INSERT ON hold_capture WHEN EXISTS (SELECT 1 FROM hold_state s
WHERE s.id = NEW.hold_id AND (s.released_fen IS NOT NULL OR NEW.piece > s.quantity
OR s.captured_fen + NEW.fen > s.held_fen))
BEGIN SELECT RAISE(ABORT, 'no more is captured than is held'); END;
CREATE TRIGGER release_rest BEFORE INSERT ON hold_release WHEN EXISTS (SELECT 1 FROM hold_state s
WHERE s.id = NEW.hold_id AND s.captured_fen + NEW.fen != s.held_fen)
BEGIN SELECT RAISE(ABORT, 'the rest is released'); END;
CREATE TRIGGER charge_captured BEFORE INSERT ON charge WHEN EXISTS (SELECT 1 FROM hold_state s
WHERE s.kind = NEW.kind AND s.job_id = NEW.job_id AND (s.released_fen IS NULL OR s.captured_fen != NEW.amount_fen))
BEGIN SELECT RAISE(ABORT, 'charged is what was captured'); END;
CREATE TRIGGER charge_keeps BEFORE UPDATE OF id, kind, job_id, unit_id, quantity, unit_fen, amount_fen ON charge
BEGIN SELECT RAISE(ABORT, 'of a charge only the state changes'); END;
"""

HOLDS = ";\n".join((_HOLD, *(rule for name in ("hold", "hold_capture", "hold_release") for rule in append_only(name))))
