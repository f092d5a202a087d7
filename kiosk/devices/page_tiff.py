"""A TIFF file that grows by one page at a time and is whole after each, whatever happens to the process.

Owns the order of writing: a page's strip and directory go behind everything, are synced, and only then the directory
before them is made to point there (four octets, synced again). Power may go at any moment: what the chain of
directories reaches is whole. Pages are T.6 (TIFF 6.0 section 11, compression 4). Called by ``kiosk modem receive``.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from types import TracebackType

from kiosk.devices.page_coder import code_strip
from kiosk.fax.outcome import Coding, FaxPage, Resolution

_HEADER = struct.pack("<2sHI", b"II", 42, 0)
_FIRST_LINK = 4  # where the offset of the first directory stands
_SHORT, _LONG, _RATIONAL = 3, 4, 5
_DOTS_ACROSS = 204  # 8 pels/mm
_LINES_PER_INCH = {Resolution.STANDARD: 98, Resolution.FINE: 196, Resolution.SUPERFINE: 391}


class PageTiff:
    """One file. Every method may raise OSError (disk full, stick pulled)."""

    def __init__(self, path: Path) -> None:
        """Begin an empty file. Raises FileExistsError: nothing received is ever written over."""
        self._path = path
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)  # its user's alone
        self._file = os.fdopen(descriptor, "rb+", buffering=0)  # what a full disk refused is not tried again at the end
        self._links = [_FIRST_LINK]  # of each page: where its directory's offset is written
        self._ends = [len(_HEADER)]
        try:
            self._write(0, _HEADER)
            _sync_folder(path.parent)
        except OSError:
            self.close()
            raise

    def __enter__(self) -> PageTiff:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def pages(self) -> int:
        return len(self._links) - 1

    def append(self, page: FaxPage) -> None:
        """When it returns, the page is on disk and can be read."""
        strip = code_strip(page, Coding.MMR)
        strip += bytes(len(strip) % 2)  # TIFF 6.0: a directory begins on a word boundary
        begin = self._ends[-1]
        directory, link = _directory(page, len(strip), begin)
        try:
            self._write(begin, strip + directory)
        except OSError:
            self._file.truncate(begin)  # nothing points to what is there of it; room for those who come after
            raise
        self._write(self._links[-1], struct.pack("<I", begin + len(strip)))
        self._links.append(link)
        self._ends.append(begin + len(strip) + len(directory))

    def drop_last(self) -> None:
        """Take the last page away again."""
        self._links.pop()
        self._ends.pop()
        self._write(self._links[-1], struct.pack("<I", 0))
        self._file.truncate(self._ends[-1])
        self._sync()

    def close(self) -> None:
        """Close; a file without a page is removed."""
        self._file.close()
        if not self.pages:
            self._path.unlink(missing_ok=True)

    def _write(self, at: int, octets: bytes) -> None:
        self._file.seek(at)
        rest = memoryview(octets)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._sync()

    def _sync(self) -> None:
        os.fsync(self._file.fileno())


def _directory(page: FaxPage, strip_octets: int, strip_at: int) -> tuple[bytes, int]:
    """The image file directory behind its strip, and where the offset of the next one will be written."""
    begin = strip_at + strip_octets
    tags = (
        (254, _LONG, 2),  # NewSubfileType: a page of several
        (256, _LONG, page.width),
        (257, _LONG, page.height),
        (258, _SHORT, 1),
        (259, _SHORT, 4),  # Compression: T.6
        (262, _SHORT, 0),  # PhotometricInterpretation: WhiteIsZero
        (273, _LONG, strip_at),
        (277, _SHORT, 1),
        (278, _LONG, page.height),
        (279, _LONG, strip_octets),
        (282, _RATIONAL, 0),
        (283, _RATIONAL, 8),
        (296, _SHORT, 2),  # ResolutionUnit: inch
    )
    rationals_at = begin + 2 + 12 * len(tags) + 4
    entries = b"".join(
        struct.pack("<HHII", tag, kind, 1, rationals_at + value if kind == _RATIONAL else value)
        for tag, kind, value in tags
    )
    rationals = struct.pack("<IIII", _DOTS_ACROSS, 1, _LINES_PER_INCH[page.resolution], 1)
    return struct.pack("<H", len(tags)) + entries + bytes(4) + rationals, rationals_at - 4


def _sync_folder(folder: Path) -> None:
    """The name itself must be on disk too (fsync(2))."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
