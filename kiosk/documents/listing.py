"""Which files of a stick can be faxed: a bounded, harmless look at somebody's file system (B2).

Owns the walk and its bounds. Knows no device: it is given a folder. It opens files only to read their first octets,
never follows a link, never leaves the stick. Called by the desk's use case for choosing a document.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kiosk.clock import Clock
from kiosk.documents.intake import source_errors
from kiosk.documents.kinds import HEAD_OCTETS, DocumentKind, sniff
from kiosk.documents.names import clean_name

_SYSTEM = frozenset(
    ("$recycle.bin", "system volume information", "recycler", "lost.dir", "lost+found", "thumbs.db", "desktop.ini")
)
_HIDDEN_STARTS = (".", "~$")  # "~$": what a word processor leaves beside an open file


@dataclass(frozen=True)
class StickFile:
    """A file that could be a document. ``name`` and ``folder`` (from the stick's root) are fit to be shown.

    ``kind`` comes from the content; one that is not ``accepted`` is listed so that the screen can say why not.
    """

    path: Path
    name: str
    folder: str
    octets: int
    kind: DocumentKind
    modified_s: float


@dataclass(frozen=True)
class ListingLimits:
    """Bounds of the walk: the clerk's counter has no time for a disk with a million files."""

    depth: int = 6
    entries: int = 5000
    files: int = 500
    seconds: float = 4.0


def list_files(root: Path, clock: Clock, limits: ListingLimits | None = None) -> tuple[StickFile, ...]:
    """The files under ``root`` that are documents, newest first.

    Raises SourceUnreadableError if ``root`` itself cannot be read; a stick that goes away later shortens the list.
    """
    bounds = limits or ListingLimits()
    end = clock.monotonic() + bounds.seconds
    with source_errors(root):
        device = root.stat().st_dev
        os.scandir(root).close()
    found: list[tuple[float, int, Path]] = []
    for count, entry in enumerate(_walk(root, device, bounds.depth)):
        if count >= bounds.entries or clock.monotonic() > end:
            break
        found.append(entry)
    found.sort(key=lambda file: (-file[0], os.fsencode(file[2])))
    listed: list[StickFile] = []
    for modified_s, octets, path in found:
        if len(listed) >= bounds.files or clock.monotonic() > end:
            break
        kind = sniff(_head(path)) if octets else None
        if kind is not None:
            folder = path.parent.relative_to(root)
            shown = "" if folder == Path() else clean_name(str(folder))
            listed.append(StickFile(path, clean_name(path.name), shown, octets, kind, modified_s))
    return tuple(listed)


def _walk(root: Path, device: int, depth: int) -> Iterator[tuple[float, int, Path]]:
    """Time, size and path of plain files, folders nearest to the root first; what cannot be read is passed over."""
    folders = [(root, 0)]
    for folder, level in folders:
        for entry in _entries(folder):
            try:
                found = entry.stat(follow_symlinks=False)
                is_file, is_folder = entry.is_file(follow_symlinks=False), entry.is_dir(follow_symlinks=False)
            except OSError:
                continue  # gone, or a damaged directory: a stick is what it is
            if is_file:
                yield found.st_mtime, found.st_size, Path(entry.path)
            elif is_folder and level < depth and found.st_dev == device:
                folders.append((Path(entry.path), level + 1))


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith(_HIDDEN_STARTS) and entry.name.casefold() not in _SYSTEM:
                    yield entry
    except OSError:
        return  # the stick went away, or the folder is damaged


def _head(path: Path) -> bytes:
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.read(fd, HEAD_OCTETS)
    except OSError:
        return b""
    finally:
        os.close(fd)
