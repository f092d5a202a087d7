"""The ledger as a table for a spreadsheet: one row a posting (序时账), as CSV or as an XLSX workbook.

Owns the columns and the form. CSV is UTF-8 with a byte-order mark (spreadsheets take Chinese for Latin-1 without it)
and CRLF (RFC 4180). No cell is one that a spreadsheet would run as a formula: reasons are typed by people (K5). Called
by ``kiosk ledger export``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TextIO

from kiosk.desk.house import DeskError
from kiosk.desk.sheet_files import workbook
from kiosk.exports import guarded
from kiosk.store.ledger import SAID
from kiosk.store.ledger_proof import Reader

_PAGE = 1000
_MOST_ROWS = 1_048_576  # of a worksheet (ECMA-376)

Cell = str | int | None


class TooManyRowsError(DeskError):
    """A worksheet does not hold that many postings; a day's does, and CSV holds any number."""

    number = 5090
    message_key = "error.too_many_rows"


def export_csv(store: Path, out: TextIO, business_day: str = "") -> int:
    """Write the postings of one day or of all; returns how many there were. Raises StoreError."""
    out.write("\ufeff")
    writer = csv.writer(out)
    rows = 0
    for row in _table(store, business_day):
        writer.writerow([guarded(value) for value in row])
        rows += 1
    return rows - 1


def export_xlsx(store: Path, target: Path, business_day: str = "") -> int:
    """The same as a workbook, with its heading in sight. Raises StoreError, TooManyRowsError, OSError."""
    # Row by row to the disk; cells are written as text or number by name, so none is taken for a formula or a link.
    with workbook(target, constant_memory=True) as book:
        sheet, bold = book.add_worksheet("ledger"), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        number = -1
        for number, row in enumerate(_table(store, business_day)):
            if number == _MOST_ROWS:
                raise TooManyRowsError(f"more than {_MOST_ROWS} rows")
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                elif value is not None:
                    sheet.write_string(number, column, value, bold if number == 0 else None)
    return number


def _table(store: Path, business_day: str) -> Iterator[list[Cell]]:
    """The heading, then a row a posting, a page in memory at a time."""
    names = [*(f"t.{name}" for name in SAID), "p.line", "p.account", "p.amount_fen", "t.prev", "t.hash"]
    sql = (
        f"SELECT {', '.join(names)} FROM ledger_transaction t JOIN ledger_posting p ON p.transaction_id = t.id"
        " WHERE t.id > ? AND t.id <= ? AND (? = '' OR t.business_day = ?) ORDER BY t.id, p.line"
    )
    yield [name.partition(".")[2] for name in names]
    with closing(Reader(store)) as reader:
        last = reader.rows("SELECT coalesce(max(id), 0) AS id FROM ledger_transaction")[0]["id"]
        for first in range(0, last, _PAGE):
            for row in reader.rows(sql, (first, first + _PAGE, business_day, business_day)):
                yield list(row.values())
