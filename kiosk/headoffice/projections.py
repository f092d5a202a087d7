"""Tables for people, made from records in the transaction that keeps the records: payments, books, fax log, cases ...

Owns which kind of record fills which columns, as data. A projection never refuses a record: a field that is missing or
of another type becomes NULL, an unknown kind fills nothing; the record itself keeps every word. Called by ``ledger``.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, Table, Text, insert

from kiosk.headoffice.letters import Record
from kiosk.headoffice.tables import projection

PAYMENT = projection(
    "payment",
    Column("receipt_number", Text, index=True),
    Column("unit_id", Text),
    Column("service", Text),
    Column("job", BigInteger),
    Column("method", Text),
    Column("amount_fen", BigInteger),
    Column("tendered_fen", BigInteger),
    Column("change_fen", BigInteger),
    Column("staff_id", Text),
    Column("paid_utc", Text),
)

# Receipts struck out (void) and given back (refund), G4: the red receipt, and the number it ``reverses``.
PAYMENT_REVERSAL = projection(
    "payment_reversal",
    Column("receipt_number", Text, index=True),
    Column("reverses", Text, index=True),
    Column("correction", Text),
    Column("reason", Text),
    Column("unit_id", Text),
    Column("method", Text),
    Column("amount_fen", BigInteger),
    Column("staff_id", Text),
    Column("paid_utc", Text),
)

# The books, transaction by transaction (docs/money.md); ``postings``: a JSON list of [account, fen].
LEDGER = projection(
    "ledger",
    Column("transaction", BigInteger, index=True),
    Column("booking", Text),
    Column("business_day", Text, index=True),
    Column("shift", Integer),
    Column("staff", Text),
    Column("reason", Text),
    Column("reverses", BigInteger),
    Column("document", Text),
    Column("currency", Text),
    Column("booked_utc", Text),
    Column("postings", Text),
    Column("hash", Text),
)

# 营业收入日报表 (G5): one row a business day, when it is signed; ``report`` is what ``signature`` (Ed25519) is over.
DAY_CLOSING = projection(
    "day_closing",
    Column("business_day", Text, index=True),
    Column("staff", Text),
    Column("report", Text),
    Column("public_key", Text),
    Column("signature", Text),
    Column("closed_utc", Text),
)

# Finance's signature under a closed day (G5); ``statement``, which names the report's hash, is what it is over.
DAY_SIGNING = projection(
    "day_signing",
    Column("business_day", Text, index=True),
    Column("staff", Text),
    Column("report_sha256", Text),
    Column("statement", Text),
    Column("public_key", Text),
    Column("signature", Text),
    Column("signed_utc", Text),
)

# 收发传真记录表 (B8): one row a fax, when it is over.
FAX_LOG = projection(
    "fax_log",
    Column("fax", Text, index=True),
    Column("unit_id", Text),
    Column("e164", Text),
    Column("zone", Text),
    Column("urgency", Text),
    Column("state", Text),
    Column("outcome", Text),
    Column("far_ident", Text),
    Column("bit_rate", Integer),
    Column("attempts", Integer),
    Column("pages", Integer),
    Column("confirmed", Integer),
    Column("amount_fen", BigInteger),
    Column("created_utc", Text),
    Column("started_utc", Text),
    Column("ended_utc", Text),
)

# The other half of it (B8): one row a call that came in, when it is over; ``unit_id`` is what the kiosk suggested.
FAX_RECEIVED = projection(
    "fax_received",
    Column("fax", Text, index=True),
    Column("outcome", Text),
    Column("complete", Boolean),
    Column("pages", Integer),
    Column("confirmed", Integer),
    Column("damaged", Integer),
    Column("caller_ident", Text),
    Column("caller_number", Text),
    Column("subaddress", Text),
    Column("unit_id", Text),
    Column("unit_reason", Text),
    Column("modulation", Text),
    Column("bit_rate", Integer),
    Column("ecm", Boolean),
    Column("duration_ms", BigInteger),
    Column("begun_utc", Text),
    Column("ended_utc", Text),
)

CASE_STEP = projection(
    "case_step",
    Column("kind", Text, nullable=False),
    Column("case", Text, index=True),
    Column("unit", Text),
    Column("item", Text),
    Column("words", Text),
    Column("wanted", Text),
    Column("urgency", Text),
    Column("price_fen", BigInteger),
    Column("staff", Text),
    Column("signed", Boolean),
)

RATING = projection(
    "rating",
    Column("ref_kind", Text),
    Column("ref", Text),
    Column("score", Integer),
    Column("reason", Text),
)

# A technician's test of a device when it is over (J3); ``outcome``: passed | failed | unknown | cancelled.
SELF_TEST = projection(
    "self_test",
    Column("test", BigInteger),
    Column("what", Text),
    Column("staff", Text),
    Column("outcome", Text),
    Column("reason", Text),
    Column("step", Text),
    Column("facts", Text),
    Column("answers", Text),
)

_FILLED_BY: dict[str, Table] = {
    "payment.taken": PAYMENT,
    "payment.reversed": PAYMENT_REVERSAL,
    "ledger.booked": LEDGER,
    "day.closed": DAY_CLOSING,
    "day.signed": DAY_SIGNING,
    "fax.finished": FAX_LOG,
    "fax.received": FAX_RECEIVED,
    "case.opened": CASE_STEP,
    "case.accepted": CASE_STEP,
    "case.closed": CASE_STEP,
    "rating.given": RATING,
    "self_test.ended": SELF_TEST,
}
PROJECTIONS = tuple(dict.fromkeys(_FILLED_BY.values()))


def project(connection: Connection, kiosk_id: str, records: Sequence[Record]) -> None:
    """Fill the projections from records that are being kept."""
    rows: dict[Table, list[dict[str, object]]] = defaultdict(list)
    for record in records:
        table = _FILLED_BY.get(record.kind)
        if table is not None:
            rows[table].append(_row(table, kiosk_id, record))
    for table, filled in rows.items():
        connection.execute(insert(table), filled)


def _row(table: Table, kiosk_id: str, record: Record) -> dict[str, object]:
    body = _body(record.body)
    row: dict[str, object] = {column.name: _value(column, body.get(column.name)) for column in table.columns}
    own = {"kiosk_id": kiosk_id, "seq": record.seq, "at_utc": record.at_utc}
    if "kind" in table.columns:
        own["kind"] = record.kind
    return row | own


def _body(text: str) -> dict[str, Any]:
    """The flat object of a record; whatever else it is fills nothing."""
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _value(column: Column[Any], value: object) -> object:
    """The value if it is of the column's type and every database would take it, else NULL."""
    wanted = column.type.python_type
    if isinstance(value, bool):
        return value if wanted is bool else None
    if isinstance(value, int):
        if wanted is str:
            return str(value)  # an id may be a number in one version of the kiosk and text in the next
        return value if wanted is int and abs(value) < _bound(column) else None
    return value if wanted is str and isinstance(value, str) and _storable(value) else None


def _bound(column: Column[Any]) -> int:
    return 2**63 if isinstance(column.type, BigInteger) else 2**31


def _storable(text: str) -> bool:
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)
