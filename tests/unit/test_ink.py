"""The character under the finger: when it is read, and which answers still count (D2)."""

from __future__ import annotations

import pytest

from kiosk.ui.ink import PAUSE_S, Ink
from kiosk.ui.strokes import SIDE, fitted, straightened, unjoined

LINE = [(0.2, 0.5), (0.8, 0.5)]


def drawn(ink: Ink, at_s: float) -> None:
    ink.strokes.append(list(LINE))
    ink.lifted(at_s)


def test_strokes_are_read_once_after_a_pause() -> None:
    ink = Ink()
    assert not ink.due(99)
    drawn(ink, 10)
    assert not ink.due(10 + PAUSE_S / 2)
    assert ink.due(10 + PAUSE_S)
    state, strokes = ink.begin_reading()
    assert strokes == [LINE]
    assert not ink.due(20), "somebody is at it"
    ink.take(state, ("一",))
    assert (ink.candidates, ink.unread, ink.due(20)) == (("一",), False, False)


def test_each_stroke_begins_the_pause_anew() -> None:
    ink = Ink()
    drawn(ink, 10)
    drawn(ink, 10.2)
    assert not ink.due(10 + PAUSE_S)
    assert ink.due(10.2 + PAUSE_S)


def test_an_answer_to_strokes_that_are_others_by_now_is_none() -> None:
    ink = Ink()
    drawn(ink, 10)
    state, _ = ink.begin_reading()
    drawn(ink, 11)
    ink.take(state, ("一",))
    assert (ink.candidates, ink.unread) == ((), True)


def test_the_strokes_that_are_read_are_a_copy() -> None:
    ink = Ink()
    drawn(ink, 10)
    _, strokes = ink.begin_reading()
    ink.wipe()
    assert strokes == [LINE]


def test_the_last_stroke_is_taken_back_and_the_rest_is_read_anew() -> None:
    ink = Ink()
    drawn(ink, 10)
    drawn(ink, 11)
    ink.take(ink.begin_reading()[0], ("二",))
    ink.undo(12)
    assert (len(ink.strokes), ink.due(12 + PAUSE_S)) == (1, True)
    ink.undo(13)
    assert (ink.blank, ink.candidates, ink.due(99)) == (True, (), False)


def test_a_stroke_begun_after_the_reading_is_the_first_of_the_next_character() -> None:
    ink = Ink()
    drawn(ink, 10)
    state, _ = ink.begin_reading()
    ink.strokes.append(list(LINE[:1]))  # the finger is down
    ink.take(state, ("一",))
    ink.pass_on()
    assert (ink.strokes, ink.candidates, ink.unread) == ([LINE[:1]], (), True)


def test_a1_nothing_is_left_of_a_wiped_character() -> None:
    ink = Ink()
    drawn(ink, 10)
    ink.take(ink.begin_reading()[0], ("一",))
    ink.wipe()
    assert (ink.strokes, ink.candidates, ink.unread) == ([], (), False)


# --- the place of a character on the pad ----------------------------------------------------------------------------


def test_a_small_character_in_a_corner_is_the_same_as_a_large_one() -> None:
    large = [[(0, 0), (100, 100)], [(100, 0), (0, 100)]]
    small = [[(x / 10 + 7, y / 10 + 80) for x, y in stroke] for stroke in large]
    for stroke, other in zip(fitted(large), fitted(small), strict=True):
        assert [pytest.approx(point) for point in stroke] == other


def test_a_flat_character_stays_flat_and_lies_in_the_middle() -> None:
    ((left, right),) = fitted([[(10, 40), (60, 40)]])
    assert left[1] == right[1] == SIDE / 2
    assert left[0] + right[0] == SIDE


def test_a_tap_is_a_dot_with_a_direction() -> None:
    _, dot = fitted([[(0, 0), (100, 0)], [(50, 30)]])
    assert len(dot) == 2
    assert dot[0] != dot[1]


def test_nothing_drawn_is_no_character() -> None:
    assert fitted([]) == []


def test_a_line_that_wobbles_is_straight_and_a_corner_is_kept() -> None:
    wobbling = [(x, 500 + x % 30) for x in range(200, 801, 50)]
    assert straightened([wobbling]) == [[wobbling[0], wobbling[-1]]]
    corner = [(200, 200), (500, 205), (800, 200), (795, 500), (800, 800)]
    assert straightened([corner]) == [[(200, 200), (800, 200), (800, 800)]]


def test_strokes_that_were_written_in_one_are_cut_where_they_turn() -> None:
    """十 without lifting the finger: across, back up, and down."""
    across, back, down = [(200, 500), (800, 500)], [(800, 500), (500, 200)], [(500, 200), (500, 800)]
    meant = list(unjoined([[*across, *back[1:], *down[1:]]]))
    assert [across, down] in meant
    assert [[*across, back[1]], down] in meant


def test_a_bend_is_no_joint() -> None:
    assert list(unjoined([[(500, 200), (480, 500), (400, 800)]])) == []


def test_a_stroke_that_is_drawn_while_a_key_waits_is_not_read_with_the_character_before() -> None:
    ink = Ink()
    ink.strokes.append([(0.1, 0.1)])
    ink.lifted(0.0)
    ink.close()
    state, read = ink.begin_reading()
    ink.strokes.append([(0.2, 0.2)])
    ink.lifted(0.1)
    ink.take(state, ("口",))
    assert (len(read), ink.unread, ink.candidates) == (1, False, ("口",))
    ink.pass_on()
    assert (ink.strokes, ink.unread, ink.due(0.5)) == ([[(0.2, 0.2)]], True, True)
    assert ink.begin_reading()[1] == [[(0.2, 0.2)]]
