"""Pictures as pages: JPEG, PNG, and TIFF with one page a frame (fax codings G3 and G4 among them).

Owns opening a picture within its pixel limit, its upright position and its grey values. Knows no sheet and no
threshold. Runs in the child only.
"""

from __future__ import annotations

import os

from PIL import Image, ImageOps, UnidentifiedImageError

from kiosk.documents.kinds import DocumentKind
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.reading.source import PageSize
from kiosk.documents.wire import Refusal, RefusedError

_FORMATS = {DocumentKind.JPEG: "JPEG", DocumentKind.PNG: "PNG", DocumentKind.TIFF: "TIFF"}
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_ORIENTATION_TAG = 0x0112
_SIDEWAYS = (5, 6, 7, 8)  # EXIF orientations that swap width and height
_PEL_ASPECTS = (0.125, 8.0)  # outside of this a resolution tag is nonsense
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, IndexError, OverflowError)


class PictureSource:
    """The frames of one picture file behind ``fd``. Sizes are read from headers; nothing is decoded before ``draw``."""

    def __init__(self, fd: int, kind: DocumentKind, limits: DocumentLimits) -> None:
        self._limits = limits
        try:
            self._image = Image.open(os.fdopen(fd, "rb", closefd=False), formats=(_FORMATS[kind],))
            self.page_count = self._count_frames() if kind is DocumentKind.TIFF else 1
            self._check_pixels()
        except Image.DecompressionBombError as error:
            raise RefusedError(Refusal.PICTURE_TOO_LARGE) from error
        except (UnidentifiedImageError, *_BROKEN) as error:
            raise RefusedError(Refusal.DAMAGED) from error

    def size(self, index: int) -> PageSize:
        image = self._frame(index)
        pel = _pel_aspect(image)
        native = image.size if image.mode == "1" else None
        width, height = float(image.width), image.height * pel
        if image.format != "TIFF" and _orientation(image) in _SIDEWAYS:
            width, height = height, width
        return PageSize(width, height, native)

    def draw(self, index: int, width: int, height: int, turn: int) -> Image.Image:
        image = self._frame(index)
        sideways = (turn in (90, 270)) != (_orientation(image) in _SIDEWAYS and image.format == "JPEG")
        image.draft("L", (height, width) if sideways else (width, height))  # JPEG only: decodes small and grey at once
        try:
            grey = _grey(_upright(image))
        except _BROKEN as error:
            raise RefusedError(Refusal.DAMAGED) from error
        if turn:
            grey = grey.transpose(_TURNS[turn])
        return grey if grey.size == (width, height) else grey.resize((width, height), Image.Resampling.BOX)

    def _frame(self, index: int) -> Image.Image:
        if self.page_count > 1 or self._image.tell() != index:
            try:
                self._image.seek(index)
            except _BROKEN as error:
                raise RefusedError(Refusal.DAMAGED) from error
        return self._image

    def _count_frames(self) -> int:
        count = 0
        while count <= self._limits.pages:
            try:
                self._image.seek(count)
            except EOFError:
                break
            self._check_pixels()
            count += 1
        if count > self._limits.pages:
            raise RefusedError(Refusal.TOO_MANY_PAGES)
        self._image.seek(0)
        return count

    def _check_pixels(self) -> None:
        if self._image.width * self._image.height > self._limits.pixels:
            raise RefusedError(Refusal.PICTURE_TOO_LARGE)


def _pel_aspect(image: Image.Image) -> float:
    """Height of a pel over its width: standard fax resolution has pels twice as high as wide."""
    across, down = image.info.get("dpi", (1, 1))
    aspect = float(across) / float(down) if across and down else 1.0
    return aspect if _PEL_ASPECTS[0] <= aspect <= _PEL_ASPECTS[1] else 1.0


def _orientation(image: Image.Image) -> int:
    value = image.getexif().get(_ORIENTATION_TAG, 1)
    return value if isinstance(value, int) else 1


def _upright(image: Image.Image) -> Image.Image:
    image.load()
    return image if image.format == "TIFF" else ImageOps.exif_transpose(image)  # TIFF: Pillow has turned it in load()


def _grey(image: Image.Image) -> Image.Image:
    """Grey values on white paper, whatever the mode; 16-bit scans keep their upper eight bits."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        inked = image.convert("LA")
        paper = Image.new("L", inked.size, 255)
        paper.paste(inked.getchannel("L"), mask=inked.getchannel("A"))
        return paper
    return image.convert("L")
