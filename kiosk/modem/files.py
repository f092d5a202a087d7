"""The files that ``kiosk modem`` reads and writes: told before anything is dialled when one cannot be, written whole.

Owns what is told of a file (it, what was tried, what came of it, what to do) and that nothing is left half written.
Knows no format. Called by the parts.
"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kiosk.errors import KioskError

_REMEDIES = {
    errno.ENOENT: "correct its name",
    errno.ENOTDIR: "correct its name",
    errno.EISDIR: "give a file",
    errno.EEXIST: "give another name",
    errno.EACCES: "let this user do that, or take another place",
    errno.EPERM: "let this user do that, or take another place",
    errno.EROFS: "take another place",
    errno.ENOSPC: "make room there, or take another place",
    errno.EDQUOT: "make room there, or take another place",
    errno.ENAMETOOLONG: "take a shorter name",
}


class FileTroubleError(KioskError):
    """A file or folder that was given cannot be used."""

    number = 1013
    message_key = "error.file"


@contextmanager
def trouble_with(path: Path, tried: str) -> Iterator[None]:
    """What the system refuses inside is told as trouble with ``path``. Raises FileTroubleError."""
    try:
        yield
    except OSError as error:
        raise file_trouble(path, tried, error) from error


def file_trouble(path: Path, tried: str, error: OSError) -> FileTroubleError:
    """In words; ``tried`` as "read it"."""
    remedy = _REMEDIES.get(error.errno or 0, "take another place")
    return FileTroubleError(f"{path}: tried to {tried}: {error.strerror or error}: {remedy}", file=str(path))


def demand_readable(path: Path) -> None:
    """Raises FileTroubleError where a document cannot be opened, or is no plain file."""
    with trouble_with(path, "read it"):
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            kind = os.fstat(descriptor).st_mode
        finally:
            os.close(descriptor)
        if stat.S_ISDIR(kind):
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not stat.S_ISREG(kind):
            raise OSError(errno.EISDIR, "no plain file")


def demand_writable(path: Path) -> None:
    """Raises FileTroubleError where no file could be written; writes nothing."""
    with trouble_with(path, "write it"):
        if path.is_dir():
            raise OSError(errno.EISDIR, os.strerror(errno.EISDIR))
        if _is_plain(path):
            tempfile.TemporaryFile(dir=path.parent).close()


def write_private(path: Path, lines: Iterable[str]) -> None:
    """Whole, synced, its user's alone, in place of what was there; or not at all. Raises FileTroubleError.

    What is no plain file (``/dev/stdout``, a pipe) is just written to.
    """
    with trouble_with(path, "write it"):
        if not _is_plain(path):
            with path.open("a", encoding="utf-8") as stream:
                stream.writelines(lines)
            return
        path = path.resolve()
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.writelines(lines)
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(beside).unlink()
            raise


def make_folder(path: Path) -> None:
    """There, and a file can be written into it. Raises FileTroubleError."""
    with trouble_with(path, "write into it"):
        path.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=path).close()


def _is_plain(path: Path) -> bool:
    """A plain file, or nothing yet. /dev/stdout is neither, whatever it leads to."""
    is_stream = path.is_symlink() and path.absolute().is_relative_to("/dev")
    return not is_stream and (path.is_file() or not path.exists())
