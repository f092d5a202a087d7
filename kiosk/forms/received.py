"""A received fax on A4: each page as large as the paper allows, under one line that says what it is (B8, B12).

Owns where a page stands on the sheet, and the cutting of pages that are too long for one. Draws over nothing that came
in. Knows no store and no printer. Called by the core's print worker.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

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


def received_fax(data: ReceivedPrintData, language: Language, assets: Assets) -> tuple[bytes, ...]:
    """The fax as 1-bit PNGs, one a sheet, A4 at 300 dpi. Raises AssetError, MissingTextError."""
    return tuple(png(canvas.image, DOTS_PER_INCH) for canvas in draw_received_fax(data, language, assets))


def draw_received_fax(data: ReceivedPrintData, language: Language, assets: Assets) -> Iterator[Canvas]:
    """As ``received_fax``, sheet by sheet before they are files: one page is held at a time."""
    form = SheetForm(language, assets, data.issuer, data.copy_number)
    for place, page in enumerate(data.pages, start=1):
        head_px = _head(form, data, page, place, (1, 1)).height(form.type, _ROOM_PX[0])
        pieces = _pieces(page.load(), _ROOM_PX[1] - head_px - _BELOW_HEAD_PX)
        for number, piece in enumerate(pieces, start=1):
            head = _head(form, data, page, place, (number, len(pieces)))
            canvas = Canvas(Image.new("1", SHEET_PX, WHITE), form.type)
            head.draw(canvas, _EDGE_PX, _EDGE_PX, _ROOM_PX[0])
            canvas.image.paste(piece, ((SHEET_PX[0] - piece.width) // 2, _EDGE_PX + head_px + _BELOW_HEAD_PX))
            yield canvas


def _head(form: SheetForm, data: ReceivedPrintData, page: ReceivedPage, place: int, piece: tuple[int, int]) -> Block:
    """Number, when and from whom; which page, original or copy; and what is not as it should be."""
    tr = form.tr
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


def _pieces(page: FaxPage, room_px: int) -> list[Image.Image]:
    """The page in its true proportions: on one sheet if it stays legible, else cut across."""
    width_mm, height_mm = marks.size_mm(page)
    full = _ROOM_PX[0] / width_mm
    fitting = min(full, room_px / height_mm)
    if fitting >= full * _SHRUNK_AT_MOST:
        return [marks.fax_raster(page, round(width_mm * fitting), max(1, round(height_mm * fitting)))]
    count = math.ceil(height_mm * full / room_px)
    lines = math.ceil(page.height / count)
    cuts = [_cut(page, top, min(lines, page.height - top)) for top in range(0, page.height, lines)]
    return [marks.fax_raster(cut, _ROOM_PX[0], max(1, round(marks.size_mm(cut)[1] * full))) for cut in cuts]


def _cut(page: FaxPage, top: int, lines: int) -> FaxPage:
    octets = page.width // 8
    return FaxPage(page.width, lines, page.resolution, page.rows[top * octets : (top + lines) * octets])
