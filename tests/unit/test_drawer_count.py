"""G5: a count of the drawer while it is made: digits, steps, the next denomination, what nobody has looked at."""

from __future__ import annotations

from kiosk.domain.cash import DENOMINATIONS_FEN
from kiosk.ui.drawer_count import DrawerCount
from kiosk.ui.widgets.pad import BACKSPACE, CLEAR


def typed(count: DrawerCount, keys: str) -> DrawerCount:
    for key in keys:
        count.type(key)
    return count


def test_digits_count_one_denomination_after_another() -> None:
    count = typed(DrawerCount(), "12")
    count.go_on()
    typed(count, "3")
    assert (count.at, count.pieces) == (5000, {10000: 12, 5000: 3})
    assert count.counted.total_fen == 135_000
    assert (count.begun, count.complete, count.following) == (True, False, 2000)


def test_what_is_chosen_again_is_typed_anew_and_corrected() -> None:
    count = typed(DrawerCount(), "12")
    count.choose(10000)
    assert typed(count, "7").pieces == {10000: 7}
    assert typed(count, "55").number == 755
    count.type(BACKSPACE)
    assert count.number == 75
    count.type(CLEAR)
    assert count.pieces == {10000: 0}
    count.put(4)
    assert typed(count, "9").number == 9, "a step is not the beginning of a number"


def test_more_pieces_than_a_drawer_holds_are_a_slip_of_the_finger() -> None:
    assert typed(DrawerCount(), "99995").number == 9999


def test_every_denomination_is_looked_at_or_said_not_to_be_there() -> None:
    count = DrawerCount({10000: 2})
    assert count.at == 5000
    for _ in DENOMINATIONS_FEN[1:]:
        assert not count.complete
        count.go_on()
    assert count.complete and count.following is None and count.counted.pieces == {10000: 2}
    rest = typed(DrawerCount(), "1")
    rest.rest_is_none()
    assert rest.complete and rest.counted.total_fen == 10000


def test_after_the_last_denomination_those_that_were_passed_over_follow() -> None:
    count = DrawerCount()
    count.choose(1)
    assert count.following == 10000
    count.go_on()
    assert count.at == 10000
