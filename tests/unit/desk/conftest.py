"""A furnished desk for the tests of the use cases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.desk_fixture import FurnishedDesk, furnish


@dataclass(frozen=True)
class Letter:
    """A kiosk into which a letter of one page has been taken; the file itself."""

    house: Path
    file: Path
    id: str


@pytest.fixture(scope="session")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Letter:
    """Taken in once: what the sandboxed reader costs is not paid by every test that needs a document."""
    folder = tmp_path_factory.mktemp("letter")
    Image.new("L", (400, 560), 255).save(folder / "letter.png")
    kit = furnish(folder / "kiosk")
    kit.put_stick(folder / "letter.png")
    taken = kit.desk.fax.take_in(kit.visitor(), "s/0")
    kit.close()
    return Letter(folder / "kiosk", folder / "letter.png", taken.id)


@pytest.fixture
def kit(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FurnishedDesk]:
    if "document" in request.fixturenames:
        letter = request.getfixturevalue("letter")
        shutil.copytree(letter.house, tmp_path / "kiosk", ignore=shutil.ignore_patterns("live.db*", "*.bell"))
    kit = furnish(tmp_path / "kiosk")
    yield kit
    kit.close()


@pytest.fixture
def document(kit: FurnishedDesk, letter: Letter) -> str:
    """A taken-in letter of one page; orders may use its page several times."""
    kit.put_stick(letter.file)
    return letter.id
