"""Who has a port open: what a technician must know to end it.

Owns the look through /proc, as far as this user may see. Called by ``serial_port.py`` when a port is in use.
"""

from __future__ import annotations

import os
from pathlib import Path


def users_of(path: str, proc: Path = Path("/proc")) -> tuple[str, ...]:
    """Programs that have ``path`` open, as ``minicom (1234)``; empty if none is seen (they may be another user's)."""
    true = os.path.realpath(path)
    found = [entry for entry in proc.glob("[0-9]*") if entry.name != str(os.getpid()) and _has_open(entry, true)]
    return tuple(f"{_name(entry)} ({entry.name})" for entry in found)


def _has_open(process: Path, path: str) -> bool:
    try:
        return any(str(link.readlink()) == path for link in (process / "fd").iterdir())
    except OSError:  # another user's, or it has just ended
        return False


def _name(process: Path) -> str:
    try:
        return (process / "comm").read_text("utf-8").strip()
    except OSError:
        return "a program"
