"""What a process takes of the machine, by Linux's own count (proc(5)).

Called by the benches that watch a process from outside.
"""

from __future__ import annotations

import os
from pathlib import Path


def cpu_s(pid: int) -> float:
    """Seconds on a processor, of all threads; schedstat: nanoseconds (stat counts in hundredths of a second)."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text("ascii").split()[0]) for task in tasks) / 1e9


def memory_mb(pid: int) -> float:
    """Resident now."""
    return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def own_memory_mb(pid: int) -> float:
    """Resident now and in no file: what the system cannot take back and read again."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("RssAnon")) * 1024 / 1e6


def most_memory_mb(pid: int) -> float:
    """The most that was ever resident."""
    lines = Path(f"/proc/{pid}/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


def code_mb(library: str) -> float:
    """Code of a library that is in this process's memory (proc(5), smaps); 0 if it has none so named."""
    code, kb = False, 0
    for line in Path("/proc/self/smaps").read_text("utf-8", "replace").splitlines():
        name, *values = line.split(maxsplit=5)
        if not name.endswith(":"):
            code = values[0] == "r-xp" and library in values[-1]
        elif code and name == "Rss:":
            kb += int(values[0])
    return kb * 1024 / 1e6


def forget_most_memory() -> None:
    """The most that this process holds is noted from now on (clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")
