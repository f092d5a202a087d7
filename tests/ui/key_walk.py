"""Ways through the flows with keys only: the window's own key events, no touch, no look into a screen's objects.

Owns the hand at the keypad. ``to`` presses arrows until the ring stands on a control, by the shortest way a person
finds by trying: it fails where a control cannot be reached.
"""

from __future__ import annotations

from collections import deque

from kiosk.clock import TurnedClock
from kiosk.locale import Language
from kiosk.ui.keys import Act
from tests.ui.harness import Glass

UP, DOWN, RIGHT, LEFT, ENTER, ESCAPE, TAB, F1, F2, BACKSPACE = 273, 274, 275, 276, 13, 27, 9, 282, 283, 8
ARROWS = {Act.UP: UP, Act.DOWN: DOWN, Act.LEFT: LEFT, Act.RIGHT: RIGHT}
_BETWEEN_S = 0.5  # seconds between two keys: no second half of a double press


def press(glass: Glass, code: int, character: str | None = None, *modifiers: str) -> None:
    """One key, down and up, and the frames that show its effect."""
    from kivy.core.window import Window  # opens it: not before the glass has prepared its environment

    assert isinstance(glass.furnished.clock, TurnedClock)
    glass.furnished.clock.turn(_BETWEEN_S)
    Window.dispatch("on_key_down", code, 0, character, list(modifiers))
    Window.dispatch("on_key_up", code, 0)
    glass.turn(1)


def type_keys(glass: Glass, text: str) -> None:
    """Digits and letters as a keyboard sends them."""
    for sign in text:
        press(glass, ord(sign.lower()), sign, *(["shift"] if sign.isupper() else []))


def focused(glass: Glass) -> str:
    """Where the ring is."""
    here = glass.shell.keypad.focus.here
    assert here is not None, f"the focus is lost on {glass.screen}"
    return here.name


def ways(glass: Glass) -> dict[str, list[Act]]:
    """Every control that the four arrows reach from here, and by which presses (a breadth-first search)."""
    focus = glass.shell.keypad.focus
    start = focused(glass)
    found: dict[str, list[Act]] = {start: []}
    waiting = deque([start])
    while waiting:
        name = waiting.popleft()
        for act in ARROWS:
            assert focus.go(name), f"the focus is lost on {glass.screen}: no more {name}"
            reached = focus.move(act)
            if reached not in found:
                found[reached] = [*found[name], act]
                waiting.append(reached)
    focus.go(start)
    return found


def out_of_reach(glass: Glass) -> list[str]:
    """Controls that no arrows lead to, in Chinese and in English, and whether the ring is lost; it stays shown."""
    from kiosk.ui.stops import stops

    shell, missed = glass.shell, []
    shell.keypad.focus.show(True)
    shell.stage.sketching = True  # a control's place is the same, and nothing has to be drawn
    for language in (Language.ZH_HANS, Language.EN):
        shell.choose_language(language)
        wanted = {place.name for place in stops(shell)}
        if wanted and shell.keypad.focus.here is None:
            missed.append(f"{language} keys: the focus is lost")
        else:
            missed += [f"{language} keys: {name}" for name in sorted(wanted - set(ways(glass)))]
    shell.stage.sketching = False
    shell.choose_language(Language.ZH_HANS)
    return missed


def to(glass: Glass, name: str) -> None:
    """Bring the ring to this control with arrow keys."""
    if not glass.shell.keypad.focus.shown:
        press(glass, RIGHT)  # the first key shows where the ring is
    way = ways(glass).get(name)
    assert way is not None, f"arrows do not reach {name}; they reach {sorted(ways(glass))}"
    for act in way:
        press(glass, ARROWS[act])
    assert focused(glass) == name


def choose(glass: Glass, name: str) -> None:
    """Bring the ring to a control and press OK."""
    to(glass, name)
    press(glass, ENTER)
