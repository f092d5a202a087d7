"""Migration of what is open: indices, and lists kept by SQLite, so that a year of history slows no board (K4).

Owns which questions must not read everything that ever was: what is owed, held, unsigned, unprinted, unanswered. Called
by ``kiosk.store.schema``; ``tests/unit/store/test_plans.py`` asks each of them for its plan.
"""

from __future__ import annotations

_INDICES = """
CREATE INDEX charge_owed ON charge (id) WHERE state IN ('due', 'cash_wanted', 'approval_wanted');
CREATE INDEX service_case_state ON service_case (state);
CREATE INDEX clerk_call_waiting ON clerk_call (id) WHERE acknowledged_utc IS NULL;
CREATE INDEX print_job_state ON print_job (state);
CREATE INDEX fax_job_unit ON fax_job (unit_id);
CREATE INDEX cash_count_day ON cash_count (business_day);
CREATE INDEX cash_count_purpose ON cash_count (purpose);
CREATE INDEX qr_order_receipt ON qr_order (receipt) WHERE receipt IS NOT NULL;
CREATE INDEX qr_order_unlooked ON qr_order (state) WHERE looked_again = 0;
CREATE INDEX qr_refund_state ON qr_refund (state);
CREATE INDEX qr_contradiction_open ON qr_contradiction (id) WHERE settled_utc IS NULL;
CREATE INDEX collection_charge ON collection (charge_id);
CREATE INDEX acceptance_awaited ON acceptance (device, id) WHERE awaits_device;
"""

# What is held, by account, with its newest transaction; of an append-only ledger a trigger can keep the sum.
_HELD = """
CREATE TABLE held_now (account TEXT PRIMARY KEY, fen INTEGER NOT NULL, since INTEGER NOT NULL) STRICT;
INSERT INTO held_now SELECT account, -sum(amount_fen), max(transaction_id) FROM ledger_posting
WHERE account >= 'held:' AND account < 'held;' GROUP BY account HAVING sum(amount_fen) != 0;
CREATE TRIGGER held_kept AFTER INSERT ON ledger_posting WHEN NEW.account >= 'held:' AND NEW.account < 'held;'
BEGIN INSERT INTO held_now VALUES (NEW.account, -NEW.amount_fen, NEW.transaction_id)
ON CONFLICT (account) DO UPDATE SET fen = fen + excluded.fen, since = excluded.since; \
DELETE FROM held_now WHERE account = NEW.account AND fen = 0; END;
"""

# Receipts that stand and are not printed: signed or given up, they have a print job.
_UNSIGNED = """
CREATE TABLE receipt_waiting (receipt INTEGER PRIMARY KEY REFERENCES payment (receipt)) STRICT;
INSERT INTO receipt_waiting SELECT receipt FROM payment p
WHERE receipt NOT IN (SELECT ref FROM print_job WHERE form = 'receipt')
AND NOT EXISTS (SELECT 1 FROM payment r WHERE r.reverses = p.receipt);
CREATE TRIGGER receipt_waits AFTER INSERT ON payment BEGIN INSERT INTO receipt_waiting VALUES (NEW.receipt); \
DELETE FROM receipt_waiting WHERE receipt = NEW.reverses; END;
CREATE TRIGGER receipt_printed AFTER INSERT ON print_job WHEN NEW.form = 'receipt'
BEGIN DELETE FROM receipt_waiting WHERE receipt = NEW.ref; END;
"""

OPEN_ROWS = _INDICES + _HELD + _UNSIGNED
