"""Choosing a unit and grouping a number: rules of the widgets, without a screen."""

from __future__ import annotations

from kiosk.desk.views import UnitView
from kiosk.ui.screens.fax_number import grouped
from kiosk.ui.widgets.price import figures, money_words
from kiosk.ui.widgets.unit_picker import Pick

_UNITS = tuple(UnitView(f"{b}-{e}-{r}", b, e, r) for b in ("3", "12") for e in ("1", "2") for r in ("101", "102"))


def test_choosing_moves_on_by_itself_until_the_unit_is_known() -> None:
    pick = Pick().choose("12").choose("2").choose("102")
    assert pick.unit(_UNITS) == UnitView("12-2-102", "12", "2", "102")


def test_choices_are_in_the_order_of_numbers() -> None:
    assert Pick().choices(_UNITS) == ["3", "12"]


def test_choosing_another_building_forgets_entrance_and_room() -> None:
    pick = Pick().choose("12").choose("2").choose("102").activate(0).choose("3")
    assert pick.chosen == ("3",)
    assert pick.unit(_UNITS) is None


def test_a_room_cannot_be_chosen_before_its_building() -> None:
    assert Pick().activate(2) == Pick()


def test_a_number_is_grouped_while_it_grows() -> None:
    assert grouped("02152663846", ("021", "5266", "3846")) == ("021", "5266", "3846")
    assert grouped("0215266", ("021", "5266", "3846")) == ("021", "5266")
    assert grouped("0215", ("021",)) == ("0215",)
    assert grouped("110", ()) == ("110",)


def test_amounts_are_whole_fen_with_two_figures() -> None:
    assert figures(1205) == "12.05"
    assert money_words(-400) == "−¥ 4.00"
    assert money_words(0) == "¥ 0.00"
