"""What the keys of a keypad or keyboard mean: names, the usual plan, and the plan of an estate with another keypad.

Owns the vocabulary. Pure; knows no Kivy, only the numbers under which it reports keys (``Window.on_key_down``). A
keypad is a keyboard to the computer, and which codes its five or eight keys send is set in the keypad, so a plan is
data: ``[screen.keypad]`` names a key for each act. Called by ``kiosk.ui.keypad`` and ``kiosk ui``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from kiosk.errors import KioskError


class KeyNameError(KioskError):
    """The configuration names an act or a key that does not exist."""

    number = 1022


class Act(Enum):
    """What a key can do; values are the names in ``[screen.keypad]``."""

    UP = "up"
    DOWN = "down"
    LEFT = "left"
    RIGHT = "right"
    NEXT = "next"  # in order of reading
    PREVIOUS = "previous"
    OK = "ok"
    BACK = "back"
    ERASE = "erase"
    CALL = "call"  # the clerk (F1)
    SPEAK = "speak"  # spoken guidance on and off
    REPEAT = "repeat"  # say it again, all of it
    PLUGGED = "headphone_in"  # a keypad with a socket tells of the plug as of a key
    UNPLUGGED = "headphone_out"


_CODES = {
    "backspace": 8, "tab": 9, "enter": 13, "pause": 19, "escape": 27, "space": 32, "delete": 127,
    "numpad_decimal": 266, "numpad_divide": 267, "numpad_multiply": 268, "numpad_minus": 269, "numpad_plus": 270,
    "numpad_enter": 271, "up": 273, "down": 274, "right": 275, "left": 276, "insert": 277, "home": 278, "end": 279,
    "page_up": 280, "page_down": 281, "print_screen": 316, "scroll_lock": 302, "menu": 319,
    **{f"f{number}": 281 + number for number in range(1, 16)},
    **{f"numpad{digit}": 256 + digit for digit in range(10)},
    **{sign: ord(sign) for sign in "abcdefghijklmnopqrstuvwxyz0123456789"},
}  # fmt: skip

_USUAL = {
    "up": Act.UP, "down": Act.DOWN, "left": Act.LEFT, "right": Act.RIGHT, "tab": Act.NEXT,
    "enter": Act.OK, "numpad_enter": Act.OK, "escape": Act.BACK, "numpad_divide": Act.BACK, "backspace": Act.ERASE,
    "delete": Act.ERASE, "numpad_decimal": Act.ERASE, "f1": Act.CALL, "numpad_multiply": Act.CALL, "f2": Act.SPEAK,
    "numpad_minus": Act.PREVIOUS, "numpad_plus": Act.NEXT, "f3": Act.REPEAT, "insert": Act.SPEAK,
}  # fmt: skip

_NUM_LOCK_OFF = {
    2: Act.DOWN, 4: Act.LEFT, 5: Act.OK, 6: Act.RIGHT, 8: Act.UP, 7: Act.PREVIOUS, 1: Act.NEXT, 0: Act.SPEAK
}  # fmt: skip
_NUMPAD_0 = 256


@dataclass(frozen=True)
class KeyPlan:
    """Acts by key code. ``meaning`` of a key: an act, a character to type, or None."""

    acts: Mapping[int, Act]

    def meaning(self, code: int, character: str | None, modifiers: frozenset[str]) -> Act | str | None:
        """What a key means; ``character`` is what it would write, ``modifiers`` are Kivy's names."""
        act = self.acts.get(code)
        if act is Act.NEXT and "shift" in modifiers:
            return Act.PREVIOUS
        if act is not None:
            return act
        digit = code - _NUMPAD_0
        if 0 <= digit <= 9:
            return str(digit) if "numlock" in modifiers else _NUM_LOCK_OFF.get(digit)
        return character if character and character.isprintable() else None


def key_plan(named: Mapping[str, str] | None = None) -> KeyPlan:
    """The usual plan, and over it the keys that an estate names for acts. Raises KeyNameError."""
    acts = {_CODES[key]: act for key, act in _USUAL.items()}
    for name, keys in (named or {}).items():
        act = next((act for act in Act if act.value == name), None)
        if act is None:
            raise KeyNameError(
                f"screen.keypad.{name}: there is no such act; there are {', '.join(a.value for a in Act)}"
            )
        acts |= {_code(name, key): act for key in keys.split()}
    return KeyPlan(acts)


def _code(act: str, key: str) -> int:
    """A key by its name, or by the number that the system gives it."""
    if key in _CODES:
        return _CODES[key]
    if key.startswith("#") and key[1:].isdigit():
        return int(key[1:])
    raise KeyNameError(f"screen.keypad.{act}: there is no key {key!r}")
