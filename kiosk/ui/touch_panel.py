"""The touch panel as a device that may be unplugged: it is found again without a restart, and its absence is told.

Owns which panels are there and which reader reads each. Kivy looks for panels once, when it starts, and one that comes
back under another name, or before its rights are set, stays dead: here the system is asked each second. Knows no
driver: where panels are and what reads them is handed in. Called by ``kiosk.ui.running``, on a kiosk only; a desktop
has its own window system.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)

ASKS_EVERY_S = 1.0
_ABS_MT_POSITION_X = 0x35  # linux/input-event-codes.h: what has it is a panel
_LONG_BITS = 64  # of a word in sysfs' lists of capabilities


class Reader(Protocol):
    """What reads a panel and makes touches of it."""

    @property
    def alive(self) -> bool:
        """Whether it still reads, or will when the panel is back."""
        ...


@dataclass(frozen=True)
class PanelSettings:
    """Where panels are found, who is told whether one is there, and (in tests) what reads them instead of Kivy."""

    find: Callable[[], Mapping[str, str]]
    told: Callable[[bool], None]
    attach: Callable[[str], Reader] | None = None


@dataclass(frozen=True)
class PanelActs:
    """What the watch does: ``attach`` a reader to a device; ``lost``: no finger on it will be lifted any more."""

    attach: Callable[[str], Reader]
    lost: Callable[[], None]
    told: Callable[[bool], None]


class PanelWatch:
    """``look`` once a second. ``find`` gives the panels that are there: device, and what tells one plugging from the
    next."""

    def __init__(self, find: Callable[[], Mapping[str, str]], acts: PanelActs) -> None:
        self._find, self._acts = find, acts
        self._there: dict[str, str] = {}
        self._readers: dict[str, Reader] = {}
        self._told: bool | None = None

    def look(self) -> None:
        """See what has come and what has gone."""
        there = dict(self._find())
        if any(there.get(device) != plugging for device, plugging in self._there.items()):
            log.warning("a touch panel is gone: %s", ", ".join(sorted(set(self._there) - set(there))) or "plugged anew")
            self._acts.lost()
        for device in there:
            reader = self._readers.get(device)
            if reader is None or not reader.alive:
                log.info("touch panel %s", device)
                self._readers[device] = self._acts.attach(device)
        self._there = there
        if bool(there) != self._told:
            self._told = bool(there)
            self._acts.told(self._told)


def panels(sysfs: Path = Path("/sys/class/input"), devices: Path = Path("/dev/input")) -> dict[str, str]:
    """The touch panels of this machine: device file, and the number that the kernel gave this plugging (``input7``: it
    counts them up and uses none twice; the device file's own times change when its rights are set)."""
    found = {}
    for event in sorted(sysfs.glob("event*")):
        device = devices / event.name
        try:
            plugging = (event / "device").resolve(strict=True)
            if _is_panel((plugging / "capabilities" / "abs").read_text(encoding="ascii")) and device.exists():
                found[str(device)] = plugging.name
        except OSError:  # unplugged while it was looked at: it is gone
            continue
    return found


def _is_panel(capabilities: str) -> bool:
    """Whether a list of capabilities (hexadecimal words, the highest first) has places of fingers."""
    words = capabilities.split()
    number = sum(int(word, 16) << (_LONG_BITS * place) for place, word in enumerate(reversed(words)))
    return bool(number >> _ABS_MT_POSITION_X & 1)
