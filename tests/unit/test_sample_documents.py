"""The papers for the lobby's sticks are what they pretend to be (or not to be)."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from tests.hw_doubles import sample_documents as samples
from tests.hw_doubles.lobby_panel.switches import STICKS


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return samples.make_samples(tmp_path_factory.mktemp("papers"))


def test_every_file_of_every_prepared_stick_is_made(papers: Path) -> None:
    wanted = {name for files in STICKS.values() for name in files}
    assert wanted == {path.name for path in papers.iterdir()}


def test_the_letter_is_two_pages_of_a4(papers: Path) -> None:
    with pypdfium2.PdfDocument(papers / samples.LETTER) as letter:
        assert [(round(w), round(h)) for w, h in (letter.get_page_size(at) for at in range(len(letter)))] == [
            (595, 842),
            (595, 842),
        ]


def test_the_scan_has_three_pages_and_the_photograph_has_greys(papers: Path) -> None:
    with Image.open(papers / samples.SCAN) as scan, Image.open(papers / samples.PHOTO) as photo:
        assert scan.n_frames == 3
        assert len(photo.convert("L").getcolors()) > 150


@pytest.mark.parametrize("name", [samples.LOCKED, samples.DISGUISED])
def test_the_locked_and_the_disguised_file_open_for_nobody(papers: Path, name: str) -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(papers / name)
