"""What a person has answered so far in one flow, and which of it still counts.

Owns the answers by field, the conditions on them, the checks, and how an answer is told in words. Forgotten with the
walk. Knows no widget and no desk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kiosk.desk.views import CatalogueItem
from kiosk.ui.flow import spec as s
from kiosk.ui.look import Look
from kiosk.ui.screens.words import item_words

T = TypeVar("T")

_PHRASES = 6  # keys on a screen
AND = "repair.and"


@dataclass
class Said:
    """Ready phrases by their keys, in the order they were chosen, and one's own words."""

    phrases: list[str] = field(default_factory=list)
    own: str = ""


Answer = str | int | CatalogueItem | Said


class Answers:
    """The answers of one walk through ``flow``."""

    def __init__(self, flow: s.Flow) -> None:
        self._fields: Mapping[str, s.Field] = flow.fields
        self._asked_in = {
            asked.key: step for step in flow.steps if isinstance(step.spec, s.Form) for asked in step.spec.fields
        }
        self._given: dict[str, Answer] = {}
        for asked in self._fields.values():
            first = _beginning(asked.spec)
            if first is not None:
                self._given[asked.key] = first

    def give(self, key: str, answer: Answer) -> None:
        """Answer a field, or answer it anew."""
        self._given[key] = answer

    def get(self, key: str, kind: type[T]) -> T | None:
        """The answer of a field, if it has one of this kind; whether it still counts or not."""
        answer = self._given.get(key)
        return answer if isinstance(answer, kind) else None

    def counted(self, key: str) -> Answer | None:
        """The answer of a field that is asked: its own condition and that of its step hold."""
        asked = self._fields.get(key)
        if asked is None or not (self.holds(asked.when) and self.holds(self._asked_in[key].when)):
            return None
        return self._given.get(key)

    def holds(self, when: s.When | None) -> bool:
        """Whether the condition is fulfilled; no condition always is."""
        if when is None:
            return True
        answer = self.counted(when.field)
        if answer is None:
            return False
        if when.priced is not None:
            return isinstance(answer, CatalogueItem) and (answer.price_fen is not None) is when.priced
        return _value(answer) in when.one_of

    def failing(self, asked: s.Field) -> s.TextKey | None:
        """What the first check says that does not hold; None: all is well."""
        answer = self._given.get(asked.key)
        checks = (check for check in asked.checks if self.holds(check.when))
        return next((check.fails for check in checks if not _passes(check.check, answer)), None)

    def value(self, keys: tuple[str, ...]) -> str:
        """The value of the first of these fields that counts and is answered; else nothing."""
        answers = (self.counted(key) for key in keys)
        return next((_value(answer) for answer in answers if answer is not None and _value(answer)), "")

    def told(self, look: Look, key: str) -> str:
        """A field's answer in words of the present language; nothing if it does not count."""
        answer, asked = self.counted(key), self._fields.get(key)
        return tell(look, asked.spec, answer) if asked is not None and answer is not None else ""


def tell(look: Look, spec: s.FieldSpec, answer: Answer) -> str:
    """An answer in words."""
    match spec, answer:
        case (s.Items(), CatalogueItem()):
            return item_words(look, answer.key)
        case (s.Words(), Said()):
            return said_words(look, answer)
        case (s.Count(), int()):
            return look.tr.count(spec.unit, answer)
        case (s.Cards() | s.Segments(), str()):
            options = spec.options
        case (s.Toggle(), str()):
            options = (spec.off, spec.on)
        case _:
            return ""
    return next((look.tr(option.told or option.text) for option in options if option.answer == answer), "")


def said_words(look: Look, said: Said) -> str:
    """Ready phrases in the language of the glass, then the person's own words."""
    parts = [look.tr(phrase) for phrase in said.phrases]
    return look.tr(AND).join([*parts, said.own] if said.own else parts)


def room_left(look: Look, said: Said, limit: int) -> int:
    """How many characters of their own the person may still write."""
    taken = len(look.tr(AND).join(look.tr(phrase) for phrase in said.phrases))
    return limit - taken - (len(look.tr(AND)) if taken else 0)


def phrases_of(look: Look, *families: str) -> list[str]:
    """Keys of the ready phrases of the first of these families that has any: head office may have added a group."""
    for family in families:
        phrases = [key for n in range(1, _PHRASES + 1) if look.tr.has(key := f"{family}.phrase.{n}")]
        if phrases:
            return phrases
    return []


def _beginning(spec: s.FieldSpec) -> Answer | None:
    """What is answered before anybody has touched the field."""
    match spec:
        case s.Segments():
            return spec.options[0].answer
        case s.Toggle():
            return spec.off.answer
        case s.Count():
            return spec.least
        case s.Words():
            return Said()
        case s.Items() | s.Cards():
            return None


def _value(answer: Answer) -> str:
    match answer:
        case CatalogueItem():
            return answer.key
        case Said():
            return answer.own
        case _:
            return str(answer)


def _passes(check: str, answer: Answer | None) -> bool:
    said = answer if isinstance(answer, Said) else None
    if check == "own_words":
        return said is not None and bool(said.own)
    return answer is not None and (said is None or bool(said.phrases or said.own))
