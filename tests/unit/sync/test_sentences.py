"""Every error of sync and head office has a sentence in every language."""

from __future__ import annotations

import pytest

from kiosk.headoffice.certificates import CertificateError
from kiosk.headoffice.config import HeadOfficeConfigError
from kiosk.locale import Language, Translator
from kiosk.sync.link import LinkError


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("error", [CertificateError, HeadOfficeConfigError, LinkError])
def test_the_error_can_be_told(language: Language, error: type[LinkError]) -> None:
    assert Translator(language)(error.message_key)
