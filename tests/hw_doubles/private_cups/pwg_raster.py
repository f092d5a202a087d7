"""Reads the PWG Raster Format (PWG 5102.4-2012): what an IPP Everywhere printer is sent, as a Pillow picture.

Owns the page header fields it needs and the run-length coding. Written from the specification, not from CUPS, so that
it is an independent witness of what went over the wire. Called by ``paper.py``. One-bit and eight-bit grey only: a
receipt printer and a monochrome office printer accept nothing else.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from PIL import Image

SYNC_WORD = b"RaS2"  # PWG 5102.4 4.1: big-endian
HEADER_OCTETS = 1796  # PWG 5102.4 4.3
_AT_WIDTH, _AT_HEIGHT, _AT_BITS_PER_PIXEL, _AT_BYTES_PER_LINE = 372, 376, 388, 392
_AT_COLOUR_SPACE = 400
_BLACK = 3  # ColorSpace "Black": 1 = ink; "Sgray" (18) is the other way round


class BadRasterError(ValueError):
    """The octets are no PWG raster of a kind this reader knows."""


@dataclass(frozen=True)
class _Header:
    width: int
    height: int
    bits_per_pixel: int
    bytes_per_line: int
    black_is_one: bool


def read_pages(raster: bytes) -> list[Image.Image]:
    """All pages of ``raster`` as mode ``1`` (or ``L``) pictures, black on white. Raises BadRasterError."""
    if raster[:4] != SYNC_WORD:
        raise BadRasterError(f"sync word {raster[:4]!r}")
    pages: list[Image.Image] = []
    at = 4
    while at < len(raster):
        header = _header(raster[at : at + HEADER_OCTETS])
        rows, at = _rows(raster, at + HEADER_OCTETS, header)
        pages.append(_picture(header, rows))
    return pages


def _header(octets: bytes) -> _Header:
    if len(octets) < HEADER_OCTETS:
        raise BadRasterError("short page header")

    def field(at: int) -> int:
        return int(struct.unpack_from(">I", octets, at)[0])

    return _Header(
        width=field(_AT_WIDTH),
        height=field(_AT_HEIGHT),
        bits_per_pixel=field(_AT_BITS_PER_PIXEL),
        bytes_per_line=field(_AT_BYTES_PER_LINE),
        black_is_one=field(_AT_COLOUR_SPACE) == _BLACK,
    )


def _rows(raster: bytes, at: int, header: _Header) -> tuple[bytes, int]:
    """Undo the coding of PWG 5102.4 4.4: a line is repeated ``n + 1`` times and is made of runs and literals."""
    rows = bytearray()
    wanted = header.height * header.bytes_per_line
    while len(rows) < wanted:
        repeats = raster[at] + 1
        line, at = _line(raster, at + 1, header.bytes_per_line)
        rows += line * repeats
    return bytes(rows), at


def _line(raster: bytes, at: int, bytes_per_line: int) -> tuple[bytes, int]:
    line = bytearray()
    while len(line) < bytes_per_line:
        code = raster[at]
        if code < 128:
            line += raster[at + 1 : at + 2] * (code + 1)
            at += 2
        else:
            literal = 257 - code
            line += raster[at + 1 : at + 1 + literal]
            at += 1 + literal
    return bytes(line), at


def _picture(header: _Header, rows: bytes) -> Image.Image:
    if header.black_is_one:
        rows = bytes(octet ^ 0xFF for octet in rows)
    mode = {1: "1", 8: "L"}.get(header.bits_per_pixel)
    if mode is None:
        raise BadRasterError(f"{header.bits_per_pixel} bits a pixel")
    size = (header.width, header.height)
    return Image.frombytes(mode, size, rows, "raw", mode, header.bytes_per_line)
