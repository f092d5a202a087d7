"""The computer the kiosk runs on, as Linux tells of it: model, system, temperatures, clock.

Owns the names of the files beneath /proc, /sys and /etc (Documentation/ABI, os-release(5)). What is not there is no
fault: few boards have all of it. Knows no screen. Made by ``kiosk.app``; called by the core's ``system_watch.py``.
"""

from __future__ import annotations

import platform
import re
from pathlib import Path

from kiosk.devices.protocols import MachineFacts

_MODELS = ("proc/device-tree/model", "sys/class/dmi/id/product_name")  # a Pi's, a PC's
_CLOCK_SOURCE = "sys/devices/system/clocksource/clocksource0/current_clocksource"
_MILLI = 1000  # thermal zones tell millidegrees


class LinuxMachine:
    """``Machine`` of ``protocols.py``; ``root`` is / but for tests."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._root = root

    def look(self) -> MachineFacts:
        """Read everything now."""
        return MachineFacts(
            model=next(filter(None, map(self._words, _MODELS)), ""),
            system=self._system(),
            kernel=f"{platform.system()} {platform.release()} {platform.machine()}",
            uptime_s=self._uptime_s(),
            temperatures=self._temperatures(),
            clock_source=self._words(_CLOCK_SOURCE),
            battery_clock=any(self._root.glob("sys/class/rtc/rtc*")),
        )

    def _words(self, path: str) -> str:
        try:
            return (self._root / path).read_text(encoding="utf-8", errors="replace").strip("\0\n ")
        except OSError:
            return ""

    def _system(self) -> str:
        named = re.search(r'^PRETTY_NAME="?([^"\n]*)', self._words("etc/os-release"), re.MULTILINE)
        return named.group(1) if named else ""

    def _uptime_s(self) -> float | None:
        first = self._words("proc/uptime").split()[:1]
        return float(first[0]) if first and re.fullmatch(r"[\d.]+", first[0]) else None

    def _temperatures(self) -> tuple[tuple[str, float], ...]:
        """Zones in their order; one that is switched off gives an error instead of a number."""
        found = []
        for zone in sorted(self._root.glob("sys/class/thermal/thermal_zone*")):
            told = self._words(str(zone.relative_to(self._root) / "temp"))
            if re.fullmatch(r"-?\d+", told):
                found.append((self._words(str(zone.relative_to(self._root) / "type")) or zone.name, int(told) / _MILLI))
        return tuple(found)
