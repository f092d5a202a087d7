"""Pages of program code that was needed once: handed back to the system, which reads them again if it must.

Owns that one request. Software GL compiles its programs with LLVM: 50 MB of its code come into memory for the first
frames and the warm-up (``kiosk.ui.warming``) and are hardly run again; of all other libraries' 27 MB a visit needs 11,
the rest was for the start. They are as they stand in their files, so nothing is lost; the system would take them
itself, but only when it is short of memory. What is needed again comes back from its cache, at no cost that a visit's
0.2 s of processor would show. Called by ``kiosk.ui.running``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from pathlib import Path

_MAPS = Path("/proc/self/maps")
_MADV_DONTNEED = 4  # madvise(2)


def hand_back() -> None:
    """All code. A few milliseconds; without Linux's list of mappings nothing happens."""
    if not _MAPS.is_file():
        return
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for first, last in code(_MAPS.read_text("utf-8").splitlines()):
        madvise(first, last - first, _MADV_DONTNEED)


def code(maps: Iterable[str]) -> Iterator[tuple[int, int]]:
    """First address and the one behind the last of each mapping of code (proc(5), maps).

    Only what is executable and cannot be written, so surely has never been: a page that a process has changed would
    be lost.
    """
    for line in maps:
        place, access, _, _, inode, *_ = line.split(maxsplit=5)
        first, last = (int(address, 16) for address in place.split("-"))
        if access == "r-xp" and inode != "0":
            yield first, last
