"""The papers for the lobby's sticks are what they pretend to be (or not to be)."""

from __future__ import annotations

import math
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageSequence

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


def test_the_fax_is_the_scan_s_first_pages_one_after_the_other(papers: Path) -> None:
    """Ink is counted in bands of the page, which the other width and the other resolution leave alone."""
    with Image.open(papers / samples.SCAN) as scan, Image.open(samples.make_fax(papers)) as fax:
        assert fax.n_frames == 2
        sent, scanned = ([_bands(page) for page in ImageSequence.Iterator(image)] for image in (fax, scan))
    for page, bands in enumerate(sent):
        nearest = min(range(len(scanned)), key=lambda other: math.dist(bands, scanned[other]))
        assert nearest == page


def _bands(page: Image.Image) -> list[float]:
    grey = page.convert("L")
    rows = [255 - value for value in grey.resize((1, 100), Image.Resampling.BOX).tobytes()]
    return [row / sum(rows) for row in rows]


@pytest.mark.parametrize("name", [samples.LOCKED, samples.DISGUISED])
def test_the_locked_and_the_disguised_file_open_for_nobody(papers: Path, name: str) -> None:
    with pytest.raises(pypdfium2.PdfiumError):
        pypdfium2.PdfDocument(papers / name)
