"""Pages of program files that were needed once: handed back to the system, which reads them again if it must.

Owns that one request. Software GL compiles its programs with LLVM: 50 MB of its code come into memory for the first
frames and the warm-up (``kiosk.ui.warming``) and are not run again; of all other libraries' 61 MB the screens need 42,
the rest was for the start, and so were the linker's tables. They are as they stand in their files, so nothing is lost;
the system would take them itself, but only when it is short of memory. What is needed again comes back from its cache.

Once, at the start, when nobody has come yet. After a visit nothing is handed back: where the cache has been given
away meanwhile (a small memory, a host that collects what lies idle), the next visitor's first page would wait for the
card to read it anew (71 ms on a quiet machine, of which 63 for 27 MB from the disk). Called by ``kiosk.ui.running``.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

_MAPS = Path("/proc/self/smaps")
_MADV_DONTNEED = 4  # madvise(2)


@dataclass(frozen=True)
class Mapping:
    """A mapping of proc(5), smaps: ``last`` is the address behind it, ``inode`` 0 if there is no file."""

    first: int
    last: int
    access: str
    offset: int
    inode: int
    own: bool = True  # pages of it are no longer the file's; so until the system says otherwise


def hand_back() -> None:
    """40 ms of a processor, of any thread's; without Linux's list of mappings nothing happens."""
    if not _MAPS.is_file():
        return
    madvise = ctypes.CDLL(None).madvise
    madvise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for mapping in unwritten(_MAPS.read_text("utf-8", "replace").splitlines()):
        madvise(mapping.first, mapping.last - mapping.first, _MADV_DONTNEED)


def unwritten(maps: Iterable[str]) -> Iterator[Mapping]:
    """Code, and the head of a program file before its code.

    Only what cannot be written and never has been, as the system counts it: a page that a process has changed would be
    lost. The linker changes what lies behind the code (RELRO), and where an old library asks for it the code itself
    (DT_TEXTREL), before it takes the right to write away.
    """
    for mapping, behind in pairwise([*_read(maps), None]):
        assert mapping is not None
        if mapping.inode and not mapping.own and (mapping.access == "r-xp" or _heads(mapping, behind)):
            yield mapping


def _heads(mapping: Mapping, behind: Mapping | None) -> bool:
    """Whether this is the beginning of a file whose code stands right behind it."""
    if behind is None or mapping.access != "r--p" or mapping.offset != 0:
        return False
    return (behind.first, behind.inode, behind.access) == (mapping.last, mapping.inode, "r-xp")


def _read(lines: Iterable[str]) -> list[Mapping]:
    """Each mapping begins with a line of its place, and lines of facts ("Anonymous: 0 kB") follow."""
    found: list[Mapping] = []
    for line in lines:
        name, *values = line.split(maxsplit=5)
        if name == "Anonymous:":
            found[-1] = replace(found[-1], own=values[0] != "0")
        elif not name.endswith(":"):
            first, last = (int(address, 16) for address in name.split("-"))
            access, offset, _device, inode = values[:4]
            found.append(Mapping(first, last, access, int(offset, 16), int(inode)))
    return found
