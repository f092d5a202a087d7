"""Lines of T.4 read bit by bit: whole ones exactly as libtiff wrote them, damaged ones never taken for whole (B9)."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from kiosk.devices.page_coder import code_strip
from kiosk.fax.copy_quality import judge_page, training_is_good
from kiosk.fax.frames import Fcf
from kiosk.fax.modulations import LADDER
from kiosk.fax.outcome import Coding, CopyQuality, FaxPage, Resolution
from kiosk.fax.t4 import for_the_line, reverse_bits
from kiosk.fax.t4_lines import CodedLine, LineWatch, coded_lines, ends_with_rtc, lines_of_t6, read_line, row_of

WIDTHS = (1728, 2048, 2432)


def on_the_line(page: FaxPage, coding: Coding) -> bytes:
    strip = code_strip(page, coding)
    return for_the_line(strip, two_dimensional=coding is Coding.MR, least_line_bits=72)


def read(octets: bytes, width: int, coding: Coding) -> list[bytes | None]:
    rows: list[bytes | None] = []
    reference: tuple[int, ...] = (width,)
    for line in coded_lines(octets, two_dimensional=coding is Coding.MR):
        changes = read_line(line, width, reference)
        rows.append(None if changes is None else row_of(changes, width))
        reference = changes or reference
    return rows


def runs(width: int, height: int, seed: int) -> FaxPage:
    """Rows of runs of every length, each row a little like the one above."""
    chance = random.Random(seed)
    rows, row = [], 0
    for _ in range(height):
        row ^= (1 << chance.randrange(width)) - (1 << chance.randrange(width)) if chance.random() < 0.8 else 0
        row = abs(row) & (1 << width) - 1
        rows.append(row.to_bytes(width // 8))
    return FaxPage(width, height, Resolution.FINE, b"".join(rows))


@pytest.mark.parametrize("coding", [Coding.MH, Coding.MR])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_that_libtiff_writes_is_read_exactly(width, coding):
    for seed in range(4):
        page = runs(width, 120, seed)
        assert b"".join(row or b"" for row in read(on_the_line(page, coding), width, coding)) == page.rows


@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_of_an_mmr_page_is_read_up_to_its_end(width):
    for seed in range(4):
        page = runs(width, 120, seed)
        octets = reverse_bits(code_strip(page, Coding.MMR))
        assert b"".join(row_of(changes, width) for changes in lines_of_t6(octets, width)) == page.rows


@pytest.mark.parametrize("black", [0, 1])
def test_every_run_length_of_the_code_tables_is_read(black):
    width = 2432
    for run in range(1, width - 8):
        row = ((1 << run) - 1 << 8) if black else (1 << width) - 1 ^ ((1 << run) - 1 << 8)
        page = FaxPage(width, 1, Resolution.FINE, row.to_bytes(width // 8))
        assert read(on_the_line(page, Coding.MH), width, Coding.MH) == [page.rows], run


def test_a_bit_turned_over_costs_its_line_in_mh_and_no_other():
    page = runs(1728, 60, 7)
    whole = read(on_the_line(page, Coding.MH), 1728, Coding.MH)
    lines = list(coded_lines(on_the_line(page, Coding.MH), two_dimensional=False))
    for number in range(0, 60, 7):
        bits = lines[number].bits
        turned = bits[:3] + ("1" if bits[3] == "0" else "0") + bits[4:]
        changes = read_line(CodedLine(turned, False), 1728, (1728,))
        assert changes is None or row_of(changes, 1728) != whole[number]


@pytest.mark.parametrize("bits", ["", "0000000001", "1", "0110", "00110101" * 3, "0001" * 40, "0000001111"])
def test_bits_that_make_no_line_are_none_in_either_dimension(bits):
    assert read_line(CodedLine(bits, False), 1728, (1728,)) is None
    assert read_line(CodedLine(bits + "0", True), 1728, (100, 300, 1728)) is None


def test_any_octets_are_read_without_an_exception():
    chance = random.Random(5)
    for _ in range(60):
        octets = bytes(chance.choice((0, 0, 0, 8, 16, 128, 255, chance.randrange(256))) for _ in range(400))
        for coding in (Coding.MH, Coding.MR):
            assert all(row is None or len(row) == 216 for row in read(octets, 1728, coding))
        assert all(changes[-1] == 1728 for changes in islice(lines_of_t6(octets, 1728), 5_000))


def test_rtc_is_found_at_the_end_of_a_page_only():
    for coding in (Coding.MH, Coding.MR):
        octets = on_the_line(runs(1728, 50, 1), coding)
        assert ends_with_rtc(octets[-64:]) and not ends_with_rtc(octets[:-40])


# ---- judgements ----


@pytest.mark.parametrize(
    ("quality", "answer"),
    [
        (CopyQuality(1000), Fcf.MCF),
        (CopyQuality(1000, 50, 3), Fcf.MCF),
        (CopyQuality(1000, 51, 3), Fcf.RTP),
        (CopyQuality(1000, 150, 120), Fcf.RTP),
        (CopyQuality(1000, 151, 3), Fcf.RTN),
        (CopyQuality(4000, 121, 121), Fcf.RTN),
        (CopyQuality(0), Fcf.RTN),
    ],
)
def test_a_page_is_judged_by_its_damaged_lines(quality, answer):
    assert judge_page(quality) is answer


@pytest.mark.parametrize("modulation", LADDER)
def test_a_training_needs_one_second_of_zeros_at_a_stretch(modulation):
    second = bytes(modulation.bit_rate // 8)
    assert training_is_good(b"\xf3\x01" + second + b"\x80", modulation)
    assert not training_is_good(second[:-1] + b"\x01" + second[: len(second) // 2], modulation)


def bits(text: str) -> bytes:
    """As +FRM gives them, the first bit in the least significant place."""
    padded = text + "0" * (-len(text) % 8)
    return reverse_bits(int(padded, 2).to_bytes(len(padded) // 8))


EOL = "000000000001"
FIVE_SECONDS = 5 * 2400


@pytest.mark.parametrize("lump", [1, 2, 7, 250, 10_000])
@pytest.mark.parametrize(
    ("line", "too_long"),
    [
        (EOL + "1" * (FIVE_SECONDS - 16), False),
        (EOL + "1" * (FIVE_SECONDS + 16), True),
        (EOL + "0" * (FIVE_SECONDS + 16), True),  # fill is a part of its line
        ("0000" + EOL + "1" * (FIVE_SECONDS - 16) + EOL + "1" * (FIVE_SECONDS - 16), False),
        (("1" * 2000 + EOL) * 30, False),
        ("01" * (FIVE_SECONDS // 2 + 8), True),  # no EOL at all
    ],
)
def test_a_line_has_five_seconds_whatever_the_lumps_in_which_it_comes(line, too_long, lump):
    watch, octets = LineWatch(2400), bits(line)
    verdicts = [watch.too_long(octets[at : at + lump]) for at in range(0, len(octets), lump)]
    assert any(verdicts) is too_long


def test_real_pages_have_lines_far_shorter_than_five_seconds():
    octets = on_the_line(runs(2432, 200, 7), Coding.MH)
    watch = LineWatch(2400)
    assert not any(watch.too_long(octets[at : at + 250]) for at in range(0, len(octets), 250))
