"""The screen shows the fax raster, small and in true proportions (B3)."""

from __future__ import annotations

import pytest

from kiosk.documents.pagefile import decode_page, encode_page
from kiosk.documents.preview import preview
from kiosk.fax.outcome import FaxPage, Resolution


def half_black(height: int, resolution: Resolution) -> FaxPage:
    """The upper half black."""
    return FaxPage(1728, height, resolution, b"\xff" * (216 * (height // 2)) + bytes(216 * (height - height // 2)))


@pytest.mark.parametrize(
    ("height", "resolution"), [(1143, Resolution.STANDARD), (2287, Resolution.FINE), (4574, Resolution.SUPERFINE)]
)
def test_an_a4_page_looks_the_same_in_every_resolution(height: int, resolution: Resolution) -> None:
    picture = preview(half_black(height, resolution), 282, 394)
    assert picture.width == 282 and picture.height == pytest.approx(282 * 297 / 215, abs=1)
    assert len(picture.luminance) == picture.width * picture.height
    assert picture.luminance[0] == 0 and picture.luminance[-1] == 255


def test_fine_lines_become_grey_and_do_not_vanish() -> None:
    rows = (b"\xff" * 216 + bytes(216 * 7)) * 280
    picture = preview(FaxPage(1728, 2240, Resolution.FINE, rows), 100, 140)
    mean = sum(picture.luminance) / len(picture.luminance)
    assert mean == pytest.approx(255 * 7 / 8, abs=2) and min(picture.luminance) > 150


def test_a_long_page_is_fitted_by_its_height() -> None:
    picture = preview(FaxPage(1728, 4574, Resolution.FINE, bytes(216 * 4574)), 92, 120)
    assert (picture.width, picture.height) == (43, 120)


@pytest.mark.parametrize("resolution", Resolution)
def test_a_stored_page_file_gives_the_page_back(resolution: Resolution) -> None:
    page = half_black(1143, resolution)
    assert decode_page(encode_page(page)) == page
    assert len(encode_page(page)) < 2000
