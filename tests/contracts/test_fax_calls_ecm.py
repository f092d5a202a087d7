"""Calls with error correction over real signals to libspandsp's terminal, in virtual time: every switch of the far end
and of the line, alone and in pairs, delivers bit for bit or has the right outcome (B6).

The driver's port is left out here (``test_fax_line.py`` has it): engine and page coder speak to the soft modem.
"""

from __future__ import annotations

import itertools
import random

import pytest

from kiosk.fax import outcome as o
from tests.bench.ecm_call_time import text_page
from tests.contracts.test_fax_line import page
from tests.hw_doubles.soft_call import SoftCall, call
from tests.hw_doubles.softmodem import FarEnd, HangUpSign, Line

PAGES = [page(1, height=400), page(2)]
FAR_ENDS = {
    "no error correction": {"ecm": False},
    "V.29 only": {"modems": ("V.29",)},
    "V.27 ter only": {"modems": ("V.27ter",)},
    "MH only": {"codings": ("MH",)},
    "no MMR": {"codings": ("MH", "MR")},
    "standard resolution only": {"resolutions": ("standard",)},
    "slow DIS": {"dis_delay_s": 10.0},
    "20 ms a line": {"min_scan_line_ms": 20},
    "DIS twice": {"lose": ("CSI:1", "DIS:1")},
    "FTT": {"spoil_tcf": 1},
    "PPR again and again": {"spoil_pages": (1, 1)},
    "PPR for each page": {"spoil_pages": (1, 2)},
    "PPR storm until CTC": {"spoil_pages": (1,) * 4},
    "lost CFR": {"lose": ("CFR:1",)},
    "lost MCF": {"lose": ("MCF:1",)},
    "lost PPR": {"lose": ("PPR:1",), "spoil_pages": (1,)},
}
LINES = {
    "10 dB loss": {"loss_db": 10.0},
    "10 dB loss with noise": {"loss_db": 10.0, "noise_dbm0": -50.0},
    "500 ms": {"delay_ms": 500},
    "echo": {"echo_db": 15.0},
    "25 dB noise": {"snr_db": 25.0},
    "bursts": {"burst_every_s": 5.0},
}
# Where the page is refused (RTN each time) or libspandsp's terminal gives up by itself: RTN to EOP; MCF drowned; noise
# meant for TCF comes too early.
BEYOND_THE_DOUBLE = [
    {"no error correction", "PPR for each page"},
    {"no error correction", "PPR storm until CTC"},
    {"no error correction", "10 dB loss with noise"},
    {"lost CFR", "bursts"},
    {"500 ms", "25 dB noise"},
    {"500 ms", "FTT"},
    {"25 dB noise", "bursts"},
]


def agree(pair: tuple[str, str]) -> bool:
    """Whether both switches can be set at once."""
    one, other = (set(FAR_ENDS.get(name, {})) | set(LINES.get(name, {})) for name in pair)
    return not one & other and set(pair) not in BEYOND_THE_DOUBLE


# Where nothing is lost (a lost answer is a long silence) and the line makes no noise of its own; V.17 only.
SILENT = (
    "no error correction",
    "MH only",
    "no MMR",
    "20 ms a line",
    "FTT",
    "PPR again and again",
    "PPR storm until CTC",
)
SINGLES = [(name,) for name in (*FAR_ENDS, *LINES)]
PAIRS = [pair for pair in itertools.combinations((*FAR_ENDS, *LINES), 2) if agree(pair)]


def switched(names: tuple[str, ...]) -> tuple[FarEnd, Line]:
    far_end = {key: value for name in names for key, value in FAR_ENDS.get(name, {}).items()}
    line = {key: value for name in names for key, value in LINES.get(name, {}).items()}
    return FarEnd(**far_end), Line(**line)


def placed(tmp_path, pages=PAGES, names: tuple[str, ...] = (), **plan: object) -> SoftCall:
    return call(tmp_path, pages, *switched(names), **plan)


def gaps_of(done: SoftCall) -> list[float]:
    return [gap.gap_ms for gap in done.record.gaps if gap.after.startswith("kiosk:") and "CNG" not in gap.before]


@pytest.mark.parametrize("names", SINGLES, ids=" ".join)
def test_each_switch_of_far_end_and_line_delivers_bit_for_bit_with_true_silences(tmp_path, names):
    done = placed(tmp_path, names=names)
    assert done.report.outcome is o.CallOutcome.DELIVERED, done.report.detail
    assert done.arrived(PAGES) == [True, True]
    assert done.report.ecm == done.record.ecm == ("no error correction" not in names)
    if names[0] in SILENT:
        assert min(gaps_of(done)) >= 55 and max(gaps_of(done)) <= 95


@pytest.mark.parametrize("names", [("V.29 only",), ("V.27 ter only",)], ids=" ".join)
def test_without_v17_the_silences_are_true_too(tmp_path, names):
    """V.29 begins with 20 ms of silence (V.29 8), which are a part of it: the witness adds them to the gap."""
    gaps = gaps_of(placed(tmp_path, names=names))
    assert min(gaps) >= 55 and max(gaps) <= 95 + 20


@pytest.mark.parametrize("names", PAIRS, ids=" and ".join)
def test_every_pair_of_switches_delivers_bit_for_bit(tmp_path, names):
    done = placed(tmp_path, names=names)
    assert done.report.outcome is o.CallOutcome.DELIVERED, done.report.detail
    assert done.arrived(PAGES) == [True, True]


@pytest.mark.parametrize(
    ("names", "coding"),
    [((), o.Coding.MMR), (("no MMR",), o.Coding.MR), (("MH only",), o.Coding.MH)],
)
def test_a_text_page_goes_in_the_shortest_coding_that_the_far_end_takes(tmp_path, names, coding):
    pages = [text_page(11, 95)]
    done = placed(tmp_path, pages, names)
    assert done.report.coding is coding and done.arrived(pages) == [True]


def test_a_page_of_several_blocks_arrives_whole(tmp_path):
    pages = [text_page(70, 190)]
    done = placed(tmp_path, pages, ("lost MCF",))
    assert done.arrived(pages) == [True]
    assert [entry.signal for entry in done.report.trace].count("PPS-NULL") == 2


def test_a_page_that_another_coding_makes_much_shorter_gets_its_own_dcs(tmp_path):
    """Rows that have nothing to do with each other: two dimensions cost more, and the saving pays a training."""
    pages = [page(1), unrelated_rows(300), page(2)]
    done = placed(tmp_path, pages)
    assert done.report.outcome is o.CallOutcome.DELIVERED and done.arrived(pages) == [True] * 3
    assert [report.coding for report in done.report.pages] == [o.Coding.MMR, o.Coding.MH, o.Coding.MH]


def unrelated_rows(height: int) -> o.FaxPage:
    chance = random.Random(7)
    rows = [itertools.accumulate((chance.randint(2, 7) for _ in range(900)), initial=0) for _ in range(height)]
    bits = ["".join(f"{at % 2}" * (b - a) for at, (a, b) in enumerate(itertools.pairwise(row)))[:1728] for row in rows]
    return o.FaxPage(1728, height, o.Resolution.STANDARD, b"".join(int(row, 2).to_bytes(216) for row in bits))


def test_three_documents_in_one_call_each_begin_after_eom(tmp_path):
    pages = [page(1), page(2), page(3)]
    done = placed(tmp_path, pages, document_starts=frozenset({2, 3}))
    assert done.arrived(pages) == [True] * 3
    assert [entry.signal for entry in done.report.trace].count("PPS-EOM") == 2


def test_speed_and_error_correction_can_be_left_out(tmp_path):
    done = placed(tmp_path, ecm=False, max_bit_rate=7200)
    assert (done.record.ecm, done.record.bit_rate, done.arrived(PAGES)) == (False, 7200, [True, True])


@pytest.mark.parametrize(
    ("far_end", "line", "outcome", "states"),
    [
        ({"hang_up": "after:DCS"}, {}, o.CallOutcome.NO_CARRIER, "not_sent not_sent"),
        ({"hang_up": "in:page:1"}, {}, o.CallOutcome.LINE_LOST, "unknown not_sent"),
        ({"hang_up": "after:PPS-MPS"}, {}, o.CallOutcome.LINE_LOST, "unknown not_sent"),
        ({"hang_up": "after:PPR:2", "spoil_pages": (1, 1)}, {}, o.CallOutcome.LINE_LOST, "unknown not_sent"),
        ({"hang_up": "after:MCF"}, {}, o.CallOutcome.LINE_LOST, "confirmed unknown"),
        (
            {"hang_up": "after:PPS-EOP"},
            {"hang_up_sign": HangUpSign.SILENCE},
            o.CallOutcome.LINE_LOST,
            "confirmed unknown",
        ),
        ({"spoil_tcf": 2, "modems": ("V.29",)}, {}, o.CallOutcome.TRAINING_FAILED, "not_sent not_sent"),
        ({}, {"drop_after_s": 14.0}, o.CallOutcome.LINE_LOST, "unknown not_sent"),
    ],
)
def test_a_far_end_that_goes_away_has_its_outcome_and_the_truth_about_each_page(
    tmp_path, far_end, line, outcome, states
):
    """The modem tells of a lost line when it listens next: by then PPS may have gone out, and the page is unknown."""
    done = call(tmp_path, PAGES, FarEnd(**far_end), Line(**line))
    assert done.report.outcome is outcome, done.report.detail
    assert " ".join(report.state for report in done.report.pages) == states
