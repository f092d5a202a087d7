"""Sentences for persons: gettext catalogues in zh_Hans, zh_Hant and en, and nothing else.

Owns every word an owner, a clerk or a printed form shows. A message id is a key (``fax.number.title``), never a
sentence, so that no language is the "original". Each language is a folder of ``.po`` files, one a room (``ui.po``,
``staff.po``, ``forms.po``, ``errors.po``), merged here. Called by ``kiosk.ui`` and ``kiosk.forms``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter

from kiosk.errors import KioskError
from kiosk.locale.po import read_po


class Language(StrEnum):
    """The languages of the house; the first is the default. Values are BCP 47 tags."""

    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"
    EN = "en"

    @property
    def folder(self) -> str:
        """Name of the catalogue folder (gettext spelling)."""
        return self.value.replace("-", "_")


class MissingTextError(KioskError):
    """A key has no sentence in this language: a defect, caught by the string-completeness test."""

    number = 1001
    message_key = "error.unexpected"


class Translator:
    """``tr(key, **values)`` gives the sentence; ``tr.count(key, n)`` the form for a number."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._texts = _catalogue(language)

    def __call__(self, key: str, **values: object) -> str:
        """The sentence for ``key`` with its placeholders filled. Raises MissingTextError."""
        return self._forms(key)[0].format_map(values)

    def takes(self, key: str) -> frozenset[str]:
        """Names of the values that the sentence has places for. Raises MissingTextError."""
        forms = self._forms(key)
        return frozenset(name for form in forms for _, name, _, _ in Formatter().parse(form) if name)

    def count(self, key: str, n: int, **values: object) -> str:
        """As ``__call__``, choosing the singular (first) form when ``n`` is 1 and the language has one."""
        forms = self._forms(key)
        return forms[0 if n == 1 else -1].format_map({"n": n, **values})

    def has(self, key: str) -> bool:
        """Whether this language knows ``key``."""
        return key in self._texts

    def _forms(self, key: str) -> tuple[str, ...]:
        try:
            return self._texts[key]
        except KeyError:
            raise MissingTextError(f"no text for {key!r} in {self.language}") from None


def catalogue_files(language: Language) -> list[Path]:
    """The ``.po`` files of one language."""
    return sorted((Path(__file__).parent / language.folder).glob("*.po"))


def catalogued(words: str) -> bool:
    """Whether these words stand in the catalogues of any language as they are (a line broken out of a sentence too)."""
    return words in _all_sentences()


@cache
def _all_sentences() -> str:
    return "\n".join(form for language in Language for forms in _catalogue(language).values() for form in forms)


@cache
def _catalogue(language: Language) -> Mapping[str, tuple[str, ...]]:
    messages = (message for path in catalogue_files(language) for message in read_po(path))
    return {key: forms for key, forms in messages if all(forms)}
