"""Sheets of the books as files for a spreadsheet: an XLSX workbook, or CSV (G5).

Owns the form: amounts are number cells, sums are values that stand on the paper too, headings stay in sight and on
every page of A4, struck out rows are struck out. CSV is UTF-8 with a byte-order mark and CRLF (RFC 4180), one table
after the other. Called by ``kiosk ledger report``.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TextIO

from kiosk.domain.sheets import BookSheet, Cell, Money, SheetTable
from kiosk.exports import guarded

_CHARACTERS_A_SHARE = 3
_A4 = 9  # the number that worksheets have for it
_UPRIGHT = 5  # columns that an upright page has room for


def write_xlsx(sheets: Sequence[BookSheet], target: Path) -> None:
    """A worksheet for what heads the sheets, and one a table. Raises OSError."""
    with workbook(target) as book:
        paper = _Workbook(book)
        paper.write_heads(sheets)
        for sheet in sheets:
            for table in sheet.tables:
                paper.write_table(table)


@contextmanager
def workbook(target: Path, **options: bool) -> Iterator[Any]:
    """A workbook that is written to ``target`` when this ends. Raises OSError.

    It is made elsewhere first: what zips it tells a full disk in traces of its own, and in no OSError.
    """
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    with TemporaryFile() as made, target.open("wb") as out:
        try:
            with closing(Workbook(made, options)) as book:
                yield book
        except FileCreateError as error:
            raise OSError(str(error)) from error
        made.seek(0)
        shutil.copyfileobj(made, out)


class _Workbook:
    """Cells are written as text or number by name, so that none is taken for a formula or a link (K5)."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats = {
            (bold, struck, money): book.add_format(
                {
                    "bold": bold,
                    "font_strikeout": struck,
                    "num_format": "#,##0.00" if money else "General",
                    "valign": "top",
                    "text_wrap": not money,  # an item has its number on a line of its own
                }
            )
            for bold in (False, True)
            for struck in (False, True)
            for money in (False, True)
        }

    def write_heads(self, sheets: Sequence[BookSheet]) -> None:
        """Titles, numbers, facts, and who has signed."""
        page, row = self._book.add_worksheet("sheets"), 0
        page.set_column(0, 2, 28)
        for sheet in sheets:
            signed = [(signer.label, signer.name, signer.at) for signer in sheet.signers]
            heads = [(sheet.title, sheet.number, sheet.made_at), *sheet.facts, *signed, ("", sheet.foot, "")]
            for number, cells in enumerate(heads):
                self._write(page, row + number, cells, bold=number == 0)
            row += len(heads) + 1

    def write_table(self, table: SheetTable) -> None:
        """Heading row, rows, sums."""
        page = self._book.add_worksheet(table.name)
        page.freeze_panes(1, 0)
        for column, (_, share) in enumerate(table.columns):
            page.set_column(column, column, share * _CHARACTERS_A_SHARE)
        self._write(page, 0, [title for title, _ in table.columns], bold=True)
        for number, row in enumerate(table.rows, start=1):
            self._write(page, number, row.cells, struck=row.struck)
        self._write(page, len(table.rows) + 1, table.total, bold=True)
        _set_up(page, len(table.rows) + bool(table.total), len(table.columns) - 1)

    def _write(self, page: Any, row: int, cells: Sequence[Cell], *, bold: bool = False, struck: bool = False) -> None:
        for column, cell in enumerate(cells):
            style = self._formats[bold, struck, isinstance(cell, Money)]
            if isinstance(cell, str):
                page.write_string(row, column, cell, style)
            else:
                page.write_number(row, column, cell.fen / 100 if isinstance(cell, Money) else cell, style)


def _set_up(page: Any, last_row: int, last_column: int) -> None:
    """As it is printed: A4, as wide as the table, its heading on each page, the pages numbered."""
    page.set_paper(_A4)
    if last_column >= _UPRIGHT:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.print_area(0, 0, last_row, last_column)
    page.set_footer("&L&A&R&P / &N")


def write_csv(sheets: Sequence[BookSheet], out: TextIO) -> None:
    """Every sheet: its title and facts, then its tables, an empty line between them."""
    out.write("\ufeff")
    writer = csv.writer(out)
    for sheet in sheets:
        writer.writerows(_guarded(cells) for cells in [(sheet.title, sheet.number, sheet.made_at), *sheet.facts])
        for table in sheet.tables:
            writer.writerow([])
            writer.writerow(_guarded([table.heading]))
            writer.writerow(_guarded([title for title, _ in table.columns]))
            writer.writerows(_guarded(row.cells) for row in table.rows)
            writer.writerows([_guarded(table.total)] if table.total else [])
        writer.writerow([])


def _guarded(cells: Sequence[Cell]) -> list[str | int]:
    return [_plain(cell) if isinstance(cell, Money) else guarded(cell) for cell in cells]


def _plain(amount: Money) -> str:
    """In yuan as programs read it, ``-1234.56``."""
    return f"{'-' if amount.fen < 0 else ''}{abs(amount.fen) // 100}.{abs(amount.fen) % 100:02d}"
