"""Page data from a modem that runs T.30 itself: shielding, and the three ways in which data end (B9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.fax.t32_data import DataEnd, PageData, Taken
from tests.hw_doubles.class2_caller_script import shielded


def taken_in_lumps(octets: bytes, size: int) -> tuple[bytes, DataEnd | None, bytes]:
    data, page = PageData(), b""
    for at in range(0, len(octets), size):
        taken = data.take(octets[at : at + size])
        page += taken.data
        if taken.end is not None:
            return page, taken.end, taken.rest + octets[at + size :]
    return page, None, b""


@given(st.binary(max_size=300), st.integers(1, 40))
def test_a_page_comes_out_as_it_went_in_whatever_the_lumps(page, size):
    octets = shielded(page) + b"\x10\x03\r\nOK\r\n"
    assert taken_in_lumps(octets, size) == (page, DataEnd.PROPER, b"\r\nOK\r\n")


def test_dle_sub_is_two_and_other_codes_are_none_of_the_page_s():
    assert PageData().take(b"a\x10\x1ab\x10\x12c\x10\x10") == Taken(b"a\x10\x10bc\x10")


def test_the_modem_may_break_off():
    assert PageData().take(b"ab\x10\x18\r\n") == Taken(b"ab", DataEnd.BROKEN_OFF, b"\r\n")


@pytest.mark.parametrize("said", ["NO CARRIER", "ERROR", "+FHNG:90", "+FHS:A0", "+FHNG: 90"])
@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_modem_that_forgets_the_end_of_data_is_noticed_by_what_it_says(said, size):
    text = f"\r\n{said}\r\n".encode()
    _, end, rest = taken_in_lumps(b"page" + text, size)
    assert end is DataEnd.TEXT and rest == text


def test_a_result_that_follows_the_hang_up_code_belongs_to_it():
    text = b"\r\n+FHNG:90\r\n\r\nOK\r\n"
    assert PageData().take(b"page" + text) == Taken(b"page", DataEnd.TEXT, text)


@given(st.lists(st.binary(max_size=30), max_size=20))
def test_no_octets_are_too_strange(lumps):
    data = PageData()
    for lump in lumps:
        taken = data.take(lump)
        assert len(taken.data) + len(taken.rest) <= 2 * len(lump) + 64
        if taken.end is not None:
            break
