"""Large words and the lowered glass: chosen with a touch, worked with a finger or arrows, forgotten with the visit."""

from __future__ import annotations

import pytest

from kiosk.locale import Language
from kiosk.ui.blanks import Shape, closings
from kiosk.ui.geometry import Panel, Rect
from kiosk.ui.stretch import Need, stretched
from tests.ui.harness import Glass
from tests.ui.looks import Aspect, use


def sizes(glass: Glass) -> dict[object, int]:
    """Pixel size of the type of every text on the page."""
    from kiosk.ui import touches
    from kiosk.ui.widgets.text import Text

    found = [text for text in touches.walk(glass.shell.screen.page) if isinstance(text, Text) and text.words]
    return {(text.words, text.role): text.look.face(text.role).size for text in found}


def at_home(glass: Glass, zoom: float = 2.0) -> None:
    glass.touch("idle.wake")
    use(glass, Aspect(Panel(1024, 600), Language.ZH_HANS, zoom))
    glass.turn()


def test_each_touch_of_the_two_letters_enlarges_all_words_and_the_third_takes_it_back(glass: Glass) -> None:
    glass.touch("idle.wake")
    usual, seen = sizes(glass), []
    for _ in range(3):
        glass.touch("frame.size")
        now = sizes(glass)
        seen.append({round(now[text] / usual[text], 1) for text in usual})
    assert seen == [{1.5}, {2.0}, {1.0}]


def test_g1_an_amount_is_never_cut_off_but_set_smaller_where_it_has_no_room(glass: Glass) -> None:
    """A thousand vouchers, or the work on a whole house."""
    from kiosk.ui.theme import Type
    from kiosk.ui.widgets.price import Amount

    glass.touch("idle.wake")
    for panel, zoom, room in ((Panel(1024, 600), 1.0, 374), (Panel(600, 1024), 1.0, 382), (Panel(600, 1024), 2.0, 552)):
        use(glass, Aspect(panel, Language.EN, zoom))
        look = glass.shell.look
        for fen, figures in ((1200, "12.00"), (10_000_000, "100,000.00"), (-7_919_920_800, "79,199,208.00")):
            amount = Amount(look, Rect(0, 0, room, 84), fen, Type.DISPLAY, look.colours.ink)
            assert amount.words.endswith(figures) and amount.needed[0] <= room
            assert amount.runs[-1].role is Type.DISPLAY or fen != 1200, "as large as it can be"


def test_a_price_stands_beside_what_it_is_made_of_where_the_glass_has_room_for_both(glass: Glass) -> None:
    """B4: the page above it is seen the more of; on an upright glass a longer formula stands below its amount."""
    from kiosk.ui.widgets.bar import BarContent, PriceTag

    one_page, pages = PriceTag(400, ("每页", "国内长途")), PriceTag(120_000, ("300 页 × ¥ 4.00", "国内长途"))

    def lines(tag: PriceTag, panel: Panel) -> float:
        """Of how many fingers' height the line above the bar is."""
        use(glass, Aspect(panel, Language.ZH_HANS, 2.0))
        look = glass.shell.plain_look()
        return BarContent(middle=tag).line(look) / look.panel.y(106)

    glass.touch("idle.wake")
    lying, upright = Panel(1024, 600), Panel(600, 1024)
    assert 0.8 < lines(one_page, lying) == lines(pages, lying) < 1.2
    assert lines(one_page, upright) < 1.2 < lines(pages, upright)


def test_a_page_that_has_grown_is_moved_by_the_arrows_and_the_bar_stays(glass: Glass) -> None:
    at_home(glass)
    view, bar = glass.shell.stage.viewport, glass.shell.bar
    assert view is not None and bar is not None and view.room > 0
    places = [view.at]
    while view.at < view.room:
        glass.touch("scroll.down")
        places.append(view.at)
    assert places == sorted(set(places)) and places[-1] == view.room
    glass.touch("scroll.up")
    assert view.at < view.room
    assert glass.shell.bar is bar


def test_a_finger_that_drags_moves_the_page_and_presses_nothing(glass: Glass) -> None:
    at_home(glass)
    view = glass.shell.stage.viewport
    assert view is not None
    glass.do("drag", points=[[400, 380], [400, 330], [400, 230]])
    assert view.at == 150
    assert glass.screen == "home" and not glass.shell.dialogs.open


def test_a_finger_that_hardly_moves_still_presses(glass: Glass) -> None:
    at_home(glass)
    glass.do("drag", points=[[400, 250], [402, 255]])
    assert glass.screen == "identify"


def test_what_lies_below_is_pressed_where_it_is_seen(glass: Glass) -> None:
    at_home(glass)
    glass.touch("home.contrast")
    assert glass.shell.visit.palette is not None
    view = glass.shell.stage.viewport
    assert view is not None and view.at > view.step


def test_a_page_stays_where_it_was_moved_when_it_is_composed_anew(glass: Glass) -> None:
    at_home(glass)
    glass.touch("scroll.down")
    before = glass.shell.screen.scrolled
    glass.shell.recompose()
    view = glass.shell.stage.viewport
    assert view is not None and view.at == before > 0


def test_a1_size_and_height_are_forgotten_with_the_visit(glass: Glass) -> None:
    glass.touch("idle.wake")
    glass.touch("frame.size")
    glass.touch("frame.reach")
    assert (glass.shell.visit.zoom, glass.shell.visit.lowered) == (1.5, True)
    glass.shell.end()
    glass.turn()
    assert (glass.shell.visit.zoom, glass.shell.visit.lowered) == (1.0, False)
    assert glass.shell.stage.viewport is None and glass.shell.look.panel.top == 0


def test_a1_a_size_left_on_the_idle_screen_goes_by_itself(glass: Glass) -> None:
    glass.touch("frame.size")
    assert glass.shell.visit.zoom == 1.5
    glass.pass_time(121)
    assert glass.shell.visit.zoom == 1.0


@pytest.mark.parametrize(("panel", "reached"), [(Panel(600, 1024), 0.6), (Panel(1024, 600), 0.75)])
def test_one_touch_brings_every_control_into_the_lower_part_of_the_glass(
    glass: Glass, panel: Panel, reached: float
) -> None:
    from kiosk.ui import touches
    from kiosk.ui.widgets.touch import Touchable

    glass.touch("idle.wake")
    use(glass, Aspect(panel, Language.ZH_HANS, lowered=True))
    top = panel.height * (1 - reached)
    controls = [w for w in touches.walk(glass.shell) if isinstance(w, Touchable) and w.act is not None]
    assert {"home.fax", "frame.call", "bar.forward", "scroll.down"} <= {control.touch_id for control in controls}
    for control in controls:
        assert touches.on_glass(control).y >= top - 1, control.touch_id


# --- the stretch ----------------------------------------------------------------------------------------------------


def test_what_stands_beside_grows_together_and_what_is_below_moves_down() -> None:
    stretch = stretched([Need(Rect(0, 10, 50, 20), 50), Need(Rect(60, 0, 50, 30), 40)])
    assert stretch.at(Rect(0, 10, 50, 20)).h == 50
    assert stretch.at(Rect(60, 0, 50, 30)) == Rect(60, 0, 50, 60), "one opening serves both"
    assert stretch.at(Rect(0, 30, 100, 10)) == Rect(0, 60, 100, 10)


def test_a_hairline_moves_but_grows_no_thicker() -> None:
    stretch = stretched([Need(Rect(0, 0, 50, 30), 45)])
    assert stretch.at(Rect(0, 29, 100, 1)) == Rect(0, 44, 100, 1)


def test_where_nothing_is_lacking_nothing_changes() -> None:
    stretch = stretched([Need(Rect(0, 0, 50, 30), 30), Need(Rect(0, 30, 50, 30), 12)])
    assert not stretch.edges
    assert stretch.at(Rect(3, 4, 5, 60)) == Rect(3, 4, 5, 60)


SHAPE = Shape(Rect(0, 0, 100, 700), (Rect(0, 0, 100, 100), Rect(0, 500, 100, 200)), frozenset({0, 200, 500}))


def test_an_empty_band_is_closed_but_for_its_gap_and_a_ground_that_ends_in_it_shrinks_with_it() -> None:
    stretch = stretched([], closings(SHAPE, excess=600, wide=96, gap=40))
    assert stretch.at(Rect(0, 0, 100, 200)) == Rect(0, 0, 100, 110), "the ground, the same share of both its parts"
    assert stretch.at(Rect(0, 500, 100, 200)) == Rect(0, 140, 100, 200), "what keeps its height moves up"


def test_no_more_is_closed_than_makes_the_page_as_high_as_its_window() -> None:
    stretch = stretched([], closings(SHAPE, excess=180, wide=96, gap=40))
    assert stretch.at(SHAPE.page).h == 700 - 180


def test_what_fits_its_window_keeps_its_blanks_and_so_does_air_between_parts() -> None:
    assert closings(SHAPE, excess=0, wide=96, gap=40) == {}
    assert closings(SHAPE, excess=600, wide=400, gap=40) == {}


def test_what_stands_below_the_page_takes_no_part_in_it() -> None:
    """The clerk's tabs, in the bar's place."""
    tabs = Rect(0, 900, 100, 90)
    shape = Shape(Rect(0, 0, 100, 700), (Rect(0, 0, 100, 100), tabs), frozenset())
    assert stretched([], closings(shape, excess=600, wide=96, gap=40)).at(shape.page).h == 140


def test_words_in_a_place_that_is_closed_keep_the_height_they_need() -> None:
    words = Need(Rect(0, 100, 100, 400), 250)
    stretch = stretched([words], closings(SHAPE, excess=600, wide=96, gap=40))
    assert stretch.at(words.rect).h == 250


def test_a_hairline_far_down_a_page_that_is_scrolled_is_as_thin_as_any(glass: Glass) -> None:
    from kiosk.ui.widgets.paint import bled

    assert bled(glass.shell.look, Rect(0, 900, 1024, 1)).h == 1
