"""Storage sticks: the ones that the system has mounted, or folders that stand for them (B2).

Owns the question which sticks are plugged in now. Knows nothing of their files: the desk lists and reads them
(``kiosk.documents``), and only ever reads. Both classes are a ``MediaSource``; the composition root chooses one by the
configuration. A folder source serves kiosks whose automounter uses one root, and the stick tray of the demo.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kiosk.devices.protocols import Health, HealthState, Stick

_OCTAL = re.compile(rb"\\([0-7]{3})")


@dataclass(frozen=True)
class _Mount:
    number: str
    device: str  # major:minor
    point: Path


class MountedSticks:
    """Removable disks that are mounted anywhere, told from the kernel's own tables; nothing is mounted here.

    A disk with one of the folders ``own`` on it is the kiosk's and nobody's stick, whatever bus it hangs on.
    """

    def __init__(
        self,
        mountinfo: Path = Path("/proc/self/mountinfo"),
        block_devices: Path = Path("/sys/dev/block"),
        own: Sequence[Path] = (),
    ) -> None:
        self._mountinfo = mountinfo
        self._block_devices = block_devices
        self._own = (Path("/"), *own)

    def sticks(self) -> tuple[Stick, ...]:
        """The sticks mounted now; a stick mounted twice is one stick."""
        found: dict[str, Stick] = {}
        mounts = self._mounts()
        owned = {self._disk(_mount_of(path, mounts)) for path in self._own}
        for mount in mounts:
            disk = self._disk(mount)
            if disk is not None and disk not in owned and _is_removable(disk) and mount.device not in found:
                plugging = _read(disk / "diskseq") or f"m{mount.number}"
                key = f"{plugging}-{mount.device}"
                found[mount.device] = Stick(key, _label(mount.point.name), mount.point)
        return tuple(found.values())

    def health(self) -> Health:
        if os.access(self._mountinfo, os.R_OK) and self._block_devices.is_dir():
            return Health(HealthState.OK)
        return Health(HealthState.TROUBLE, "media-unavailable", f"no {self._mountinfo} or {self._block_devices}")

    def _mounts(self) -> list[_Mount]:
        """proc(5), mountinfo: number, parent, major:minor, root, mount point, ...; blanks are octal escapes."""
        try:
            lines = self._mountinfo.read_bytes().splitlines()
        except OSError:
            return []  # health() tells
        fields = [line.split(b" ") for line in lines]
        return [
            _Mount(field[0].decode(), field[2].decode(), Path(os.fsdecode(_unescape(field[4]))))
            for field in fields
            if len(field) > 4
        ]

    def _disk(self, mount: _Mount | None) -> Path | None:
        """The disk that a mounted device is (a partition of)."""
        if mount is None:
            return None
        try:
            path = (self._block_devices / mount.device).resolve(strict=True)
        except OSError:
            return None  # not a block device: proc, tmpfs, network
        return path.parent if (path / "partition").exists() else path


def _mount_of(path: Path, mounts: Sequence[_Mount]) -> _Mount | None:
    """The one that ``path`` is on: the deepest, and of those on one point the last, which covers the others."""
    over = [mount for mount in mounts if path.is_relative_to(mount.point)]
    return max(reversed(over), key=lambda mount: len(mount.point.parts), default=None)


def _is_removable(disk: Path) -> bool:
    """Card readers and sticks say removable; USB disks and some sticks do not, but hang on a USB bus."""
    on_usb = any(re.fullmatch(r"usb\d+", part) for part in disk.parts)
    return on_usb or _read(disk / "removable") == "1"


class FolderSticks:
    """Each folder in ``root`` is a stick; so is each link to a folder, which is how the demo's tray plugs one in."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def sticks(self) -> tuple[Stick, ...]:
        """The folders there now, by name."""
        try:
            entries = sorted(self._root.iterdir())
        except OSError:
            return ()  # health() tells
        return tuple(stick for entry in entries if (stick := _folder_stick(entry)) is not None)

    def health(self) -> Health:
        if self._root.is_dir():
            return Health(HealthState.OK)
        return Health(HealthState.ABSENT, "media-unavailable", f"no folder {self._root}")


def _folder_stick(entry: Path) -> Stick | None:
    if entry.name.startswith("."):
        return None
    try:
        own = entry.lstat()
        root = entry.resolve(strict=True)
    except OSError:
        return None  # pulled out between the listing and now
    if not root.is_dir():
        return None
    # A link's change time is when it was plugged in; a folder's changes with every file in it and says nothing.
    plugging = f"-{own.st_ctime_ns}" if stat.S_ISLNK(own.st_mode) else ""
    return Stick(f"{own.st_dev}-{own.st_ino}{plugging}", _label(entry.name), root)


def _label(name: str) -> str:
    """A mount point's name as text that can be shown: undecodable octets and control characters replaced."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def _unescape(field: bytes) -> bytes:
    return _OCTAL.sub(lambda match: bytes([int(match[1], 8) & 0xFF]), field)


def _read(path: Path) -> str:
    try:
        return path.read_text("ascii", "replace").strip()
    except OSError:
        return ""  # a kernel without this file
