"""Ten thousand random and mutated streams, sending and receiving: no exception comes out, no state outlives its timer.

And the line is free again, and nothing is confirmed that is not there (B6, B9, K2). A stream that fails is named by its
kind and number: ``Streams().play(kind, number)`` plays it again.
"""

from __future__ import annotations

import pytest

from tests.conformance.streams import LOTS, Lot, Streams
from tests.hw_doubles.bare_house import BareHouse
from tests.hw_doubles.virtual_line import StateWatch


@pytest.fixture(scope="module")
def streams() -> Streams:
    return Streams()


@pytest.mark.parametrize("lot", LOTS, ids=str)
def test_whatever_comes_the_call_ends_and_the_line_is_free(streams: Streams, lot: Lot) -> None:
    assert all(streams.play(lot.kind, number) for number in lot.numbers)


def test_there_are_ten_thousand_of_them() -> None:
    assert sum(len(lot.numbers) for lot in LOTS) == 10_000


# ---- what would be told ----


def test_a_stream_that_goes_wrong_is_told_with_its_number(streams: Streams) -> None:
    with pytest.raises(KeyError) as told:
        streams.play("a kind that nobody has", 3)
    assert told.value.__notes__ == ["stream 3 of a kind that nobody has"]


def test_a_state_that_lasts_too_long_is_told() -> None:
    watch = StateWatch()
    watch.look("while dialling", 0)
    watch.look("while dialling", 100_000)
    with pytest.raises(AssertionError, match="while dialling has outlived its timers"):
        watch.look("while dialling", 100_001)


def test_a_page_that_nobody_confirmed_is_told() -> None:
    house = BareHouse.calling(1)
    house.terminal.pages.confirm(0)
    with pytest.raises(AssertionError, match="more was confirmed than was said"):
        house.check_confirmations(0)
