"""The C face of zinnia, which knows a character by its strokes, as far as the writing pad needs it.

Owns the calls and the life of what they hand out: nothing of a drawn character outlives ``Model.best`` (A1). Knows no
pad and no language. Called by ``kiosk.ui.handwriting`` alone.
"""

from __future__ import annotations

import ctypes as c
from pathlib import Path

from kiosk.ui.strokes import Strokes

LIBRARY = "libzinnia.so.0"
MODELS = Path("/usr/share/tegaki/models/zinnia")  # Debian: tegaki-zinnia-simplified-chinese and its sisters

_HANDLE, _TEXT, _SIZE = c.c_void_p, c.c_char_p, c.c_size_t

# zinnia.h, its C part: result and arguments of each function.
_FUNCTIONS: dict[str, tuple[type | None, tuple[type, ...]]] = {
    "zinnia_recognizer_new": (_HANDLE, ()),
    "zinnia_recognizer_destroy": (None, (_HANDLE,)),
    "zinnia_recognizer_open": (c.c_int, (_HANDLE, _TEXT)),
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
    """The characters of one model. It is mapped, not read, and goes from memory with ``close``."""

    def __init__(self, library: c.CDLL, path: Path) -> None:
        """Raises OSError for a file that is not there or is no model."""
        self._library = library
        self._recogniser = library.zinnia_recognizer_new()
        if not library.zinnia_recognizer_open(self._recogniser, str(path).encode()):
            self.close()
            raise OSError(f"no handwriting model: {path.name}")

    def close(self) -> None:
        """Let go of the file. May be called twice."""
        recogniser, self._recogniser = self._recogniser, None
        if recogniser is not None:
            self._library.zinnia_recognizer_destroy(recogniser)

    def best(self, strokes: Strokes, side: int, most: int) -> list[tuple[str, float]]:
        """At most ``most`` characters with their scores, the likeliest first.

        ``strokes`` lie in a square of ``side``, origin top left, in the order in which they were drawn.
        """
        if self._recogniser is None:
            return []
        drawn = self._library.zinnia_character_new()
        try:
            self._library.zinnia_character_set_width(drawn, side)
            self._library.zinnia_character_set_height(drawn, side)
            for number, stroke in enumerate(strokes):
                for x, y in stroke:
                    self._library.zinnia_character_add(drawn, number, round(x), round(y))
            return self._classified(drawn, most)
        finally:
            self._library.zinnia_character_destroy(drawn)

    def _classified(self, drawn: int, most: int) -> list[tuple[str, float]]:
        library = self._library
        result = library.zinnia_recognizer_classify(self._recogniser, drawn, most)
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
