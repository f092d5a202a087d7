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

_MM_PER_INCH = 25.4
# CUPS counts pages in whole points: the first or the last row of a picture can fall beside the page (measured with
# heights from 808 to 1243 rows). So a picture on a roll gets white at either end which may be lost.
_SACRIFICED_MM = 1


class UnprintablePictureError(DeviceError):
    """What was handed over is no 1-bit picture that fits the paper: a defect of the form, not of the printer."""

    number = 2104
    message_key = "error.printer.picture"


@dataclass(frozen=True)
class PrintMedia:
    """Paper and resolution. ``height_mm`` None is a roll: each picture gets the length it needs.

    ``name`` is the PPD name of a cut sheet, e.g. ``A4``; empty for a roll.
    """

    width_mm: int
    height_mm: int | None
    dpi: int
    name: str = ""

    def prepare(self, picture_png: bytes) -> tuple[bytes, dict[str, str]]:
        """The PNG to send and its job options. Raises UnprintablePictureError."""
        picture = self._checked(picture_png)
        if self.height_mm is not None:
            return picture_png, {"media": self.name, "print-scaling": "fill"}
        framed = self._on_roll(picture)
        length_mm = math.ceil(framed.height / self.dpi * _MM_PER_INCH) + _SACRIFICED_MM
        media = f"Custom.{self.width_mm}x{length_mm}mm"
        return _png(framed), {"media": media, "ppi": str(self.dpi), "print-scaling": "none"}

    def _on_roll(self, picture: Image.Image) -> Image.Image:
        """``picture`` with white that may be lost at both ends, paper never wider than long: CUPS would turn it."""
        edge = self._dots(_SACRIFICED_MM)
        height = max(picture.height, self._dots(self.width_mm)) + 2 * edge
        framed = Image.new("1", (picture.width, height), 1)
        framed.paste(picture, (0, edge))
        return framed

    def _checked(self, picture_png: bytes) -> Image.Image:
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
