"""Tables as CSV for a spreadsheet (H2).

Owns the form: UTF-8 with a byte-order mark (spreadsheets take Chinese for Latin-1 without it), a heading row, CRLF
(RFC 4180), and no cell that a spreadsheet would run as a formula: owners type what stands in some of them (K5).
"""

from __future__ import annotations

import csv
from typing import TextIO

from sqlalchemy import Connection, Table, select

from kiosk.exports import guarded
from kiosk.headoffice.projections import (
    CASE_STEP,
    DAY_CLOSING,
    DAY_SIGNING,
    FAX_LOG,
    FAX_RECEIVED,
    LEDGER,
    PAYMENT,
    PAYMENT_REVERSAL,
    RATING,
    SELF_TEST,
)
from kiosk.headoffice.tables import ALARM, KIOSK, RECORD, SUPERSEDED

EXPORTS: dict[str, Table] = {
    "records": RECORD,
    "payments": PAYMENT,
    "reversals": PAYMENT_REVERSAL,
    "ledger": LEDGER,
    "closings": DAY_CLOSING,
    "signings": DAY_SIGNING,
    "fax-log": FAX_LOG,
    "fax-received": FAX_RECEIVED,
    "cases": CASE_STEP,
    "ratings": RATING,
    "self-tests": SELF_TEST,
    "kiosks": KIOSK,
    "alarms": ALARM,
    "superseded": SUPERSEDED,
}


def export_csv(connection: Connection, name: str, out: TextIO) -> int:
    """Write table ``name`` in the order of its keys; returns the number of rows."""
    table = EXPORTS[name]
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(table.columns.keys())
    rows = 0
    result = connection.execution_options(yield_per=500).execute(select(table).order_by(*table.primary_key.columns))
    for row in result:
        writer.writerow([guarded(value) for value in row])
        rows += 1
    return rows
