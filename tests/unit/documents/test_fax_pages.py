"""Files straight to pages, as the command line tool sends them (B2)."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.documents.errors import DamagedDocumentError, SourceUnreadableError
from kiosk.documents.render import fax_pages
from kiosk.fax.outcome import Resolution
from tests.unit.documents import materials


def test_pages_of_several_files_follow_one_another(tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(materials.fax_tiff(2))
    (tmp_path / "b.pdf").write_bytes(materials.pdf())
    with fax_pages([tmp_path / "a.tif", tmp_path / "b.pdf"], Resolution.FINE) as pages:
        assert len(pages) == 3
        last = pages[2]
        assert [pages[n].height for n in (0, 1, -1)] == [2292, 2292, 2287]
        assert pages[2] == last and [page.height for page in pages[1:]] == [2292, 2287]
        with pytest.raises(IndexError):
            pages[3]


def test_files_may_go_once_they_have_been_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    path.write_bytes(materials.fax_tiff(1))
    with fax_pages([path], Resolution.STANDARD) as pages:
        path.unlink()
        assert pages[0].height == 1143


def test_a_bad_file_is_told_before_anything_is_dialled(tmp_path: Path) -> None:
    (tmp_path / "good.pdf").write_bytes(materials.pdf())
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    with pytest.raises(DamagedDocumentError):
        fax_pages([tmp_path / "good.pdf", tmp_path / "bad.pdf"], Resolution.FINE)
    with pytest.raises(SourceUnreadableError):
        fax_pages([tmp_path / "good.pdf", tmp_path / "none.pdf"], Resolution.FINE)
