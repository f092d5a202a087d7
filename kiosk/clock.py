"""Time as an argument: everything that waits or stamps is handed a Clock.

Owns the difference between waiting time (monotonic) and record time (UTC, with boot id and whether the system clock
was synchronised when the stamp was made, K3). Order never comes from here: it comes from sequence numbers.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class Stamp:
    """When a record was made: ISO 8601 UTC with milliseconds, the boot it was made in, clock synchronised or not."""

    at_utc: str
    boot_id: str
    synced: bool


class Clock(Protocol):
    """Monotonic seconds for waits, aware UTC for people, a Stamp for records."""

    def monotonic(self) -> float: ...

    def now(self) -> datetime: ...

    def stamp(self) -> Stamp: ...


def iso_utc(moment: datetime) -> str:
    """UTC as ``2026-11-18T02:30:05.123Z``: sorts as text, no ambiguity."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class SystemClock:
    """The machine's own clock."""

    _SYNCED = Path("/run/systemd/timesync/synchronized")  # touched by systemd-timesyncd once NTP has answered
    _BOOT_ID = Path("/proc/sys/kernel/random/boot_id")

    def __init__(self) -> None:
        self._boot_id = self._BOOT_ID.read_text().strip() if self._BOOT_ID.exists() else "unknown"

    def monotonic(self) -> float:
        return time.monotonic()

    def now(self) -> datetime:
        return datetime.now(UTC)

    def stamp(self) -> Stamp:
        return Stamp(iso_utc(self.now()), self._boot_id, self._SYNCED.exists())


class TurnedClock:
    """A clock that stands until somebody turns it: for tests and for accelerated runs."""

    def __init__(self, start: datetime, boot_id: str = "boot-1", synced: bool = True) -> None:
        self._now = start
        self._mono = 1000.0
        self.boot_id = boot_id
        self.synced = synced

    def monotonic(self) -> float:
        return self._mono

    def now(self) -> datetime:
        return self._now

    def stamp(self) -> Stamp:
        return Stamp(iso_utc(self._now), self.boot_id, self.synced)

    def turn(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        from datetime import timedelta

        self._mono += seconds
        self._now += timedelta(seconds=seconds)

    def jump(self, to: datetime) -> None:
        """Set the wall clock without letting time pass (a clock that was wrong at boot)."""
        self._now = to
