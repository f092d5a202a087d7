"""Hands that do not tap: ten fingers, a palm, a finger that stays, a tap on a screen that is just coming."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kiosk.desk.views import ChargeState, ChargeView, Method, ReceiptView
from tests.desk_fixture import NOON, PASSCODE
from tests.ui.harness import Glass, open_glass
from tests.ui.pad_screen import show_pad
from tests.ui.staff_walk import sign_in


@dataclass
class Shape:
    """What a panel tells of a contact: parts of its own width."""

    width: float
    height: float


def finger(glass: Glass, name: str = "", at: tuple[float, float] = (0, 0), size_mm: float = 0) -> Any:
    """A finger that comes down on a control (or at a place, origin top left) and stays."""
    from kiosk.ui import touches

    x, y = touches.find(glass.shell, name).center if name else (at[0], glass.shell.height - at[1])
    touch = touches.Finger(x, y)
    if size_mm:
        touch.shape = Shape(size_mm / 154.2, size_mm / 154.2)
    touch.press()
    glass.turn(1)
    return touch


def lift(glass: Glass, *fingers: Any) -> None:
    for touch in fingers:
        touch.lift()
    glass.turn()


@pytest.fixture
def pad(glass: Glass) -> Glass:
    """The unit picker with its number pad."""
    glass.touch("idle.wake")
    glass.touch("home.fax")
    glass.settle()
    return glass


def typed(glass: Glass) -> str:
    return str(glass.shell.screen._typed)


def test_ten_fingers_at_once_press_nothing_and_the_next_finger_presses(pad: Glass) -> None:
    names = [f"pad.{key}" for key in (*"123456789", "clear")]
    lift(pad, *[finger(pad, name) for name in names])
    assert typed(pad) == ""
    pad.touch("pad.7")
    assert typed(pad) == "7"


def test_two_thumbs_type_one_before_the_other_is_lifted(pad: Glass) -> None:
    first = finger(pad, "pad.1")
    second = finger(pad, "pad.2")
    lift(pad, first, second)
    assert typed(pad) == "12"


def test_a_palm_that_the_panel_tells_the_size_of_presses_nothing(pad: Glass) -> None:
    lift(pad, finger(pad, "pad.5", size_mm=45))
    assert typed(pad) == ""
    lift(pad, finger(pad, "pad.5", size_mm=14))
    assert typed(pad) == "5"


def test_a_palm_of_many_points_presses_nothing_whatever_lifts_first(pad: Glass) -> None:
    points = [finger(pad, name) for name in ("pad.4", "pad.5", "pad.8", "pad.7")]
    lift(pad, *reversed(points))
    assert typed(pad) == ""


def test_no_control_stays_pressed_under_a_hand(pad: Glass) -> None:
    from kiosk.ui import touches

    points = [finger(pad, name) for name in ("pad.4", "pad.5", "pad.8")]
    assert not touches.find(pad.shell, "pad.4").down
    lift(pad, *points)


def test_something_that_lies_on_the_glass_does_not_stop_it(pad: Glass) -> None:
    """Two wet spots: after ten seconds they are no fingers."""
    spots = [finger(pad, at=(40, 300)), finger(pad, at=(300, 420))]
    pad.pass_time(11)
    pad.touch("pad.3")
    assert typed(pad) == "3"
    lift(pad, *spots)


def test_k5_a_finger_that_lay_on_the_clerks_screen_does_not_open_it_after_the_clerk_has_left(glass: Glass) -> None:
    """After ten seconds it is no finger; what it was put on may not act when it is lifted at last."""
    glass.touch("idle.wake")
    sign_in(glass)
    held = finger(glass, "tab.cases")
    glass.pass_time(11)
    lift(glass, finger(glass, at=(40, 300)))
    glass.shell.end()
    lift(glass, held)
    glass.settle()
    assert glass.screen == "idle"


def test_a_finger_told_by_two_drivers_is_one_finger(pad: Glass) -> None:
    """Window system and panel driver may both report it, a pixel apart."""
    x, y = 700, 200
    lift(pad, finger(pad, at=(x, y)), finger(pad, at=(x + 2, y - 1)))
    assert len(typed(pad)) == 1


def test_a_lift_that_the_panel_lost_does_not_close_the_place(pad: Glass) -> None:
    finger(pad, "pad.5")
    pad.pass_time(0.5)
    pad.touch("pad.5")
    assert typed(pad) == "5"


def test_a_finger_that_stays_while_the_screen_changes_presses_nothing_on_either(glass: Glass) -> None:
    glass.touch("idle.wake")
    held = finger(glass, "home.fax")
    glass.shell.end()
    lift(glass, held)
    assert glass.screen == "idle"


def test_a_finger_that_stays_while_its_screen_goes_and_comes_back_presses_nothing(glass: Glass) -> None:
    """Another finger has been elsewhere meanwhile; over which control it lies by now it does not know."""
    glass.touch("idle.wake")
    held = finger(glass, "home.fax")
    glass.touch("home.prices")
    glass.touch("bar.back")
    lift(glass, held)
    assert glass.screen == "home"


def test_a_finger_that_is_lifted_over_the_next_screens_forward_does_not_press_it(pad: Glass) -> None:
    """It came down on a digit, slid to the corner, and the page changed under it."""
    for choice in ("12", "1", "101"):
        pad.touch(f"unit.choice.{choice}")
    pad.type_digits(PASSCODE)
    held = finger(pad, "pad.5")
    pad.touch("bar.forward")
    pad.until_screen("fax_number")
    corner = pad.shell.bar.forward if pad.shell.bar else None
    assert corner is not None
    held.glide(*corner.center)
    lift(pad, held)
    assert pad.screen == "fax_number"


def test_a_palm_beside_a_finger_takes_both(pad: Glass) -> None:
    first = finger(pad, "pad.1")
    palm = finger(pad, at=(900, 500), size_mm=60)
    lift(pad, first, palm)
    assert typed(pad) == ""
    pad.touch("pad.1")
    assert typed(pad) == "1"


def test_a_finger_that_stays_while_a_dialog_comes_presses_nothing_beneath_it(glass: Glass) -> None:
    glass.touch("idle.wake")
    held = finger(glass, "home.fax")
    glass.shell.dialogs.tell("promise.words")
    lift(glass, held)
    assert glass.screen == "home"
    assert glass.shell.dialogs.open


def test_a_finger_that_stays_while_its_screen_is_drawn_anew_presses_what_stands_there_now(glass: Glass) -> None:
    """News of the house must not swallow a tap."""
    glass.touch("idle.wake")
    held = finger(glass, "home.fax")
    glass.shell.recompose()
    lift(glass, held)
    assert glass.screen == "identify"


def test_what_has_become_impossible_under_the_finger_is_not_pressed(pad: Glass) -> None:
    """The old button would still have acted."""
    for choice in ("12", "1", "101"):
        pad.touch(f"unit.choice.{choice}")
    pad.settle()
    pad.type_digits(PASSCODE)
    held = finger(pad, "bar.forward")
    pad.shell.screen._typed = ""
    pad.shell.recompose_bar()
    lift(pad, held)
    assert not pad.shell.screen.busy("identify")


def test_who_signs_may_rest_a_hand_on_the_glass(glass: Glass) -> None:
    """One finger writes; the others draw nothing and do not end the stroke."""
    glass.touch("idle.wake")
    strokes: list[list[tuple[float, float]]] = []
    changes: list[int] = []
    pad = show_pad(glass, strokes, lambda: changes.append(1))
    pen = finger(glass, at=(150, 200))
    hand = [finger(glass, at=(x, 400)) for x in (500, 560, 620)]
    pen.glide(300, glass.shell.height - 220)
    pen.glide(420, glass.shell.height - 240)
    lift(glass, pen, *hand)
    assert len(strokes) == 1
    assert pad.signed
    assert changes == [1]


def test_a_lift_that_the_panel_lost_does_not_close_the_pad(glass: Glass) -> None:
    """Who signs tries again at once: the next finger that goes a way of its own writes, the whole of its stroke."""
    glass.touch("idle.wake")
    strokes: list[list[tuple[float, float]]] = []
    show_pad(glass, strokes, lambda: None)
    lost = finger(glass, at=(150, 200))
    lost.glide(180, glass.shell.height - 220)
    again = finger(glass, at=(300, 300))
    again.glide(330, glass.shell.height - 300)
    assert len(strokes) == 1, "it may be the hand"
    again.glide(420, glass.shell.height - 300)
    lost.glide(400, 100)
    lift(glass, again, lost)
    assert [len(stroke) for stroke in strokes] == [2, 3]
    lift(glass, finger(glass, at=(500, 300)))
    assert len(strokes) == 3, "the pad is free"


def test_what_is_written_stays_on_the_glass_while_news_and_a_dialog_come(glass: Glass) -> None:
    """A call that is answered changes the frame, a sentence opens over the page: the pen goes on on the same pad."""
    from kiosk.ui import touches
    from kiosk.ui.screens.sign import SignReceipt
    from kiosk.ui.widgets.signature import SignaturePad

    def pads() -> list[Any]:
        return [widget for widget in touches.walk(glass.shell) if isinstance(widget, SignaturePad)]

    glass.touch("idle.wake")
    glass.shell.far_side(SignReceipt(glass.shell, receipt(glass), lambda _receipt: None))
    before = pads()
    glass.desk.calls.call("home", None)
    glass.until_shown("已呼叫")
    glass.shell.dialogs.tell("promise.words")
    assert len(before) == 1
    assert pads() == before


def receipt(glass: Glass) -> ReceiptView:
    """Of a repair that was paid in cash."""
    visitor = glass.furnished.visitor()
    what = ("repair", 1, "repair.valve", "", 1, 800, 800, ChargeState.PAID, NOON)
    charge = ChargeView(1, visitor.unit, *what)
    return ReceiptView("K01-000001", charge, Method.CASH, NOON, 800, 0, False, "unsigned")


@pytest.fixture
def moving(tmp_path: Path) -> Iterator[Glass]:
    """A glass on which screens fade in."""
    opened = open_glass(tmp_path, motion=True)
    yield opened
    opened.close()
    opened.furnished.close()


def test_a_tap_on_a_screen_that_is_just_coming_presses_nothing(moving: Glass) -> None:
    """It was meant for the screen before; 160 ms are too short to have read anything."""
    moving.touch("idle.wake")
    assert moving.screen == "home"
    lift(moving, finger(moving, "home.fax"))
    assert moving.screen == "home"
    moving.pass_time(0.2)
    lift(moving, finger(moving, "home.fax"))
    assert moving.screen == "identify"
