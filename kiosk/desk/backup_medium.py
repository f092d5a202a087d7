"""Whether the medium that backups are to be kept on is there (K1): a folder is there without it, on the wrong disk.

Owns that one question. A file system that is not mounted leaves an empty folder where it belongs, and backups would go
to the disk that they are made against. Knows no backup. Called by ``kiosk backup`` and ``kiosk restore``.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kiosk.errors import KioskError

_SYSTEM = Path("/")


class BackupMediumMissingError(KioskError):
    """The folder for backups is not on a medium of its own now: nothing is written to it, and nothing taken from it."""

    number = 4016
    message_key = "error.backup.no_medium"


def device_of(path: Path) -> int:
    """The file system (``st_dev``) that ``path`` is on or, while it is not there, would be made on. Raises OSError."""
    found = path.resolve()
    while not found.exists():
        found = found.parent
    return found.stat().st_dev


def refuse_own_disk(place: Path, state_dir: Path, device: Callable[[Path], int] = device_of) -> None:
    """Raises BackupMediumMissingError unless ``place`` is on another file system than the books and than the system.

    The system's counts too: an empty mount point is there, wherever the books have a partition of their own.
    """
    try:
        own = {device(state_dir), device(_SYSTEM)}
        missing = device(place) in own
    except OSError as error:  # a medium that was pulled out: its folder is there and answers nothing
        raise BackupMediumMissingError(f"{place}: {error}") from error
    if missing:
        raise BackupMediumMissingError(
            f"{place} is on the kiosk's own disk; is its medium mounted? If it is meant to be there: "
            "another_medium = false below [backup]"
        )
