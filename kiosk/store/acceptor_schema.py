"""The migration of the cash acceptor: how far its devices were read, for what it takes money, each note and coin (G2).

Owns the shape of these, and what SQLite itself holds of it: one charge at a time, a note that is decided stays so, and
whatever was taken in is booked. Called by ``kiosk.store.schema``.
"""

from __future__ import annotations

from kiosk.store.ledger_schema import append_only

# ``awaits_device``: 1 while an event of the device may still say what became of it.
_ACCEPTOR = """
CREATE TABLE acceptor_mark (
    device TEXT PRIMARY KEY, counter INTEGER NOT NULL, events TEXT NOT NULL, noted_utc TEXT NOT NULL
) STRICT;
CREATE TABLE collection (
    id INTEGER PRIMARY KEY, charge_id INTEGER NOT NULL REFERENCES charge (id), person_id INTEGER,
    change_to_account INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('open', 'ending', 'ended')),
    reason TEXT NOT NULL DEFAULT '', asked_utc TEXT NOT NULL, ended_utc TEXT
) STRICT;
CREATE UNIQUE INDEX one_collection ON collection ((1)) WHERE state != 'ended';
CREATE TABLE acceptance (
    id INTEGER PRIMARY KEY, collection_id INTEGER REFERENCES collection (id), device TEXT NOT NULL, kind TEXT NOT NULL,
    fen INTEGER NOT NULL CHECK (fen >= 0), reason TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('intent', 'unknown', 'taken', 'returned', 'seen')),
    awaits_device INTEGER NOT NULL, transaction_id INTEGER UNIQUE REFERENCES ledger_transaction (id),
    settled_by TEXT REFERENCES staff (id), made_utc TEXT NOT NULL, ended_utc TEXT,
    CHECK ((state = 'taken') = (transaction_id IS NOT NULL))
) STRICT;
CREATE INDEX acceptance_state ON acceptance (state);
CREATE TRIGGER acceptance_decided BEFORE UPDATE OF collection_id, device, kind, fen, state, transaction_id ON acceptance
WHEN OLD.state IN ('taken', 'returned', 'seen')
BEGIN SELECT RAISE(ABORT, 'what was decided of a note stays'); END;
CREATE TRIGGER acceptance_stays BEFORE DELETE ON acceptance BEGIN SELECT RAISE(ABORT, 'acceptance stays'); END;
CREATE TABLE held_return (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, to_account TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0),
    staff_id TEXT REFERENCES staff (id), transaction_id INTEGER NOT NULL UNIQUE REFERENCES ledger_transaction (id),
    returned_utc TEXT NOT NULL
) STRICT;
"""

# What a person has counted of money that the machine could not name, signed: beside the acceptance that it decided.
_FOUND = """
CREATE TABLE acceptance_found (
    acceptance_id INTEGER PRIMARY KEY REFERENCES acceptance (id), staff_id TEXT NOT NULL REFERENCES staff (id),
    pieces TEXT NOT NULL, fen INTEGER NOT NULL CHECK (fen > 0), reason TEXT NOT NULL, strokes TEXT NOT NULL,
    found_utc TEXT NOT NULL
) STRICT
"""

ACCEPTOR = ";\n".join((_ACCEPTOR.strip().removesuffix(";"), *append_only("held_return")))
ACCEPTANCE_FOUND = ";\n".join((_FOUND, *append_only("acceptance_found")))
