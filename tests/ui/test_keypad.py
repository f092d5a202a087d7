"""Every flow with keys alone: arrows, OK, back, digits; no finger anywhere (accessibility)."""

from __future__ import annotations

from pathlib import Path

from kiosk.desk.views import CaseState
from tests.desk_fixture import PASSCODE
from tests.ui.harness import Glass
from tests.ui.key_walk import (
    BACKSPACE,
    DOWN,
    ENTER,
    ESCAPE,
    F1,
    RIGHT,
    TAB,
    choose,
    focused,
    press,
    to,
    type_keys,
)
from tests.ui.paper import letter
from tests.ui.walk import DIGITS


def identify(glass: Glass) -> None:
    glass.settle()
    for choice in ("12", "1", "101"):
        choose(glass, f"unit.choice.{choice}")
    glass.settle()
    type_keys(glass, PASSCODE)
    press(glass, ENTER)
    glass.until(lambda: glass.screen != "identify", "identified")
    glass.settle()


def to_the_line(glass: Glass, file: Path) -> None:
    """From idle to a fax in the queue."""
    press(glass, RIGHT)
    press(glass, ENTER)
    choose(glass, "home.fax")
    identify(glass)
    type_keys(glass, DIGITS)
    glass.settle()
    press(glass, ENTER)
    type_keys(glass, DIGITS)
    press(glass, ENTER)
    assert glass.screen == "fax_source"
    glass.furnished.put_stick(file)
    glass.until(lambda: glass.shell.news.stick.present, "stick seen")
    choose(glass, "source.stick")
    choose(glass, "bar.forward")
    glass.until_screen("fax_preview")
    glass.settle()
    choose(glass, "bar.forward")
    glass.settle()
    choose(glass, "bar.forward")
    glass.until_screen("fax_sending")
    glass.settle()


def test_a_fax_is_sent_paid_and_signed_with_keys_alone(glass: Glass, tmp_path: Path) -> None:
    """From idle over passcode, number, document, price and sending to signature, receipt and home."""
    to_the_line(glass, letter(tmp_path / "letter.pdf", 1))
    glass.furnished.end_call(glass.furnished.begin_call())
    glass.until_screen("fax_result")
    glass.settle()
    choose(glass, "bar.forward")
    glass.settle()
    choose(glass, "signature.pad")
    for _ in range(6):
        press(glass, RIGHT)
    press(glass, DOWN)
    press(glass, ENTER)
    press(glass, ESCAPE)
    assert glass.screen == "sign_account"
    choose(glass, "bar.forward")
    glass.until_screen("receipt")
    visitor = glass.shell.visit.visitor
    assert visitor is not None
    assert glass.desk.money.due(visitor) == ()


def test_a_mark_made_with_keys_is_kept_as_points(glass: Glass, tmp_path: Path) -> None:
    """A7: what is signed is what was drawn, whoever led the pen."""
    to_the_line(glass, letter(tmp_path / "letter.pdf", 1))
    glass.furnished.end_call(glass.furnished.begin_call())
    glass.until_screen("fax_result")
    glass.settle()
    choose(glass, "bar.forward")
    glass.settle()
    choose(glass, "signature.pad")
    for _ in range(5):
        press(glass, RIGHT)
    press(glass, ENTER)
    pad = glass.shell.screen._pad
    (stroke,) = pad.signature
    assert len(stroke) == 6
    assert stroke[-1][0] > stroke[0][0]
    assert stroke[-1][1] == stroke[0][1]


def test_a_repair_is_asked_for_in_own_words_with_keys_alone(glass: Glass) -> None:
    """D2: pinyin on an ordinary keyboard; a digit takes a candidate, OK ends the text."""
    press(glass, RIGHT)
    press(glass, ENTER)
    choose(glass, "home.repair")
    identify(glass)
    choose(glass, "repair.group.power")
    choose(glass, "repair.lamp")
    choose(glass, "bar.forward")
    choose(glass, "repair.write")
    glass.until(lambda: glass.running._methods.pinyin.ready, "input method")
    glass.shell.tick()
    glass.turn()
    type_keys(glass, "dengpao")
    type_keys(glass, "1")
    press(glass, ENTER)
    assert glass.shows("灯泡")
    choose(glass, "bar.forward")
    choose(glass, "wanted.tomorrow")
    choose(glass, "bar.forward")
    choose(glass, "bar.forward")
    glass.until_screen("repair_done")
    (case,) = glass.desk.repairs.listing([CaseState.OPEN])
    assert (case.item_key, case.words) == ("repair.lamp", "灯泡")


def test_the_ring_stands_out_from_every_ground_in_all_colours() -> None:
    """Three to one against whatever lies beneath, by one of its two lines; at least 3 px wide on the smallest panel."""
    from kiosk.ui.geometry import Panel
    from kiosk.ui.theme import CONTRAST, DAY, NIGHT
    from kiosk.ui.widgets.focus_ring import RING_PX
    from tests.unit.test_ui_parts import contrast

    for colours in (DAY, NIGHT, CONTRAST):
        for ground in (
            "ground",
            "surface",
            "sunken",
            "accent",
            "accent_tint",
            "seal",
            "seal_tint",
            "ochre_tint",
            "wall",
        ):
            beneath = getattr(colours, ground)
            assert max(contrast(colours.ink, beneath), contrast(colours.ground, beneath)) >= 3, ground
    for panel in (Panel(800, 480), Panel(600, 1024), Panel(1024, 600)):
        assert max(3, panel.y(RING_PX)) >= 3


def test_a_dialog_keeps_the_focus_and_gives_it_back(glass: Glass) -> None:
    press(glass, RIGHT)
    press(glass, ENTER)
    choose(glass, "home.print")
    glass.settle()
    assert glass.shell.dialogs.shown is not None
    assert focused(glass) == "dialog.close"
    for _ in range(5):
        press(glass, TAB)
        assert focused(glass).startswith("dialog.")
    press(glass, ESCAPE)
    assert glass.shell.dialogs.shown is None
    assert focused(glass) == "home.print"


def test_f1_calls_the_clerk_from_any_screen(glass: Glass) -> None:
    press(glass, RIGHT)
    press(glass, ENTER)
    choose(glass, "home.prices")
    glass.settle()
    press(glass, F1)
    glass.until(lambda: glass.shell.news.call is not None, "called")
    kind, told = glass.furnished.records()[-1]
    assert (kind, told["origin"], glass.screen) == ("call.raised", "prices", "prices"), "and nobody is led away"


def test_back_leads_back_and_finds_the_focus_where_it_was(glass: Glass) -> None:
    press(glass, RIGHT)
    press(glass, ENTER)
    choose(glass, "home.prices")
    glass.settle()
    assert glass.screen == "prices"
    press(glass, ESCAPE)
    assert glass.screen == "home"
    assert focused(glass) == "home.prices"


def test_a_second_press_at_once_accepts_nothing_on_the_screen_that_came_with_the_first(glass: Glass) -> None:
    """G1: as with a double tap."""
    from kivy.core.window import Window

    press(glass, RIGHT)
    press(glass, ENTER)
    assert glass.screen == "home"
    for kind in ("on_key_down", "on_key_up"):
        Window.dispatch(kind, ENTER, 0, *([None, []] if kind == "on_key_down" else []))
    glass.turn()
    assert glass.screen == "home"


def test_a_key_that_is_held_down_presses_once(glass: Glass) -> None:
    from kivy.core.window import Window

    press(glass, RIGHT)
    for _ in range(5):
        glass.furnished.clock.turn(1)
        Window.dispatch("on_key_down", ENTER, 0, None, [])
    Window.dispatch("on_key_up", ENTER, 0)
    assert glass.screen == "home"


def test_a_finger_hides_the_ring_and_a_key_shows_it_without_pressing(glass: Glass) -> None:
    press(glass, RIGHT)
    assert glass.shell.keypad.focus.shown
    glass.touch("idle.wake")
    assert not glass.shell.keypad.focus.shown
    press(glass, ENTER)
    assert glass.screen == "home"
    assert glass.shell.keypad.focus.shown


def test_a_number_pad_without_num_lock_steers_and_with_it_types(glass: Glass) -> None:
    press(glass, 262)
    press(glass, 261)
    assert glass.screen == "home"
    choose(glass, "home.fax")
    glass.settle()
    press(glass, 256 + 7, "7", "numlock")
    assert glass.shell.screen._typed == "7"
    press(glass, BACKSPACE)
    assert glass.shell.screen._typed == ""


def test_the_next_person_begins_without_ring_and_at_the_beginning(glass: Glass) -> None:
    """A1: where somebody was tells what they did."""
    press(glass, RIGHT)
    press(glass, ENTER)
    to(glass, "home.prices")
    glass.shell.end()
    assert not glass.shell.keypad.focus.shown
    assert focused(glass) == "idle.wake"


def test_on_a_page_that_is_scrolled_the_ring_brings_its_control_into_sight(glass: Glass) -> None:
    """Words at 200 %: what the arrows reach is seen, between frame and bar."""
    from kiosk.ui.stops import stops, window_of

    press(glass, RIGHT)
    press(glass, ENTER)
    for _ in range(2):
        choose(glass, "frame.size")
    viewport = glass.shell.stage.viewport
    assert viewport is not None
    assert viewport.room > 0
    for place in stops(glass.shell):
        to(glass, place.name)
        here = glass.shell.keypad.focus.here
        assert here is not None
        window = window_of(here.widget)
        assert window is None or window.rect.contains(here.rect), place.name
