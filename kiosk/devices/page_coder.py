"""Pages to T.4 and T.6: libtiff codes, this file feeds it and takes the strip out of the TIFF.

Owns the way from a ``FaxPage`` to page data, the choice of the coding that takes least line time, and the coarser
version of a page for a far end without fine.
Refuses to know calls and modems. Called by ``call_run.py`` when the engine wants a page.
"""

from __future__ import annotations

import io

from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from kiosk.fax.fields import Terms
from kiosk.fax.negotiation import PageFormat, codings_offered, fits
from kiosk.fax.outcome import Coding, FaxPage, Resolution
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.t4 import for_the_line, reverse_bits

# Lines per inch. libtiff takes K from them (T.4 4.2.1: K = 2 at 3.85 line/mm, 4 at 7.7 line/mm).
_LINES_PER_INCH = {Resolution.STANDARD: 98, Resolution.FINE: 196, Resolution.SUPERFINE: 391}
_FINENESS = {Resolution.STANDARD: 1, Resolution.FINE: 2, Resolution.SUPERFINE: 4}
_NEW_TERMS_MS = 8_000  # CSI+DIS 1.99 s, TSI+DCS 1.83, long training and TCF 2.91, CFR 1.02, four turns
_ROWS_PER_STRIP, _STRIP_OFFSETS, _STRIP_LENGTHS, _T4_OPTIONS = 278, 273, 279, 292


def format_of(page: FaxPage) -> PageFormat:
    """What the negotiation needs to know of a page: its size, and which coding makes it shortest."""
    lengths = {coding: len(code_strip(page, coding)) for coding in Coding}
    return PageFormat(page.width, page.height, page.resolution, tuple(sorted(lengths, key=lengths.__getitem__)))


def supply(wanted: PageWanted, page: FaxPage) -> CodedPage:
    """Answer to the engine's wish: the coded page, or only its format when it needs terms of its own.

    Terms of its own it needs for another size, and for another coding if that saves more line time than EOM, DIS, DCS
    and TCF take. One DCS holds for many pages: so each page changes it only where the change pays for itself.
    """
    terms = wanted.terms
    page_format = PageFormat(page.width, page.height, page.resolution)
    if not fits(terms, page_format, wanted.far):
        return CodedPage(wanted.number, format_of(page), terms, None)
    coarse = coarsen(page, terms.resolution)
    strip = code_strip(coarse, terms.coding)
    if _another_coding_pays(len(strip), coarse, wanted):
        return CodedPage(wanted.number, format_of(page), terms, None)
    return CodedPage(wanted.number, page_format, terms, _for_terms(strip, terms))


def _another_coding_pays(octets: int, page: FaxPage, wanted: PageWanted) -> bool:
    worth = wanted.terms.modulation.bit_rate * _NEW_TERMS_MS // 8000
    if octets <= worth:
        return False
    others = codings_offered(wanted.far, ecm=wanted.terms.ecm) - {wanted.terms.coding}
    return any(len(code_strip(page, coding)) + worth < octets for coding in others)


def _for_terms(strip: bytes, terms: Terms) -> bytes:
    """T.4 with RTC in error correction too, though RCP ends the page there: receivers miss the last line without it."""
    if terms.coding is Coding.MMR:
        return reverse_bits(strip)
    two_dimensional = terms.coding is not Coding.MH
    return for_the_line(strip, two_dimensional=two_dimensional, least_line_bits=terms.scan_line_bits)


def code_strip(page: FaxPage, coding: Coding) -> bytes:
    """One raw strip, most significant bit first: T.4 with an EOL before each line and no RTC, or T.6 with its EOFB.

    Raises ValueError for a page without lines or with a length that does not match its rows.
    """
    # The rows hold 1 = black, which libtiff codes as black whatever the photometric tag says.
    picture = Image.frombytes("1", (page.width, page.height), page.rows)
    options = {_ROWS_PER_STRIP: page.height}
    if coding is not Coding.MMR:
        options[_T4_OPTIONS] = 1 if coding is Coding.MR else 0
    compression = "group4" if coding is Coding.MMR else "group3"
    tiff = io.BytesIO()
    picture.save(tiff, "TIFF", compression=compression, dpi=(204, _LINES_PER_INCH[page.resolution]), tiffinfo=options)
    tiff.seek(0)
    with TiffImageFile(tiff) as written:
        offset, length = (written.tag_v2[tag][0] for tag in (_STRIP_OFFSETS, _STRIP_LENGTHS))
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
