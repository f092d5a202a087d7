"""Forms on A4: margins, head, tables that go on over several sheets, foot.

Owns design.md 6 for A4 at 300 dpi (its figures at 150 dpi, doubled). Knows no single form. Called by ``report.py``,
``received.py`` and ``book_sheet.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from PIL import Image

from kiosk.assets import Assets
from kiosk.forms.blocks import WHITE, Align, Block, Canvas, Column, Gap, Inset, Line, Row, Rule, Stack, Words
from kiosk.forms.data import Issuer
from kiosk.forms.type import Style, Type
from kiosk.locale import Language, Translator

DOTS_PER_INCH = 300
SHEET_PX = (2480, 3508)
_LEFT_PX, _RIGHT_PX, _TOP_PX, _BOTTOM_PX = 236, 200, 177, 118  # 20 mm for binding, 17, 15, 10
ROOM_PX = SHEET_PX[0] - _LEFT_PX - _RIGHT_PX
_LABEL_GAP_PX = 90

_HOUSE = Style(56, bold=True, serif=True)
_TITLE = Style(132, bold=True, serif=True, official=True, leading=1.25)
_TRANSLATION = Style(44)
_META = Style(50)
_META_BOLD = Style(50, bold=True)
_LABEL = Style(48)
_VALUE = Style(54, bold=True)
_REMARK = Style(44)
_HEADING = Style(54, bold=True)
_CELL = Style(48)
_CELL_HEAD = Style(48, bold=True)
_FOOT = Style(44)
_GRID = 2
_STRIKE = 4
_CELL_PAD_PX = 11
CELL_GAP_PX = 24


class Rows(Protocol):
    """A table as the sheets are filled with it."""

    @property
    def heading(self) -> str: ...

    def __len__(self) -> int:
        """How many rows."""
        ...

    def top(self, heading: str) -> Block:
        """What every sheet of the table begins with."""
        ...

    def row(self, number: int) -> Block:
        """One row with its grid, from 0."""
        ...

    def turning(self, rows: int) -> list[Block]:
        """What ends a sheet after so many rows, if anything does."""
        ...

    def brought(self, rows: int) -> list[Block]:
        """What follows the top of the next sheet, if anything does."""
        ...


@dataclass(frozen=True)
class Table:
    """A heading, a head and rows of words; ``widths_px`` has None for columns that share the rest."""

    heading: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    widths_px: tuple[int | None, ...]

    def top(self, heading: str) -> Block:
        """Heading and head: what every sheet of the table begins with."""
        return Stack([Gap(26), Words(heading, _HEADING), Gap(12), self._line(self.head, _CELL_HEAD)])

    def __len__(self) -> int:
        return len(self.rows)

    def row(self, number: int) -> Block:
        """One row with its grid."""
        return self._line(self.rows[number], _CELL)

    def turning(self, rows: int) -> list[Block]:
        """Nothing is summed up."""
        return []

    brought = turning

    def _line(self, cells: tuple[str, ...], style: Style) -> Block:
        columns = [
            Column(Words(words, style, Align.CENTRE), width) for words, width in zip(cells, self.widths_px, strict=True)
        ]
        return GridRow(Row(columns, gap=CELL_GAP_PX))


@dataclass(frozen=True)
class GridRow:
    """A table row in its grid: neighbouring rows share a line.

    ``strike_px``: its first line, so high, is struck out up to the last column, which says by what.
    """

    cells: Row
    strike_px: int = 0

    def height(self, type_: Type, width: int) -> int:
        return self.cells.height(type_, width - self.cells.gap) + 2 * _CELL_PAD_PX

    def draw(self, canvas: Canvas, x: int, y: int, width: int) -> None:
        bottom = y + self.height(canvas.type, width)
        half = self.cells.gap // 2
        canvas.draw.rectangle((x, y, x + width - 1, bottom), outline=0, width=_GRID)
        self.cells.draw(canvas, x + half, y + _CELL_PAD_PX, width - self.cells.gap)
        edge = x
        for own_width in self.cells.widths(width - self.cells.gap)[:-1]:
            edge += own_width + self.cells.gap
            canvas.draw.rectangle((edge, y, edge + _GRID - 1, bottom), fill=0)
        if self.strike_px:
            middle = y + _CELL_PAD_PX + self.strike_px // 2
            canvas.draw.rectangle((x + half, middle - 1, edge - half, middle + _STRIKE - 2), fill=0)


class SheetForm:
    """Words, type and the pieces every A4 form has."""

    def __init__(self, language: Language, assets: Assets, issuer: Issuer, copy_number: int) -> None:
        self.tr = Translator(language)
        self.type = Type(assets, language)
        self._issuer = issuer
        self._copy_number = copy_number

    def head(self, title: str, title_key: str, number_label: str, number: str, printed_at: str) -> Block:
        """House and official title left, number and time right, the double rule."""
        left: list[Block] = [Words(self._issuer.house, _HOUSE), Words(title, _TITLE)]
        if self.tr(title_key) != title:
            left.append(Words(self.tr(title_key), _TRANSLATION))
        right = Stack(
            [
                Words(number_label, _META, Align.RIGHT),
                Words(number, _META_BOLD, Align.RIGHT),
                Words(printed_at, _META, Align.RIGHT),
            ]
        )
        row = Row([Column(Stack(left)), Column(right, 700)], gap=40, foot=True)
        rules = [Rule(thickness=10, before=24, after=6), Rule(thickness=2, before=0, after=0)]
        return Stack([*self.demo_bar(), row, *rules, Gap(50)])

    def render(
        self, top: Block, opening: Sequence[Block], tables: Sequence[Rows], closing: Block, meaning: str
    ) -> Iterator[Canvas]:
        """Fill sheet after sheet: ``top`` on each, then ``opening``, the tables, and ``closing`` on the last.

        Each is drawn when it is asked for: a sheet takes 9 MB, and a long log has dozens.
        """
        sheets = _Filling(self, top, meaning)
        for block in opening:
            sheets.put(block)
        for table in tables:
            self._put_table(sheets, table)
        sheets.put(Stack([Gap(44), closing]))
        for number, blocks in enumerate(sheets.sheets, start=1):
            yield self._draw(blocks, meaning, number, len(sheets.sheets))

    def _put_table(self, sheets: _Filling, table: Rows) -> None:
        if not len(table):
            return
        first = Stack([table.top(table.heading), table.row(0)])  # a heading is never the last thing on a sheet
        if not sheets.has_room(Stack([first, *table.turning(1)])):
            sheets.turn()
        sheets.put(first)
        for number in range(1, len(table)):
            row = table.row(number)
            if not sheets.has_room(Stack([row, *table.turning(number + 1)])):
                for block in table.turning(number):
                    sheets.put(block)
                sheets.turn()
                heading = self.tr("forms.report.continued", heading=table.heading)
                sheets.put(Stack([table.top(heading), *table.brought(number)]))
            sheets.put(row)

    def facts(self, facts: Sequence[tuple[str, str, str]]) -> Block:
        """Label, value and a remark beneath the value, with hairlines between."""
        label_px = max(self.type.width(label, _LABEL) for label, _, _ in facts) + 1
        blocks: list[Block] = []
        for label, value, remark in facts:
            blocks.append(Line([(Words(label, _LABEL), label_px), (Words(value, _VALUE), None)], _LABEL_GAP_PX))
            if remark:
                blocks.append(Row([Column(Gap(0), label_px), Column(Words(remark, _REMARK))], _LABEL_GAP_PX))
            blocks.append(Rule(thickness=2, before=11, after=11))
        return Stack(blocks)

    @property
    def kind(self) -> str:
        """Original, or which copy."""
        return self.tr("forms.copy", n=self._copy_number) if self._copy_number else self.tr("forms.original")

    def foot(self, meaning: str, sheet: int, sheets: int) -> Block:
        """What the words mean, whom to call; which sheet this is, original or copy."""
        said = Stack(
            [Words(meaning, _FOOT), Words(self.tr("forms.report.ask", phone=self._issuer.service_phone), _FOOT)]
        )
        which = self.tr("forms.report.sheet", sheet=sheet, sheets=sheets)
        counted = Stack([Words(which, _FOOT, Align.RIGHT), Words(self.kind, _FOOT, Align.RIGHT)])
        row = Row([Column(said), Column(counted, 420)])
        return Stack([Rule(thickness=3, before=0, after=24), row, *self.demo_bar()])

    def _draw(self, blocks: Sequence[Block], meaning: str, sheet: int, sheets: int) -> Canvas:
        canvas = Canvas(Image.new("1", SHEET_PX, WHITE), self.type)
        Stack(blocks).draw(canvas, _LEFT_PX, _TOP_PX, ROOM_PX)
        foot = self.foot(meaning, sheet, sheets)
        foot.draw(canvas, _LEFT_PX, SHEET_PX[1] - _BOTTOM_PX - foot.height(self.type, ROOM_PX), ROOM_PX)
        return canvas

    def demo_bar(self) -> list[Block]:
        """What every paper of a kiosk on doubles says."""
        if not self._issuer.demo:
            return []
        words = Words("演示 无效", Style(64, bold=True, official=True), Align.CENTRE, ink=WHITE)
        return [Gap(16), Inset(words, pad_x=16, pad_y=6, fill=True), Gap(16)]


class _Filling:
    """Sheets being filled from the top, each beginning with the form's head and keeping room for the foot."""

    def __init__(self, form: SheetForm, top: Block, meaning: str) -> None:
        self._form = form
        self._top = top
        foot_px = form.foot(meaning, 1, 1).height(form.type, ROOM_PX)
        self._room_px = SHEET_PX[1] - _TOP_PX - _BOTTOM_PX - foot_px - 20
        self._used_px = 0
        self.sheets: list[list[Block]] = []
        self.turn()

    def turn(self) -> None:
        """Begin a new sheet."""
        self.sheets.append([self._top])
        self._used_px = self._height(self._top)

    def has_room(self, block: Block) -> bool:
        """Whether ``block`` fits on what is left of the sheet."""
        return self._used_px + self._height(block) <= self._room_px

    def put(self, block: Block) -> None:
        """Add ``block``, on a new sheet if it must."""
        if not self.has_room(block):
            self.turn()
        self.sheets[-1].append(block)
        self._used_px += self._height(block)

    def _height(self, block: Block) -> int:
        return block.height(self._form.type, ROOM_PX)
