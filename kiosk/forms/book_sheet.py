"""Sheets of the books on A4: 营业收入日报表, 前台服务收费记录表, 现金盘点表, and the month (G5).

Owns how their tables are set: amounts to the right, struck out rows lined through, sums carried over from page to page.
Which figures there are is ``kiosk.desk``'s. Knows no store and no printer. Called by the core's print worker and, for
PDF, through ``kiosk.core`` by ``kiosk ledger report``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.assets import Assets
from kiosk.domain.sheets import BookSheet, Cell, CopyMark, Money, SheetTable, Signer, text_of
from kiosk.forms import marks
from kiosk.forms.blocks import Align, Block, Canvas, Column, Gap, Picture, Row, Rule, Stack, Words
from kiosk.forms.data import Issuer
from kiosk.forms.roll import png
from kiosk.forms.sheet import CELL_GAP_PX, DOTS_PER_INCH, ROOM_PX, GridRow, SheetForm
from kiosk.forms.type import Style
from kiosk.locale import Language

_HEADING = Style(50, bold=True)
_CELL, _BOLD = Style(40), Style(40, bold=True)
_PROOF = Style(36)
_LABEL = Style(44)
_SIGNATURE_PX = 420
_CODE_PX = 420


def book_sheet(sheet: BookSheet, issuer: Issuer, language: Language, assets: Assets) -> tuple[bytes, ...]:
    """The sheet as 1-bit PNGs, one a page, A4 at 300 dpi. Raises AssetError, MissingTextError."""
    return tuple(png(canvas.image, DOTS_PER_INCH) for canvas in draw_book_sheet(sheet, issuer, language, assets))


def draw_book_sheet(sheet: BookSheet, issuer: Issuer, language: Language, assets: Assets) -> Iterator[Canvas]:
    """As ``book_sheet``, before they are files, each drawn when it is asked for."""
    form = SheetForm(language, assets, issuer, sheet.copy.number if sheet.copy else 0)
    top = form.head(sheet.title, sheet.title_key, sheet.number_label, sheet.number, sheet.made_at)
    if sheet.copy is not None:
        top = Stack([top, _copy_mark(form, sheet.copy)])
    opening = [form.facts(sheet.facts)] if sheet.facts else []
    carried, brought = form.tr("sheet.carried"), form.tr("sheet.brought")
    tables = [_BookTable(table, carried, brought) for table in sheet.tables]
    return form.render(top, opening, tables, _closing(sheet), sheet.foot)


def _copy_mark(form: SheetForm, copy: CopyMark) -> Block:
    """On every page, under its head: which copy it is, when it was asked for and by whom."""
    mark = f"{form.tr('forms.copy.mark')} {copy.number}"
    made = form.tr("forms.copy.made", at=copy.at, person=copy.person)
    return Stack([Words(f"{mark}  {made}", _HEADING), Rule(thickness=2, before=11, after=30)])


@dataclass(frozen=True)
class _BookTable:
    """A table of a sheet as the pages are filled with it."""

    table: SheetTable
    carried_words: str
    brought_words: str

    @property
    def heading(self) -> str:
        return self.table.heading

    def __len__(self) -> int:
        return len(self.table.rows)

    def top(self, heading: str) -> Block:
        """Heading and head."""
        head = self._line([Words(title, _BOLD, Align.CENTRE) for title, _ in self.table.columns])
        return Stack([Gap(30), Words(heading, _HEADING), Gap(10), head])

    def row(self, number: int) -> Block:
        """One row; the last one with the sums beneath it, so that they are never alone on a page."""
        row = self.table.rows[number]
        line = self._line([_words(cell, _CELL) for cell in row.cells], struck=row.struck)
        last = number == len(self.table.rows) - 1
        return Stack([line, self._sums(self.table.total)]) if last and self.table.total else line

    def turning(self, rows: int) -> list[Block]:
        """What ends a page after so many rows."""
        return self._carry(rows, self.carried_words)

    def brought(self, rows: int) -> list[Block]:
        """What the next page begins with."""
        return self._carry(rows, self.brought_words)

    def _carry(self, rows: int, words: str) -> list[Block]:
        if not self.table.carried:
            return []
        _, *sums = self.table.sums(rows)
        return [self._sums((words, *sums))]

    def _sums(self, cells: Sequence[Cell]) -> Block:
        return self._line([_words(cell, _BOLD) for cell in cells])

    def _line(self, words: Sequence[Words], *, struck: bool = False) -> Block:
        shares = [share for _, share in self.table.columns]
        room = ROOM_PX - CELL_GAP_PX * len(shares)
        widths: list[int | None] = [room * share // sum(shares) for share in shares]
        widths[shares.index(max(shares))] = None  # takes what rounding leaves
        columns = [Column(cell, width) for cell, width in zip(words, widths, strict=True)]
        return GridRow(Row(columns, gap=CELL_GAP_PX), _CELL.line_px if struck else 0)


def _words(cell: Cell, style: Style) -> Words:
    return Words(text_of(cell), style, Align.RIGHT if isinstance(cell, int | Money) else Align.LEFT)


def _closing(sheet: BookSheet) -> Block:
    """What proves the sheet, and who signs it."""
    blocks: list[Block] = []
    if sheet.code:
        code = Picture(marks.qr_code(sheet.code, _CODE_PX))
        words = Stack([Words(line, _PROOF) for line in sheet.proof])
        blocks += [Row([Column(code, code.image.width), Column(words)], gap=50), Gap(50)]
    if sheet.signers:
        blocks.append(Row([Column(_signature(signer)) for signer in sheet.signers], gap=80))
    return Stack(blocks)


def _signature(signer: Signer) -> Block:
    """A line to sign on, or what was written on it."""
    strokes = tuple(tuple(stroke) for stroke in signer.strokes)
    height = round(_SIGNATURE_PX / marks.PAD_ASPECT)
    written: Block = Picture(marks.signature(strokes, _SIGNATURE_PX, pen_px=6)) if strokes else Gap(height)
    told = " ".join(part for part in (signer.name, signer.at) if part)
    return Stack([Words(signer.label, _LABEL), written, Rule(thickness=4, before=0, after=12), Words(told, _CELL)])
