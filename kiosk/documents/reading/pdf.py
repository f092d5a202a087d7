"""PDF pages by pdfium.

Owns opening a PDF and drawing its pages. Knows no sheet and no threshold. Runs in the child only.
"""

from __future__ import annotations

import ctypes
import mmap

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from kiosk.documents.limits import DocumentLimits
from kiosk.documents.reading.source import PageSize
from kiosk.documents.wire import Refusal, RefusedError

# As printed: annotations and filled-in form fields are part of the paper; what is marked "not for print" is not.
_FLAGS = pdfium_c.FPDF_GRAYSCALE | pdfium_c.FPDF_ANNOT | pdfium_c.FPDF_PRINTING
_WHITE = 0xFFFFFFFF


class PdfSource:
    """The pages of one PDF held in memory at ``fd`` (never a path: pdfium opens nothing)."""

    def __init__(self, fd: int, octets: int, limits: DocumentLimits) -> None:
        mapped = mmap.mmap(fd, octets, access=mmap.ACCESS_COPY)
        try:
            self._pdf = pdfium.PdfDocument((ctypes.c_char * octets).from_buffer(mapped))
        except pdfium.PdfiumError as error:
            password = error.err_code in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY)
            raise RefusedError(Refusal.ENCRYPTED if password else Refusal.DAMAGED) from error
        self.page_count: int = len(self._pdf)
        if self.page_count > limits.pages:
            raise RefusedError(Refusal.TOO_MANY_PAGES)
        self._pdf.init_forms()

    def size(self, index: int) -> PageSize:
        with self._page(index) as page:
            width, height = page.get_size()
        if not (0 < width < 1e6 and 0 < height < 1e6):
            raise RefusedError(Refusal.DAMAGED)
        return PageSize(width, height)

    def draw(self, index: int, width: int, height: int, turn: int) -> Image.Image:
        bitmap = pdfium.PdfBitmap.new_native(width, height, pdfium_c.FPDFBitmap_Gray)
        with self._page(index) as page:
            pdfium_c.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
            view = (bitmap, page, 0, 0, width, height, turn // 90, _FLAGS)
            pdfium_c.FPDF_RenderPageBitmap(*view)
            if self._pdf.formenv:
                pdfium_c.FPDF_FFLDraw(self._pdf.formenv, *view)
        drawn: Image.Image = bitmap.to_pil()
        return drawn.copy()  # the bitmap's memory is pdfium's and goes with it

    def _page(self, index: int) -> _OpenPage:
        try:
            return _OpenPage(self._pdf[index])
        except pdfium.PdfiumError as error:
            raise RefusedError(Refusal.DAMAGED) from error


class _OpenPage:
    """Closes a page when done, so that two hundred pages take the memory of one."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._page = page

    def __enter__(self) -> pdfium.PdfPage:
        return self._page

    def __exit__(self, *_: object) -> None:
        self._page.close()
