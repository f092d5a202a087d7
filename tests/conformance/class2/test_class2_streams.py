"""Ten thousand random and mutated streams from a modem that runs T.30 itself: nothing escapes, nothing is made up.

No exception comes out, no state outlives its timers, the call ends, no page is confirmed that nobody confirmed or that
is not on disk (B6, B9, K2). ``Class2Streams().play(kind, number)`` plays one again.
"""

from __future__ import annotations

import pytest

from kiosk.fax import outcome as o
from tests.conformance.class2.streams import LOTS, Class2Streams, Lot
from tests.hw_doubles.class2_house import Class2House


@pytest.fixture(scope="module")
def streams() -> Class2Streams:
    return Class2Streams()


@pytest.mark.parametrize("lot", LOTS, ids=str)
def test_whatever_comes_the_call_ends_and_claims_no_more_than_was_proved(streams: Class2Streams, lot: Lot) -> None:
    assert all(streams.play(lot.kind, number) for number in lot.numbers)


def test_there_are_ten_thousand_of_them() -> None:
    assert sum(len(lot.numbers) for lot in LOTS) == 10_000


# ---- what would be told ----


def test_a_stream_that_goes_wrong_is_told_with_its_number(streams: Class2Streams) -> None:
    with pytest.raises(KeyError) as told:
        streams.play("a kind that nobody has", 3)
    assert told.value.__notes__ == ["stream 3 of a kind that nobody has"]


def test_a_page_that_nobody_confirmed_is_told() -> None:
    house = Class2House.calling(1)
    house.terminal.pages.confirm(0)
    with pytest.raises(AssertionError, match="more was confirmed than was said"):
        house.check_confirmations(0)


def test_a_page_that_is_not_on_disk_is_told() -> None:
    house = Class2House.answering(slow_disk=True)
    with pytest.raises(AssertionError, match="not on disk"):
        house._fulfil([o.PageConfirmed(1)])
