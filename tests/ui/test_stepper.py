"""The stepper: a number that goes up and down between its bounds, with a finger."""

from __future__ import annotations

import pytest

from tests.ui.gallery_glass import open_gallery


@pytest.mark.parametrize(("value", "keys"), [(1, {"less": None, "more": 2}), (4, {"less": 3, "more": 5})])
def test_it_counts_and_stops_at_its_bounds(value: int, keys: dict[str, int | None]) -> None:
    with open_gallery() as gallery:
        from kiosk.ui import touches
        from kiosk.ui.widgets.stepper import Count, Stepper

        told: list[int] = []
        count = Count("copies", value, 1, 9, str(value))
        stepper = Stepper(gallery.look, gallery.look.panel.whole.centred(464, 110), count, told.append)
        gallery.add_widget(stepper)
        for name, goal in keys.items():
            if goal is None:
                with pytest.raises(touches.TouchError):
                    touches.tap_on(gallery, f"copies.{name}")
            else:
                touches.tap_on(gallery, f"copies.{name}")
                assert told.pop() == goal
        gallery.remove_widget(stepper)


@pytest.mark.parametrize(("value", "told"), [(1, "least"), (2, "note"), (9, "most")])
def test_at_a_bound_it_says_which(value: int, told: str) -> None:
    from kiosk.ui.widgets.stepper import Count

    assert Count("copies", value, 1, 9, str(value), "note", "least", "most").told == told
