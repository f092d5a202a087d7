"""One page of PWG Raster (PWG 5102.4-2012): dots that no filter touches on their way to an IPP Everywhere printer.

Owns the format, for one page of one bit a dot. Knows no queue. Called by ``print_media.py``.
"""

from __future__ import annotations

import struct

from PIL import Image

_HEADER_OCTETS = 1796  # PWG 5102.4 4.3
_BLACK = 3  # ColorSpace: 1 = ink
_POINTS_PER_INCH = 72
_MOST_REPEATS = 256
_MOST_LITERALS = 128


def pwg_page(page: Image.Image, dpi: int) -> bytes:
    """``page`` (mode ``1``) as a PWG raster document at ``dpi``."""
    bytes_per_line = (page.width + 7) // 8
    ink = page.tobytes("raw", "1;I")
    lines = [ink[at : at + bytes_per_line] for at in range(0, len(ink), bytes_per_line)]
    return b"RaS2" + _header(page, dpi, bytes_per_line) + b"".join(_coded(lines))


def _header(page: Image.Image, dpi: int, bytes_per_line: int) -> bytes:
    points = [round(dots / dpi * _POINTS_PER_INCH) for dots in page.size]
    fields = {
        276: (dpi, dpi),  # HWResolution
        340: (1,),  # NumCopies
        352: tuple(points),  # PageSize
        372: page.size,  # Width, Height
        384: (1, 1, bytes_per_line, 0, _BLACK),  # BitsPerColor, BitsPerPixel, BytesPerLine, ColorOrder, ColorSpace
        420: (1,),  # NumColors
        452: (1, 1, 1),  # TotalPageCount, CrossFeedTransform, FeedTransform
    }
    header = bytearray(_HEADER_OCTETS)
    header[0:9] = b"PwgRaster"
    for at, values in fields.items():
        struct.pack_into(f">{len(values)}I", header, at, *values)
    return bytes(header)


def _coded(lines: list[bytes]) -> list[bytes]:
    """PWG 5102.4 4.4: a line is led by how often it is repeated; dots go as literals, paper being mostly repeats."""
    coded: list[bytes] = []
    at = 0
    while at < len(lines):
        repeats = 1
        while repeats < _MOST_REPEATS and at + repeats < len(lines) and lines[at + repeats] == lines[at]:
            repeats += 1
        coded.append(bytes([repeats - 1]) + _literals(lines[at]))
        at += repeats
    return coded


def _literals(line: bytes) -> bytes:
    coded = bytearray()
    for at in range(0, len(line), _MOST_LITERALS):
        part = line[at : at + _MOST_LITERALS]
        coded.append(257 - len(part) if len(part) > 1 else 0)  # a single octet is a run of one
        coded += part
    return bytes(coded)
