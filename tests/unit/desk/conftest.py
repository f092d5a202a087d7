"""A furnished desk for the tests of the use cases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from tests.desk_fixture import FurnishedDesk, furnish


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[FurnishedDesk]:
    kit = furnish(tmp_path / "kiosk")
    yield kit
    kit.close()


@pytest.fixture
def document(kit: FurnishedDesk, tmp_path: Path) -> str:
    """A taken-in letter of one page; orders may use its page several times."""
    Image.new("L", (400, 560), 255).save(tmp_path / "letter.png")
    kit.put_stick(tmp_path / "letter.png")
    return kit.desk.fax.take_in(kit.visitor(), "s/0").id
