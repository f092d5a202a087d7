"""Plain text as pages: A4, 12 point, wrapped, with Chinese characters.

Owns reading the encodings that text comes in here (UTF-8, UTF-16, GB18030, Big5) and its layout. Knows no sheet and no
threshold. Runs in the child only.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

from kiosk.documents.kinds import text_encoding
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.reading.source import PageSize
from kiosk.documents.wire import Refusal, RefusedError

# A4 at 200 pels an inch: near the fax raster, with square pels, so letters are drawn once and scaled little.
_PELS_PER_MM = 200 / 25.4
_PAGE = (round(210 * _PELS_PER_MM), round(297 * _PELS_PER_MM))
_MARGIN = round(18 * _PELS_PER_MM)
_EM = round(12 * 200 / 72)  # 12 point: 16 lines high at standard resolution, the least at which Han stays legible
_LINE = round(_EM * 1.35)
_ROWS = (_PAGE[1] - 2 * _MARGIN) // _LINE
_TAB = 8
_DOS_END = "\x1a"
_TURNS = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


class TextSource:
    """The pages of one text in ``octets``."""

    def __init__(self, octets: bytes, font: ImageFont.FreeTypeFont, limits: DocumentLimits) -> None:
        codec = text_encoding(octets, whole=True)
        if codec is None:
            raise RefusedError(Refusal.DAMAGED)
        self._font = font
        self._widths: dict[str, float] = {}
        self._pages = self._lay_out(codecs.decode(octets, codec).replace(_DOS_END, ""), limits.pages)
        self.page_count = len(self._pages)

    def size(self, index: int) -> PageSize:
        return PageSize(*_PAGE)

    def draw(self, index: int, width: int, height: int, turn: int) -> Image.Image:
        sheet = Image.new("L", _PAGE, 255)
        pen = ImageDraw.Draw(sheet)
        for row, line in enumerate(self._pages[index]):
            pen.text((_MARGIN, _MARGIN + row * _LINE), line, fill=0, font=self._font)
        turned = sheet.transpose(_TURNS[turn]) if turn else sheet
        return turned.resize((width, height), Image.Resampling.BICUBIC)

    def _lay_out(self, text: str, max_pages: int) -> list[list[str]]:
        pages: list[list[str]] = [[]]
        for line in self._rows(text.rstrip()):
            if line == "\f" or len(pages[-1]) >= _ROWS:
                pages.append([])
                if len(pages) > max_pages:
                    raise RefusedError(Refusal.TOO_MANY_PAGES)
            if line != "\f":
                pages[-1].append(line)
        if not any(any(line.strip() for line in page) for page in pages):
            raise RefusedError(Refusal.EMPTY)
        return pages

    def _rows(self, text: str) -> Iterator[str]:
        for at, part in enumerate(text.split("\f")):
            if at:
                yield "\f"
            for line in part.splitlines():
                yield from self._wrap(line.expandtabs(_TAB))

    def _wrap(self, line: str) -> Iterator[str]:
        """Break at the right margin, after the last blank if there is one in the second half: Han breaks anywhere."""
        room, start, used, blank = _PAGE[0] - 2 * _MARGIN, 0, 0.0, 0
        for at, char in enumerate(line):
            used += self._width(char)
            if used > room:
                cut = blank if blank - start > (at - start) // 2 else at
                yield line[start:cut]
                start, used = cut, sum(self._width(c) for c in line[cut : at + 1])
            if char == " ":
                blank = at + 1
        yield line[start:]

    def _width(self, char: str) -> float:
        width = self._widths.get(char)
        if width is None:
            width = self._widths[char] = self._font.getlength(char)
        return width


def load_font(path: str, face: int) -> ImageFont.FreeTypeFont:
    """The font for text; opened before the child gives up its files."""
    return ImageFont.truetype(path, _EM, index=face, layout_engine=ImageFont.Layout.BASIC)
