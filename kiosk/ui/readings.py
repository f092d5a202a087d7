"""How words are read: each character as the distribution's dictionaries read it, with tones or without.

Owns the look-up, of the names of an estate and its buildings, and of the tones of words whose syllables are known. A
character with several readings gives several words, the likeliest first and each as likely as it is, for nobody can
know which one the estate means. Without the dictionary nothing has a reading. Called by ``kiosk.ui.pinyin``, off the
screens' thread: 70,000 lines.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from kiosk.ui.rime import SHARED_DATA

DICTIONARY = SHARED_DATA / "luna_pinyin.dict.yaml"
TONED = SHARED_DATA / "terra_pinyin.dict.yaml"  # Bopomofo's: its syllables end with the number of their tone
_MOST_READINGS = 12  # of one word
_NEVER = "0%"  # the dictionary's mark for a reading that only a scholar knows

Reading = tuple[str, float]  # a syllable, and the part of all texts in which the character is read so


class Word(NamedTuple):
    """A word, its syllables with a blank between them, and how often it is read so, 0 to 1."""

    text: str
    syllables: str
    share: float = 1.0


def name_words(names: Iterable[str], dictionary: Path = DICTIONARY) -> Iterator[Word]:
    """Each name of Han characters, once for each way to read it."""
    wanted = _han(names)
    return _named(wanted, readings_of(_signs(wanted), dictionary))


def toned(words: Iterable[tuple[str, str]], dictionary: Path = TONED, *, names: Iterable[str] = ()) -> Iterator[Word]:
    """Each of these words with the tones that its characters have where they are read as its syllables say.

    Then ``names`` as ``name_words`` has them: the dictionary is gone through once for both.
    """
    read, wanted = [(word, syllables.split()) for word, syllables in words], _han(names)
    known = readings_of(_signs(word for word, _ in read) | _signs(wanted), dictionary)
    for word, syllables in read:
        fitting = (
            [(each, share) for each, share in known.get(sign, ()) if each.rstrip("12345") == syllable]
            for sign, syllable in zip(word, syllables, strict=True)
        )
        yield from _ways(word, list(fitting))
    yield from _named(wanted, known)


def _han(names: Iterable[str]) -> list[str]:
    return sorted({name for name in names if len(name) >= 2 and not name.isascii()})


def _signs(words: Iterable[str]) -> set[str]:
    return {sign for word in words for sign in word}


def _named(names: Iterable[str], known: Mapping[str, Sequence[Reading]]) -> Iterator[Word]:
    for name in names:
        yield from _ways(name, [known.get(sign, ()) for sign in name])


def _ways(word: str, readings: Sequence[Sequence[Reading]]) -> Iterator[Word]:
    """The likeliest of all combinations; a long name has thousands."""
    ways: list[tuple[float, str]] = [(1.0, "")]
    for of_sign in readings:
        longer = ((share * part, f"{before} {each}") for share, before in ways for each, part in of_sign)
        ways = heapq.nlargest(_MOST_READINGS, longer, key=lambda way: way[0])
    return (Word(word, syllables.strip(), share) for share, syllables in ways)


def readings_of(signs: set[str], dictionary: Path) -> Mapping[str, Sequence[Reading]]:
    """How each of these characters is read, the most frequent first."""
    found: dict[str, list[Reading]] = {}
    if not signs or not dictionary.is_file():
        return found
    # One expression over the whole text: line by line it is three times as long, at each start of the screens.
    lines = re.compile(f"^([{re.escape(''.join(sorted(signs)))}])\t([^\t\n]*)\t?(.*)$", re.MULTILINE)
    for sign, syllable, share in lines.findall(dictionary.read_text(encoding="utf-8")):
        if share != _NEVER:
            found.setdefault(sign, []).append((syllable, _part(share)))
    return {sign: sorted(read, key=lambda reading: -reading[1]) for sign, read in found.items()}


def _part(share: str) -> float:
    """``98%`` as a number; what has no mark is read in one way only."""
    return float(share.removesuffix("%")) / 100 if share.endswith("%") else 1.0
