"""The migration of payments by QR code: orders at a provider, money to be given back, contradictions (G1, G2, G4).

Owns their shape and what SQLite itself refuses: a second open order for a charge, a transaction of a provider that is
booked twice, and any change of what was asked or paid. Called by ``kiosk.store.schema``.
"""

from __future__ import annotations

_ORDER = """
CREATE TABLE qr_order (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, request_id TEXT NOT NULL UNIQUE,
    charge_id INTEGER NOT NULL REFERENCES charge (id), unit_id TEXT NOT NULL REFERENCES unit (id), person_id INTEGER,
    provider TEXT NOT NULL, amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), currency TEXT NOT NULL,
    payable_until_utc TEXT NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '', trade TEXT, paid_utc TEXT, receipt INTEGER REFERENCES payment (receipt),
    looked_again INTEGER NOT NULL DEFAULT 0, made_utc TEXT NOT NULL, changed_utc TEXT NOT NULL,
    released_by TEXT REFERENCES staff (id), released_utc TEXT, UNIQUE (provider, trade),
    CHECK ((trade IS NOT NULL) = (state IN ('paid', 'owed_back'))), CHECK ((trade IS NULL) = (paid_utc IS NULL)),
    CHECK ((receipt IS NOT NULL) = (state = 'paid'))
) STRICT;
CREATE UNIQUE INDEX one_open_qr_order ON qr_order (charge_id)
WHERE state IN ('wanted', 'shown', 'closing', 'disputed') AND released_utc IS NULL;
CREATE INDEX qr_order_state ON qr_order (state);
CREATE TRIGGER qr_order_keeps BEFORE UPDATE ON qr_order WHEN NEW.number != OLD.number OR NEW.charge_id != OLD.charge_id
OR NEW.unit_id != OLD.unit_id OR NEW.provider != OLD.provider OR NEW.amount_fen != OLD.amount_fen
OR NEW.currency != OLD.currency OR (OLD.trade IS NOT NULL AND (NEW.trade IS NOT OLD.trade OR NEW.state != OLD.state))
OR (OLD.code != '' AND NEW.code != OLD.code) OR (OLD.released_utc IS NOT NULL AND NEW.released_by != OLD.released_by)
BEGIN SELECT RAISE(ABORT, 'what was asked and paid stays'); END;
CREATE TRIGGER qr_order_stays BEFORE DELETE ON qr_order BEGIN SELECT RAISE(ABORT, 'qr_order is append-only'); END;
"""

# One a order: what is given back is the whole of it. ``red_receipt``: of a correction; without one it was paid twice.
_REFUND = """
CREATE TABLE qr_refund (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, order_id INTEGER NOT NULL UNIQUE REFERENCES qr_order (id),
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), red_receipt INTEGER UNIQUE REFERENCES payment (receipt),
    state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', made_utc TEXT NOT NULL, ended_utc TEXT,
    settled_by TEXT REFERENCES staff (id), settled_utc TEXT
) STRICT;
CREATE TRIGGER qr_refund_keeps BEFORE UPDATE ON qr_refund WHEN NEW.number != OLD.number
OR NEW.order_id != OLD.order_id OR NEW.amount_fen != OLD.amount_fen OR (OLD.state = 'done' AND NEW.state != 'done')
BEGIN SELECT RAISE(ABORT, 'what is to be given back stays'); END;
CREATE TRIGGER qr_refund_stays BEFORE DELETE ON qr_refund BEGIN SELECT RAISE(ABORT, 'qr_refund is append-only'); END;
"""

_CONTRADICTION = """
CREATE TABLE qr_contradiction (
    id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES qr_order (id), kind TEXT NOT NULL, said TEXT NOT NULL,
    noted_utc TEXT NOT NULL, settled_by TEXT REFERENCES staff (id), settled_utc TEXT, UNIQUE (order_id, kind)
) STRICT;
CREATE TRIGGER qr_contradiction_keeps BEFORE UPDATE ON qr_contradiction WHEN OLD.settled_utc IS NOT NULL
OR NEW.order_id != OLD.order_id OR NEW.kind != OLD.kind OR NEW.said != OLD.said
BEGIN SELECT RAISE(ABORT, 'a contradiction stays as it was said'); END;
CREATE TRIGGER qr_contradiction_stays BEFORE DELETE ON qr_contradiction
BEGIN SELECT RAISE(ABORT, 'qr_contradiction is append-only'); END;
"""

QR_PAYMENT = "".join((_ORDER, _REFUND, _CONTRADICTION))
