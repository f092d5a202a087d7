"""The time a session has left: refilled by any touch, stopped while nobody may be hurried (A1).

Owns the countdown. Pure: the Clock is passed in. Knows no screen; the shell asks it four times a second and acts.
While a person pays, signs or watches their fax, nobody asks whether they are still there; but whoever has walked away
from such a screen does not leave their data on the glass for ever.
"""

from __future__ import annotations

from kiosk.clock import Clock

ABANDONED_S = 300.0
"""Without a touch for so long the person has gone, though the session is paused: their data leaves the glass (A1)."""

WAITS_S = 1800.0
"""The same where a person may well stand and watch: the clerk comes for the cash, the line sends page after page."""


class SessionClock:
    """``left_s`` counts from ``total_s`` to 0; below ``warn_s`` the person is asked whether they are still there."""

    def __init__(self, clock: Clock, total_s: float, warn_s: float = 20.0) -> None:
        self.total_s, self.warn_s = total_s, warn_s
        self._clock = clock
        self._touched = clock.monotonic()
        self._paused = False
        self._patience_s = ABANDONED_S
        self._idle = False

    @property
    def still_s(self) -> float:
        """Seconds since the last touch."""
        return self._clock.monotonic() - self._touched

    @property
    def paused(self) -> bool:
        return self._paused or self._idle

    @property
    def resting(self) -> bool:
        """Whether nobody is there."""
        return self._idle

    @property
    def left_s(self) -> float:
        """Seconds left; while paused the full time, until the person has surely gone."""
        if self._idle:
            return self.total_s
        if self._paused:
            return max(0.0, min(self.total_s, self._patience_s - self.still_s))
        return max(0.0, self.total_s - self.still_s)

    @property
    def warning(self) -> bool:
        """Whether it is time to ask: never while the session is paused."""
        return not self.paused and self.left_s <= self.warn_s

    @property
    def over(self) -> bool:
        return self.left_s <= 0

    def refill(self) -> None:
        """The person is there."""
        self._touched = self._clock.monotonic()

    def pause(self, paused: bool, patience_s: float = ABANDONED_S) -> None:
        """Hurry nobody: the line or a payment takes its time, at most ``patience_s``. Going on has the full time."""
        if self._paused and not paused:
            self.refill()
        self._paused, self._patience_s = paused, patience_s

    def rest(self, idle: bool) -> None:
        """Nobody is there: the idle screen has no end."""
        if self._idle and not idle:
            self.refill()
        self._idle = idle
