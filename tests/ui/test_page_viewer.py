"""The page viewer under fingers and keys: swiped, enlarged, dragged, pinched; the screen before follows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.errors import KioskError
from kiosk.fax.outcome import CallerSays
from tests.ui.harness import Glass, open_glass
from tests.ui.staff_walk import see, sign_in

PAGES = 3


@pytest.fixture
def fax(tmp_path: Path) -> Iterator[Glass]:
    """A received fax of three pages, opened by the clerk."""
    glass = open_glass(tmp_path)
    received = glass.furnished.receive_fax(PAGES, CallerSays("+86 571 8700 9999"))
    glass.touch("idle.wake")
    sign_in(glass)
    see(glass, "收到传真")
    glass.touch(f"row.fax_received.{received}")
    glass.settle()
    yield glass
    glass.close()


def sheet_of(glass: Glass) -> Any:
    """The enlarged sheet on the glass."""
    from kiosk.ui import touches
    from kiosk.ui.widgets.page_viewer import Sheet

    return next(part for part in touches.walk(glass.shell) if isinstance(part, Sheet))


def stroke(glass: Glass, *points: tuple[float, float]) -> None:
    from kiosk.ui import touches

    touches.drag(points)
    glass.settle()


def pinch(glass: Glass, apart: tuple[float, float], middle: tuple[float, float] = (480, 300)) -> None:
    """Two fingers on one line, ``apart`` pixels before and after."""
    from kiosk.ui.touches import Finger

    x, y = middle
    fingers = [Finger(x + side * apart[0] / 2, y) for side in (-1, 1)]
    for finger in fingers:
        finger.press()
    for finger, side in zip(fingers, (-1, 1), strict=True):
        finger.glide(x + side * apart[1] / 2, y)
    for finger in fingers:
        finger.lift()
    glass.settle()


def test_a_stroke_sideways_turns_the_page_and_a_touch_enlarges_it(fax: Glass) -> None:
    stroke(fax, (440, 280), (330, 285), (240, 290))
    assert fax.shows("第 2 / 3 页")
    stroke(fax, (240, 280), (440, 280))
    assert fax.shows("第 1 / 3 页")
    stroke(fax, (240, 280), (440, 280))
    assert fax.shows("第 1 / 3 页"), "there is none before the first"
    fax.touch("received.zoom")
    fax.settle()
    assert fax.screen == "staff_received_zoom"


def test_a_page_stays_on_the_glass_whatever_size_words_are_given(fax: Glass) -> None:
    """A2: it is the same picture, and nobody would fetch another one: the sheet was white until it was turned."""
    from kiosk.ui import touches
    from kiosk.ui.widgets.pages import PagePicture

    def drawn() -> list[bool]:
        return [part.page is not None for part in touches.walk(fax.shell) if isinstance(part, PagePicture)]

    fax.touch("bar.back")
    assert fax.screen == "staff_board"
    fax.touch("frame.size")
    fax.settle()
    fax.touch("row.fax_received.1")
    fax.settle()
    assert drawn() == [True], "a page that was opened with large words"
    for _ in range(3):
        fax.touch("frame.size")
        fax.settle()
        assert drawn() and all(drawn())


def test_two_fingers_make_the_page_larger_and_smaller_and_it_stays_so_when_it_is_turned(fax: Glass) -> None:
    from kiosk.ui.framing import ENLARGED, SCALES

    fax.touch("received.zoom")
    fax.settle()
    pinch(fax, apart=(200, 250))
    assert sheet_of(fax).framing.scale == pytest.approx(ENLARGED.scale * 1.25)
    fax.touch("zoom.after")
    fax.settle()
    assert fax.shows("第 2 页") and sheet_of(fax).framing.scale == pytest.approx(ENLARGED.scale * 1.25)
    pinch(fax, apart=(300, 20))
    assert sheet_of(fax).framing.scale == SCALES[0]
    pinch(fax, apart=(20, 600))
    assert sheet_of(fax).framing.scale == SCALES[-1]
    fax.touch("bar.back")
    assert fax.shows("第 2 / 3 页"), "the screen before shows what was turned to"


def test_one_finger_drags_down_to_the_end_of_the_page_and_sideways_turns_it(fax: Glass) -> None:
    fax.touch("received.zoom")
    fax.settle()
    assert sheet_of(fax).framing.y < 0.5
    stroke(fax, (480, 420), (480, 120), (480, -900))
    assert sheet_of(fax).framing.y > 0.5 and fax.shows("第 1 页")
    stroke(fax, (700, 300), (300, 310))
    assert fax.shows("第 2 页")


def test_a_finger_whose_lift_the_panel_lost_is_no_half_of_a_pinch(fax: Glass) -> None:
    """Two of them even closed the sheet to every other finger."""
    from kiosk.ui.touches import Finger

    fax.touch("received.zoom")
    fax.settle()
    before = sheet_of(fax).framing
    for x in (300, 500):
        lost = Finger(x, 300)
        lost.press()
        lost.time_update -= 10
        fax.pass_time(11)
    stroke(fax, (480, 400), (480, 300))
    assert sheet_of(fax).framing.scale == before.scale
    assert sheet_of(fax).framing.y > before.y


def test_a_finger_that_has_rested_is_half_of_a_pinch_when_it_moves_too(fax: Glass) -> None:
    """A panel tells nothing of a finger that lies still."""
    from kiosk.ui.touches import Finger

    fax.touch("received.zoom")
    fax.settle()
    before = sheet_of(fax).framing.scale
    resting, other = Finger(400, 300), Finger(560, 300)
    resting.press()
    resting.time_update -= 10
    other.press()
    other.glide(570, 300)
    resting.glide(390, 300)
    other.glide(600, 300)
    assert sheet_of(fax).framing.scale == pytest.approx(before * 210 / 160)
    resting.lift()
    other.lift()


def test_keys_alone_do_all_of_it(fax: Glass) -> None:
    from kiosk.ui.stops import stops

    fax.touch("received.zoom")
    fax.settle()
    names = [stop.name for stop in stops(fax.shell)]
    assert {"zoom.page", "zoom.larger", "zoom.smaller", "zoom.after", "bar.back"} <= set(names)
    fax.touch("zoom.smaller")
    assert "zoom.smaller" not in [stop.name for stop in stops(fax.shell)], "there is none before the whole page"
    fax.touch("zoom.larger")
    fax.touch("zoom.larger")
    assert sheet_of(fax).framing.scale == 2.4


def test_a_page_that_cannot_be_drawn_says_so_in_its_place_and_is_tried_again(fax: Glass) -> None:
    leaves = fax.shell.screen._leaves
    at = leaves.key(leaves.at, leaves._large)
    leaves._shelf.refused[at] = KioskError("a page that is broken")
    fax.shell.recompose()
    assert fax.shows_key("viewer.tried") and fax.shows_key("error.unexpected")
    fax.touch("page.again")
    fax.settle()
    assert leaves.trouble is None and leaves.picture is not None
    assert not fax.shows_key("viewer.tried")
