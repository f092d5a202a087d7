"""Where the keys stand on an upright glass: nine beside each other, for ten would be narrower than a finger (9 mm).

Letters keep the places that hands know; what has no room there stands as near as can be: ``p`` ends the third row, and
of Da Chien's eleven columns the last two lie below the others. Owns these places. Pure. Called by
``kiosk.ui.widgets.keyboard``; on a lying glass ``kiosk.ui.keyboard.rows_of`` knows them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.ui.keyboard import BACKSPACE, DONE, MODE, SHIFT, SIGNS, SPACE, Key, TextEntry, Typing

_COLUMNS = 9
_PITCH, _HAIR = 200, 8
UPRIGHT_UNITS = _COLUMNS * _PITCH - _HAIR

_Span = tuple[str, int]  # a key and how many columns it takes
_LETTERS = ("qwertyuio", "asdfghjkl", "zxcvbnmp")
_SIGNS_HAN = ("123456789", "0、；：？！（）…", "“”-/.@#%+")
_SIGNS_LATIN = ("123456789", "0;:?!()&=", "\"'-/_@#%+")
_BOPOMOFO = ("ㄅㄉˇˋㄓˊ˙ㄚㄞ", "ㄆㄊㄍㄐㄔㄗㄧㄛㄟ", "ㄇㄋㄎㄑㄕㄘㄨㄜㄠ", "ㄈㄌㄏㄒㄖㄙㄩㄝㄡ")
_BOPOMOFO_LAST = "ㄢㄣㄤㄥㄦ"
_LOWEST: tuple[_Span, ...] = ((MODE, 3), (SIGNS, 2), (DONE, 4))


def upright_rows(entry: TextEntry) -> tuple[tuple[Key, ...], ...]:
    """The keys that are to be seen now, in units of a row ``UPRIGHT_UNITS`` wide: five rows, six of Bopomofo."""
    if entry.typing is Typing.BOPOMOFO and not entry.signs:
        symbols = [_row(*_each(row)) for row in _BOPOMOFO]
        return *symbols, _row(*_each(_BOPOMOFO_LAST), (SPACE, 2), (BACKSPACE, 2)), _row(*_LOWEST)
    han = entry.typing is not Typing.LATIN
    stop, comma = ("。", "，") if han else (".", ",")
    first, second, third = (_SIGNS_HAN if han else _SIGNS_LATIN) if entry.signs else _LETTERS
    shift: tuple[_Span, ...] = () if entry.signs else ((SHIFT, 1),)
    return (
        _row(*_each(first)),
        _row(*_each(second)),
        _row(*shift, *_each(third)),
        _row((comma, 1), (SPACE, 5), (stop, 1), (BACKSPACE, 2)),
        _row(*_LOWEST),
    )


def _each(signs: str) -> Iterator[_Span]:
    return ((sign, 1) for sign in signs)


def _row(*spans: _Span) -> tuple[Key, ...]:
    at, keys = 0, []
    for name, columns in spans:
        keys.append(Key(name, at * _PITCH, columns * _PITCH - _HAIR))
        at += columns
    return tuple(keys)
