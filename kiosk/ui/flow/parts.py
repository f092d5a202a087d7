"""The parts every flow is made of, as data: sentences and icons by name, conditions, checks, the fields of a form.

Owns their shapes and nothing that runs. Offered to everybody through ``spec.py``.
"""

from __future__ import annotations

from dataclasses import dataclass


class TextKey(str):
    """Key of a sentence that every language has, and that says the same each time."""

    __slots__ = ()


class CountedKey(TextKey):
    """Key of a sentence that says a number, {n}."""

    __slots__ = ()


class ToldKey(TextKey):
    """Key of a sentence that tells a field's answer, in a place of the field's name."""

    __slots__ = ()


class TextFamily(str):
    """Beginning of keys whose ends are known at run time only (``repair.slip`` of ``repair.slip.printed``)."""

    __slots__ = ()


class IconName(str):
    """An icon the house has."""

    __slots__ = ()


NOTHING = TextKey("")
NOTHING_COUNTED = CountedKey("")
NOTHING_TOLD = ToldKey("")
NO_ICON = IconName("")


@dataclass(frozen=True)
class When:
    """A condition on an earlier answer: it is one of these, or (of a priced item) it has a published price or not.

    A field that is not asked itself has no answer and fulfils no condition.
    """

    field: str
    one_of: tuple[str, ...] = ()
    priced: bool | None = None


@dataclass(frozen=True)
class Check:
    """``check`` names the rule, ``fails`` is what the bar says instead of the way forward while it does not hold."""

    check: str
    fails: TextKey
    when: When | None = None  # the rule is asked for only then


# --- fields: what a form step asks ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Option:
    """One answer: its sentence (also the name of its key), a line below it, how the last look tells it."""

    text: TextKey
    value: str = ""  # what is answered; without one the key of the sentence
    words: TextKey = NOTHING
    told: TextKey = NOTHING

    @property
    def answer(self) -> str:
        return self.value or self.text


@dataclass(frozen=True)
class Items:
    """A priced catalogue in groups; ``source`` names the list of the desk."""

    source: str
    more: TextKey


@dataclass(frozen=True)
class Cards:
    """A few answers as large cards, one is chosen."""

    options: tuple[Option, ...]


@dataclass(frozen=True)
class Segments:
    """A segmented switch below its label; the first answer is chosen until another is."""

    label: TextKey
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Toggle:
    """A switch that is off until it is on."""

    icon: IconName
    off: Option
    on: Option


@dataclass(frozen=True)
class Words:
    """Ready phrases and one's own words, ``limit`` characters together. Phrases are ``PREFIX.phrase.N`` of the group or
    value of the field ``phrases_of``, else of ``phrases``."""

    label: TextKey
    hint: TextKey
    example: TextKey
    too_long: TextKey
    limit: int
    phrases: TextFamily
    phrases_of: str = ""


@dataclass(frozen=True)
class Count:
    """A number between ``least`` and ``most``, changed by one; ``unit`` is counted: 3 小时."""

    label: TextKey
    unit: CountedKey
    least: int
    most: int


FieldSpec = Items | Cards | Segments | Toggle | Words | Count


@dataclass(frozen=True)
class Field:
    """One answer of a form step."""

    key: str
    spec: FieldSpec
    checks: tuple[Check, ...] = ()
    when: When | None = None
    half: bool = False  # on a wide glass two of these stand side by side
