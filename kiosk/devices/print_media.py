"""Paper: how large it is, how fine the dots are, and how a picture is put on it without losing a row.

Owns the CUPS options that keep receipt pixels exact (field notes) and the checking of pictures. Knows no queue. Called
by ``cups_printer.py``; chosen in ``kiosk.app`` from the configuration.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from kiosk.devices.errors import DeviceError
from kiosk.devices.pwg_page import pwg_page

_MM_PER_INCH = 25.4
# CUPS counts pages in whole points: the first or the last row of a picture can fall beside the page (measured with
# heights from 808 to 1243 rows). So a picture on a roll gets white at either end which may be lost.
_SACRIFICED_MM = 1


class UnprintablePictureError(DeviceError):
    """What was handed over is no 1-bit picture that fits the paper: a defect of the form, not of the printer."""

    number = 2104
    message_key = "error.printer.picture"


@dataclass(frozen=True)
class Document:
    """What is handed to cupsd: MIME media type, octets, job options."""

    mime_type: str
    octets: bytes
    options: dict[str, str]


@dataclass(frozen=True)
class PrintMedia:
    """Paper and resolution. ``height_mm`` None is a roll: each picture gets the length it needs.

    ``name`` is the PPD name of a cut sheet, e.g. ``A4``; empty for a roll.
    """

    width_mm: int
    height_mm: int | None
    dpi: int
    name: str = ""

    def document(self, picture: Image.Image, raster: bool) -> Document:
        """``picture`` as a job: as PWG raster, which no filter touches, or as PNG for a queue with a driver."""
        if raster:
            page = self._page(picture)
            return Document("image/pwg-raster", pwg_page(page, self.dpi), {"media": self._media(page.height)})
        if self.height_mm is not None:
            return Document("image/png", _png(picture), {"media": self.name, "print-scaling": "fill"})
        framed = self._on_roll(picture)
        options = {"media": self._media(framed.height), "ppi": str(self.dpi), "print-scaling": "none"}
        return Document("image/png", _png(framed), options)

    def _media(self, height_px: int) -> str:
        if self.height_mm is not None:
            return self.name
        length_mm = math.ceil(height_px / self.dpi * _MM_PER_INCH) + _SACRIFICED_MM
        return f"Custom.{self.width_mm}x{length_mm}mm"

    def _page(self, picture: Image.Image) -> Image.Image:
        """The whole sheet with ``picture`` in the middle of its width: what lies beside the print head is white."""
        width = round(self.width_mm / _MM_PER_INCH * self.dpi)
        height = picture.height if self.height_mm is None else round(self.height_mm / _MM_PER_INCH * self.dpi)
        page = Image.new("1", (width, height), 1)
        page.paste(picture, ((width - picture.width) // 2, 0))
        return page

    def _on_roll(self, picture: Image.Image) -> Image.Image:
        """``picture`` with white that may be lost at both ends, paper never wider than long: CUPS would turn it."""
        edge = self._dots(_SACRIFICED_MM)
        height = max(picture.height, self._dots(self.width_mm)) + 2 * edge
        framed = Image.new("1", (picture.width, height), 1)
        framed.paste(picture, (0, edge))
        return framed

    def checked(self, picture_png: bytes) -> Image.Image:
        """The picture, if it is one and fits the paper. Raises UnprintablePictureError."""
        try:
            picture = Image.open(io.BytesIO(picture_png), formats=["PNG"])
            picture.load()
        except (UnidentifiedImageError, OSError) as error:
            raise UnprintablePictureError(str(error), device=self.name) from error
        widest = self._dots(self.width_mm)
        highest = self._dots(self.height_mm) if self.height_mm is not None else picture.height
        if picture.mode != "1" or picture.width > widest or picture.height > highest:
            raise UnprintablePictureError(f"{picture.mode} {picture.size} on {widest}x{highest}", device=self.name)
        return picture

    def _dots(self, length_mm: float) -> int:
        return math.ceil(length_mm / _MM_PER_INCH * self.dpi)


def _png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


ROLL_80 = PrintMedia(width_mm=80, height_mm=None, dpi=203)
ROLL_58 = PrintMedia(width_mm=58, height_mm=None, dpi=203)
SHEET_A4 = PrintMedia(width_mm=210, height_mm=297, dpi=300, name="A4")
