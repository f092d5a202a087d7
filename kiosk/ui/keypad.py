"""Every flow with keys alone: a keypad with five keys and digits, or a keyboard; no finger and no screen's help needed.

Owns what each key does to what is on the glass: it moves the focus, presses the focused control, types into the pad or
keyboard that is there, goes back, calls the clerk. It works on the ids of what can be touched, so a screen that can be
touched can be worked by keys. Called by ``kiosk.ui.running`` with each key of the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, assert_never

from kiosk.ui.estate_words import BOPOMOFO_KEYS
from kiosk.ui.focus import Focus
from kiosk.ui.keys import Act, KeyPlan
from kiosk.ui.pen import Pen
from kiosk.ui.stops import FORWARD, Stop, stops
from kiosk.ui.widgets.touch import Stroked

if TYPE_CHECKING:
    from kiosk.ui.screen import Screen
    from kiosk.ui.shell import Shell

_AGAIN_S = 0.4  # a second press so soon after a screen came was meant for the one before (G1)
_ONCE = frozenset({Act.OK, Act.BACK, Act.CALL, Act.SPEAK, Act.REPEAT})  # a key that is held down does these once


class Keypad:
    """``key_down`` and ``key_up`` as the window tells them; ``tick`` with the shell's."""

    def __init__(self, shell: Shell, plan: KeyPlan) -> None:
        self._shell, self._plan = shell, plan
        self.focus = Focus(shell)
        self.pen = Pen(shell)
        self._held: set[int] = set()
        self._met: Screen | None = None  # the screen that came with the last OK, and when
        self._met_s = 0.0

    # --- what the window tells ----------------------------------------------------------------------------------

    def key_down(self, code: int, character: str | None, modifiers: frozenset[str]) -> bool:
        """A key went down, or repeats because it is held. True: it has a meaning here."""
        meaning = self._plan.meaning(code, character, modifiers)
        held = code in self._held
        self._held.add(code)
        if meaning is None or (held and meaning in _ONCE):
            return meaning is not None
        self._shell.session.refill()
        if self._shell.resting.dimmed:
            self._shell.resting.brighten()  # the key that wakes presses nothing, like a finger
            return True
        self._carry_out(meaning)
        return True

    def key_up(self, code: int) -> None:
        """A key was let go."""
        self._held.discard(code)

    def touched(self, touch: Any) -> None:
        """A finger is there: the ring would only be in its way."""
        if not self.pen.leads(touch):
            self.pen.put_away()
            self.focus.show(False)

    def tick(self) -> None:
        """Widgets may have come and gone without a key."""
        self.focus.draw()

    def forget(self) -> None:
        """The visit is over."""
        self.pen.put_away()
        self.focus.forget()

    # --- what a key does ----------------------------------------------------------------------------------------

    def _carry_out(self, meaning: Act | str) -> None:
        if isinstance(meaning, str):
            self._type(meaning)
        elif not self.pen.take(meaning):
            self._act(meaning)
        self.focus.show(True)
        self._shell.guide.look_again()

    def _act(self, act: Act) -> None:
        match act:
            case Act.UP | Act.DOWN | Act.LEFT | Act.RIGHT | Act.NEXT | Act.PREVIOUS:
                if self.focus.shown:
                    self.focus.move(act)
            case Act.OK:
                self._ok()
            case Act.BACK:
                self._back()
            case Act.ERASE:
                self._press_first("pad.backspace", "key.backspace")
            case Act.CALL:
                self._press_first("frame.call", "dialog.call")
            case Act.SPEAK:
                self._shell.guide.toggle()
            case Act.PLUGGED | Act.UNPLUGGED:
                self._shell.guide.turn(act is Act.PLUGGED)
            case Act.REPEAT:
                self._shell.guide.repeat()
            case _:
                assert_never(act)

    def _ok(self) -> None:
        """The first key after a finger shows where the focus is; from then on OK presses."""
        stop, screen = self.focus.here, self._shell.screen
        too_soon = self._met is screen and self._shell.clock.monotonic() - self._met_s < _AGAIN_S
        if too_soon:
            self._met_s = self._shell.clock.monotonic()  # a whole series in a hurry was meant for the one before
        if stop is None or not self.focus.shown or too_soon:
            return
        if isinstance(stop.widget, Stroked):
            self.pen.take_up(stop.widget)
            return
        _press(stop)
        if self._shell.screen is not screen:
            self._met, self._met_s = self._shell.screen, self._shell.clock.monotonic()

    def _back(self) -> None:
        """As the bar's way back; of a dialog, the choice that changes nothing, which is the right one."""
        if self._shell.dialogs.shown is not None:
            _press(stops(self._shell)[-1])
        else:
            self._press_first("bar.back")

    def _press_first(self, *names: str) -> bool:
        """Press the first of these that is on the glass."""
        among = {stop.name: stop for stop in stops(self._shell)}
        found = next((among[name] for name in names if name in among), None)
        if found is not None:
            _press(found)
        return found is not None

    # --- typing -------------------------------------------------------------------------------------------------

    def _type(self, character: str) -> None:
        """Into the pad or the keyboard that is there; then OK is the way forward, as on a cash machine."""
        ways = (self._type_on_pad, self._type_bopomofo, self._take_candidate, self._type_on_keys)
        if any(way(character) for way in ways):
            next((name for name in (FORWARD, "key.done") if self.focus.go(name)), None)
            self._shell.guide.typed(character)

    def _type_on_pad(self, character: str) -> bool:
        return self._press_first(f"pad.{character}")

    def _type_bopomofo(self, character: str) -> bool:
        """The keys of a Latin keyboard stand for Da Chien's symbols while these are on the glass."""
        symbol = next((symbol for symbol, key in BOPOMOFO_KEYS.items() if key == character.lower()), "")
        return bool(symbol) and self._press_first(f"key.{symbol}")

    def _take_candidate(self, character: str) -> bool:
        """A digit while characters are offered takes one of them."""
        return character in "123456789" and self._press_first(f"candidate.{int(character) - 1}")

    def _type_on_keys(self, character: str) -> bool:
        name = "key.space" if character == " " else f"key.{character.lower()}"
        if character.isupper() and self._press_first("key.shift"):
            return self._press_first(name)
        if self._press_first(name):
            return True
        if not self._press_first("key.signs"):  # a sign stands on the other side of the keyboard
            return False
        typed = self._press_first(name)
        self._press_first("key.signs")
        return typed


def _press(stop: Stop) -> None:
    """As a finger that is lifted inside the control."""
    act: Any = getattr(stop.widget, "act", None)
    if act is not None:
        act()
