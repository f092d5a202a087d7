"""Which touches count: a finger that lies on what it came down on; a whole hand on the glass presses nothing.

Owns the memory of the fingers that lie on the glass. Knows no single control: it refuses a finger before any widget
sees it, or takes from a finger what it holds. Called by the shell with each touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kivy.base import EventLoop

from kiosk.ui.touches import topmost, walk
from kiosk.ui.widgets.held_key import HeldKey
from kiosk.ui.widgets.touch import Stroked, Touchable

if TYPE_CHECKING:
    from kiosk.ui.shell import Shell

HAND = 3  # so many fingers at once are no typing: two thumbs are
PALM_MM = 28.0  # a fingertip is 8-16 mm, a thumb laid flat 22
_LIES_S = 10.0  # longer than any press: something lies there, or the panel lost a lift; it must not stop the glass
_SAME_PLACE_MM = 3.0  # two fingers cannot be nearer: one finger, told by two drivers,
_TOLD_TWICE_S = 0.2  # ... which do so at once; later it is a new finger, and the panel has lost the lift of the old one
_WIDTH_MM = 154.2  # of the 7" panel (design.md 1); a 10" one is larger, and so is its fingertip in pixels

_Place = tuple[int, object]  # which screen since the start, and which dialog over it


@dataclass
class _Finger:
    """A finger on the glass and what it met there."""

    touch: Any
    down_s: float
    place: _Place  # where it came down


@dataclass(frozen=True)
class _Tapped:
    """What the first finger of a quick series met, and where."""

    place: _Place
    control: str
    at: tuple[float, float]


class Hand:
    """``refuses`` a finger that comes down, is told when one is ``lifted``."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell
        self._tapped: _Tapped | None = None
        self._fingers: dict[int, _Finger] = {}
        self._is_hand = False  # until the last of these fingers is lifted

    # --- a finger comes -----------------------------------------------------------------------------------------

    def refuses(self, touch: Any) -> bool:
        """Whether this finger presses nothing."""
        if self._shell.resting.wakes(touch):
            self.forget()
            return True
        self._drop_what_lies()
        if self._told_twice(touch):
            return True
        afterwards = self._afterwards(touch)
        self._fingers[touch.uid] = _Finger(touch, self._now, self._place)
        if len(self._fingers) >= HAND or self._palm(touch):
            self._is_hand = True
            self._take_all()
        return afterwards or self._is_hand or self._shell.fade.under_way

    @property
    def _now(self) -> float:
        return self._shell.clock.monotonic()

    @property
    def _place(self) -> _Place:
        return self._shell.arrivals, self._shell.dialogs.asked

    def _afterwards(self, touch: Any) -> bool:
        """Whether it belongs to a quick series of taps whose first has brought what is there now.

        The second half of a double tap must not accept the price on a screen that came with the first (G1), nor must
        the third tap of somebody in a hurry; on the same screen it must not press what has moved beneath the finger.
        """
        first = self._tapped
        if not (touch.is_double_tap or touch.is_triple_tap):
            self._tapped = self._met_at(touch.pos)
            return False
        return first is None or first != self._met_at(first.at)

    def _met_at(self, at: tuple[float, float]) -> _Tapped:
        return _Tapped(self._place, str(getattr(topmost(self._shell, *at), "touch_id", "")), at)

    def _palm(self, touch: Any) -> bool:
        """Whether the panel tells of a contact as large as a palm; many cheap ones tell no size."""
        shape = getattr(touch, "shape", None)
        return shape is not None and max(shape.width, shape.height) * _WIDTH_MM > PALM_MM

    def _told_twice(self, touch: Any) -> bool:
        near = _SAME_PLACE_MM * self._shell.width / _WIDTH_MM
        just_come = [each for each in self._fingers.values() if self._now - each.down_s < _TOLD_TWICE_S]
        return any(abs(touch.x - each.touch.x) < near and abs(touch.y - each.touch.y) < near for each in just_come)

    def _drop_what_lies(self) -> None:
        for uid, finger in list(self._fingers.items()):
            if self._now - finger.down_s > _LIES_S:
                del self._fingers[uid]
        self._is_hand = self._is_hand and bool(self._fingers)

    # --- a finger goes ------------------------------------------------------------------------------------------

    def lifted(self, touch: Any) -> None:
        """A finger has gone. What it held is not pressed if the glass has become another beneath it.

        Nor if it lay too long: then it is no finger, and what it holds may be of a clerk who has left (K5).
        """
        self._shell.resting.lifted(touch)
        finger = self._fingers.pop(touch.uid, None)
        if not self._fingers:
            self._is_hand = False
        if finger is not None and finger.place == self._place:
            self._hand_over(touch)
        else:
            _take(touch)

    def _hand_over(self, touch: Any) -> None:
        """The same screen was composed anew while the finger lay there: what it pressed is what stands there now."""
        for held in [ref() for ref in touch.grab_list]:
            if not isinstance(held, Touchable) or held.get_parent_window() is not None:
                continue
            held.press(False)
            touch.ungrab(held)
            self._press_anew(held.touch_id, touch.pos)

    def carry_over(self) -> None:
        """The glass has been composed anew, by the act of a key that is held: it goes on wherever it stands now."""
        for finger in self._fingers.values():
            for held in [ref() for ref in finger.touch.grab_list]:
                gone = isinstance(held, HeldKey) and held.repeating and held.get_parent_window() is None
                if gone and finger.place == self._place:
                    self._carry(held, finger.touch)

    def _carry(self, held: HeldKey, touch: Any) -> None:
        for control in list(walk(self._shell)):
            if isinstance(control, HeldKey) and control.touch_id == held.touch_id:
                touch.ungrab(held)
                touch.grab(control)
                control.take_over(held)

    def _press_anew(self, touch_id: str, place: tuple[float, float]) -> None:
        for control in list(walk(self._shell)):
            same = isinstance(control, Touchable) and control.touch_id == touch_id
            if same and control.act is not None and control.collide_point(*place):
                control.act()
                return

    def forget(self) -> None:
        """Whoever touched the glass has gone; a finger that only woke it is forgotten with its screen (A1)."""
        self._tapped = None

    def let_go(self) -> None:
        """The panel has been unplugged: what lay on it holds nothing any more, and a stroke ends where it was."""
        self._take_all()
        for finger in list(self._fingers.values()):
            EventLoop.post_dispatch_input("end", finger.touch)
        self._fingers.clear()
        self._is_hand = False

    def _take_all(self) -> None:
        for finger in self._fingers.values():
            _take(finger.touch)


def _take(touch: Any) -> None:
    """The finger holds no control any more. A stroke goes on: whoever signs may rest a hand on the glass."""
    for held in [ref() for ref in touch.grab_list]:
        if held is not None and not isinstance(held, Stroked):
            touch.ungrab(held)
            if isinstance(held, Touchable):
                held.press(False)
