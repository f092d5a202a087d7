"""The keyboard of an upright glass: every key as large as a finger, and none missing that a lying glass has (D2)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kiosk.ui.keyboard import MODE, SHIFT, SIGNS, TextEntry, Typing, rows_of
from kiosk.ui.upright_keys import UPRIGHT_UNITS, upright_rows
from tests.ui.fingers import GLASSES, OTHER_MM

WAYS = dict.fromkeys(Typing)
MARGINS_PX = 2 * 3


def entry(typing: Typing, signs: bool) -> TextEntry:
    made = TextEntry("", 10)
    made.use(WAYS, typing)  # type: ignore[arg-type]
    made.signs = signs
    return made


@pytest.mark.parametrize("typing", Typing)
@pytest.mark.parametrize("signs", [False, True])
def test_every_key_is_as_wide_as_a_finger_and_none_lies_on_another(typing: Typing, signs: bool) -> None:
    wide_mm = GLASSES[600, 1024][0]
    mm_per_unit = wide_mm * (600 - MARGINS_PX) / 600 / UPRIGHT_UNITS
    for row in upright_rows(entry(typing, signs)):
        assert all(key.w * mm_per_unit >= OTHER_MM for key in row)
        assert all(left.x + left.w < right.x for left, right in pairwise(row))
        assert row[-1].x + row[-1].w == UPRIGHT_UNITS, "a row ends where the others end"


@pytest.mark.parametrize("typing", Typing)
@pytest.mark.parametrize("signs", [False, True])
def test_what_a_lying_glass_can_type_an_upright_one_can_too(typing: Typing, signs: bool) -> None:
    lying, upright = (
        {key.name for row in rows for key in row}
        for rows in (rows_of(entry(typing, signs)), upright_rows(entry(typing, signs)))
    )
    assert {MODE, SIGNS} <= lying <= upright
    assert (SHIFT in upright) == (SHIFT in lying)
