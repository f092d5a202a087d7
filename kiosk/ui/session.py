"""The time a session has left: refilled by any touch, stopped while nobody may be hurried (A1).

Owns the countdown. Pure: the Clock is passed in. Knows no screen; the shell asks it four times a second and acts.
"""

from __future__ import annotations

from kiosk.clock import Clock


class SessionClock:
    """``left_s`` counts from ``total_s`` to 0; below ``warn_s`` the person is asked whether they are still there."""

    def __init__(self, clock: Clock, total_s: float, warn_s: float = 20.0) -> None:
        self.total_s, self.warn_s = total_s, warn_s
        self._clock = clock
        self._until = clock.monotonic() + total_s
        self._paused = False

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def left_s(self) -> float:
        """Seconds left; the full time while paused."""
        return self.total_s if self._paused else max(0.0, self._until - self._clock.monotonic())

    @property
    def warning(self) -> bool:
        """Whether it is time to ask."""
        return self.left_s <= self.warn_s

    @property
    def over(self) -> bool:
        return self.left_s <= 0

    def refill(self) -> None:
        """The person is there."""
        self._until = self._clock.monotonic() + self.total_s

    def pause(self, paused: bool) -> None:
        """Stop or go on; going on starts with the full time."""
        if self._paused and not paused:
            self.refill()
        self._paused = paused
