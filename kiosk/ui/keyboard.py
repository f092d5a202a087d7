"""What the keys of the on-screen keyboard do to a text: letters, shift, signs, pinyin, backspace, the caret (D2).

Owns the text under hand, its caret and the state of the keys. Pure but for the input method it is handed; knows no
widget. Called by ``kiosk.ui.screens.writing`` and its tests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Protocol

from kiosk.ui.estate_words import BOPOMOFO_KEYS
from kiosk.ui.pinyin import Composition

SPACE, BACKSPACE, SHIFT, MODE, SIGNS, DONE = "space", "backspace", "shift", "mode", "signs", "done"
LEFT, RIGHT = "left", "right"  # the caret, by a character

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
    """A text of at most ``limit`` characters, typed key by key; the caret stands before its ``caret``-th character."""

    def __init__(self, text: str, limit: int) -> None:
        self.text, self.limit = text[:limit], limit
        self.caret = len(self.text)
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
    def shown(self) -> str:
        """The text as it is seen: what is not final yet stands at the caret."""
        return self.text[: self.caret] + self.composition.preedit + self.text[self.caret :]

    @property
    def shown_caret(self) -> int:
        """Where the caret is seen: behind what is not final yet."""
        return self.caret + len(self.composition.preedit)

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
            case "left" | "right":
                self.settle()
                self._move_to(self.caret + (1 if key == RIGHT else -1))
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
        self._insert(words)

    def place(self, at: int) -> None:
        """Put the caret before the ``at``-th character that is seen; what is not final becomes so.

        In the middle of what is not final nothing happens: the input method has no caret there.
        """
        begin, end = self.caret, self.shown_caret
        if begin < at < end:
            return
        behind = len(self.shown) - at
        self.settle()
        self._move_to(at if at <= begin else len(self.text) - behind)

    def settle(self) -> None:
        """Make final what is not: the first candidate is what the person saw marked."""
        while self._method is not None and self.composition.preedit:
            before = self.composition.preedit
            self._take(self._method.first())
            if self.composition.preedit == before:
                self._insert(before.replace(" ", ""))
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
        self._insert(sign.upper() if self.shifted else sign)
        self.shifted = False

    def _space(self) -> None:
        if self._method is not None and self.composition.preedit:
            self._take(self._method.first())
        else:
            self._insert(" ")

    def _backspace(self) -> None:
        if self._method is not None and self.composition.preedit:
            self._take(self._method.backspace())
        else:
            behind = self.text[self.caret :]
            self._move_to(self.caret - 1)
            self.text = self.text[: self.caret] + behind

    def _take(self, composition: Composition) -> None:
        self._insert(composition.commit)
        self.composition = replace(composition, commit="")  # it is in the text now

    def _insert(self, words: str) -> None:
        words = words[: self.limit - len(self.text)]
        self.text = self.text[: self.caret] + words + self.text[self.caret :]
        self.caret += len(words)

    def _move_to(self, caret: int) -> None:
        self.caret = min(len(self.text), max(0, caret))


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
