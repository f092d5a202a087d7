"""Pages are laid on A4 sheets at true size, never distorted (B3)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.documents.sheet import LINES_PER_MM, PELS_PER_MM, WIDTH_PELS, a4_lines, max_lines, place
from kiosk.fax.outcome import Resolution


def test_an_a4_sheet_has_the_lines_of_t4() -> None:
    assert [a4_lines(resolution) for resolution in Resolution] == [1143, 2287, 4574]


def test_an_a4_page_keeps_its_true_size_in_the_middle_of_the_scan_line() -> None:
    placed = place(210, 297, 0, Resolution.FINE)
    assert (placed.width, placed.height, placed.left) == (1688, 2287, 20)
    assert placed.sheet_height == 2287 and placed.turn == 0 and not placed.is_long


def test_a_landscape_page_is_turned_so_that_its_top_lies_left() -> None:
    placed = place(297, 210, 0, Resolution.STANDARD)
    assert placed.turn == 270
    assert (placed.width, placed.height) == (1688, 1143)


def test_turning_by_hand_comes_on_top_of_the_automatic_turn() -> None:
    assert place(297, 210, 90, Resolution.FINE).turn == 0
    upright_landscape = place(297, 210, 90, Resolution.FINE)
    assert upright_landscape.width == WIDTH_PELS and upright_landscape.sheet_height == a4_lines(Resolution.FINE)


def test_a_fax_scan_that_fits_within_a_percent_keeps_its_own_pels() -> None:
    placed = place(1728 / 204, 2292 / 196, 0, Resolution.FINE, native=(1728, 2292))
    assert (placed.width, placed.height, placed.sheet_height, placed.is_long) == (1728, 2292, 2292, False)


def test_a_till_receipt_stays_legible_on_a_longer_sheet() -> None:
    placed = place(80, 400, 0, Resolution.FINE)
    assert placed.is_long and placed.sheet_height == placed.height
    assert round(placed.width / PELS_PER_MM) == 100


@given(
    width=st.floats(0.01, 1e6),
    height=st.floats(0.01, 1e6),
    rotation=st.sampled_from((0, 90, 180, 270)),
    resolution=st.sampled_from(Resolution),
)
def test_every_page_lies_within_its_sheet_and_keeps_its_proportions(
    width: float, height: float, rotation: int, resolution: Resolution
) -> None:
    placed = place(width, height, rotation, resolution)
    assert 1 <= placed.width <= WIDTH_PELS and 0 <= placed.left <= WIDTH_PELS - placed.width
    assert 1 <= placed.height <= placed.sheet_height <= max_lines(resolution)
    across, down = (height, width) if placed.turn in (90, 270) else (width, height)
    drawn = (placed.height / LINES_PER_MM[resolution]) / (placed.width / PELS_PER_MM)
    if placed.width > 100 and placed.height > 100:
        assert abs(drawn / (down / across) - 1) < 0.02
