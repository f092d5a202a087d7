"""The tables, as a list of migrations that only ever grows.

Owns the shape of what is kept. STRICT tables, foreign keys, append-only triggers on what may never be erased (G4).
Money is whole fen; moments are ISO 8601 UTC text; order comes from integer keys. Called by ``kiosk/app.py`` at start.
"""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from kiosk.store.acceptor_schema import ACCEPTANCE_FOUND, ACCEPTOR
from kiosk.store.database import Store
from kiosk.store.ledger_schema import append_only, to_ledger
from kiosk.store.number_schema import LOST_NUMBERS
from kiosk.store.open_schema import OPEN_ROWS
from kiosk.store.paper_schema import FINANCE_SIGNING, RECEIPT_COPY, SHEET_COPY
from kiosk.store.payment_schema import APPROVED_ONCE, HOLDS, PAYMENT_WAYS
from kiosk.store.price_schema import PRICE_VALIDITY
from kiosk.store.qr_schema import QR_PAYMENT
from kiosk.store.voucher_schema import VOUCHER_REGISTER
from kiosk.store.work_schema import WORK_QUOTE

_JOURNAL = """
CREATE TABLE journal (
    seq INTEGER PRIMARY KEY CHECK (seq > 0), kind TEXT NOT NULL, body TEXT NOT NULL, at_utc TEXT NOT NULL,
    boot_id TEXT NOT NULL, synced INTEGER NOT NULL, prev TEXT NOT NULL, hash TEXT NOT NULL UNIQUE
) STRICT;
CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_stays BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TABLE custody (
    id INTEGER PRIMARY KEY CHECK (id = 1), acked_seq INTEGER NOT NULL, acked_at_utc TEXT NOT NULL
) STRICT;
INSERT INTO custody VALUES (1, 0, '');
CREATE TABLE counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
"""

_PEOPLE = """
CREATE TABLE unit (
    id TEXT PRIMARY KEY, building TEXT NOT NULL, entrance TEXT NOT NULL, room TEXT NOT NULL,
    passcode TEXT NOT NULL, account INTEGER NOT NULL, credit_limit_fen INTEGER NOT NULL CHECK (credit_limit_fen >= 0),
    failures INTEGER NOT NULL DEFAULT 0, wait_until_utc TEXT NOT NULL DEFAULT '', locked_at_utc TEXT
) STRICT;
CREATE TABLE person (
    id INTEGER PRIMARY KEY, unit_id TEXT NOT NULL REFERENCES unit (id), name TEXT NOT NULL, form TEXT NOT NULL,
    phone TEXT NOT NULL, confidential INTEGER NOT NULL, do_not_disturb INTEGER NOT NULL
) STRICT;
CREATE TABLE staff (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, pin TEXT NOT NULL
) STRICT;
CREATE TABLE staff_gate (
    id INTEGER PRIMARY KEY CHECK (id = 1), failures INTEGER NOT NULL, wait_until_utc TEXT NOT NULL
) STRICT;
INSERT INTO staff_gate VALUES (1, 0, '');
CREATE TABLE price_list (version INTEGER PRIMARY KEY, valid_from_utc TEXT NOT NULL, body TEXT NOT NULL) STRICT;
"""

_FAX = """
CREATE TABLE document (
    id TEXT PRIMARY KEY, unit_id TEXT NOT NULL REFERENCES unit (id), name TEXT NOT NULL, kind TEXT NOT NULL,
    pages INTEGER NOT NULL, octets INTEGER NOT NULL, sha256 TEXT NOT NULL, taken_at_utc TEXT NOT NULL,
    purged_at_utc TEXT
) STRICT;
CREATE TABLE fax_job (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, request_id TEXT NOT NULL UNIQUE,
    unit_id TEXT NOT NULL REFERENCES unit (id), person_id INTEGER NOT NULL REFERENCES person (id),
    language TEXT NOT NULL, e164 TEXT NOT NULL, dial TEXT NOT NULL, shown TEXT NOT NULL, zone TEXT NOT NULL,
    urgency TEXT NOT NULL, rank INTEGER NOT NULL, resolution TEXT NOT NULL, pages INTEGER NOT NULL,
    pages_key TEXT NOT NULL, document_id TEXT NOT NULL REFERENCES document (id), confidential INTEGER NOT NULL,
    price_version INTEGER NOT NULL REFERENCES price_list (version), page_fen INTEGER NOT NULL,
    quoted_fen INTEGER NOT NULL, state TEXT NOT NULL, outcome TEXT NOT NULL DEFAULT '',
    far_ident TEXT, bit_rate INTEGER, attempts INTEGER NOT NULL DEFAULT 0, next_attempt_utc TEXT,
    cancel_asked INTEGER NOT NULL DEFAULT 0, created_utc TEXT NOT NULL, started_utc TEXT, ended_utc TEXT
) STRICT;
CREATE INDEX fax_job_waiting ON fax_job (state, rank, id);
CREATE TABLE fax_page (
    job_id INTEGER NOT NULL REFERENCES fax_job (id), number INTEGER NOT NULL, state TEXT NOT NULL,
    attempt INTEGER, settled_by TEXT, confirmed_utc TEXT, PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE fax_attempt (
    job_id INTEGER NOT NULL REFERENCES fax_job (id), number INTEGER NOT NULL, intent_utc TEXT NOT NULL,
    ended_utc TEXT, outcome TEXT, far_ident TEXT, modulation TEXT, bit_rate INTEGER, coding TEXT, confirmed INTEGER,
    duration_ms INTEGER, detail TEXT, trace TEXT, PRIMARY KEY (job_id, number)
) STRICT, WITHOUT ROWID;
"""

_MONEY = """
CREATE TABLE charge (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, job_id INTEGER NOT NULL, unit_id TEXT NOT NULL REFERENCES unit (id),
    title_key TEXT NOT NULL, detail TEXT NOT NULL, quantity INTEGER NOT NULL, unit_fen INTEGER NOT NULL,
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0), state TEXT NOT NULL, made_utc TEXT NOT NULL,
    UNIQUE (kind, job_id)
) STRICT;
CREATE TABLE payment (
    receipt INTEGER PRIMARY KEY, receipt_number TEXT NOT NULL UNIQUE,
    charge_id INTEGER NOT NULL UNIQUE REFERENCES charge (id), unit_id TEXT NOT NULL REFERENCES unit (id),
    person_id INTEGER, staff_id TEXT REFERENCES staff (id), method TEXT NOT NULL, amount_fen INTEGER NOT NULL,
    tendered_fen INTEGER NOT NULL, change_fen INTEGER NOT NULL, check_code TEXT NOT NULL, paid_utc TEXT NOT NULL
) STRICT;
CREATE TRIGGER payment_keeps BEFORE UPDATE ON payment BEGIN SELECT RAISE(ABORT, 'payments are append-only'); END;
CREATE TRIGGER payment_stays BEFORE DELETE ON payment BEGIN SELECT RAISE(ABORT, 'payments are append-only'); END;
CREATE TABLE receipt_signature (
    receipt INTEGER PRIMARY KEY REFERENCES payment (receipt), strokes TEXT NOT NULL, signed_utc TEXT NOT NULL
) STRICT;
CREATE TABLE ledger_entry (
    id INTEGER PRIMARY KEY, entry_set INTEGER NOT NULL, account TEXT NOT NULL, amount_fen INTEGER NOT NULL,
    currency TEXT NOT NULL, charge_id INTEGER NOT NULL REFERENCES charge (id), booked_utc TEXT NOT NULL
) STRICT;
CREATE INDEX ledger_account ON ledger_entry (account);
CREATE TRIGGER ledger_keeps BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_stays BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TABLE print_job (
    name TEXT PRIMARY KEY, printer TEXT NOT NULL, form TEXT NOT NULL, ref INTEGER NOT NULL, language TEXT NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', tries INTEGER NOT NULL DEFAULT 1, made_utc TEXT NOT NULL,
    ended_utc TEXT, settled_by TEXT, UNIQUE (form, ref)
) STRICT;
"""

_SERVICE = """
CREATE TABLE service_case (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, request_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    unit_id TEXT NOT NULL REFERENCES unit (id), person_id INTEGER NOT NULL REFERENCES person (id),
    language TEXT NOT NULL, item_key TEXT NOT NULL, words TEXT NOT NULL, wanted_key TEXT NOT NULL,
    urgency TEXT NOT NULL, materials_by_owner INTEGER NOT NULL, price_version INTEGER NOT NULL, price_fen INTEGER,
    state TEXT NOT NULL, opened_utc TEXT NOT NULL, accepted_utc TEXT, accepted_by TEXT REFERENCES staff (id),
    closed_utc TEXT, closed_by TEXT REFERENCES staff (id), signature TEXT
) STRICT;
CREATE TABLE clerk_call (
    id INTEGER PRIMARY KEY, origin TEXT NOT NULL, unit_id TEXT, urgent INTEGER NOT NULL, raised_utc TEXT NOT NULL,
    acknowledged_utc TEXT, acknowledged_by TEXT REFERENCES staff (id)
) STRICT;
CREATE TABLE rating (
    ref_kind TEXT NOT NULL, ref_id INTEGER NOT NULL, score INTEGER NOT NULL CHECK (score BETWEEN 1 AND 5),
    reason_key TEXT NOT NULL, rated_utc TEXT NOT NULL, PRIMARY KEY (ref_kind, ref_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE recovery_note (id INTEGER PRIMARY KEY, text_key TEXT NOT NULL, noted_utc TEXT NOT NULL) STRICT;
"""

_RECEIVED = """
CREATE TABLE fax_received (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, state TEXT NOT NULL, begun_utc TEXT NOT NULL,
    ended_utc TEXT, outcome TEXT NOT NULL DEFAULT '', complete INTEGER NOT NULL DEFAULT 0,
    caller_ident TEXT, subaddress TEXT, caller_number TEXT, caller_name TEXT,
    modulation TEXT, bit_rate INTEGER, ecm INTEGER, duration_ms INTEGER, detail TEXT NOT NULL DEFAULT '', trace TEXT,
    suggested_unit_id TEXT REFERENCES unit (id), unit_reason TEXT NOT NULL DEFAULT '',
    seen_utc TEXT, seen_by TEXT REFERENCES staff (id), printed_utc TEXT
) STRICT;
CREATE INDEX fax_received_state ON fax_received (state);
CREATE TABLE fax_received_page (
    received_id INTEGER NOT NULL REFERENCES fax_received (id), number INTEGER NOT NULL, pages_key TEXT NOT NULL UNIQUE,
    confirmed INTEGER NOT NULL DEFAULT 0, coding TEXT, bit_rate INTEGER, resolution TEXT NOT NULL,
    width INTEGER NOT NULL, height INTEGER NOT NULL, damaged INTEGER NOT NULL, longest_run INTEGER NOT NULL,
    kept_utc TEXT NOT NULL, PRIMARY KEY (received_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE fax_received_print (
    id INTEGER PRIMARY KEY, received_id INTEGER NOT NULL REFERENCES fax_received (id), copy INTEGER NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id), wanted_utc TEXT NOT NULL, UNIQUE (received_id, copy)
) STRICT;
"""

_ATTEMPT_ECM = """
ALTER TABLE fax_attempt ADD COLUMN ecm INTEGER;
"""

# A file's name tells as much as the file: it is sealed with it in the vault and destroyed with it (A6), never here.
_NAMELESS_DOCUMENT = """
ALTER TABLE document DROP COLUMN name;
"""

# The technician's tests (J3). ``step``: the last one begun; ``answers``: what the person saw, by step; ``facts``: JSON.
_SELF_TEST = """
CREATE TABLE self_test (
    id INTEGER PRIMARY KEY, request_id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id), language TEXT NOT NULL, state TEXT NOT NULL,
    step TEXT NOT NULL DEFAULT '', reason TEXT NOT NULL DEFAULT '', facts TEXT NOT NULL DEFAULT '{}',
    answers TEXT NOT NULL DEFAULT '{}', cancel_asked INTEGER NOT NULL DEFAULT 0,
    asked_utc TEXT NOT NULL, begun_utc TEXT, ended_utc TEXT
) STRICT;
CREATE UNIQUE INDEX self_test_open ON self_test (kind) WHERE ended_utc IS NULL;
"""

# Feedback (E1) says whom it is for; a repair is the service centre's.
_CASE_ADDRESSEE = """
ALTER TABLE service_case ADD COLUMN addressee TEXT NOT NULL DEFAULT '';
"""

# Staff cards (J1): ``token`` stands for the number, which is kept nowhere; ``bound_by``: a supervisor's id.
_STAFF_CARD = """
CREATE TABLE staff_card (
    staff_id TEXT PRIMARY KEY REFERENCES staff (id), token TEXT NOT NULL UNIQUE, bound_by TEXT NOT NULL,
    bound_utc TEXT NOT NULL
) STRICT;
"""

# Business days and shifts (G5, G6). A shift that began by itself gets its person once; a count is final when declared.
_DAYS = """
CREATE TABLE business_day (day TEXT PRIMARY KEY, opened_utc TEXT NOT NULL) STRICT;
CREATE TABLE shift (
    id INTEGER PRIMARY KEY, business_day TEXT NOT NULL REFERENCES business_day (day), number INTEGER NOT NULL,
    staff_id TEXT REFERENCES staff (id), begun_utc TEXT NOT NULL, UNIQUE (business_day, number)
) STRICT;
CREATE TRIGGER shift_keeps BEFORE UPDATE ON shift
WHEN OLD.staff_id IS NOT NULL OR NEW.id != OLD.id OR NEW.business_day != OLD.business_day OR NEW.number != OLD.number
BEGIN SELECT RAISE(ABORT, 'a shift keeps its person'); END;
CREATE TRIGGER shift_stays BEFORE DELETE ON shift BEGIN SELECT RAISE(ABORT, 'shift is append-only'); END;
CREATE TABLE cash_count (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, request_id TEXT NOT NULL UNIQUE, purpose TEXT NOT NULL,
    business_day TEXT NOT NULL REFERENCES business_day (day), shift INTEGER NOT NULL REFERENCES shift (id),
    staff_id TEXT NOT NULL REFERENCES staff (id), pieces TEXT NOT NULL, counted_fen INTEGER NOT NULL,
    expected_fen INTEGER NOT NULL, bag_number TEXT, bag_fen INTEGER, open_cases INTEGER NOT NULL,
    after_transaction INTEGER NOT NULL, counted_utc TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX one_closing_count ON cash_count (business_day) WHERE purpose = 'closing';
CREATE UNIQUE INDEX one_use_of_a_bag ON cash_count (bag_number) WHERE bag_number IS NOT NULL;
CREATE TABLE count_explanation (
    count_id INTEGER PRIMARY KEY REFERENCES cash_count (id), reason TEXT NOT NULL,
    staff_id TEXT NOT NULL REFERENCES staff (id), explained_utc TEXT NOT NULL
) STRICT;
CREATE TABLE day_closing (
    business_day TEXT PRIMARY KEY REFERENCES business_day (day),
    count_id INTEGER NOT NULL UNIQUE REFERENCES cash_count (id), staff_id TEXT NOT NULL REFERENCES staff (id),
    report TEXT NOT NULL, strokes TEXT NOT NULL, public_key TEXT NOT NULL, signature TEXT NOT NULL,
    closed_utc TEXT NOT NULL
) STRICT;
"""
# A signature on a receipt is given once and stays, like the receipt.
_SIGNATURE_KEPT = "receipt_signature"
_DAYS_KEPT = ("business_day", "cash_count", "count_explanation", "day_closing")

_LIVE = """
CREATE TABLE IF NOT EXISTS live (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT
"""


def migrate(store: Store) -> None:
    """Bring a durable store to today's shape. Raises StoreError; leaves the file as it was on failure."""
    with store.step():
        durable_migrations().apply(store.db)


def newest_migration(store: Store) -> str:
    """Name of the migration a durable store stands at."""
    row = store.row("SELECT max(name) AS name FROM _sqlite_migrations WHERE migration_set = 'kiosk'")
    return str(row["name"]) if row and row["name"] else ""


def is_older(connection: sqlite3.Connection) -> bool:
    """Whether a store is of a time before some of these changes. Reads only; raises sqlite3.DatabaseError."""
    migrations, db = durable_migrations(), Database(connection)
    return bool(migrations.applied(db) and migrations.pending(db))


def prepare_live(store: Store) -> None:
    """The one table of the volatile store."""
    with store.step():
        store.run(_LIVE)


def durable_migrations() -> Migrations:
    """Every change of shape a durable store goes through, in order."""
    migrations = Migrations("kiosk")
    for name, sql in (
        ("0001_journal", _JOURNAL),
        ("0002_people", _PEOPLE),
        ("0003_fax", _FAX),
        ("0004_money", _MONEY),
        ("0005_service", _SERVICE),
        ("0006_received", _RECEIVED),
        ("0007_attempt_ecm", _ATTEMPT_ECM),
        ("0008_nameless_document", _NAMELESS_DOCUMENT),
        ("0009_self_test", _SELF_TEST),
        ("0010_case_addressee", _CASE_ADDRESSEE),
        ("0011_staff_card", _STAFF_CARD),
    ):
        migrations(name=name)(_Script(name, sql))
    migrations(name="0012_ledger")(to_ledger)
    rules = ";\n".join(rule for table in _DAYS_KEPT for rule in append_only(table))
    migrations(name="0013_business_day")(_Script("0013_business_day", _DAYS + rules))
    migrations(name="0014_signature")(_Script("0014_signature", ";\n".join(append_only(_SIGNATURE_KEPT))))
    for name, sql in (
        ("0015_payment_ways", PAYMENT_WAYS),
        ("0016_hold", HOLDS),
        ("0017_price_validity", PRICE_VALIDITY),
        ("0018_work_quote", WORK_QUOTE),
    ):
        migrations(name=name)(_Script(name, sql))
    migrations(name="0019_cash_acceptor")(_Script("0019_cash_acceptor", ACCEPTOR))
    migrations(name="0020_qr_payment")(_Script("0020_qr_payment", QR_PAYMENT))
    migrations(name="0021_receipt_copy")(_Script("0021_receipt_copy", RECEIPT_COPY))
    migrations(name="0022_finance_signing")(_Script("0022_finance_signing", FINANCE_SIGNING))
    migrations(name="0024_lost_number")(_Script("0024_lost_number", LOST_NUMBERS))
    migrations(name="0025_approved_once")(_Script("0025_approved_once", APPROVED_ONCE))
    migrations(name="0026_acceptance_found")(_Script("0026_acceptance_found", ACCEPTANCE_FOUND))
    migrations(name="0027_sheet_copy")(_Script("0027_sheet_copy", SHEET_COPY))
    migrations(name="0028_voucher_register")(_Script("0028_voucher_register", VOUCHER_REGISTER))
    migrations(name="0029_open_rows")(_Script("0029_open_rows", OPEN_ROWS))
    return migrations


class _Script:
    """A migration that runs SQL statements one by one (executescript would commit the caller's transaction)."""

    def __init__(self, name: str, sql: str) -> None:
        self.__name__ = name
        self._sql = sql

    def __call__(self, db: Database) -> None:
        for statement in _statements(self._sql):
            db.execute(statement)


def _statements(sql: str) -> list[str]:
    """Split at semicolons that end a line; a trigger keeps its body because it stands on one line with its END."""
    return [part.strip() for part in sql.split(";\n") if part.strip()]
