"""The ledger as a table for a spreadsheet: one row a posting (序时账), as CSV.

Owns the columns and the form: UTF-8 with a byte-order mark (spreadsheets take Chinese for Latin-1 without it), CRLF
(RFC 4180), and no cell that a spreadsheet would run as a formula: reasons are typed by people (K5). Called by
``kiosk ledger export``.
"""

from __future__ import annotations

import csv
from contextlib import closing
from pathlib import Path
from typing import TextIO

from kiosk.store.ledger import SAID
from kiosk.store.ledger_proof import Reader

_PAGE = 1000
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_csv(store: Path, out: TextIO, business_day: str = "") -> int:
    """Write the postings of one day or of all; returns how many there were. Raises StoreError."""
    names = [*(f"t.{name}" for name in SAID), "p.line", "p.account", "p.amount_fen", "t.prev", "t.hash"]
    sql = (
        f"SELECT {', '.join(names)} FROM ledger_transaction t JOIN ledger_posting p ON p.transaction_id = t.id"
        " WHERE t.id > ? AND t.id <= ? AND (? = '' OR t.business_day = ?) ORDER BY t.id, p.line"
    )
    out.write("\ufeff")
    writer, written = csv.writer(out), 0
    writer.writerow([name.partition(".")[2] for name in names])
    with closing(Reader(store)) as reader:
        last = reader.rows("SELECT coalesce(max(id), 0) AS id FROM ledger_transaction")[0]["id"]
        for first in range(0, last, _PAGE):
            for row in reader.rows(sql, (first, first + _PAGE, business_day, business_day)):
                writer.writerow([_cell(value) for value in row.values()])
                written += 1
    return written


def _cell(value: object) -> object:
    """An apostrophe in front makes a spreadsheet show text instead of calculating it; numbers stay numbers."""
    if isinstance(value, str) and value.startswith(_STARTS_FORMULA):
        return f"'{value}"
    return value
