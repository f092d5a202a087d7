"""K4: no touch waits for a font on the disk: the faces of every language are in the system's cache before a visit."""

from __future__ import annotations

import ctypes
import mmap
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.assets import Assets, default_root
from kiosk.ui.reading_ahead import read_ahead
from tests.ui.harness import Glass, open_glass

_MB = 1 << 20


def _given_away(files: Iterable[Path]) -> None:
    """The system has these on the disk alone. One that keeps all in memory has nothing to read ahead."""
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        if _in_cache(path):
            pytest.skip("this file system does not let go of what it has read")


def _in_cache(path: Path) -> bool:
    """Whether all of a file can be read without the disk (mincore(2)); to try it would bring it."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY) as octets:
        pages = (ctypes.c_ubyte * -(-len(octets) // mmap.PAGESIZE))()
        first = ctypes.c_char.from_buffer(octets)
        there = ctypes.CDLL(None).mincore(ctypes.byref(first), ctypes.c_size_t(len(octets)), pages)
        del first  # the map cannot be closed as long as it is held
        assert there == 0
        return all(page & 1 for page in pages)


def test_files_are_in_the_cache_when_it_returns_and_one_that_is_missing_stops_nothing(tmp_path: Path) -> None:
    files = [tmp_path / "first", tmp_path / "second"]
    for path in files:
        path.write_bytes(bytes(3 * _MB + 1))
    _given_away(files)
    read_ahead([tmp_path / "missing", *files])
    assert all(map(_in_cache, files))


def test_every_face_that_the_screens_draw_with_is_read_at_the_start_and_when_a_visit_begins(tmp_path: Path) -> None:
    faces = _own_faces(tmp_path / "assets")
    assert len(faces) == 8, "sans and serif, regular and bold, of both scripts"
    _given_away(faces)
    with _opened(tmp_path) as glass:
        glass.settle()
        assert all(map(_in_cache, faces))
        glass.running._tick()  # nobody is there
        _given_away(faces)
        glass.touch("idle.wake")
        glass.running._tick()
        glass.settle()
        assert all(map(_in_cache, faces))


def _own_faces(root: Path) -> tuple[Path, ...]:
    """Light cuts that no other process reads."""
    root.mkdir()
    for path in default_root().iterdir():
        (root / path.name).symlink_to(path)
    faces = Assets(root).all_common()
    for path in faces:
        octets = path.read_bytes()
        path.unlink()
        path.write_bytes(octets)
    return faces


@contextmanager
def _opened(folder: Path) -> Iterator[Glass]:
    glass = open_glass(folder, assets_root=folder / "assets")
    try:
        yield glass
    finally:
        glass.close()
        glass.furnished.close()
