"""The glass at rest: while nobody is there its picture wanders a pixel at a time, and at night it dims (A1).

Owns the wandering (burn-in), the dimming, and the touch that wakes: it brings the light back and presses nothing. The
light is the lamp of the panel where it can be set, else a dark veil over everything, no darker than leaves its words
7:1: who comes by at night reads the service number without a touch. Both are instructions around the canvas of the
shell, so no screen knows of them. Called by the shell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kivy.animation import Animation
from kivy.core.window import Window
from kivy.graphics import Color, InstructionGroup, PopMatrix, PushMatrix, Rectangle, Translate

from kiosk.ui.night import shift_at
from kiosk.ui.theme import faintest
from kiosk.ui.widgets.frame import FrameStyle

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

DIMS_AFTER_S = 30.0
"""Without a touch for so long an idle glass dims at night: long enough to read it after waking it."""

_STEP_WAITS_S = 10.0  # the next notice comes after eight
_FALLS_S = 2.0  # the light falls slowly and comes back at once
_HAND_S = 2.0  # fingers that came with the waking one press nothing; a lift that the panel lost must not stop the glass


class Resting:
    """``tick`` wanders and dims; ``wakes`` tells whether a touch was spent on waking."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self.dimmed = False
        self._waking: set[int] = set()  # fingers of the hand that woke the glass and still lie on it
        self._woken = 0.0
        with shell.canvas.before:
            PushMatrix()
            self._place = Translate(0, 0, 0)
        shell.canvas.after.add(PopMatrix())
        self._veil = Color(0, 0, 0, 0)
        self._dark = Rectangle(pos=(0, 0))
        self._night: InstructionGroup | None = None  # veil and dark, while they are drawn

    @property
    def shift(self) -> tuple[int, int]:
        """How far the picture stands from its place now: pixels to the right and down."""
        return int(self._place.x), -int(self._place.y)

    @property
    def veil(self) -> float:
        """How dark the veil is, 0-1."""
        return float(self._veil.a)

    def start(self) -> None:
        """The full light: whoever ran here before may have ended by night."""
        if self._shell.settings.night is not None:
            self._shine(1.0)

    def tick(self) -> None:
        """Four times a second."""
        idle = self._shell.screen.frame_style is FrameStyle.IDLE
        self._wander(idle)
        plan = self._shell.settings.night
        night = plan is not None and plan.dim < 1 and plan.holds(self._shell.local_now.time())
        if idle and night and self._shell.session.still_s >= DIMS_AFTER_S:
            self._dim()
        else:
            self.brighten()

    def wakes(self, touch: Any) -> bool:
        """A finger came down. True: it woke the glass, or lies there with the finger that did, and presses nothing."""
        now = self._shell.clock.monotonic()
        if self._waking and now - self._woken > _HAND_S:
            self._waking.clear()
        if not self.dimmed and not self._waking:
            return False
        if self.dimmed:
            self._woken = now
            self.brighten()
        self._waking.add(touch.uid)
        return True

    def lifted(self, touch: Any) -> None:
        """A finger has gone."""
        self._waking.discard(touch.uid)

    def brighten(self) -> None:
        """The full light, in this frame."""
        if self.dimmed:
            self.dimmed = False
            self._shine(1.0)
            Animation.cancel_all(self._veil)
            self._veil.a = 0
            self._take_away()

    def _wander(self, idle: bool) -> None:
        """A step goes with whatever changes on the idle screen by itself, so that no frame is drawn for it alone."""
        now_s = self._shell.clock.monotonic()
        right, down = shift_at(now_s) if idle else (0, 0)
        waits = idle and shift_at(now_s - _STEP_WAITS_S) == self.shift and not Window.canvas.needs_redraw
        if (right, down) != self.shift and not waits:
            self._place.x, self._place.y = right, -down

    def _dim(self) -> None:
        plan = self._shell.settings.night
        if self.dimmed or plan is None:
            return
        self.dimmed = True
        if self._shine(plan.dim):
            return
        self._draw()
        veil = 1 - max(plan.dim, faintest(self._shell.look.colours))
        if self._shell.settings.motion:
            Animation(a=veil, duration=_FALLS_S).start(self._veil)
        else:
            self._veil.a = veil

    def _draw(self) -> None:
        """Only by night: a glass that is seen through, on the whole screen, is a third of what a frame costs."""
        self._dark.size = self._shell.size
        self._night = InstructionGroup()
        for instruction in (self._veil, self._dark):
            self._night.add(instruction)
        self._shell.canvas.after.add(self._night)

    def _take_away(self) -> None:
        if self._night is not None:
            self._shell.canvas.after.remove(self._night)
            self._night = None

    def _shine(self, part: float) -> bool:
        lamp = self._shell.settings.backlight
        return lamp is not None and lamp.shine(part)
