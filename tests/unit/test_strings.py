"""Every sentence is there in every language, is used, and takes the same values (A2)."""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from PIL import ImageFont

from kiosk.assets import Assets, default_root
from kiosk.locale import Language, catalogue_files
from kiosk.ui.flow.loading import FLOWS
from tests.unit.text_families import FAMILIES, OPEN

_KIOSK = Path(__file__).parent.parent.parent / "kiosk"
_TRANSLATING = ("tr", "count", "tell")
# Names that are not translated: standards, file kinds, units, keys of a keyboard.
_NAMES = "U USB PDF JPEG PNG TIFF HEIC EN KB MB CSV kbit bit s mm V Class ECM CSI MH MR MMR PIN QR ID Wi Fi A K abc"
_OTHER_UNIT = {"document.picture_too_large"}  # Chinese counts pixels in 万, English in millions
_LATIN_IN_CHINESE = frozenset(_NAMES.split())


@cache
def _catalogue(language: Language) -> dict[str, tuple[str, ...]]:
    texts: dict[str, tuple[str, ...]] = {}
    for path in catalogue_files(language):
        with path.open("rb") as file:
            for message in read_po(file, abort_invalid=True):
                if message.id:
                    key = message.id[0] if isinstance(message.id, tuple | list) else message.id
                    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
                    texts[str(key)] = tuple(map(str, forms))
    return texts


def _sources() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(_KIOSK.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _template(node: ast.JoinedStr) -> str:
    return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)


def _literals() -> set[str]:
    """Every string that stands in the code or in a flow file."""
    code = {
        n.value
        for _, tree in _sources()
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    return code | {
        text for path in FLOWS.glob("*.toml") for text in _strings_of(tomllib.loads(path.read_text("utf-8")))
    }


def _strings_of(value: object) -> Iterator[str]:
    """Every string in a table of a flow file."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings_of(part)


@cache
def _asked_for() -> tuple[tuple[str, ast.expr], ...]:
    """First arguments of translations, and keys that errors carry; where each stands."""
    return tuple(_askings())


def _askings() -> Iterator[tuple[str, ast.expr]]:
    for path, tree in _sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and _name(node.func) in _TRANSLATING:
                yield f"{path.name}:{node.lineno}", node.args[0]
            if isinstance(node, ast.Assign) and any(_name(target) == "message_key" for target in node.targets):
                yield f"{path.name}:{node.lineno}", node.value


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _alternatives(node: ast.expr) -> Iterator[ast.expr]:
    """Both arms of a conditional expression."""
    if isinstance(node, ast.IfExp):
        yield from _alternatives(node.body)
        yield from _alternatives(node.orelse)
    else:
        yield node


def _members(template: str) -> list[str]:
    return [template.replace("{}", str(getattr(member, "value", member))) for member in FAMILIES[template]]


@pytest.mark.parametrize("language", Language)
def test_every_key_that_is_asked_for_has_a_sentence(language: Language) -> None:
    texts = _catalogue(language)
    missing = {
        f"{where}: {node.value}"
        for where, asked in _asked_for()
        for node in _alternatives(asked)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "." in node.value
        and node.value not in texts
    }
    missing |= {key for template in FAMILIES for key in _members(template) if key not in texts}
    assert not missing


def test_every_key_that_is_put_together_is_declared_as_a_family() -> None:
    undeclared = {
        f"{where}: {_template(node)}"
        for where, asked in _asked_for()
        for node in _alternatives(asked)
        if isinstance(node, ast.JoinedStr) and _template(node) not in FAMILIES and not _template(node).startswith(OPEN)
    }
    assert not undeclared


def test_no_sentence_is_unused() -> None:
    used = _literals() | {key for template in FAMILIES for key in _members(template)}
    assert not {key for key in _catalogue(Language.ZH_HANS) if key not in used and not key.startswith(OPEN)}


def test_no_key_stands_in_two_catalogues() -> None:
    counts = Counter(
        str(message.id[0] if isinstance(message.id, tuple | list) else message.id)
        for path in catalogue_files(Language.EN)
        for message in read_po(path.open("rb"))
        if message.id
    )
    assert not {key for key, count in counts.items() if count > 1}


@pytest.mark.parametrize("language", [Language.ZH_HANT, Language.EN])
def test_all_languages_know_the_same_keys_and_take_the_same_values(language: Language) -> None:
    ours, theirs = _catalogue(Language.ZH_HANS), _catalogue(language)
    assert ours.keys() == theirs.keys()
    different = {key for key in ours if _placeholders(ours[key][-1]) != _placeholders(theirs[key][-1])}
    assert not different - _OTHER_UNIT


@pytest.mark.parametrize("language", Language)
def test_the_forms_of_a_number_differ_in_their_words_only(language: Language) -> None:
    """Each plural form may leave out the number itself, nothing else."""
    for key, forms in _catalogue(language).items():
        assert all(_placeholders(form) | {"n"} == _placeholders(forms[-1]) | {"n"} for form in forms), key


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", [Language.ZH_HANS, Language.ZH_HANT])
def test_no_latin_words_are_left_in_chinese(language: Language) -> None:
    left = {
        f"{key}: {word}"
        for key, forms in _catalogue(language).items()
        for form in forms
        for word in re.findall(r"[A-Za-z]+", re.sub(r"\{[^}]*\}", "", form))
        if word not in _LATIN_IN_CHINESE
    }
    assert not left


def test_traditional_is_translated_not_converted() -> None:
    """The words that differ between the two ways of speaking (design.md 4)."""
    wrong = ("傳眞", "打印", "屏幕", "U 盤", "掃瞄", "打開 U", "短信", "網絡", "信息", "軟件")
    found = {
        f"{key}: {word}" for key, (text, *_) in _catalogue(Language.ZH_HANT).items() for word in wrong if word in text
    }
    assert not found


def test_no_english_sentence_holds_a_mark_that_is_drawn_as_wide_as_a_han_character() -> None:
    """The face is a Chinese one: its curly quotes and its ellipsis stand in a square of their own (``panel’ s``)."""
    face = ImageFont.truetype(str(Assets(default_root()).sans(Language.EN)), 100)
    forms = {form for texts in _catalogue(Language.EN).values() for form in texts}
    marks = {sign for form in forms for sign in form if not sign.isascii() and not _is_han(sign)}
    assert {sign for sign in marks if face.getlength(sign) >= face.size} <= {"·", "×"}  # set off on both sides


def _is_han(sign: str) -> bool:
    """Characters of a Chinese name, with the brackets around it."""
    return "\u3000" <= sign <= "\u9fff"
