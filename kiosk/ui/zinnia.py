"""The C face of zinnia, which knows a character by its strokes, as far as the writing pad needs it.

Owns the calls and the life of what they hand out: nothing of a drawn character outlives ``Model.best`` (A1), and no
more than a part of a model is in memory. Knows no pad and no language. Called by ``kiosk.ui.handwriting`` alone.
"""

from __future__ import annotations

import ctypes as c
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from heapq import nlargest
from operator import itemgetter
from pathlib import Path

from kiosk.ui.model_parts import PART, Part, cut, models_of
from kiosk.ui.strokes import Strokes

Scored = tuple[str, float]

LIBRARY = "libzinnia.so.0"
MODELS = Path("/usr/share/tegaki/models/zinnia")  # Debian: tegaki-zinnia-simplified-chinese and its sisters

_HANDLE, _TEXT, _SIZE = c.c_void_p, c.c_char_p, c.c_size_t

# zinnia.h, its C part: result and arguments of each function.
_FUNCTIONS: dict[str, tuple[type | None, tuple[type, ...]]] = {
    "zinnia_recognizer_new": (_HANDLE, ()),
    "zinnia_recognizer_destroy": (None, (_HANDLE,)),
    "zinnia_recognizer_open_from_ptr": (c.c_int, (_HANDLE, _HANDLE, _SIZE)),
    "zinnia_recognizer_classify": (_HANDLE, (_HANDLE, _HANDLE, _SIZE)),
    "zinnia_character_new": (_HANDLE, ()),
    "zinnia_character_destroy": (None, (_HANDLE,)),
    "zinnia_character_set_width": (None, (_HANDLE, _SIZE)),
    "zinnia_character_set_height": (None, (_HANDLE, _SIZE)),
    "zinnia_character_add": (c.c_int, (_HANDLE, _SIZE, c.c_int, c.c_int)),
    "zinnia_result_size": (_SIZE, (_HANDLE,)),
    "zinnia_result_value": (_TEXT, (_HANDLE, _SIZE)),
    "zinnia_result_score": (c.c_float, (_HANDLE, _SIZE)),
    "zinnia_result_destroy": (None, (_HANDLE,)),
}


def load() -> c.CDLL:
    """The library. Raises OSError when it is not installed."""
    library = c.CDLL(LIBRARY)
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


class Model:
    """The characters of one model. Between two readings nothing of it is in memory but where it can be cut."""

    def __init__(self, library: c.CDLL, path: Path, part: int = PART) -> None:
        self._library, self._path, self._part = library, path, part
        self._cut: tuple[tuple[int, ...], tuple[Part, ...]] = (), ()

    def best(self, drawings: Sequence[Strokes], side: int, most: int) -> list[list[Scored]]:
        """Of each drawing at most ``most`` characters with their scores, the likeliest first.

        Strokes lie in a square of ``side``, origin top left, in the order in which they were drawn. The first reading
        takes a tenth of a second more. Raises OSError for a file that is not there or is no model.
        """
        with ExitStack() as stack:
            drawn = [stack.enter_context(self._drawn(strokes, side)) for strokes in drawings]
            found: list[list[Scored]] = [[] for _ in drawings]
            file = stack.enter_context(self._path.open("rb", buffering=0)).fileno()
            for model in models_of(file, self._parts(file)):
                with self._opened(model) as recogniser:
                    for of, character in zip(found, drawn, strict=True):
                        of += self._classified(recogniser, character, most)
        return [nlargest(most, of, key=itemgetter(1)) for of in found]

    def _parts(self, file: int) -> tuple[Part, ...]:
        """Cut once; another file in its place, a package's newer one, is cut anew."""
        now, (seen, parts) = os.fstat(file), self._cut
        identity = now.st_ino, now.st_size, now.st_mtime_ns
        if identity != seen:
            parts = cut(file, self._part)
            self._cut = identity, parts
        return parts

    @contextmanager
    def _drawn(self, strokes: Strokes, side: int) -> Iterator[int]:
        drawn = self._library.zinnia_character_new()
        try:
            self._library.zinnia_character_set_width(drawn, side)
            self._library.zinnia_character_set_height(drawn, side)
            for number, stroke in enumerate(strokes):
                for x, y in stroke:
                    self._library.zinnia_character_add(drawn, number, round(x), round(y))
            yield drawn
        finally:
            self._library.zinnia_character_destroy(drawn)

    @contextmanager
    def _opened(self, model: memoryview) -> Iterator[int]:
        """A recogniser; it goes on reading in ``model``."""
        recogniser = self._library.zinnia_recognizer_new()
        try:
            place = c.addressof(c.c_char.from_buffer(model))
            if not self._library.zinnia_recognizer_open_from_ptr(recogniser, place, len(model)):
                raise OSError(f"no handwriting model: {self._path.name}")
            yield recogniser
        finally:
            self._library.zinnia_recognizer_destroy(recogniser)

    def _classified(self, recogniser: int, drawn: int, most: int) -> list[Scored]:
        library = self._library
        result = library.zinnia_recognizer_classify(recogniser, drawn, most)
        if not result:  # nothing was drawn
            return []
        try:
            places = range(library.zinnia_result_size(result))
            return [
                (library.zinnia_result_value(result, place).decode(), library.zinnia_result_score(result, place))
                for place in places
            ]
        finally:
            library.zinnia_result_destroy(result)
