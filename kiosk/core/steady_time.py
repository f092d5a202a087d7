"""How far back the wall clock can be trusted: until it was last set forward (K3).

Owns the comparison of the wall clock with the time that has truly passed. A machine without a battery clock wakes up
months behind; when the network's time arrives, what a person has begun a minute ago looks months old, and nothing may
be destroyed or decided by that. Refuses to know what. Made and asked by ``counter_workers.py``.
"""

from __future__ import annotations

from datetime import timedelta

from kiosk.clock import Clock

_SET_S = 60.0  # between two looks; less is a clock that is being steered


class SteadyTime:
    """Since when the clock has not been set forward, as far as somebody looked. Before the first look it counts as
    steady: what was stamped before this start may be old."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead_s = self._now_ahead_s()
        self._set_at_s = float("-inf")

    def look(self) -> None:
        """To be called more often than the shortest time that is asked about."""
        ahead_s = self._now_ahead_s()
        if ahead_s - self._ahead_s > _SET_S:
            self._set_at_s = self._clock.monotonic()
        self._ahead_s = ahead_s

    def has_lasted(self, span: timedelta) -> bool:
        """Whether a moment that the clock calls ``span`` ago is truly as long ago."""
        return self._clock.monotonic() - self._set_at_s >= span.total_seconds()

    def _now_ahead_s(self) -> float:
        return self._clock.now().timestamp() - self._clock.monotonic()
