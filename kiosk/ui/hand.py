"""Which touches count: a finger that lies on what it came down on; a whole hand on the glass presses nothing.

Owns the memory of the fingers that lie on the glass. Knows no single control. Called by the shell with each touch,
before any widget sees it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kiosk.ui.screen import Screen
    from kiosk.ui.shell import Shell


class Hand:
    """``refuses`` a finger that comes down, is told when one is ``lifted``."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._touched: Screen | None = shell.screen  # where the last finger came down

    def refuses(self, touch: Any) -> bool:
        """Whether this finger presses nothing."""
        if self._shell.resting.wakes(touch):
            self.forget()
            return True
        return self._second_half(touch)

    def _second_half(self, touch: Any) -> bool:
        """The second half of a double tap must not accept the price on a screen that came with the first (G1)."""
        first_met, self._touched = self._touched, self._shell.screen
        return bool(touch.is_double_tap) and first_met is not self._touched

    def lifted(self, touch: Any) -> None:
        """A finger has gone."""
        self._shell.resting.lifted(touch)

    def forget(self) -> None:
        """Whoever touched the glass has gone; a finger that only woke it is forgotten with its screen (A1)."""
        self._touched = None
