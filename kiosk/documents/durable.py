"""Files and folders that are there after a power cut, or were never there.

Owns the order of write, fsync and rename. Knows no content. Called by ``vault`` and ``keys``.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.documents.intake import storage_errors

OWNER_ONLY = 0o600


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A file that is created here, readable by its owner alone, and on disk when this ends. Raises StorageError."""
    with storage_errors():
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OWNER_ONLY)
        with os.fdopen(fd, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())


def sync_folder(path: Path) -> None:
    """Make creations, renames and removals in a folder last."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


@contextmanager
def claimed(folder: Path) -> Iterator[bool]:
    """Whether this folder could be locked: its maker holds the lock for as long as the maker lives."""
    try:
        fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except FileNotFoundError:
        yield False
        return
    try:
        yield _lock(fd)
    finally:
        os.close(fd)


def _lock(fd: int) -> bool:
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def remove_folder(folder: Path, first: str) -> tuple[tuple[str, ...], int]:
    """Remove a flat folder, the file called ``first`` before all others; the names removed and their octets."""
    files = sorted(folder.iterdir(), key=lambda file: (file.name != first, file.name))
    octets = 0
    for file in files:
        octets += file.stat().st_size
        if file.name == first:
            _overwrite(file)
        file.unlink()
        if file.name == first:
            sync_folder(folder)
    folder.rmdir()
    sync_folder(folder.parent)
    return tuple(file.name for file in files), octets


def _overwrite(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as out:
        out.write(os.urandom(size))
        out.flush()
        os.fsync(out.fileno())
