"""Pages to T.4: libtiff codes, this file feeds it and takes the strip out of the TIFF.

Owns the way from a ``FaxPage`` to the octets for +FTM, and the coarser version of a page for a far end without fine.
Refuses to know calls and modems. Called by ``call_run.py`` when the engine wants a page.
"""

from __future__ import annotations

import io

from PIL import Image

from kiosk.fax.negotiation import PageFormat, fits
from kiosk.fax.outcome import Coding, FaxPage, Resolution
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.t4 import for_the_line

# Lines per inch. libtiff takes K from them (T.4 4.2.1: K = 2 at 3.85 line/mm, 4 at 7.7 line/mm).
_LINES_PER_INCH = {Resolution.STANDARD: 98, Resolution.FINE: 196, Resolution.SUPERFINE: 391}
_FINENESS = {Resolution.STANDARD: 1, Resolution.FINE: 2, Resolution.SUPERFINE: 4}
_ROWS_PER_STRIP, _STRIP_OFFSETS, _STRIP_LENGTHS, _T4_OPTIONS = 278, 273, 279, 292


def format_of(page: FaxPage) -> PageFormat:
    """What the negotiation needs to know of a page."""
    return PageFormat(page.width, page.height, page.resolution)


def supply(wanted: PageWanted, page: FaxPage) -> CodedPage:
    """Answer to the engine's wish: the coded page, or only its format when it needs terms of its own."""
    page_format = format_of(page)
    if not fits(wanted.terms, page_format, wanted.far):
        return CodedPage(wanted.number, page_format, wanted.terms, None)
    coarse = coarsen(page, wanted.terms.resolution)
    octets = for_the_line(
        code_strip(coarse, wanted.terms.coding),
        two_dimensional=wanted.terms.coding is not Coding.MH,
        least_line_bits=wanted.terms.scan_line_bits,
    )
    return CodedPage(wanted.number, page_format, wanted.terms, octets)


def code_strip(page: FaxPage, coding: Coding) -> bytes:
    """One raw T.4 strip, most significant bit first, an EOL before each line, no RTC. MH and MR only.

    Raises ValueError for a page without lines or with a length that does not match its rows.
    """
    if coding is Coding.MMR:
        raise ValueError("T.6 goes with error correction only")
    # The rows hold 1 = black, which libtiff codes as black whatever the photometric tag says.
    picture = Image.frombytes("1", (page.width, page.height), page.rows)
    options = {_ROWS_PER_STRIP: page.height, _T4_OPTIONS: 1 if coding is Coding.MR else 0}
    tiff = io.BytesIO()
    picture.save(tiff, "TIFF", compression="group3", dpi=(204, _LINES_PER_INCH[page.resolution]), tiffinfo=options)
    with Image.open(tiff) as written:
        tags = written.tag_v2  # type: ignore[attr-defined]
        offset, length = tags[_STRIP_OFFSETS][0], tags[_STRIP_LENGTHS][0]
    return tiff.getvalue()[offset : offset + length]


def coarsen(page: FaxPage, resolution: Resolution) -> FaxPage:
    """The page with fewer lines, each the sum of the black of those it replaces: thin strokes stay."""
    factor = _FINENESS[page.resolution] // _FINENESS[resolution]
    if factor <= 1:
        return page
    row_octets = page.width // 8
    height = -(-page.height // factor)
    rows = b"".join(_blacker(page.rows, row_octets, line * factor, factor) for line in range(height))
    return FaxPage(page.width, height, resolution, rows)


def _blacker(rows: bytes, row_octets: int, first: int, count: int) -> bytes:
    black = 0
    for line in range(first, first + count):
        black |= int.from_bytes(rows[line * row_octets : (line + 1) * row_octets])
    return black.to_bytes(row_octets)
