"""Every cause of trouble has its sentence in every language, with the figures it needs (B2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.documents import errors
from kiosk.documents.kinds import DocumentKind
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.pages import PageNote
from kiosk.documents.wire import Refusal
from kiosk.documents.worker import refusal_error
from kiosk.locale import Language, Translator


def classes() -> Iterator[type[errors.DocumentError]]:
    return (
        found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, errors.DocumentError)
    )


def test_every_error_has_a_number_of_its_own_in_this_room() -> None:
    numbers = [error.number for error in classes()]
    assert len(numbers) == len(set(numbers)) > 15
    assert all(3000 <= number < 3100 for number in numbers)


@pytest.mark.parametrize("language", Language)
def test_every_error_and_warning_has_a_sentence(language: Language) -> None:
    tr = Translator(language)
    keys = {error.message_key for error in classes()} | {note.message_key for note in PageNote}
    assert all(tr.has(key) for key in keys)


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("refusal", Refusal)
def test_what_the_child_refuses_is_said_with_its_figures(language: Language, refusal: Refusal) -> None:
    error = refusal_error(refusal, DocumentLimits(), DocumentKind.OFFICE)
    sentence = Translator(language)(error.message_key, **error.values)
    assert sentence and "{" not in sentence


def test_the_limit_of_pictures_is_said_as_each_language_counts() -> None:
    error = refusal_error(Refusal.PICTURE_TOO_LARGE, DocumentLimits(), None)
    assert "6400 万像素" in Translator(Language.ZH_HANS)(error.message_key, **error.values)
    assert "64 megapixels" in Translator(Language.EN)(error.message_key, **error.values)
