"""Frames, DIS and DCS bit by bit, against octets written by hand (T.30 Table 2)."""

from __future__ import annotations

import pytest

from kiosk.fax.fields import WIDTH_A3_PELS, WIDTH_B4_PELS, Terms, describe_dcs, describe_dis, pack, read_dis, write_dcs
from kiosk.fax.frames import Fcf, decode, decode_ident, decode_sent, encode, encode_ident, fcf_of, fcs_is_good
from kiosk.fax.modulations import LADDER, by_dcs_bits
from kiosk.fax.negotiation import PageFormat, choose_terms, fits, ladder_for, slower, without_v17
from kiosk.fax.outcome import Coding, Resolution
from tests.hw_doubles import t30_letters
from tests.hw_doubles.virtual_call import ALL_CODES, FINE_A4

S, F, SF = Resolution.STANDARD, Resolution.FINE, Resolution.SUPERFINE


def dis(text: str):
    return read_dis(bytes.fromhex(text))


# ---- frames ----


@pytest.mark.parametrize("name", sorted(t30_letters.FROM_CALLED))
def test_every_frame_of_the_called_terminal_is_known_by_its_name(name):
    octets = t30_letters.frame(name)
    frame = decode(octets)
    assert frame is not None and frame.name == name and fcs_is_good(octets)


def test_what_we_send_carries_the_bit_that_says_dis_was_received():
    assert {code: t30_letters.name_of(encode(Fcf[name])) for code, name in t30_letters.FROM_CALLING.items()} == (
        t30_letters.FROM_CALLING
    )


def test_final_and_optional_frames_are_told_apart():
    assert encode(Fcf.TSI, final=False)[1] == 0x03 and encode(Fcf.EOP)[1] == 0x13
    assert encode(Fcf.DTC)[2] == 0x81 and encode(Fcf.DIS, dis_received=False)[2] == 0x80


@pytest.mark.parametrize("octets", [b"", b"\xff\x13\x8c", b"\x00\x13\x8c\x00\x00", b"\xff\x33\x8c\x00\x00"])
def test_what_is_no_frame_is_none(octets):
    assert decode(octets) is None


def test_an_unknown_field_keeps_its_code_and_polling_fields_have_no_x():
    frame = decode(t30_letters.frame("7B"))
    assert frame is not None and frame.fcf is None and frame.name == "?7B"
    assert fcf_of(0x81) is Fcf.DTC and fcf_of(0x80) is Fcf.DIS and fcf_of(0x5F) is Fcf.PRI_MPS
    assert decode_sent(b"\xff\x13\x5e").name == "PRI-MPS"


def test_a_spoiled_octet_fails_the_frame_check():
    octets = bytearray(t30_letters.frame("CSI"))
    octets[5] ^= 0x10
    assert not fcs_is_good(bytes(octets))


def test_an_identification_is_sent_last_digit_first():
    assert encode_ident("+86 571") == b"175 68+".rjust(20)
    assert decode_ident(b"4321 0088 175 68+   ") == "+86 571 8800 1234"
    assert decode_ident(b"\x00\x07A") == "A?"


@pytest.mark.parametrize("ident", ["1" * 21, "abc", "1-2"])
def test_an_identification_of_other_signs_is_refused(ident):
    with pytest.raises(ValueError, match="identification"):
        encode_ident(ident)


# ---- DIS ----


@pytest.mark.parametrize(
    ("second_octet", "codes"),
    [
        ("02", {24}),
        ("0a", {24, 48}),
        ("06", {96, 72}),
        ("0e", {24, 48, 96, 72}),
        ("1e", {24, 48, 96, 72}),
        ("2e", {24, 48, 96, 72, 73, 97, 121, 145}),
        ("3e", {24}),  # reserved
    ],
)
def test_speeds_of_dis(second_octet, codes):
    assert dis(f"00{second_octet}70").modulation_codes == codes


@pytest.mark.parametrize(
    ("third_octet", "standard_ms", "fine_ms"),
    [("00", 20, 20), ("40", 40, 40), ("20", 10, 10), ("10", 5, 5), ("60", 10, 5), ("30", 20, 10), ("50", 40, 20),
     ("70", 0, 0)],
)  # fmt: skip
def test_scan_line_times_of_dis(third_octet, standard_ms, fine_ms):
    times = dis(f"00ee{third_octet}").scan_line_ms
    assert (times[S], times[F], times[SF]) == (standard_ms, fine_ms, fine_ms)


def test_superfine_may_halve_the_scan_line_time_again():
    superfine = pack({10, 15, 41, 46, 22, 23})
    assert read_dis(superfine).scan_line_ms[SF] == 3 and SF in read_dis(superfine).resolutions


def test_widths_and_length_of_dis():
    assert dis("00ee71").widths == {1728, WIDTH_B4_PELS}
    assert dis("00ee72").widths == dis("00ee73").widths == {1728, WIDTH_B4_PELS, WIDTH_A3_PELS}
    assert dis("00ee78").unlimited_length and not dis("00ee70").unlimited_length


def test_extension_octets_bring_ecm_t6_and_subaddress():
    long_dis = read_dis(pack({10, 16, 27, 31, 49}))
    assert long_dis.ecm and long_dis.subaddress and long_dis.codings == set(Coding)
    assert not dis("00").can_receive and dis("").codings == {Coding.MH}
    assert read_dis(pack({9, 10})).has_document


def test_extension_bits_chain_the_octets():
    assert pack({41}) == bytes.fromhex("000080808001")
    assert pack(set()) == bytes(3)


# ---- DCS ----


@pytest.mark.parametrize(
    ("modulation", "octet"), zip(LADDER, ["22", "2a", "26", "2e", "06", "0e", "0a", "02"], strict=True)
)
def test_speeds_of_dcs(modulation, octet):
    terms = Terms(modulation, Coding.MH, S, 1728, 0)
    assert write_dcs(terms).hex() == f"00{octet}70"
    assert by_dcs_bits(modulation.dcs_bits) is modulation


def test_dcs_names_coding_resolution_width_length_and_scan_line_time():
    terms = Terms(LADDER[-1], Coding.MR, F, WIDTH_A3_PELS, 20, unlimited_length=True)
    assert write_dcs(terms).hex() == "00c20a"
    assert write_dcs(Terms(LADDER[-1], Coding.MH, SF, WIDTH_B4_PELS, 5)).hex() == "000291808001"
    assert "superfine" in describe_dcs(write_dcs(Terms(LADDER[-1], Coding.MH, SF, 1728, 5)))


def test_the_ladder_speaks_plainly_of_dis_and_dcs():
    assert describe_dcs(bytes.fromhex("00e270")) == "V.17 14400, MR, fine, scan line 0 ms"
    assert describe_dcs(bytes.fromhex("003270")).startswith("speed bits")
    assert describe_dis(pack({27})).startswith("no receiver") and "ECM" in describe_dis(pack({27}))


# ---- negotiation ----


def test_the_common_ladder_is_what_both_can():
    far = dis("00ee70")
    assert [m.long_code for m in ladder_for(ALL_CODES, far)] == [145, 121, 97, 73, 96, 72, 48, 24]
    assert ladder_for(ALL_CODES - {146}, far)[0].long_code == 121
    assert ladder_for(frozenset(), far) == ()


def test_fine_falls_back_to_standard_and_superfine_to_fine():
    plain, fine = dis("002e70"), dis("006e70")
    assert choose_terms(LADDER[0], FINE_A4, plain).resolution is S
    superfine = PageFormat(1728, 4574, SF)
    assert choose_terms(LADDER[0], superfine, fine).resolution is F
    assert choose_terms(LADDER[0], superfine, plain).resolution is S


def test_mh_where_the_far_end_has_no_mr():
    assert choose_terms(LADDER[0], FINE_A4, dis("006e70")).coding is Coding.MH


def test_a_long_page_asks_for_unlimited_length_where_it_is_offered():
    long_page = PageFormat(1728, 5000, F)
    assert choose_terms(LADDER[0], long_page, dis("00ee78")).unlimited_length
    assert not choose_terms(LADDER[0], long_page, dis("00ee70")).unlimited_length


def test_a_page_fits_under_terms_only_if_it_would_get_the_same():
    far = dis("00ee78")
    terms = choose_terms(LADDER[0], FINE_A4, far)
    assert fits(terms, FINE_A4, far)
    assert not fits(terms, PageFormat(1728, 1143, S), far)
    assert not fits(terms, PageFormat(2048, 2287, F), far)
    assert not fits(terms, PageFormat(1728, 9000, F), far)
    endless = choose_terms(LADDER[0], PageFormat(1728, 9000, F), far)
    assert fits(endless, FINE_A4, far)


def test_stepping_down_and_leaving_v17():
    far = dis("00ee70")
    ladder = ladder_for(ALL_CODES, far)
    terms = choose_terms(ladder[0], FINE_A4, far)
    assert slower(terms, ladder).modulation is ladder[1]
    assert without_v17(terms, ladder).modulation.name == "V.29"
    assert without_v17(terms, ladder[:3]).modulation is ladder[1]
    assert slower(terms, ladder[:1]) is None


def test_the_scan_line_bits_follow_from_speed_and_time():
    assert Terms(LADDER[0], Coding.MH, S, 1728, 20).scan_line_bits == 288
    assert Terms(LADDER[-1], Coding.MH, S, 1728, 5).scan_line_bits == 12
