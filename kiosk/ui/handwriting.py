"""Chinese written with a finger (D2): the strokes of one character in, the characters that they may be out.

Owns which models a glass of each language reads with, and what else strokes may have been meant as. Without library or
models nothing is offered and nothing is missing: the keys are there. Keeps no stroke (A1). Knows no widget. Called
by ``kiosk.ui.screens.writing``, in a thread of its own: each reading reads the models from their files.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from kiosk.ui.schemas import Script
from kiosk.ui.strokes import LARGE, SIDE, SMALL, Lines, Strokes, fitted, straightened, unjoined
from kiosk.ui.zinnia import MODELS, Model, load

log = logging.getLogger(__name__)
Meant = Sequence[tuple[Lines, float]]

CANDIDATES = 15  # one grid of 5 x 3

# Of a score, which goes from 1 to -1.5.
_LESS_IF_JOINED = 0.2  # that strokes were written in one is a guess
_LESS_IF_RARE = 0.3

_PARTS = frozenset("囗亻宀灬冖凵勹匚冂卩阝冫氵讠忄扌纟艹廾彳彡犭饣疒礻衤钅丨丿亅丶乀辶")  # in the models; no words
_ASKED = 2 * CANDIDATES  # some are written in the other script or have no picture

# The first set of models that is there. Japanese characters of before the reform are traditional ones, and what Japan
# does not write (你 哪 她) most often has one form only, which the simplified model knows.
_SETS = {
    Script.SIMPLIFIED: (("zh_CN",),),
    Script.TRADITIONAL: (("zh_TW",), ("ja", "zh_CN")),
}


class Handwriting:
    """The recogniser of this process. ``start`` finds what is installed; until then nothing is offered.

    ``read`` may be called by several threads.
    """

    def __init__(self, drawn: Callable[[str], bool] = bool, models: Path = MODELS) -> None:
        """``drawn``: whether a font has this character; what would be a box is not offered."""
        self._drawn, self._folder = drawn, models
        self._models: dict[Script, tuple[Model, ...]] = {}

    def start(self) -> None:
        """Find library and models. Off the screens' thread."""
        try:
            library = load()
        except OSError as error:
            log.info("no handwriting: %s", error)
            return
        model = cache(lambda name: Model(library, self._file(name)))  # one may be of both scripts
        for script, sets in _SETS.items():
            names = next((names for names in sets if all(self._file(name).is_file() for name in names)), ())
            if names:
                self._models[script] = tuple(map(model, names))

    def _file(self, name: str) -> Path:
        return self._folder / f"handwriting-{name}.model"

    def offered(self, script: Script) -> bool:
        """Whether characters of this script can be written with a finger here."""
        return script in self._models

    def read(self, strokes: Strokes, script: Script) -> tuple[str, ...]:
        """The characters that ``strokes`` may be, the likeliest first; points in any unit, origin top left.

        A model that has gone or is spoilt since the start takes its script with it; the keys stay.
        """
        try:
            scores = self._scores(tuple(_meant(strokes)), self._models.get(script, ()))
        except OSError as error:
            log.warning("no handwriting any more: %s", error)
            self._models.pop(script, None)
            return ()
        likely = sorted(scores, key=lambda found: scores[found] - _LESS_IF_RARE * rare(found, script), reverse=True)
        return tuple(found for found in likely if found not in _PARTS and self._drawn(found))[:CANDIDATES]

    def _scores(self, meant: Meant, models: tuple[Model, ...]) -> dict[str, float]:
        """The best score of each character, as it is drawn or as it may have been meant. Raises OSError."""
        best: dict[str, float] = {}
        for model in models:
            found = model.best([lines for lines, _less in meant], SIDE, _ASKED)
            for scored, (_lines, less) in zip(found, meant, strict=True):
                for character, score in scored:
                    best[character] = max(best.get(character, score - less), score - less)
        return best


def _meant(strokes: Strokes) -> Iterator[tuple[Lines, float]]:
    """What the strokes may have been meant as, and how much less that is to be believed."""
    large = straightened(fitted(strokes, LARGE))
    yield large, 0.0
    yield straightened(fitted(strokes, SMALL)), 0.0
    for other in unjoined(large):
        yield other, _LESS_IF_JOINED


def rare(character: str, script: Script) -> bool:
    """Whether it is none of the common ones: those that the first level of the script's old code tables holds.

    GB/T 2312 lays its 3,755 common characters before the others (rows 16 to 55), Big5 its 5,401 (A4 to C6).
    """
    table, last = ("gb2312", 0xD7) if script is Script.SIMPLIFIED else ("big5", 0xC6)
    try:
        return character.encode(table)[0] > last
    except UnicodeEncodeError:
        return True
