"""A page under the fingers: it is dragged, pinched and swiped, and never leaves its window. Arithmetic, no glass."""

from __future__ import annotations

from random import Random

import pytest

from kiosk.ui.framing import ENLARGED, SCALES, WHOLE, Framing, Window, swiped

A4 = Window(944, 426, 1000, 1415)


def test_the_whole_page_stands_in_the_middle() -> None:
    w, h = A4.size(WHOLE)
    assert h == 426
    assert A4.corner(WHOLE) == pytest.approx(((944 - w) / 2, 0))


def test_an_enlarged_page_opens_at_its_first_line() -> None:
    assert A4.corner(ENLARGED)[1] == 0


def test_the_keys_stop_at_three_sizes_and_fingers_between_them() -> None:
    assert [framing.scale for framing in (WHOLE, WHOLE.larger(), ENLARGED.larger()) if framing] == list(SCALES)
    assert Framing(SCALES[-1]).larger() is None and WHOLE.smaller() is None
    between = A4.pinched(WHOLE, 1.3, 400, 200)
    assert between.scale == pytest.approx(1.3)
    assert (between.larger() or WHOLE).scale == SCALES[1] and between.smaller() == Framing(1.0, between.x, between.y)


def test_what_lies_under_two_fingers_stays_under_them() -> None:
    before = Window(400, 400, 1000, 1415)
    framing = Framing(1.6, 0.5, 0.5)
    left, top = before.corner(framing)
    w, h = before.size(framing)
    pinched = before.pinched(framing, 1.5, 220, 180)
    new_left, new_top = before.corner(pinched)
    new_w, new_h = before.size(pinched)
    assert (180 - new_top) / new_h == pytest.approx((180 - top) / h)
    assert new_w > 400 and (220 - new_left) / new_w == pytest.approx((220 - left) / w)


def test_no_gesture_takes_the_page_out_of_its_window() -> None:
    chance, framing = Random(9), ENLARGED
    for _ in range(2000):
        dx, dy, factor = chance.uniform(-900, 900), chance.uniform(-900, 900), chance.uniform(0.5, 2)
        framing = A4.pinched(A4.dragged(framing, dx, dy), factor, dx, dy)
        (left, top), (w, h) = A4.corner(framing), A4.size(framing)
        for at, size, room in ((left, w, A4.width), (top, h, A4.height)):
            covers = at <= 0.01 and at + size >= room - 0.01
            in_the_middle = at == pytest.approx((room - size) / 2)
            assert in_the_middle if size <= room else covers
        assert SCALES[0] <= framing.scale <= SCALES[-1]


@pytest.mark.parametrize(
    ("stroke", "pages"), [((-200, 10), 1), ((200, -30), -1), ((-40, 0), 0), ((-200, 190), 0), ((0, 300), 0)]
)
def test_only_a_stroke_well_sideways_turns_the_page(stroke: tuple[float, float], pages: int) -> None:
    assert swiped(*stroke, width=944) == pages
