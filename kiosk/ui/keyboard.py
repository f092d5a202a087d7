"""What the keys of the on-screen keyboard do to a text: letters, shift, signs, pinyin, backspace (D2).

Owns the text under hand and the state of the keys. Pure but for the input method it is handed; knows no widget. Called
by ``kiosk.ui.screens.writing`` and its tests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Protocol

from kiosk.ui.pinyin import Composition

SPACE, BACKSPACE, SHIFT, MODE, SIGNS, DONE = "space", "backspace", "shift", "mode", "signs", "done"

_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNS_HAN = ("1234567890", "、；：？！“”（）", "-/.@#%+")
_SIGNS_LATIN = ("1234567890", ";:?!\"'()&", "-/_@#%+")
_MOST_SYLLABLES = 40  # more letters than a sentence has are a child at the screen


class Typing(Enum):
    """What letters become."""

    HAN = auto()
    LATIN = auto()


class InputMethod(Protocol):
    """What a text needs of a pinyin input; ``kiosk.ui.pinyin.PinyinInput`` is one."""

    def key(self, letter: str) -> Composition: ...
    def backspace(self) -> Composition: ...
    def first(self) -> Composition: ...
    def choose(self, index: int) -> Composition: ...
    def clear(self) -> Composition: ...


@dataclass(frozen=True)
class Key:
    """A key: its ``name`` (the sign it types, or a function) and its place in units of a 1004 wide row."""

    name: str
    x: float
    w: float


class TextEntry:
    """A text of at most ``limit`` characters, typed key by key; the caret stands at its end."""

    def __init__(self, text: str, limit: int) -> None:
        self.text, self.limit = text[:limit], limit
        self.typing = Typing.LATIN
        self.shifted = False
        self.signs = False
        self.composition = Composition()
        self._method: InputMethod | None = None

    @property
    def full(self) -> bool:
        """Whether nothing more can be typed."""
        return len(self.text) >= self.limit

    @property
    def can_write_han(self) -> bool:
        """Whether there is an input method."""
        return self._method is not None

    def use(self, method: InputMethod | None, typing: Typing) -> None:
        """Another input method (or none) from now on; what was not final is dropped."""
        self._method = method
        self.typing = typing if method is not None else Typing.LATIN
        self.composition = Composition()

    def press(self, key: str) -> None:
        """Carry out a key; ``done`` and keys it does not know are the screen's business."""
        match key:
            case "space":
                self._space()
            case "backspace":
                self._backspace()
            case "shift":
                self.shifted = not self.shifted
            case "signs":
                self.signs = not self.signs
            case "mode":
                self.settle()
                other = Typing.LATIN if self.typing is Typing.HAN else Typing.HAN
                self.typing = other if self.can_write_han else Typing.LATIN
            case _:
                self._sign(key)

    def choose(self, index: int) -> None:
        """Take a candidate."""
        if self._method is not None and index < len(self.composition.candidates):
            self._take(self._method.choose(index))

    def settle(self) -> None:
        """Make final what is not: the first candidate is what the person saw marked."""
        while self._method is not None and self.composition.preedit:
            before = self.composition.preedit
            self._take(self._method.first())
            if self.composition.preedit == before:
                self._append(before.replace(" ", ""))
                self.composition = self._method.clear()

    def close(self) -> None:
        """Nothing half typed stays behind."""
        if self._method is not None:
            self.composition = self._method.clear()

    def _sign(self, sign: str) -> None:
        if self.full:
            return
        if self._method and self.typing is Typing.HAN and sign in "abcdefghijklmnopqrstuvwxyz" and not self.shifted:
            if len(self.composition.preedit) < _MOST_SYLLABLES:
                self._take(self._method.key(sign))
            return
        self.settle()
        self._append(sign.upper() if self.shifted else sign)
        self.shifted = False

    def _space(self) -> None:
        if self._method is not None and self.composition.preedit:
            self._take(self._method.first())
        else:
            self._append(" ")

    def _backspace(self) -> None:
        if self._method is not None and self.composition.preedit:
            self._take(self._method.backspace())
        else:
            self.text = self.text[:-1]

    def _take(self, composition: Composition) -> None:
        self._append(composition.commit)
        self.composition = replace(composition, commit="")  # it is in the text now

    def _append(self, text: str) -> None:
        self.text = (self.text + text)[: self.limit]


def rows_of(entry: TextEntry) -> tuple[tuple[Key, ...], ...]:
    """The keys that are to be seen now: four rows."""
    han = entry.typing is Typing.HAN
    first, second, third = (_SIGNS_HAN if han else _SIGNS_LATIN) if entry.signs else _LETTERS
    stop, comma = ("。", "，") if han else (".", ",")
    left = Key("…" if han else "=", 0, 145) if entry.signs else Key(SHIFT, 0, 145)
    return (
        _run(first, 0),
        _run(second, 50),
        (left, *_run(third, 151), Key(BACKSPACE, 858, 146)),
        (
            Key(MODE, 0, 145),
            Key(SIGNS, 151, 145),
            Key(comma, 302, 84),
            Key(SPACE, 392, 300),
            Key(stop, 698, 84),
            Key(DONE, 788, 216),
        ),
    )


ROW_UNITS = 1004
_PITCH, _WIDTH = 101, 95


def _run(signs: str, x: float) -> tuple[Key, ...]:
    return tuple(Key(sign, x + place * _PITCH, _WIDTH) for place, sign in enumerate(signs))
