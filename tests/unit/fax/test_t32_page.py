"""What of a page a modem that runs T.30 itself is given: RTC, the order of bits, the pace."""

from __future__ import annotations

import pytest

from kiosk.fax.t4 import for_the_line, reverse_bits
from kiosk.fax.t32_page import PageFlow, without_rtc

EOL = "000000000001"


def strip(lines: list[str], tag: str = "") -> bytes:
    bits = "".join(EOL + tag + line for line in lines)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))


@pytest.mark.parametrize("two_dimensional", [False, True])
@pytest.mark.parametrize("count", range(1, 9))
def test_rtc_goes_and_every_line_stays(count, two_dimensional):
    lines = ["1" * (20 + at) for at in range(count)]
    coded = strip(lines, "1" if two_dimensional else "")
    page = for_the_line(coded, two_dimensional=two_dimensional, least_line_bits=48)
    left = "".join(f"{octet:08b}" for octet in reverse_bits(without_rtc(page, two_dimensional=two_dimensional)))
    found = [line.rstrip("0") for line in left.split(EOL)[1:]]
    assert found == [("1" if two_dimensional else "") + line for line in lines]


def test_a_page_without_rtc_is_left_alone():
    assert without_rtc(b"\x00\x01\x02", two_dimensional=False) == b"\x00\x01\x02"


def test_data_run_ahead_of_the_line_but_not_far():
    flow = PageFlow(bytes(100_000), bit_rate=14400, ahead_ms=1_000, now_ms=0)
    given = 0
    while lump := flow.next_octets(0):
        given += len(lump)
    assert given == 1_800 and flow.next_ms > 0 and not flow.all_given


def test_dle_is_doubled():
    assert PageFlow(b"\x10\x03", 14400, 1_000, 0).next_octets(0) == b"\x10\x10\x03"
