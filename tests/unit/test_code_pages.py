"""Code that was needed once goes back to the system, and nothing that a process may have changed (K4)."""

from __future__ import annotations

import mmap
from pathlib import Path

from kiosk.ui.code_pages import hand_back, unwritten

_SIZE = 20 << 20
_MAPS = """\
7f0000000000-7f0001000000 r--p 00000000 08:01 11 /usr/lib/libcompiler.so
Rss:                1024 kB
Anonymous:             0 kB
VmFlags: rd mr mw me
7f0001000000-7f0004000000 r-xp 01000000 08:01 11 /usr/lib/libcompiler.so
Anonymous:             0 kB
7f0004000000-7f0005000000 r--p 04000000 08:01 11 /usr/lib/libcompiler.so
Anonymous:             0 kB
7f0005000000-7f0006000000 rw-p 05000000 08:01 11 /usr/lib/libcompiler.so
Anonymous:             4 kB
7f0006000000-7f0006100000 r-xp 00000000 08:01 12 /usr/lib/lib small.so
Anonymous:             0 kB
7f0006100000-7f0006101000 r--p 00000000 08:01 12 /usr/lib/lib small.so
Anonymous:             4 kB
7f0006101000-7f0006102000 rw-p 00001000 08:01 12 /usr/lib/lib small.so
Anonymous:             4 kB
7f0007000000-7f000a000000 r-xp 00000000 00:00 0
Anonymous:             0 kB
7f000a000000-7f000d000000 rwxp 00000000 08:01 13 /usr/lib/libpatched.so
Anonymous:             0 kB
7f000d000000-7f000e000000 r--p 00000000 08:01 14 /usr/share/data
Anonymous:             0 kB
7f000e000000-7f000f000000 r-xp 00000000 08:01 15 /usr/lib/libtextrel.so
Anonymous:             8 kB
7f000f000000-7f0010000000 r-xp 00000000 08:01 16 /usr/lib/libuncounted.so
"""


def test_only_code_and_what_stands_before_it_in_its_file_is_handed_back() -> None:
    """What stands behind it the linker has changed, in some libraries the code too: lost, it would take the process."""
    assert [(mapping.first, mapping.last) for mapping in unwritten(_MAPS.splitlines())] == [
        (0x7F0000000000, 0x7F0001000000),
        (0x7F0001000000, 0x7F0004000000),
        (0x7F0006000000, 0x7F0006100000),
    ]


def test_code_that_is_handed_back_is_in_memory_no_more_and_reads_as_before(tmp_path: Path) -> None:
    file = tmp_path / "libcompiler.so"
    octets = bytes(range(256)) * (_SIZE // 256)
    file.write_bytes(octets)
    with file.open("rb") as opened:
        code = mmap.mmap(opened.fileno(), _SIZE, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_EXEC)
    assert code[:] == octets
    before = _resident_pages()
    hand_back()
    assert before - _resident_pages() > _SIZE // mmap.PAGESIZE // 2
    assert code[:] == octets
    code.close()


def _resident_pages() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[1])
