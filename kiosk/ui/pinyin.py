"""Chinese typed with keys (D2): pinyin or Bopomofo in, characters out, in simplified or traditional script.

Owns the library's start and a session for each text field; how it is set, ``kiosk.ui.schemas`` knows. Without the
library there is no Chinese input and ``ready`` says so: the keyboard then offers Latin only. Knows no widget. Called by
the keyboard; started by ``kiosk.ui.running`` off the Kivy thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from kiosk.ui.estate_words import words_in_sentences
from kiosk.ui.readings import Word, name_words, toned
from kiosk.ui.rime import SHARED_DATA, Rime
from kiosk.ui.schemas import Script, schema_files

log = logging.getLogger(__name__)

CANDIDATES = 45  # three grids of 5 x 3; nobody looks further
_BACKSPACE = 0xFF08  # X11 keysym


@dataclass(frozen=True)
class Composition:
    """What has been typed: ``preedit`` not final yet, ``candidates`` for it, ``commit`` text that has become final."""

    preedit: str = ""
    candidates: tuple[str, ...] = ()
    commit: str = ""


class Pinyin:
    """The input method of this process. ``start`` may take seconds; until it has ended ``ready`` is False."""

    def __init__(
        self,
        runtime: Path,
        cache: Path,
        drawn: Callable[[str], bool] = bool,
        names: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        """``runtime`` holds the settings and is made anew; ``cache`` holds the compiled schemas and may be kept.

        ``drawn``: whether a font has all of these characters; what would be a box is not offered. ``names``: what the
        estate and its buildings are called, asked at the start and by ``renew``.
        """
        self._runtime, self._cache, self._drawn, self._names = runtime, cache, drawn, names
        self._named: set[str] = set()  # what has been written of them
        self._rime: Rime | None = None
        self._ended = threading.Event()

    @property
    def ready(self) -> bool:
        """Whether Chinese can be typed now."""
        return self._rime is not None

    @property
    def missing(self) -> bool:
        """Whether it never will be: library or dictionary are not installed."""
        return self._ended.is_set() and self._rime is None

    def start(self) -> None:
        """Load, compile the schemas if they have changed, be ready. Blocks; call once, off the screens' thread."""
        try:
            self._open()
        finally:
            self._ended.set()  # whatever has broken it: nobody is told for ever that it is on its way

    def _open(self) -> None:
        try:
            rime = Rime() if SHARED_DATA.is_dir() else None
        except OSError as error:
            log.warning("no Chinese input: %s", error)
            return
        if rime is not None:
            self._write_settings()
            rime.open(self._runtime, self._cache)
            self._rime = rime

    def renew(self) -> None:
        """The estate may have got other buildings: the next text field knows them. Off the screens' thread."""
        if self.ready and set(self._names()) != self._named:
            self._write_settings()  # the library reads its texts when a session begins and none has them open

    def close(self) -> None:
        """Forget every session. The library may be started again afterwards."""
        if self._rime is not None:
            self._rime.close()
            self._rime = None

    def field(self, script: Script) -> PinyinInput | None:
        """An input for one text field; None when Chinese cannot be typed."""
        session = self._rime.session(script.value) if self._rime else 0
        return PinyinInput(self._rime, session, self._drawn) if self._rime and session else None

    def _write_settings(self) -> None:
        for folder in (self._runtime, self._cache):
            folder.mkdir(parents=True, exist_ok=True)
        self._named = names = set(self._names())
        for name, text in schema_files(_sentences(names)).items():
            path = self._runtime / name
            if not path.exists() or path.read_text(encoding="utf-8") != text:  # a newer file is compiled anew
                path.with_suffix(".new").write_text(text, encoding="utf-8")
                path.with_suffix(".new").replace(path)


def _sentences(names: Iterable[str]) -> Callable[[Script], Iterator[Word]]:
    """The estate's words and names, as a script's dictionary spells their syllables; pinyin's look alike in both."""
    spelt = list(name_words(names))

    def of(script: Script) -> Iterator[Word]:
        words = words_in_sentences(traditional=script is not Script.SIMPLIFIED)
        if script is Script.BOPOMOFO:
            return toned(words, names=names)
        return chain((Word(*word) for word in words), spelt)

    return of


class PinyinInput:
    """One text field's typing. Every call returns the Composition that it leads to."""

    def __init__(self, rime: Rime, session: int, drawn: Callable[[str], bool]) -> None:
        self._rime, self._session, self._drawn = rime, session, drawn
        self._places: tuple[int, ...] = ()  # where the offered candidates stand in the library's list

    def key(self, letter: str) -> Composition:
        """A letter ``a``-``z``, the apostrophe between syllables; of Bopomofo the key of Da Chien's keyboard."""
        self._rime.press(self._session, ord(letter))
        return self._now()

    def backspace(self) -> Composition:
        """Take back the last letter."""
        self._rime.press(self._session, _BACKSPACE)
        return self._now()

    def first(self) -> Composition:
        """Take the first candidate that was offered."""
        if self._places:
            self._rime.choose(self._session, self._places[0])
        return self._now()

    def choose(self, index: int) -> Composition:
        """Take the candidate at ``index``; what it does not cover stays in the preedit."""
        self._rime.choose(self._session, self._places[index])
        return self._now()

    def clear(self) -> Composition:
        """Drop what is not final."""
        self._rime.clear(self._session)
        return Composition()

    def close(self) -> None:
        """End the session: the next person begins with nothing (A1)."""
        self._rime.end_session(self._session)

    def _now(self) -> Composition:
        commit = self._rime.committed(self._session)
        preedit = self._rime.preedit(self._session)
        found = self._rime.candidates(self._session, 2 * CANDIDATES) if preedit else ()
        drawn = [(place, text) for place, text in enumerate(found) if self._drawn(text)][:CANDIDATES]
        self._places = tuple(place for place, _ in drawn)
        return Composition(preedit, tuple(text for _, text in drawn), commit)
