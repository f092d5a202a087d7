"""G1, B4: two quick taps mean what one means; the second never accepts what came on the glass with the first."""

from __future__ import annotations

from pathlib import Path

from tests.ui.harness import Glass
from tests.ui.key_walk import ENTER, RIGHT, press
from tests.ui.paper import letter
from tests.ui.walk import identify, open_document


def test_two_taps_on_see_price_show_the_price_and_do_not_accept_it(glass: Glass, tmp_path: Path) -> None:
    open_document(glass, letter(tmp_path / "letter.pdf", 1))
    glass.do("double_touch", name="bar.forward")
    glass.settle()
    assert glass.screen == "fax_quote"
    assert glass.furnished.house.books.faxes.latest(10) == []


def test_two_taps_on_the_same_key_are_two_digits(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("home.fax")
    identify(glass)
    glass.do("double_touch", name="pad.0")
    glass.do("double_touch", name="pad.2")
    glass.settle()
    assert "0022" in "".join(glass.texts).replace(" ", "")


def test_g1_a_whole_series_of_taps_on_see_price_does_not_accept_it(glass: Glass, tmp_path: Path) -> None:
    """Kivy calls the third tap of a series triple and no double one."""
    open_document(glass, letter(tmp_path / "letter.pdf", 1))
    series(glass, "bar.forward", 5)
    glass.settle()
    assert glass.screen == "fax_quote"
    assert glass.furnished.house.books.faxes.latest(10) == []


def test_g1_the_second_tap_does_not_press_what_has_moved_beneath_the_finger(glass: Glass) -> None:
    """A low mark opens its reasons in the same place; the person has read none of them."""
    from kiosk.ui.screens.rate import Rate

    glass.shell.far_side(Rate(glass.shell, "fax", 1))
    for score in ("rate.1", "rate.2"):
        series(glass, score, 2)
        glass.settle()
        assert glass.shows_key("rate.reason.title"), "asked, and not answered yet"
        glass.shell.far_side(Rate(glass.shell, "fax", 1))


def series(glass: Glass, name: str, times: int) -> None:
    """Quick taps on one place, told as Kivy tells them: one, double, triple, double, ..."""
    from kiosk.ui import touches

    place = touches.find(glass.shell, name).center
    for tap in range(times):
        finger = touches.Finger(*place)
        finger.is_double_tap, finger.is_triple_tap = tap % 2 == 1, tap > 0 and tap % 2 == 0
        finger.press()
        finger.lift()
        glass.settle()


def test_g1_a_whole_series_of_ok_keys_presses_nothing_on_the_screen_that_came_with_the_first(glass: Glass) -> None:
    """Three presses a second are one wish, however long they go on."""
    from kivy.core.window import Window

    press(glass, RIGHT)
    for _ in range(5):
        Window.dispatch("on_key_down", ENTER, 0, None, [])
        Window.dispatch("on_key_up", ENTER, 0)
        glass.pass_time(0.3)
    assert glass.screen == "home"
    glass.pass_time(0.5)
    press(glass, ENTER)
    assert glass.screen != "home"
