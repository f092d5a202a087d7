"""The names a flow file may use for what is code, and the error that says which name it got wrong.

Owns what a use case looks like from a flow file, and where sentences are looked up. Pure; called by ``loading.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kiosk.errors import KioskError
from kiosk.locale import Language, Translator


class FlowError(KioskError):
    """A flow file cannot be used; the detail names file, step and field."""

    number = 6101
    message_key = "flow.halted.words"


@dataclass(frozen=True)
class ActShape:
    """A use case as flow files see it: the parts it needs, those it can do without, what it can be about."""

    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Vocabulary:
    """``lists`` are the desk's priced catalogues, ``acts`` its use cases; ``has_text`` knows every sentence,
    ``values_of`` which values one that is there has places for."""

    lists: frozenset[str]
    acts: Mapping[str, ActShape]
    has_text: Callable[[str], bool]
    values_of: Callable[[str], frozenset[str]]


def every_language() -> Callable[[str], bool]:
    """Whether a sentence is there in every language of the house."""
    translators = [Translator(language) for language in Language]
    return lambda key: all(tr.has(key) for tr in translators)


def any_language() -> Callable[[str], frozenset[str]]:
    """The values a sentence has places for, in whatever language it has them."""
    translators = [Translator(language) for language in Language]
    return lambda key: frozenset[str]().union(*(tr.takes(key) for tr in translators))
