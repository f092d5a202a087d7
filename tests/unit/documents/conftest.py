"""What the tests of documents share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from kiosk.documents.fonts import TextFont, installed_text_font
from kiosk.documents.intake import Content
from kiosk.documents.limits import DocumentLimits
from kiosk.documents.reader import DocumentReader
from kiosk.documents.vault import DocumentVault

Opener = Callable[..., DocumentReader]


@pytest.fixture(scope="session")
def font() -> TextFont:
    found = installed_text_font()
    assert found is not None, "a font with Chinese characters is part of the set-up"
    return found


@pytest.fixture
def reading(font: TextFont) -> Iterator[Opener]:
    """Open some octets as a document; closed when the test ends."""
    with ExitStack() as stack:

        def opener(octets: bytes, limits: DocumentLimits | None = None) -> DocumentReader:
            return stack.enter_context(DocumentReader(Content([octets]), limits or DocumentLimits(), font))

        yield opener


@pytest.fixture
def vault(tmp_path: Path, font: TextFont) -> DocumentVault:
    return DocumentVault(tmp_path / "vault", bytes(range(32)), font=font, reserve_octets=0)
