"""A page that comes: it fades in, and nothing is pressed on what nobody can have read yet.

Owns how long that takes. Motion can be switched off; then a page is there in its first frame. Called by the shell with
each screen, asked by ``hand`` about each finger.
"""

from __future__ import annotations

from kivy.animation import Animation

from kiosk.clock import Clock
from kiosk.ui.screen import Page

_FADE_S = 0.16


class Fade:
    """``begin`` with a page; ``under_way`` until it can be read."""

    def __init__(self, clock: Clock, motion: bool) -> None:
        self._clock, self._motion = clock, motion
        self._until = 0.0

    def begin(self, page: Page | None) -> None:
        """This page has come on the glass; None: the screen has none."""
        if self._motion and page is not None:
            self._until = self._clock.monotonic() + _FADE_S
            page.opacity = 0
            Animation(opacity=1, duration=_FADE_S).start(page)

    @property
    def under_way(self) -> bool:
        """Whether a screen is on its way: a finger meant the one before."""
        return self._clock.monotonic() < self._until

    def end(self) -> None:
        """The screen is there at once (for a program, which needs no time to read)."""
        self._until = 0.0
