"""What the screens paint has been compiled before anybody comes (K4). The tours ask it of each screen (``looks``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from typing import Any

from tests.ui.harness import Glass


@contextmanager
def _painted(colours: str, size: tuple[int, int], magnified: str = "linear") -> Iterator[None]:
    from kivy.core.window import Window
    from kivy.graphics import Rectangle
    from kivy.graphics.texture import Texture

    texture = Texture.create(size=size, colorfmt=colours)
    texture.mag_filter = magnified
    picture: Any = Rectangle(texture=texture)
    Window.canvas.add(picture)
    yield
    Window.canvas.remove(picture)


def test_words_and_pages_of_any_size_are_prepared_and_any_other_way_of_painting_is_told(glass: Glass) -> None:
    from kiosk.ui.warming import Way
    from tests.ui.painted import unprepared

    for colours, size in product(("rgba", "luminance"), ((100, 63), (64, 63), (63, 64), (128, 64))):
        with _painted(colours, size):
            assert unprepared() == set()
    with _painted("luminance", (64, 63), "nearest"):
        assert unprepared() == {Way("luminance", (4, 3), sharp=True)}
    with _painted("rgb", (100, 63)):
        assert unprepared() == {Way("rgb", (3, 3))}


def test_each_way_is_used_in_a_frame_that_shows_nothing_of_it(glass: Glass) -> None:
    from kivy.core.window import Window

    from kiosk.ui.warming import warm_up, ways

    before = list(Window.canvas.children)
    for way in ways():
        warm_up(way)
        *rest, invisible = Window.canvas.children
        assert rest == before
        assert invisible.children[0].a == 0
        glass.turn()
        assert list(Window.canvas.children) == before


def test_one_thing_is_done_at_each_tick_once_nobody_has_touched_for_a_while(glass: Glass) -> None:
    running = glass.running
    to_do = len(running._firsts)
    running._tick()
    assert len(running._firsts) == to_do, "somebody may just have come"
    glass.furnished.clock.turn(3)
    for left in range(to_do - 1, -1, -1):
        running._tick()
        assert len(running._firsts) == left
    running._tick()
    assert running._firsts == []
