"""The sheet a page is laid on: from any page's proportions to pels across and scan lines down.

Owns the geometry of T.4 and the house's fitting rule. Knows no picture library. Used by the child that draws.

The rule, and why:

- A page is laid on A4 at true size, 215 mm of scan line by 297 mm: machines everywhere print A4 on one sheet, while a
  page one line longer may be cut in two or reduced by the receiver, in ways no preview could show. Larger pages are
  reduced, smaller ones enlarged (a faxed A5 slip gains legibility), always in proportion.
- Landscape pages are turned to portrait, top to the left as printers do it: so they are largest.
- A page never gets shorter than A4: white lines cost next to nothing, and machines that pack short pages on one sheet
  would break "one page, one sheet, one price".
- Long strips (till receipts, long screenshots) would shrink to nothing: to keep them 100 mm wide the sheet grows, up
  to 594 mm (two sheets), and the page carries the note LONG. Beyond that the strip shrinks.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.fax.outcome import Resolution

WIDTH_PELS = 1728  # T.4 2.1: 1728 pels along 215 mm
WIDTH_MM = 215.0
A4_LENGTH_MM = 297.0  # T.4 2.3
MAX_LENGTH_MM = 2 * A4_LENGTH_MM
STRIP_WIDTH_MM = 100.0
LINES_PER_MM = {Resolution.STANDARD: 3.85, Resolution.FINE: 7.7, Resolution.SUPERFINE: 15.4}  # T.4 2.1
PELS_PER_MM = WIDTH_PELS / WIDTH_MM
_SAME_SIZE = 0.01  # a scan this near to the sheet's own raster keeps its pels: resampling would only blur it


@dataclass(frozen=True)
class Placement:
    """Where a page lies on the sheet, in pels and lines; ``turn`` is clockwise degrees applied to the upright page."""

    turn: int
    width: int
    height: int
    left: int
    sheet_height: int
    is_long: bool


def a4_lines(resolution: Resolution) -> int:
    """Scan lines of an A4 sheet: 1143, 2287 or 4574."""
    return round(A4_LENGTH_MM * LINES_PER_MM[resolution])


def max_lines(resolution: Resolution) -> int:
    """The most scan lines a page can have."""
    return round(MAX_LENGTH_MM * LINES_PER_MM[resolution])


def place(
    width: float, height: float, rotation: int, resolution: Resolution, native: tuple[int, int] | None = None
) -> Placement:
    """Fit a page of ``width`` x ``height`` (any unit, upright) on the sheet.

    ``native`` is the page's own raster size when it is a 1-bit scan: if that is the fitted size within 1 %, it is used.
    """
    turn = ((270 if width > height else 0) + rotation) % 360
    across, down = (height, width) if turn in (90, 270) else (width, height)
    width_mm, length_mm = _fit_mm(down / across)
    pels = max(1, min(WIDTH_PELS, round(width_mm * PELS_PER_MM)))
    lines = max(1, min(max_lines(resolution), round(length_mm * LINES_PER_MM[resolution])))
    if native is not None and turn == 0 and _same((pels, lines), native):
        pels, lines = native
    a4 = a4_lines(resolution)
    is_long = lines > a4 * (1 + _SAME_SIZE)  # a fax scan of 2292 lines is A4 too (297 mm at 196 dpi)
    return Placement(turn, pels, lines, (WIDTH_PELS - pels) // 2, max(a4, lines), is_long)


def _fit_mm(aspect: float) -> tuple[float, float]:
    width_mm = min(WIDTH_MM, A4_LENGTH_MM / aspect)
    if width_mm < STRIP_WIDTH_MM:
        width_mm = min(STRIP_WIDTH_MM, MAX_LENGTH_MM / aspect)
    return width_mm, width_mm * aspect


def _same(fitted: tuple[int, int], native: tuple[int, int]) -> bool:
    if native[0] > WIDTH_PELS:
        return False
    return all(abs(a - b) <= b * _SAME_SIZE for a, b in zip(fitted, native, strict=True))
