"""A key that is held acts again: after a pause, then steadily, and not for ever.

Owns the times. Pure; given the time, knows no clock and no key. Called by ``kiosk.ui.widgets.held_key``.
"""

from __future__ import annotations

PAUSE_S = 0.5  # who presses once has lifted the finger by then
_EVERY_S, _SOON_S = 0.1, 0.05  # ten a second can be counted along; who holds on wants it all gone
_COUNTED = 10
_LIES_S = 10.0  # what lies longer is no finger (``kiosk.ui.hand``): a drop of water must not eat a text


class Repetition:
    """One press of a key that began at ``began_s``."""

    def __init__(self, began_s: float) -> None:
        self.times = 0  # how often it has acted again
        self._next_s, self._ends_s = began_s + PAUSE_S, began_s + _LIES_S

    def due(self, now_s: float) -> bool:
        """Whether it acts again now; what a slow frame has missed is not made up for."""
        if not self._next_s <= now_s < self._ends_s:
            return False
        self.times += 1
        self._next_s = now_s + (_EVERY_S if self.times < _COUNTED else _SOON_S)
        return True
