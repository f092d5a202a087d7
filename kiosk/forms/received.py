"""A received fax on A4: each page as large as the paper allows, under one line that says what it is (B8, B12).

Owns where a page stands on the sheet, and the cutting of pages that are too long for one. Draws over nothing that came
in. Knows no store and no printer. Called by the core's print worker, sheet by sheet.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

from PIL import Image

from kiosk.assets import Assets
from kiosk.fax.outcome import FaxPage
from kiosk.forms import marks
from kiosk.forms.blocks import WHITE, Align, Block, Canvas, Column, Row, Rule, Stack, Words
from kiosk.forms.data import ReceivedPage, ReceivedPrintData
from kiosk.forms.roll import png
from kiosk.forms.sheet import DOTS_PER_INCH, SHEET_PX, SheetForm
from kiosk.forms.type import Style
from kiosk.locale import Language

_EDGE_PX = 60  # 5 mm: no office printer reaches further out
_ROOM_PX = (SHEET_PX[0] - 2 * _EDGE_PX, SHEET_PX[1] - 2 * _EDGE_PX)
_BELOW_HEAD_PX = 12
_SHRUNK_AT_MOST = 0.72  # a legal or B4 page still is legible on one sheet; what is longer goes over several
_NUMBER = Style(48, bold=True)
_META = Style(42)
_WARNING = Style(42, bold=True)


@dataclass(frozen=True)
class _Sheet:
    """Lines ``top`` to ``bottom`` of a page (its ``place`` from 1), made ``width_px`` x ``height_px``."""

    page: ReceivedPage
    place: int
    piece: int
    pieces: int
    top: int
    bottom: int
    width_px: int
    height_px: int


class ReceivedSheets(Sequence[bytes]):
    """The fax as 1-bit PNGs, one a sheet, A4 at 300 dpi, each drawn when it is asked for: memory stays flat.

    Raises AssetError, MissingTextError, and whatever loading a page raises.
    """

    def __init__(self, data: ReceivedPrintData, language: Language, assets: Assets) -> None:
        self._data = data
        self._form = SheetForm(language, assets, data.issuer, data.copy_number)
        self._plan = [sheet for place, page in enumerate(data.pages, start=1) for sheet in self._sheets(page, place)]

    def __len__(self) -> int:
        return len(self._plan)

    @overload
    def __getitem__(self, index: int) -> bytes: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[bytes]: ...
    def __getitem__(self, index: int | slice) -> bytes | Sequence[bytes]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return png(self.draw(index).image, DOTS_PER_INCH)

    def draw(self, index: int) -> Canvas:
        """One sheet before it is a file."""
        sheet = self._plan[index]
        head = self._head(sheet.page, sheet.place, (sheet.piece, sheet.pieces))
        canvas = Canvas(Image.new("1", SHEET_PX, WHITE), self._form.type)
        head.draw(canvas, _EDGE_PX, _EDGE_PX, _ROOM_PX[0])
        picture = marks.fax_raster(_cut(sheet.page.load(), sheet.top, sheet.bottom), sheet.width_px, sheet.height_px)
        canvas.image.paste(picture, ((SHEET_PX[0] - picture.width) // 2, _EDGE_PX + self._head_px(head)))
        return canvas

    def _sheets(self, page: ReceivedPage, place: int) -> list[_Sheet]:
        """On one sheet in its true proportions if it stays legible, else cut across."""
        width_mm, height_mm = marks.size_mm(page.width, page.height, page.resolution)
        room_px = _ROOM_PX[1] - self._head_px(self._head(page, place, (1, 1)))
        full = _ROOM_PX[0] / width_mm
        scale = min(full, room_px / height_mm)
        pieces = 1
        if scale < full * _SHRUNK_AT_MOST:
            scale, pieces = full, math.ceil(height_mm * full / room_px)
        lines = math.ceil(page.height / pieces)
        line_px = height_mm * scale / page.height
        return [
            _Sheet(page, place, n, pieces, top, bottom, round(width_mm * scale), max(1, int((bottom - top) * line_px)))
            for n, top in enumerate(range(0, page.height, lines), start=1)
            for bottom in (min(top + lines, page.height),)
        ]

    def _head_px(self, head: Block) -> int:
        return head.height(self._form.type, _ROOM_PX[0]) + _BELOW_HEAD_PX

    def _head(self, page: ReceivedPage, place: int, piece: tuple[int, int]) -> Block:
        """Number, when and from whom; which page, original or copy; and what is not as it should be."""
        data, form, tr = self._data, self._form, self._form.tr
        caller = tr("forms.received.from", caller=data.caller) if data.caller else tr("forms.received.from_unknown")
        which = tr("forms.report.sheet", sheet=place, sheets=len(data.pages))
        if piece[1] > 1:
            which += f" ({piece[0]}/{piece[1]})"
        left = Stack([Words(data.number, _NUMBER), Words(f"{data.received_at}  {caller}", _META)])
        right = Stack([Words(which, _META, Align.RIGHT), Words(form.kind, _META, Align.RIGHT)])
        warnings = [] if data.complete else [tr("forms.received.incomplete")]
        warnings += [tr.count("forms.received.damaged", page.damaged)] if page.damaged else []
        said = [Words(warning, _WARNING) for warning in warnings]
        row = Row([Column(left), Column(right, 620)], gap=40, foot=True)
        return Stack([*form.demo_bar(), row, *said, Rule(thickness=3, before=10, after=0)])


def _cut(page: FaxPage, top: int, bottom: int) -> FaxPage:
    octets = page.width // 8
    return FaxPage(page.width, bottom - top, page.resolution, page.rows[top * octets : bottom * octets])
