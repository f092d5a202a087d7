"""Pictures on a form that are not type: signature, QR code, the fax page in small.

Owns turning them into 1-bit dots. Knows no form. Called by the forms in this room.
"""

from __future__ import annotations

import io

import segno
from PIL import Image, ImageDraw

from kiosk.fax.outcome import FaxPage, Resolution
from kiosk.forms.data import Strokes

PAD_ASPECT = 592 / 340  # the signature pad, design.md 3
_OVERSAMPLING = 4
_THRESHOLD = 150  # of 255: a pen keeps its width
_FAX_THRESHOLD = 164  # a two-pel stroke made half as large is half grey and must stay a stroke
_PELS_PER_MM = 8.04  # T.4 clause 2: 1728 pels on 215 mm
_LINES_PER_MM = {Resolution.STANDARD: 3.85, Resolution.FINE: 7.7, Resolution.SUPERFINE: 15.4}


def signature(strokes: Strokes, width_px: int, pen_px: int) -> Image.Image:
    """The signature as it was written, ``width_px`` wide, drawn from its vectors and thresholded."""
    height_px = round(width_px / PAD_ASPECT)
    large = Image.new("L", (width_px * _OVERSAMPLING, height_px * _OVERSAMPLING), 255)
    pen = ImageDraw.Draw(large)
    for stroke in strokes:
        _write(pen, [(x * (large.width - 1), y * (large.height - 1)) for x, y in stroke], pen_px * _OVERSAMPLING)
    return large.resize((width_px, height_px), Image.Resampling.BOX).point(_at_least(_THRESHOLD), "1")


def _write(pen: ImageDraw.ImageDraw, points: list[tuple[float, float]], width: int) -> None:
    if len(points) > 1:
        pen.line(points, fill=0, width=width, joint="curve")
    for x, y in (points[0], points[-1]) if points else ():
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=0)


def qr_code(content: str, most_px: int) -> Image.Image:
    """``content`` as a QR code, each module the same whole number of dots, at most ``most_px`` wide if that can be."""
    modules = segno.make(content, error="m", micro=False)
    scale = max(most_px // modules.symbol_size(border=0)[0], 2)
    file = io.BytesIO()
    modules.save(file, kind="png", scale=scale, border=0)
    return Image.open(file).convert("1")


def fax_page(page: FaxPage, width_px: int, height_px: int) -> Image.Image:
    """``page`` in true proportion within ``width_px`` x ``height_px``: the raster the recipient got, in small."""
    width_mm, height_mm = size_mm(page.width, page.height, page.resolution)
    scale = min(width_px / width_mm, height_px / height_mm)
    return fax_raster(page, max(round(width_mm * scale), 1), max(round(height_mm * scale), 1))


def size_mm(pels: int, lines: int, resolution: Resolution) -> tuple[float, float]:
    """How wide and how high so much of a page is on paper."""
    return pels / _PELS_PER_MM, lines / _LINES_PER_MM[resolution]


def fax_raster(page: FaxPage, width_px: int, height_px: int) -> Image.Image:
    """The raster in exactly so many dots. Made larger it is smoothed: a letter at 98 lines an inch has steps."""
    raster = Image.frombytes("1", (page.width, page.height), page.rows, "raw", "1;I").convert("L")
    larger = width_px > page.width
    filter_ = Image.Resampling.BICUBIC if larger else Image.Resampling.BOX
    return raster.resize((width_px, height_px), filter_).point(_at_least(_FAX_THRESHOLD), "1")


def _at_least(threshold: int) -> list[int]:
    return [255 if grey >= threshold else 0 for grey in range(256)]
