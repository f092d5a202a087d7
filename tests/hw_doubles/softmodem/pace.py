"""A clock that runs as fast as a hurried telephone world.

Owns nothing but the factor. A driver that feeds page data at the line's bit rate by its own clock needs one that keeps
step with the line (``TelephoneWorld(speed=...)``); given the wall's, its modem would starve. Its waits may last too
long by the factor, which costs time in failing calls and nothing else.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol


class AnyClock(Protocol):
    """A clock as the house knows it (this double does not import it)."""

    def monotonic(self) -> float: ...

    def now(self) -> datetime: ...

    def stamp(self) -> Any: ...


class HurriedClock:
    """``clock`` with waiting time ``speed`` times as fast; times for records are left alone."""

    def __init__(self, clock: AnyClock, speed: float) -> None:
        self._clock, self._speed = clock, speed
        self._start = clock.monotonic()

    def monotonic(self) -> float:
        return self._start + (self._clock.monotonic() - self._start) * self._speed

    def now(self) -> datetime:
        return self._clock.now()

    def stamp(self) -> Any:
        return self._clock.stamp()
