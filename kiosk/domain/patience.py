"""How wrong passcodes and PINs are slowed and locked (A3, J1).

Pure: failures and times in, waits out. A wait is capped by its own length, so a clock that was set back cannot lock
anyone out for years (K3).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 2  # anyone may mistype; from the third on each try costs time
LOCK_AFTER = 5


@dataclass(frozen=True)
class Patience:
    """What remains after ``failures`` wrong entries."""

    failures: int

    @property
    def locked(self) -> bool:
        """No further entry counts until a clerk unlocks."""
        return self.failures >= LOCK_AFTER

    @property
    def tries_left(self) -> int:
        """Entries left before the lock."""
        return max(0, LOCK_AFTER - self.failures)

    @property
    def wait_s(self) -> int:
        """Seconds before the next entry is looked at: 0, 0, 5, 15, then locked."""
        if self.failures <= FREE_TRIES:
            return 0
        return int(5 * 3 ** (self.failures - FREE_TRIES - 1))


def remaining_s(until: datetime | None, now: datetime, longest_s: int) -> int:
    """Seconds still to wait, at least 0 and at most ``longest_s``."""
    if until is None or until <= now:
        return 0
    left = until - now
    return min(longest_s, -(-left // timedelta(seconds=1)))
