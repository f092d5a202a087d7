"""C4: whatever a printer can say, there are words for it in every language; and no word on forms is without use."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from kiosk.devices import ipp_reasons
from kiosk.devices.cups_line import QueueMissingError, SpoolerUnreachableError
from kiosk.devices.cups_printer import JobRefusedError
from kiosk.devices.cups_queue import QueueNotReadyError
from kiosk.devices.print_media import UnprintablePictureError
from kiosk.locale import Language, Translator, catalogue_files

FORMS = Path(__file__).resolve().parents[2] / "kiosk" / "forms"
ERRORS = (
    SpoolerUnreachableError,
    QueueMissingError,
    QueueNotReadyError,
    JobRefusedError,
    UnprintablePictureError,
)
SAID_BY_THE_DRIVER = ("other", "queue", "spooler", "missing-job-history", "job-canceled", "job-aborted")


@pytest.mark.parametrize("language", Language)
def test_every_reason_of_a_printer_has_its_words(language: Language) -> None:
    tr = Translator(language)
    for reason in (*ipp_reasons.BLOCKING, *ipp_reasons.WARNINGS, *SAID_BY_THE_DRIVER):
        assert tr(f"health.{reason}", reason=reason)


@pytest.mark.parametrize("language", Language)
def test_every_error_of_the_driver_has_its_words_and_a_number_of_its_own(language: Language) -> None:
    tr = Translator(language)
    for error in ERRORS:
        assert "form" in tr(error.message_key, device="form") or error is not QueueMissingError
    assert sorted(error.number for error in ERRORS) == [2100, 2101, 2102, 2103, 2104]


@pytest.mark.parametrize("language", Language)
def test_no_words_on_forms_are_without_use(language: Language) -> None:
    code = "\n".join(path.read_text() for path in FORMS.glob("*.py"))
    path = next(path for path in catalogue_files(language) if path.name == "forms.po")
    with path.open("rb") as file:
        ids = [message.id for message in read_po(file) if message.id]
    keys = [each if isinstance(each, str) else each[0] for each in ids]  # what is counted has its key twice
    assert keys
    for key in keys:
        family = key.rpartition(".")[0]
        spelt_out = f'"{key}"' in code
        put_together = f'f"{family}.{{' in code
        assert spelt_out or put_together, key
