"""A clock as fast as the soft modem's line: the driver's own timers (T1, T4) keep step with hurried audio.

Owns the factor. Called by tests and benches which run the telephone world at a speed other than 1.
"""

from __future__ import annotations

import time

from kiosk.clock import SystemClock


class HurriedClock(SystemClock):
    """The machine's clock with its monotonic seconds passing ``speed`` times as fast."""

    def __init__(self, speed: float) -> None:
        super().__init__()
        self._speed = speed

    def monotonic(self) -> float:
        return time.monotonic() * self._speed
