"""Files straight to fax pages, with nothing stored: what the command line tool sends.

Owns the lazy sequence of pages over several files. Knows no vault and no modem. Called by ``kiosk modem send``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import overload

from kiosk.documents.fonts import TextFont, installed_text_font
from kiosk.documents.intake import Content, read_source
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.pages import PageChoice
from kiosk.documents.reader import DocumentReader
from kiosk.fax.outcome import FaxPage, Resolution


class FaxPages(Sequence[FaxPage]):
    """Pages of several files, drawn when they are asked for: one page and one child process at a time.

    All files are read and opened at once when this is made, so that a bad one is told before anything is dialled, and
    a stick may go afterwards. Close it (or use ``with``) to end the child and forget the files.
    """

    def __init__(self, contents: Sequence[Content], view: PageChoice, limits: DocumentLimits, font: TextFont | None):
        self._contents = contents
        self._view = view
        self._limits = limits
        self._font = font
        self._at: tuple[int, DocumentReader] | None = None
        self._places: list[tuple[int, int]] = []
        try:
            for number in range(len(contents)):
                pages = self._reader(number).page_count
                self._places.extend((number, page) for page in range(1, pages + 1))
        except BaseException:
            self.close()
            raise

    def __len__(self) -> int:
        return len(self._places)

    def first_page_of(self, file_number: int) -> int:
        """The number, counted from 1, of the first page of a file, counted from 0."""
        return next(at for at, (number, _page) in enumerate(self._places, 1) if number == file_number)

    @overload
    def __getitem__(self, index: int) -> FaxPage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FaxPage]: ...
    def __getitem__(self, index: int | slice) -> FaxPage | Sequence[FaxPage]:
        if isinstance(index, slice):
            return [self._page(place) for place in self._places[index]]
        return self._page(self._places[index])

    def close(self) -> None:
        """End the child and forget the files. May be called again."""
        if self._at:
            self._at[1].close()
            self._at = None
        for content in self._contents:
            content.close()

    def __enter__(self) -> FaxPages:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _page(self, place: tuple[int, int]) -> FaxPage:
        view = PageChoice(place[1], self._view.resolution, self._view.rotation, self._view.photo)
        return self._reader(place[0]).page(view).page

    def _reader(self, number: int) -> DocumentReader:
        if self._at is None or self._at[0] != number:
            if self._at:
                self._at[1].close()
            self._at = None
            self._at = (number, DocumentReader(self._contents[number].twin(), self._limits, self._font))
        return self._at[1]


def fax_pages(
    paths: Sequence[Path],
    resolution: Resolution,
    *,
    photo: bool = False,
    limits: DocumentLimits | None = None,
    font: TextFont | None = None,
) -> FaxPages:
    """The pages of ``paths``, one file after another, 1728 pels wide, as they will be sent.

    Raises DocumentError for the first file that cannot be used. ``font`` draws plain text; without one, a font of this
    machine is taken.
    """
    bounds = limits or DocumentLimits()
    contents: list[Content] = []
    try:
        for path in paths:
            contents.append(Content(read_source(path.resolve(), bounds)))
    except BaseException:
        for content in contents:
            content.close()
        raise
    view = PageChoice(1, resolution, 0, photo)
    return FaxPages(contents, view, bounds, font or installed_text_font())
