"""A key that goes on acting while a finger holds it: backspace, of keyboards and number pads; the arrows of the caret.

Owns the beat, which is there only while the key is down. It ends with the lift, when the finger slides off, when the
key is taken from the glass, and when its owner says so. When it acts again is ``kiosk.ui.repeating``'s.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock as KivyClock

from kiosk.ui.geometry import Rect
from kiosk.ui.look import Look
from kiosk.ui.repeating import Repetition
from kiosk.ui.widgets.button import Button, Caption, Kind
from kiosk.ui.widgets.touch import Act

Now = Callable[[], float]  # monotonic seconds

_BEAT_S = 0.025


class HeldKey(Button):
    """A key of the keyboard; ``now_s`` is the house's clock."""

    def __init__(
        self,
        look: Look,
        rect: Rect,
        touch_id: str,
        caption: Caption,
        kind: Kind,
        act: Act,
        now_s: Now,
        bleed: bool = False,
    ) -> None:
        super().__init__(look, rect, touch_id, caption, kind, act, bleed)
        self._now_s = now_s
        self._repetition: Repetition | None = None
        self._repeated = False  # by the finger that is on it: its lift is no further press
        self._beat: Any = None

    def on_touch_down(self, touch: Any) -> bool:
        if self.collide_point(*touch.pos):
            self._repeated = False
        return super().on_touch_down(touch)

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self or not self._repeated:
            return super().on_touch_up(touch)
        touch.ungrab(self)
        self.press(False)
        return True

    def press(self, down: bool) -> None:
        begins = down and not self.down
        super().press(down)
        if begins:
            self.stop()
            self._repetition = Repetition(self._now_s())
            self._beat = KivyClock.schedule_interval(lambda _dt: self._again(), _BEAT_S)
        elif not down:
            self.stop()

    @property
    def repeating(self) -> bool:
        """Whether it has acted again under the finger that is on it."""
        return self.down and self._repeated

    def take_over(self, held: HeldKey) -> None:
        """Go on as ``held``, in whose place this one stands since the page was composed anew."""
        repetition = held._repetition
        held.press(False)
        self.press(True)
        self._repetition, self._repeated = repetition, True

    def stop(self) -> None:
        """It does not act again, however long it is held, until it is pressed anew."""
        self._repetition = None
        if self._beat is not None:
            self._beat.cancel()
            self._beat = None

    def _again(self) -> None:
        if self.get_parent_window() is None:
            self.stop()
        elif self._repetition is not None and self._repetition.due(self._now_s()) and self.act is not None:
            self._repeated = True
            self.act()
