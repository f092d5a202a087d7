"""The price list in columns: a group is never torn from its name (A1)."""

from __future__ import annotations

import pytest

from kiosk.locale import Language, Translator
from kiosk.ui.screens.prices import PriceRow, parted

FAX, LOCAL, ABROAD = PriceRow("fax"), PriceRow("local", "¥ 2.00"), PriceRow("abroad", "¥ 12.00")
WATER, DRAIN = PriceRow("water"), PriceRow("drain", "¥ 50.00")


def test_a_group_that_goes_on_in_another_column_is_named_again_there() -> None:
    assert parted([FAX, LOCAL, ABROAD], 2) == [[FAX, LOCAL], [FAX, ABROAD]]


def test_no_heading_is_the_last_of_a_column() -> None:
    assert parted([FAX, LOCAL, WATER, DRAIN], 3) == [[FAX, LOCAL], [WATER, DRAIN]]


def test_what_fits_stands_in_one_column() -> None:
    assert parted([FAX, LOCAL, WATER, DRAIN], 4) == [[FAX, LOCAL, WATER, DRAIN]]


@pytest.mark.parametrize("language", Language)
def test_what_is_urgent_is_called_as_where_it_is_chosen(language: Language) -> None:
    """A2: 急件 on the quote of a fax, 緊急 on a request for repairs; the list called both 加急."""
    tr = Translator(language)
    chosen = {"prices.urgent": tr("urgency.urgent"), "prices.urgent_item": tr("repair.urgency.urgent")}
    for key, words in chosen.items():
        assert tr(key, zone="", item="")[-len(words) :].casefold() == words.casefold()
