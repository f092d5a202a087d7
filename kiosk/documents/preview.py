"""The fax raster made small for a screen: what the recipient will see, never the original (B3).

Owns the box filter and the true proportions (a pel of standard resolution is twice as high as wide). Knows no widget.
Called by screens for thumbnails and the large page, and by the transmission report for the picture of page one.
"""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from kiosk.documents.sheet import LINES_PER_MM, WIDTH_MM, WIDTH_PELS
from kiosk.fax.outcome import FaxPage


@dataclass(frozen=True)
class GreyPicture:
    """``luminance`` is ``height * width`` octets, rows top to bottom, 0 black to 255 white."""

    width: int
    height: int
    luminance: bytes


def preview(page: FaxPage, max_width: int, max_height: int) -> GreyPicture:
    """The whole page in true proportions, as large as fits into ``max_width`` x ``max_height`` screen pixels."""
    width_mm = page.width * WIDTH_MM / WIDTH_PELS
    height_mm = page.height / LINES_PER_MM[page.resolution]
    scale = min(max_width / width_mm, max_height / height_mm)
    size = (max(1, round(width_mm * scale)), max(1, round(height_mm * scale)))
    ink = Image.frombytes("1", (page.width, page.height), page.rows, "raw", "1;I")
    grey = ink.convert("L").resize(size, Image.Resampling.BOX)
    return GreyPicture(*size, grey.tobytes())
