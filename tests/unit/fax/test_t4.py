"""Pages on the line, read back by an independent decoder: libtiff (T.4)."""

from __future__ import annotations

import io
import itertools
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from kiosk.devices.page_coder import coarsen, code_strip, format_of, supply
from kiosk.fax.fields import Terms, read_dis
from kiosk.fax.modulations import LADDER
from kiosk.fax.negotiation import choose_terms
from kiosk.fax.outcome import Coding, FaxPage, Resolution
from kiosk.fax.primitives import PageWanted
from kiosk.fax.t4 import for_the_line, reverse_bits

ROW = 1728 // 8


def page_of(rows: bytes, resolution: Resolution = Resolution.FINE) -> FaxPage:
    return FaxPage(1728, len(rows) // ROW, resolution, rows)


def busy_page(height: int = 60, resolution: Resolution = Resolution.FINE) -> FaxPage:
    rows = b"".join(bytes((x * y * 7 + x) % 251 if x % 9 else 0 for x in range(ROW)) for y in range(height))
    return page_of(rows, resolution)


def decoded(line_octets: bytes, height: int, coding: Coding) -> bytes:
    """What libtiff makes of the octets when they stand in a TIFF of their own: rows, 1 = black."""
    tags = [
        (256, 4, 1728), (257, 4, height), (258, 3, 1), (259, 3, 3), (262, 3, 0), (266, 3, 2), (273, 4, 8), (277, 3, 1),
        (278, 4, height), (279, 4, len(line_octets)), (292, 4, 1 if coding is Coding.MR else 0),
    ]  # fmt: skip
    entries = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in tags)
    padded = line_octets + bytes(len(line_octets) % 2)
    directory = struct.pack("<H", len(tags)) + entries + bytes(4)
    tiff = b"II*\0" + struct.pack("<I", 8 + len(padded)) + padded + directory
    with Image.open(io.BytesIO(tiff)) as picture:
        return picture.convert("1").tobytes("raw", "1;I")


@pytest.mark.parametrize("coding", [Coding.MH, Coding.MR])
@pytest.mark.parametrize("least_bits", [0, 144, 576])
def test_a_page_on_the_line_is_the_page_again(coding, least_bits):
    page = busy_page()
    octets = for_the_line(code_strip(page, coding), two_dimensional=coding is Coding.MR, least_line_bits=least_bits)
    assert decoded(octets, page.height, coding) == page.rows


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.binary(min_size=ROW, max_size=ROW), min_size=1, max_size=12), st.sampled_from([Coding.MH, Coding.MR])
)
def test_any_rows_survive_the_coding(rows, coding):
    page = page_of(b"".join(rows))
    octets = for_the_line(code_strip(page, coding), two_dimensional=coding is Coding.MR, least_line_bits=96)
    assert decoded(octets, page.height, coding) == page.rows


@pytest.mark.parametrize("least_bits", [0, 96, 288, 576])
def test_no_line_is_shorter_than_the_scan_line_time_allows(least_bits):
    octets = for_the_line(
        code_strip(page_of(bytes(ROW * 20)), Coding.MH), two_dimensional=False, least_line_bits=least_bits
    )
    bits = "".join(f"{octet:08b}"[::-1] for octet in octets)
    starts = [at for at in range(len(bits)) if bits.startswith("000000000001", at)]
    lengths = [after - before for before, after in itertools.pairwise(starts[:21])]
    # an EOL is found where its eleven zeros begin, so fill counts for the line before it
    assert len(lengths) == 20 and min(lengths) >= least_bits


def test_a_page_begins_with_eol_and_ends_with_rtc():
    mh = for_the_line(code_strip(busy_page(), Coding.MH), two_dimensional=False, least_line_bits=0)
    mr = for_the_line(code_strip(busy_page(), Coding.MR), two_dimensional=True, least_line_bits=0)
    as_bits = ["".join(f"{octet:08b}"[::-1] for octet in octets) for octets in (mh, mr)]
    assert all(bits.startswith("000000000001") for bits in as_bits)
    assert as_bits[0].rstrip("0").endswith("000000000001" * 6)
    assert as_bits[1].rstrip("0").endswith("0000000000011" * 6)


def test_an_rtc_of_the_coder_is_not_sent_twice():
    strip = code_strip(page_of(bytes(ROW * 4)), Coding.MH)
    with_rtc = strip + b"\x00\x10\x01" * 3
    assert for_the_line(with_rtc, two_dimensional=False, least_line_bits=0) == for_the_line(
        strip, two_dimensional=False, least_line_bits=0
    )


def test_a_strip_without_lines_is_refused():
    with pytest.raises(ValueError, match="EOL"):
        for_the_line(b"\xff\xff", two_dimensional=False, least_line_bits=0)


def test_bits_are_turned_round():
    assert reverse_bits(b"\x01\x80\xf0") == b"\x80\x01\x0f"


def test_a_coarser_page_keeps_thin_strokes():
    stroke = b"\xff" * ROW
    fine = page_of(bytes(ROW) + stroke + bytes(ROW) * 3)
    standard = coarsen(fine, Resolution.STANDARD)
    assert (standard.height, standard.resolution) == (3, Resolution.STANDARD)
    assert standard.rows == stroke + bytes(ROW) * 2
    assert coarsen(fine, Resolution.FINE) is fine
    assert coarsen(page_of(fine.rows, Resolution.SUPERFINE), Resolution.STANDARD).height == 2


def wanted(page: FaxPage, dis: str) -> PageWanted:
    far = read_dis(bytes.fromhex(dis))
    terms = choose_terms(LADDER[0], format_of(page), far)
    assert terms is not None
    return PageWanted(1, terms, far)


def test_a_page_is_supplied_in_the_coding_and_resolution_of_the_terms():
    page = busy_page()
    supplied = supply(wanted(page, "002e70"), page)
    assert supplied.octets is not None and supplied.format.resolution is Resolution.FINE
    standard = coarsen(page, Resolution.STANDARD)
    assert decoded(supplied.octets, standard.height, Coding.MH) == standard.rows


def test_a_page_of_another_format_is_supplied_without_octets():
    fine, standard = busy_page(), busy_page(30, Resolution.STANDARD)
    assert supply(wanted(fine, "00ee70"), standard).octets is None


def test_scan_line_time_follows_the_speed():
    page = page_of(bytes(ROW * 30))
    quick = supply(wanted(page, "00ee70"), page)
    slow = supply(wanted(page, "00ee00"), page)  # 20 ms a line
    assert len(slow.octets or b"") * 8 >= 30 * 288 > len(quick.octets or b"") * 8
    assert Terms(LADDER[0], Coding.MH, Resolution.FINE, 1728, 20).scan_line_bits == 288
