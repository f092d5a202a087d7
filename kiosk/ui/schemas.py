"""How the input method is set: its schemas, cut down to letters, the dictionary and the words of the estate.

Owns the files of settings and that nothing which people type is learned (A1). The service centre's own words are
``kiosk.ui.estate_words``. Pure, but that it looks which schemas are installed. Called by ``kiosk.ui.pinyin``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import Enum
from typing import assert_never

from kiosk.locale import Language
from kiosk.ui.estate_words import bopomofo_words, pinyin_words
from kiosk.ui.readings import Word
from kiosk.ui.rime import SHARED_DATA


class Script(Enum):
    """The written form, how it is typed, and the schema of both."""

    SIMPLIFIED = "luna_pinyin_simp"
    TRADITIONAL = "luna_pinyin_tw"
    BOPOMOFO = "bopomofo_tw"

    @classmethod
    def of(cls, language: Language) -> Script:
        """What somebody who reads ``language`` writes."""
        return cls.TRADITIONAL if language is Language.ZH_HANT else cls.SIMPLIFIED


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
  custom_phrase/user_dict: PHRASES
  custom_phrase/initial_quality: 100
"""

# A sentence is composed with the dictionary and with what its user has chosen before. This user is a text, which the
# library only reads: so the estate's words stand in sentences, and nothing is learned.
_SENTENCES = """  translator/enable_user_dict: true
  translator/user_dict: WORDS
  translator/db_class: stabledb
"""
_FIRST = 100
_CHOSEN_TIMES = 1_000_000  # a tenth: the dictionary takes some of them apart again; ten times as much wins nothing

# The space is the keyboard's: it takes a candidate. The first tone may be left out, as any other.
_BOPOMOFO = """  speller/use_space: false
"""


def schema_files(in_sentences: Callable[[Script], Iterable[Word]]) -> dict[str, str]:
    """The files of the settings' folder by their names; ``in_sentences``: what a sentence is composed with."""
    installed = [script for script in Script if (SHARED_DATA / f"{script.value}.schema.yaml").is_file()]
    schemas = ", ".join(f"{{schema: {script.value}}}" for script in installed)
    files = {"default.custom.yaml": _DEFAULT.replace("SCHEMAS", schemas)}
    for script in installed:
        phrases, sentences = (f"{what}_{script.name.lower()}" for what in ("words", "sentences"))
        composed = _SENTENCES.replace("WORDS", sentences) + (_BOPOMOFO if script is Script.BOPOMOFO else "")
        files[f"{script.value}.custom.yaml"] = _SCHEMA.replace("PHRASES", phrases) + composed
        files[f"{phrases}.txt"] = _table((Word(*word) for word in _words(script)), _FIRST)
        files[f"{sentences}.txt"] = _table(in_sentences(script), _CHOSEN_TIMES)
    return files


def _table(words: Iterable[Word], weight: int) -> str:
    return "".join(f"{word}\t{code}\t{max(1, round(weight * share))}\n" for word, code, share in words)


def _words(script: Script) -> Iterator[tuple[str, str]]:
    """What comes first when it is typed by itself, with the keys that type it."""
    match script:
        case Script.SIMPLIFIED:
            return pinyin_words(traditional=False)
        case Script.TRADITIONAL:
            return pinyin_words(traditional=True)
        case Script.BOPOMOFO:
            return bopomofo_words()
        case _:
            assert_never(script)
