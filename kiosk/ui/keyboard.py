"""What the keys of the on-screen keyboard do to a text: letters, shift, signs, pinyin, backspace (D2).

Owns the text under hand and the state of the keys. Pure but for the input method it is handed; knows no widget. Called
by ``kiosk.ui.screens.writing`` and its tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Protocol

from kiosk.ui.estate_words import BOPOMOFO_KEYS
from kiosk.ui.pinyin import Composition

SPACE, BACKSPACE, SHIFT, MODE, SIGNS, DONE = "space", "backspace", "shift", "mode", "signs", "done"

_LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SIGNS_HAN = ("1234567890", "、；：？！“”（）", "-/.@#%+")
_SIGNS_LATIN = ("1234567890", ";:?!\"'()&", "-/_@#%+")
_BOPOMOFO = ("ㄅㄉˇˋㄓˊ˙ㄚㄞㄢㄦ", "ㄆㄊㄍㄐㄔㄗㄧㄛㄟㄣ", "ㄇㄋㄎㄑㄕㄘㄨㄜㄠㄤ", "ㄈㄌㄏㄒㄖㄙㄩㄝㄡㄥ")
_PINYIN_KEYS = {letter: letter for letter in "abcdefghijklmnopqrstuvwxyz"}
_MOST_SYLLABLES = 40  # more letters than a sentence has are a child at the screen


class Typing(Enum):
    """What keys become; in the order in which the key goes round."""

    HAN = auto()
    BOPOMOFO = auto()
    LATIN = auto()


class InputMethod(Protocol):
    """What a text needs of an input method; ``kiosk.ui.pinyin.PinyinInput`` is one."""

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
        self._methods: Mapping[Typing, InputMethod] = {}

    @property
    def full(self) -> bool:
        """Whether nothing more can be typed."""
        return len(self.text) >= self.limit

    @property
    def can_write_han(self) -> bool:
        """Whether there is an input method."""
        return bool(self._methods)

    @property
    def ways(self) -> tuple[Typing, ...]:
        """What keys can become here, in order."""
        return tuple(typing for typing in Typing if typing in self._methods or typing is Typing.LATIN)

    def use(self, methods: Mapping[Typing, InputMethod], typing: Typing) -> None:
        """Other input methods (or none) from now on; what was not final is dropped."""
        self._methods = methods
        self.typing = typing if typing in self.ways else self.ways[0]
        self.composition = Composition()

    @property
    def _method(self) -> InputMethod | None:
        return self._methods.get(self.typing)

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
                self.typing = self.ways[(self.ways.index(self.typing) + 1) % len(self.ways)]
            case _:
                self._sign(key)

    def choose(self, index: int) -> None:
        """Take a candidate."""
        if self._method is not None and index < len(self.composition.candidates):
            self._take(self._method.choose(index))

    def put(self, words: str) -> None:
        """Words that came by no key: a character written with a finger."""
        self.settle()
        self._append(words)

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
        keys = BOPOMOFO_KEYS if self.typing is Typing.BOPOMOFO else _PINYIN_KEYS
        if self._method and sign in keys and not self.shifted:
            if len(self.composition.preedit) < _MOST_SYLLABLES:
                self._take(self._method.key(keys[sign]))
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
    if entry.typing is Typing.BOPOMOFO and not entry.signs:
        return _bopomofo_rows()
    han = entry.typing is not Typing.LATIN
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


def _bopomofo_rows() -> tuple[tuple[Key, ...], ...]:
    """Forty-one symbols in Da Chien's order; what else there is stands in the two columns at the right."""
    first, second, third, fourth = (
        tuple(Key(sign, place * _NARROW_PITCH, _NARROW) for place, sign in enumerate(row)) for row in _BOPOMOFO
    )
    right, wide = 10 * _NARROW_PITCH, _NARROW_PITCH + _NARROW
    return (
        (*first, Key(BACKSPACE, 11 * _NARROW_PITCH, _NARROW)),
        (*second, Key(SIGNS, right, _NARROW), Key(MODE, right + _NARROW_PITCH, _NARROW)),
        (*third, Key(SPACE, right, wide)),
        (*fourth, Key(DONE, right, wide)),
    )


_NARROW_PITCH, _NARROW = 84, 79


def _run(signs: str, x: float) -> tuple[Key, ...]:
    return tuple(Key(sign, x + place * _PITCH, _WIDTH) for place, sign in enumerate(signs))
