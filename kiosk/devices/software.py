"""What runs on this computer: the kiosk's own version and commit, and those of what it stands on (J3).

Owns where a version is found: the metadata of installed packages, and the clone the kiosk runs from, if it is one.
Starts no program. Made and called by ``kiosk.app``.
"""

from __future__ import annotations

import platform
import re
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_SHOWN = 12  # letters of a commit that people compare
_COMMIT = re.compile(r"[0-9a-f]{40,64}")


def versions(root: Path) -> dict[str, str]:
    """Name -> version; empty where there is none. ``root``: the folder the kiosk runs from."""
    return {
        "kiosk": _package("lobby-kiosk"),
        "commit": commit_of(root)[:_SHOWN],
        "python": platform.python_version(),
        "kivy": _package("kivy"),
        "sqlite": sqlite3.sqlite_version,
    }


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def commit_of(root: Path) -> str:
    """The commit a clone stands at (gitrepository-layout(5)), in hexadecimal; empty for anything else."""
    git = root / ".git"
    head = _words(git / "HEAD")
    if not head.startswith("ref: "):
        return head if _COMMIT.fullmatch(head) else ""
    ref = head.removeprefix("ref: ")
    loose = _words(git / ref)
    packed = re.search(rf"^([0-9a-f]{{40,64}}) {re.escape(ref)}$", _words(git / "packed-refs"), re.MULTILINE)
    found = loose or (packed.group(1) if packed else "")
    return found if _COMMIT.fullmatch(found) else ""


def _words(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
