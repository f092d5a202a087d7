"""Pictures as pages: JPEG, PNG, and TIFF with one page a frame (fax codings G3 and G4 among them).

Owns opening a picture within its pixel limit, its upright position and its grey values. Knows no sheet and no
threshold. Runs in the child only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile

from kiosk.documents.kinds import DocumentKind
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.reading.source import PageSize
from kiosk.documents.wire import Refusal, RefusedError

# The classes themselves and not Image.open: no other of Pillow's forty formats can be reached from a hostile file, and
# nothing is imported late, when there are no files any more.
_CLASSES: dict[DocumentKind, type[ImageFile.ImageFile]] = {
    DocumentKind.JPEG: JpegImageFile,
    DocumentKind.PNG: PngImageFile,
    DocumentKind.TIFF: TiffImageFile,
}
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
_ORIENTATION_TAG = 0x0112
_UPRIGHT = {  # EXIF 2.32, 4.6.4 A, Orientation: what sets the picture upright
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = (5, 6, 7, 8)  # those that swap width and height
_PEL_ASPECTS = (0.125, 8.0)  # outside of this a resolution tag is nonsense
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, KeyError, TypeError, IndexError, OverflowError)


class PictureSource:
    """The frames of one picture file behind ``fd``. Opening reads headers only; a frame is decoded when drawn."""

    def __init__(self, fd: int, kind: DocumentKind, limits: DocumentLimits) -> None:
        self._fd = fd
        self._class = _CLASSES[kind]
        with _damage():
            self._sizes = list(self._measure(limits, limits.pages + 1 if kind is DocumentKind.TIFF else 1))
        self.page_count = len(self._sizes)
        if self.page_count > limits.pages:
            raise RefusedError(Refusal.TOO_MANY_PAGES)

    def size(self, index: int) -> PageSize:
        return self._sizes[index]

    def draw(self, index: int, width: int, height: int, turn: int) -> Image.Image:
        with _damage():
            image = self._fresh()
            if index:
                image.seek(index)
            sideways = (_orientation(image) in _SIDEWAYS) != (turn in (90, 270))
            # JPEG only: decodes grey and small at once, at least as large as asked for.
            image.draft("L", (height, width) if sideways else (width, height))
            grey = _grey(_upright(image))
        if turn:
            grey = grey.transpose(_TURNS[turn])
        if grey.size == (width, height):
            return grey
        # Shrinking must average all pels (a hairline may fall between); growing must not make staircases of letters.
        return grey.resize((width, height), Image.Resampling.BOX if grey.width > width else Image.Resampling.BICUBIC)

    def _fresh(self) -> ImageFile.ImageFile:
        """A picture not yet decoded: so its memory goes after each page, and a JPEG can be drafted at another size."""
        file = os.fdopen(self._fd, "rb", closefd=False)
        file.seek(0)
        return self._class(file)

    def _measure(self, limits: DocumentLimits, most: int) -> Iterator[PageSize]:
        image = self._fresh()
        for index in range(most):
            if index:
                try:
                    image.seek(index)
                except EOFError:
                    return
            if image.width * image.height > limits.pixels:
                raise RefusedError(Refusal.PICTURE_TOO_LARGE)
            yield _size(image)


def _size(image: Image.Image) -> PageSize:
    width, height = float(image.width), image.height * _pel_aspect(image)
    native = image.size if image.mode == "1" else None
    return PageSize(height, width, native) if _orientation(image) in _SIDEWAYS else PageSize(width, height, native)


@contextmanager
def _damage() -> Iterator[None]:
    """Whatever a decoder stumbles over is the file's fault."""
    try:
        yield
    except _BROKEN as error:
        raise RefusedError(Refusal.DAMAGED) from error


def _pel_aspect(image: Image.Image) -> float:
    """Height of a pel over its width: standard fax resolution has pels twice as high as wide."""
    across, down = image.info.get("dpi", (1, 1))
    aspect = float(across) / float(down) if across and down else 1.0
    return aspect if _PEL_ASPECTS[0] <= aspect <= _PEL_ASPECTS[1] else 1.0


def _orientation(image: Image.Image) -> int:
    """EXIF orientation, 1 to 8. A TIFF counts as upright: Pillow swaps its size at once and turns it when loading."""
    if image.format == "TIFF":
        return 1
    found = Image.Image.getexif(image).get(_ORIENTATION_TAG)  # PNG's own getexif would decode the whole picture
    return found if found in _UPRIGHT else 1


def _upright(image: Image.Image) -> Image.Image:
    how = _UPRIGHT.get(_orientation(image))
    image.load()
    return image if how is None else image.transpose(how)


def _grey(image: Image.Image) -> Image.Image:
    """Grey values on white paper, whatever the mode; 16-bit scans keep their upper eight bits."""
    if image.mode.startswith("I;16"):
        return image.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        inked = image.convert("RGBA")
        paper = Image.new("L", inked.size, 255)
        paper.paste(inked.convert("L"), mask=inked.getchannel("A"))
        return paper
    return image.convert("L")
