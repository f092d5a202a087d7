"""A tray of storage sticks that a test or the lobby panel plugs in and pulls out.

Owns a folder of "sticks" seen by the real driver ``kiosk.devices.media.FolderSticks``. Knows nothing of the kiosk. Each
stick's files lie apart (``inside``); plugging makes a link to them in the tray, pulling takes the link away, then cuts
every file off where it is: a program in the middle of reading one gets its end too early, as with a stick that is gone.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Mapping
from pathlib import Path


class StickTray:
    """Sticks by label. ``folder`` is what the kiosk's configuration names as its stick folder."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "tray"
        self._inside = root / "inside"
        for folder in (self.folder, self._inside):
            folder.mkdir(parents=True, exist_ok=True)
        self._count = itertools.count(1)

    def plugged(self) -> tuple[str, ...]:
        """Labels of the sticks in the tray."""
        return tuple(sorted(link.name for link in self.folder.iterdir()))

    def plug(self, label: str, files: Path | Mapping[str, bytes]) -> Path:
        """Plug in a stick with a copy of a folder's files, or with files given by name; its root."""
        if label in self.plugged():
            raise ValueError(f"a stick {label} is in the tray already")
        inside = self._inside / f"{next(self._count)}-{label}"
        if isinstance(files, Path):
            shutil.copytree(files, inside)
        else:
            inside.mkdir()
            for name, octets in files.items():
                path = inside / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(octets)
        (self.folder / label).symlink_to(inside.absolute(), target_is_directory=True)
        return inside

    def pull(self, label: str) -> None:
        """Pull a stick out, whatever is being read from it."""
        link = self.folder / label
        inside = link.readlink()
        link.unlink()
        for path in inside.rglob("*"):
            if path.is_file():
                with path.open("r+b") as file:
                    file.truncate(0)
        shutil.rmtree(inside)

    def close(self) -> None:
        """Pull every stick."""
        for label in self.plugged():
            self.pull(label)
