"""Chinese typed with keys (D2): pinyin or Bopomofo in, characters out, in simplified or traditional script.

Owns the schemas' settings (nothing that people type is learned, A1) and a session for each text field; the service
centre's own words are ``kiosk.ui.estate_words``. Without the library there is no Chinese input and ``ready`` says so:
the keyboard then offers Latin only. Knows no widget. Called by the keyboard; started by ``kiosk.ui.running`` off the
Kivy thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import assert_never

from kiosk.locale import Language
from kiosk.ui.estate_words import bopomofo_words, pinyin_words
from kiosk.ui.rime import SHARED_DATA, Rime

log = logging.getLogger(__name__)

CANDIDATES = 45  # three grids of 5 x 3; nobody looks further
_BACKSPACE = 0xFF08  # X11 keysym


class Script(Enum):
    """The written form, how it is typed, and the schema of both."""

    SIMPLIFIED = "luna_pinyin_simp"
    TRADITIONAL = "luna_pinyin_tw"
    BOPOMOFO = "bopomofo_tw"

    @classmethod
    def of(cls, language: Language) -> Script:
        """What somebody who reads ``language`` writes."""
        return cls.TRADITIONAL if language is Language.ZH_HANT else cls.SIMPLIFIED


@dataclass(frozen=True)
class Composition:
    """What has been typed: ``preedit`` not final yet, ``candidates`` for it, ``commit`` text that has become final."""

    preedit: str = ""
    candidates: tuple[str, ...] = ()
    commit: str = ""


class Pinyin:
    """The input method of this process. ``start`` may take seconds; until it has ended ``ready`` is False."""

    def __init__(self, runtime: Path, cache: Path, drawn: Callable[[str], bool] = bool) -> None:
        """``runtime`` holds the settings and is made anew; ``cache`` holds the compiled schemas and may be kept.

        ``drawn``: whether a font has all of these characters; what would be a box is not offered.
        """
        self._runtime, self._cache, self._drawn = runtime, cache, drawn
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
            rime = Rime() if SHARED_DATA.is_dir() else None
        except OSError as error:
            log.warning("no Chinese input: %s", error)
            rime = None
        if rime is not None:
            self._write_settings()
            rime.open(self._runtime, self._cache)
            self._rime = rime
        self._ended.set()

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
        for name, text in _settings().items():
            path = self._runtime / name
            if not path.exists() or path.read_text(encoding="utf-8") != text:  # a newer file is compiled anew
                path.write_text(text, encoding="utf-8")


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


_DEFAULT = """patch:
  schema_list: [SCHEMAS]
  menu/page_size: 9
"""

# Only letters reach the library: shift, digits and punctuation are the keyboard's own, so their processors go, and with
# the reverse look-up the stroke dictionary it would compile.
_SCHEMA = """patch:
  schema/dependencies: []
  engine/processors: [speller, express_editor]
  engine/segmentors: [abc_segmentor, fallback_segmentor]
  engine/translators: [table_translator@custom_phrase, script_translator]
  translator/enable_user_dict: false
  custom_phrase/user_dict: PHRASES
  custom_phrase/initial_quality: 100
"""

# The space is the keyboard's: it takes a candidate. The first tone may be left out, as any other.
_BOPOMOFO = "  speller/use_space: false\n"


def _settings() -> dict[str, str]:
    """The files of the settings' folder."""
    installed = [script for script in Script if (SHARED_DATA / f"{script.value}.schema.yaml").is_file()]
    schemas = ", ".join(f"{{schema: {script.value}}}" for script in installed)
    files = {"default.custom.yaml": _DEFAULT.replace("SCHEMAS", schemas)}
    for script in installed:
        phrases = f"words_{script.name.lower()}"
        more = _BOPOMOFO if script is Script.BOPOMOFO else ""
        files[f"{script.value}.custom.yaml"] = _SCHEMA.replace("PHRASES", phrases) + more
        files[f"{phrases}.txt"] = "".join(f"{word}\t{code}\t100\n" for word, code in _words(script))
    return files


def _words(script: Script) -> Iterator[tuple[str, str]]:
    match script:
        case Script.SIMPLIFIED:
            return pinyin_words(traditional=False)
        case Script.TRADITIONAL:
            return pinyin_words(traditional=True)
        case Script.BOPOMOFO:
            return bopomofo_words()
        case _:
            assert_never(script)
