"""How the names of an estate and its buildings are read: each character as the distribution's dictionary reads it.

Owns the look-up. A character with several readings gives several words, for nobody can know which one the estate means.
Without the dictionary no name has a reading. Called by ``kiosk.ui.pinyin``, off the screens' thread: 70,000 lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product
from pathlib import Path

from kiosk.ui.rime import SHARED_DATA

DICTIONARY = SHARED_DATA / "luna_pinyin.dict.yaml"
_MOST_READINGS = 12  # of one name
_NEVER = "0%"  # the dictionary's mark for a reading that only a scholar knows


def name_words(names: Iterable[str], dictionary: Path = DICTIONARY) -> Iterator[tuple[str, str]]:
    """Each name of Han characters with its syllables, a blank between them; once for each way to read it."""
    wanted = {name for name in names if len(name) >= 2 and not name.isascii()}
    if not wanted or not dictionary.is_file():
        return
    known = readings_of({sign for name in wanted for sign in name}, dictionary)
    for name in sorted(wanted):
        for syllables in islice(product(*(known.get(sign, ()) for sign in name)), _MOST_READINGS):
            yield name, " ".join(syllables)


def readings_of(signs: set[str], dictionary: Path) -> dict[str, list[str]]:
    """The syllables of each of these characters that the dictionary has."""
    found: dict[str, list[str]] = {}
    with dictionary.open(encoding="utf-8") as lines:
        for line in lines:
            sign, _, rest = line.rstrip("\n").partition("\t")
            if sign in signs:
                syllable, _, share = rest.partition("\t")
                if share != _NEVER:
                    found.setdefault(sign, []).append(syllable)
    return found
