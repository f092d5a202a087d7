"""The lamp behind the panel, as Linux offers it: a folder with ``max_brightness`` and ``brightness`` for each lamp.

Owns the two files (Linux, Documentation/ABI/stable/sysfs-class-backlight). Knows no schedule: the screens say how much
light they want. A panel without such a lamp (most HDMI panels) is no fault. Made by ``kiosk.app``.
"""

from __future__ import annotations

import logging
from pathlib import Path

log = logging.getLogger(__name__)

LAMPS = Path("/sys/class/backlight")


class SysfsBacklight:
    """Every lamp beneath ``lamps``; looked for each time: a panel may be plugged in after the kiosk has started."""

    def __init__(self, lamps: Path = LAMPS) -> None:
        self._lamps = lamps
        self._told = False  # the log hears once that a lamp cannot be set, not each night

    def shine(self, part: float) -> bool:
        """All lamps at ``part`` (0-1) of their full light, never quite dark; False if there is none or one refused."""
        try:
            found = sorted(self._lamps.glob("*/max_brightness"))
            for most in found:
                level = max(1, round(int(most.read_text()) * part))
                (most.parent / "brightness").write_text(f"{level}\n")
        except (OSError, ValueError) as error:
            if not self._told:
                log.warning("the panel's lamp cannot be set, the screens draw a veil: %s", error)
            self._told = True
            return False
        return bool(found)
