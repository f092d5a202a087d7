"""The mark beside a store that could not be proved: it outlives the power, as the volatile state does not (K1, G3).

Owns one small file. That it is there is all that counts: one that was cut off in the middle says so too. Knows no rule
and no table. Called by ``kiosk.desk.bookkeeping`` before anything is booked, and by the core, which sets and clears it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

SUFFIX = "-damaged"  # as SQLite names its own files beside a store


def mark_damaged(store: Path, detail: str) -> None:
    """Say that ``store`` is damaged, and how. Raises OSError: on a disk that takes no file nothing is booked either."""
    path = _of(store)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(descriptor, detail.encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def marked_damaged(store: Path) -> str | None:
    """What was said of it; None: nothing. A mark that cannot be read is one."""
    try:
        return _of(store).read_text("utf-8", errors="replace")
    except FileNotFoundError:
        return None
    except OSError as error:
        return str(error)


def clear_damage(store: Path) -> None:
    """It was proved. A power cut may bring the mark back: then it is proved again."""
    with suppress(FileNotFoundError):
        _of(store).unlink()


def _of(store: Path) -> Path:
    return store.with_name(f"{store.name}{SUFFIX}")
