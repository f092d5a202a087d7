"""A fax page as a file: TIFF with T.6 coding, about 46 kB a page.

Owns the coding and back. Knows no encryption. Only ever reads what it wrote (``vault`` has authenticated it). A TIFF
and not bare T.6, so that a technician's tools open an exported page.
"""

from __future__ import annotations

import io

from PIL import Image

from kiosk.fax.outcome import FaxPage, Resolution

_LINES_PER_INCH = {Resolution.STANDARD: 98, Resolution.FINE: 196, Resolution.SUPERFINE: 391}
_PELS_PER_INCH = 204
_BY_LINES = {lines: resolution for resolution, lines in _LINES_PER_INCH.items()}


def encode_page(page: FaxPage) -> bytes:
    """A page as TIFF/T.6."""
    image = Image.frombytes("1", (page.width, page.height), page.rows, "raw", "1;I")
    out = io.BytesIO()
    image.save(out, "TIFF", compression="group4", dpi=(_PELS_PER_INCH, _LINES_PER_INCH[page.resolution]))
    return out.getvalue()


def decode_page(octets: bytes) -> FaxPage:
    """The page that ``encode_page`` was given."""
    with Image.open(io.BytesIO(octets), formats=("TIFF",)) as image:
        resolution = _BY_LINES[round(float(image.info["dpi"][1]))]
        return FaxPage(image.width, image.height, resolution, image.tobytes("raw", "1;I"))
