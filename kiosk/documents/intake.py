"""From a file on somebody's stick to sealed memory: read once, counted, hashed, never read again.

Owns the reading of untrusted files as octets and the errors of a stick that goes away. Knows no format: nothing here
looks at the content. Called by ``vault`` and ``render``.

The content waits in a sealed memory file (memfd): no plaintext on any disk (A6), the sandboxed child gets its
descriptor and no path, it cannot change it, and what was counted is what will be drawn even if the stick is pulled.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.documents.errors import (
    DocumentTooLargeError,
    EmptyDocumentError,
    MemoryLimitError,
    SourceUnreadableError,
    StorageError,
    StorageFullError,
)
from kiosk.documents.limits import MEGABYTE, DocumentLimits

CHUNK_OCTETS = 256 * 1024
_SEALS = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SEAL

Progress = Callable[[int, int], None]
"""Called with octets read so far and in all, between two chunks."""


class Content:
    """A document's octets in sealed memory. Close it when done: closing is what forgets it."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.octets = 0
        self.fd = os.memfd_create("document", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            for chunk in chunks:
                self._append(chunk)
            fcntl.fcntl(self.fd, fcntl.F_ADD_SEALS, _SEALS)
        except BaseException:
            self.close()
            raise

    def _append(self, chunk: bytes) -> None:
        rest = memoryview(chunk)
        try:
            while rest:
                rest = rest[os.write(self.fd, rest) :]
        except OSError as error:
            raise MemoryLimitError(f"no memory for {self.octets + len(chunk)} octets") from error
        self.octets += len(chunk)

    def twin(self) -> Content:
        """The same sealed octets under a second descriptor, to be closed on its own."""
        twin = Content.__new__(Content)
        twin.octets = self.octets
        twin.fd = os.dup(self.fd)
        return twin

    def close(self) -> None:
        """Forget the octets. May be called again."""
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def read_source(path: Path, limits: DocumentLimits, progress: Progress | None = None) -> Iterator[bytes]:
    """The octets of a file in chunks.

    Raises SourceUnreadableError (gone, not a plain file, cut short, device error), DocumentTooLargeError,
    EmptyDocumentError.
    """
    with source_errors(path):
        # Never follow a link (an ext4 stick may point at the kiosk's own files), never wait for a pipe's other end.
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        yield from _read_open(fd, path, limits, progress)
    finally:
        os.close(fd)


def _read_open(fd: int, path: Path, limits: DocumentLimits, progress: Progress | None) -> Iterator[bytes]:
    with source_errors(path):
        found = os.fstat(fd)
    if not stat.S_ISREG(found.st_mode):
        raise SourceUnreadableError("not a plain file")
    done = 0
    while True:
        if max(found.st_size, done) > limits.octets:
            raise DocumentTooLargeError(f"{max(found.st_size, done)} octets", limit_mb=limits.octets // MEGABYTE)
        with source_errors(path):
            chunk = os.read(fd, CHUNK_OCTETS)
        if not chunk:
            break
        done += len(chunk)
        yield chunk
        if progress:
            progress(done, found.st_size)
    if done < found.st_size:
        raise SourceUnreadableError(f"ended after {done} of {found.st_size} octets")
    if done == 0:
        raise EmptyDocumentError("no octets")


@contextmanager
def source_errors(path: Path) -> Iterator[None]:
    """Any failure of the operating system while reading from ``path`` is the stick's."""
    try:
        yield
    except OSError as error:
        code = errno.errorcode.get(error.errno or 0, "?")
        kind = path.suffix[:5]  # what is said here is logged, and a name is the owner's business (A1)
        raise SourceUnreadableError(f"{code} reading a file {kind!a}") from error


@contextmanager
def storage_errors() -> Iterator[None]:
    """Any failure of the operating system inside is our own disk's."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise (StorageFullError if full else StorageError)(str(error)) from error
