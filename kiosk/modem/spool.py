"""The pages of a call, all drawn before anything is dialled, and read back one at a time.

Owns the drawn pages, packed in a file without a name: a page that cannot be drawn is told while nothing has been
dialled, none is drawn at a turn of the line, and memory does not grow with their number. Called by ``send.py``, and by
``replay_house.py``.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType
from typing import overload

from kiosk.documents.errors import DocumentError
from kiosk.documents.render import fax_pages
from kiosk.fax.outcome import FaxPage, Resolution
from kiosk.modem.files import demand_readable, trouble_with

_PACKED_QUICKLY = 1


@dataclass(frozen=True)
class _Packed:
    """Where the rows of a page are; ``frame`` is the page without them."""

    frame: FaxPage
    at: int
    octets: int


class Spool(Sequence[FaxPage]):
    """Pages of several files, one file after another. Use it with ``with``."""

    def __init__(self, files: Sequence[Path], resolution: Resolution) -> None:
        """Draws them all. Raises FileTroubleError or DocumentError with the name of the file."""
        self._pages: list[_Packed] = []
        self._firsts: list[int] = []
        for path in files:
            demand_readable(path)
        with trouble_with(Path(tempfile.gettempdir()), "keep pages there"), ExitStack() as held:
            self._file = held.enter_context(tempfile.TemporaryFile())
            for path in files:
                self._firsts.append(len(self._pages) + 1)
                self._add(path, resolution)
            self._held = held.pop_all()

    def __enter__(self) -> Spool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._held.close()

    def __len__(self) -> int:
        return len(self._pages)

    @overload
    def __getitem__(self, index: int) -> FaxPage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FaxPage]: ...
    def __getitem__(self, index: int | slice) -> FaxPage | Sequence[FaxPage]:
        if isinstance(index, slice):
            return [self._read(packed) for packed in self._pages[index]]
        return self._read(self._pages[index])

    def first_page_of(self, file_number: int) -> int:
        """The number, counted from 1, of the first page of a file, counted from 0."""
        return self._firsts[file_number]

    def _add(self, path: Path, resolution: Resolution) -> None:
        for page in _drawn(path, resolution):
            packed = zlib.compress(page.rows, _PACKED_QUICKLY)
            self._pages.append(_Packed(replace(page, rows=b""), self._file.tell(), len(packed)))
            self._file.write(packed)

    def _read(self, packed: _Packed) -> FaxPage:
        self._file.seek(packed.at)
        return replace(packed.frame, rows=zlib.decompress(self._file.read(packed.octets)))


def _drawn(path: Path, resolution: Resolution) -> Iterator[FaxPage]:
    try:
        with fax_pages([path], resolution) as pages:
            yield from pages
    except DocumentError as error:
        raise type(error)(f"{path}: {error.detail or 'cannot be sent'}", **error.values) from error
