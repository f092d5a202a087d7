"""The frame layer of error correction, read back bit by bit by a decoder that shares nothing with it (T.4 Annex A)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.fax import ecm_frames as ecm
from kiosk.fax.frames import Fcf
from tests.hw_doubles import hdlc_bits, t30_letters
from tests.hw_doubles.scripted_caller import on_line

page_data = st.binary(min_size=1, max_size=700) | st.builds(lambda n: b"\xff" * n, st.integers(1, 600))


def burst(*frames: bytes) -> bytes:
    return ecm.write_burst(dict(enumerate(frames)), 14400)


def read(octets: bytes, lump: int = 250) -> list[ecm.EcmFrame]:
    reader = ecm.FrameReader()
    return [frame for at in range(0, len(octets), lump) for frame in reader.read(octets[at : at + lump])]


# ---- onto the line ----


def test_a_burst_is_flags_for_200_ms_numbered_frames_and_three_rcp():
    octets = burst(b"\x12" * 256, b"\xff" * 40)
    assert octets.startswith(b"\x7e" * 360)
    assert hdlc_bits.frames(octets) == [
        b"\xff\x03\x06\x00" + b"\x12" * 256,
        b"\xff\x03\x06\x01" + b"\xff" * 40,
        *[hdlc_bits.RCP] * 3,
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(page_data.map(lambda data: data[:256]), min_size=1, max_size=4))
def test_any_data_come_off_the_line_as_they_went_on(data):
    sent = [bytes((0xFF, 3, 6, number)) + octets for number, octets in enumerate(data)]
    assert hdlc_bits.frames(burst(*data)) == [*sent, *[hdlc_bits.RCP] * 3]


def test_only_the_frames_asked_for_are_in_a_burst_with_their_own_numbers():
    octets = ecm.write_burst({3: b"c", 255: b"z"}, 9600)
    assert [frame[3] for frame in hdlc_bits.frames(octets)[:2]] == [3, 255]


def test_frames_cost_little_more_than_their_data():
    """Header, number, check and one flag: 3.1 % of 256 octets, and a zero now and then."""
    data = bytes(range(256)) * 64
    octets = ecm.write_burst(dict(enumerate(ecm.cut_into_blocks(data)[0])), 14400)
    assert len(octets) - ecm.flag_octets(14400) <= len(data) * 1.05


def test_a_page_of_60_kb_is_on_its_way_in_well_under_100_ms():
    blocks = ecm.cut_into_blocks(bytes((x * x * 31 + x // 7) % 256 for x in range(60_000)))
    began = time.process_time()
    for block in blocks:
        ecm.write_burst(dict(enumerate(block)), 14400)
    assert time.process_time() - began < 0.1


# ---- a page and its blocks ----


def test_a_page_is_cut_into_blocks_of_256_frames():
    octets = bytes(number % 251 for number in range(256 * 256 * 2 + 100))
    blocks = ecm.cut_into_blocks(octets)
    assert [len(block) for block in blocks] == [256, 256, 1] and len(blocks[2][0]) == 100
    assert b"".join(frame for block in blocks for frame in block) == octets


def test_a_page_of_whole_frames_has_no_empty_frame_behind_it():
    assert ecm.cut_into_blocks(bytes(128), 64) == ((bytes(64), bytes(64)),)
    assert ecm.cut_into_blocks(b"") == ((b"",),)


def test_a_received_block_knows_what_is_missing_and_keeps_the_first_of_two():
    block = ecm.ReceivedBlock()
    for number, octets in ((0, b"a"), (2, b"c"), (2, b"x")):
        block.take(ecm.DataFrame(number, octets))
    assert block.missing(4) == (1, 3)
    block.take(ecm.DataFrame(1, b"b"))
    assert block.missing(3) == () and block.octets(3) == b"abc"
    with pytest.raises(KeyError):
        block.octets(4)


# ---- from the line ----


@settings(max_examples=60, deadline=None)
@given(st.lists(page_data.map(lambda data: data[:256]), min_size=1, max_size=4), st.integers(1, 300))
def test_a_reader_takes_lumps_of_any_size(data, lump):
    expected = [ecm.DataFrame(number, octets) for number, octets in enumerate(data)]
    assert read(burst(*data), lump) == [*expected, *[ecm.ReturnToControl()] * 3]


@pytest.mark.parametrize("shift", range(8))
def test_a_reader_needs_no_octet_boundary(shift):
    """+FRM gives bits from where the receiver came in."""
    bits = int.from_bytes(burst(b"abc"), "little") << shift
    shifted = bits.to_bytes(len(burst(b"abc")) + 1, "little")
    assert read(shifted)[0] == ecm.DataFrame(0, b"abc")


def test_flags_that_share_a_zero_and_an_abort_are_heard_through():
    good = burst(b"abc")
    shared = int("0111111" * 9 + "0", 2).to_bytes(8)  # each flag's last zero is the next one's first
    assert read(shared + good[300:])[0] == ecm.DataFrame(0, b"abc")
    assert read(good[:365] + b"\xff\xff" + good)[-4:] == [ecm.DataFrame(0, b"abc"), *[ecm.ReturnToControl()] * 3]


def test_a_damaged_frame_is_missing_and_counted_and_the_next_one_is_read():
    octets = bytearray(burst(b"\x01" * 256, b"\x02" * 256))
    octets[360 + 100] ^= 0x10
    reader = ecm.FrameReader()
    assert reader.read(bytes(octets))[0] == ecm.DataFrame(1, b"\x02" * 256) and reader.damaged == 1


def test_frames_that_are_neither_fcd_nor_rcp_are_passed_over():
    strange = b"\xff\x03\x55\x00abc"
    framed = strange + t30_letters.fcs(strange)
    assert max(framed) <= 0xFF and read(b"\x7e" + framed + b"\x7e") == []


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=4000), max_size=6))
def test_noise_gives_no_frames_and_no_exception_and_is_not_hoarded(lumps):
    reader = ecm.FrameReader()
    assert [frame for lump in lumps for frame in reader.read(lump)] == []
    assert len(reader._tail) <= 3000


# ---- fields ----


@pytest.mark.parametrize(
    ("command", "field"),
    [(None, "00010005"), (Fcf.MPS, "4f010005"), (Fcf.EOM, "8f010005"), (Fcf.EOP, "2f010005")],
)
def test_pps_names_command_page_block_and_frames_less_one(command, field):
    partial = ecm.PartialPage(command, 1, 0, 6)
    assert ecm.write_pps(partial).hex() == field and ecm.read_pps(bytes.fromhex(field)) == partial


def test_the_counters_of_pps_begin_again_after_255():
    assert ecm.write_pps(ecm.PartialPage(None, 256, 257, 256)).hex() == "000001ff"


@pytest.mark.parametrize("field", ["", "4f0000", "c2000000"])
def test_a_pps_that_is_none_is_refused(field):
    assert ecm.read_pps(bytes.fromhex(field)) is None


def test_eor_names_its_command_and_pri_forms_are_known():
    assert ecm.read_command(b"\x2f") is Fcf.EOP and ecm.read_command(b"\x01") is None
    assert ecm.is_post_page(b"\x5f") and ecm.read_command(b"\x5f") is Fcf.PRI_MPS
    assert not ecm.is_post_page(b"") and not ecm.is_post_page(b"\x84")


def test_ppr_maps_frame_0_to_the_first_bit_and_says_1_beyond_the_block():
    field = ecm.write_ppr([0, 9], 16)
    assert field == b"\x01\x02" + b"\xff" * 30
    assert ecm.read_ppr(field, 16) == (0, 9)


def test_a_ppr_cut_short_asks_for_what_it_does_not_mention():
    assert ecm.read_ppr(b"\x01", 10) == (0, 8, 9)


@pytest.mark.parametrize(
    "body",
    [
        b"\xff\x13\x06\x01data",  # the control octet of a final frame, which T.4 A.3.5 does not have
        b"\xfe\x03\x06\x01data",  # another address
        b"\xff\x03\x07\x01data",  # another facsimile control field
        b"\xff\x03\x06" + bytes(258),  # a number and more than 256 octets
        b"\xff\x03\x06",  # no number
    ],
)
def test_good_frames_that_annex_a_does_not_have_are_passed_over(body):
    assert read(on_line((body, b"\xff\x03\x06\x02data"))) == [ecm.DataFrame(2, b"data")]
