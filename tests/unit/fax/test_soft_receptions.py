"""The answering side against libspandsp's sender in virtual time: each switch alone and in pairs (B9).

Each call: delivered bit for bit, or the right outcome; and never a page which the caller believes here and is not.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from kiosk.fax.outcome import ReceptionOutcome, Resolution
from tests.hw_doubles.soft_reception import SoftReception, call_in
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, Line

PLAIN, CORRECTING = FarEnd(ident="+86 571 8700 9999", ecm=False), FarEnd(ident="+86 571 8700 9999")
WHOLE = (ReceptionOutcome.RECEIVED,)
CUT = (ReceptionOutcome.INCOMPLETE, ReceptionOutcome.CALLER_GONE, ReceptionOutcome.TRAINING_FAILED)


def drawn(number: int) -> Image.Image:
    page = Image.new("1", (1728, 500), 1)
    pen = ImageDraw.Draw(page)
    for at in range(0, 1700, 120):
        pen.line((at, number * 9, 1700 - at // 2, 490), fill=0, width=3)
    return page


SENT = [drawn(1), drawn(2)]


@pytest.fixture(scope="module")
def tiff(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sent") / "sent.tif"
    SENT[0].save(path, compression="group4", dpi=(204, 98), save_all=True, append_images=SENT[1:])
    return path


def whole(call: SoftReception) -> list[int]:
    """Numbers of the pages that are here bit for bit."""
    sent = [page.tobytes("raw", "1;I") for page in SENT]
    return [number for number, page in sorted(call.pages.items()) if page.rows == sent[number - 1]]


SWITCHES = {
    "V.29": {"modems": ("V.29", "V.27ter")},
    "V.27ter": {"modems": ("V.27ter",)},
    "MH": {"codings": ("MH",)},
    "FTT": {"spoil_tcf": 1},
    "page spoilt": {"spoil_pages": (1,)},
    "MPS lost": {"lose": ("MPS:1", "PPS-MPS:1")},
    "EOP lost": {"lose": ("EOP:1", "PPS-EOP:1")},
    "DCS lost": {"lose": ("DCS:1",)},
    "gone in page 2": {"hang_up": "in:page:2"},
    "gone after MCF": {"hang_up": "after:MCF:1"},
    "gone after CFR": {"hang_up": "after:CFR"},
}


def lines(name: str) -> Line:
    return {"delay": Line(delay_ms=500), "echo and loss": Line(echo_db=20, loss_db=10), "perfect": Line()}[name]


def together(*names: str) -> dict[str, object]:
    switches: dict[str, object] = {}
    for name in names:
        for key, value in SWITCHES[name].items():
            switches[key] = switches[key] + value if key == "lose" and key in switches else value
    return switches


def faults(call: SoftReception, names: tuple[str, ...]) -> list[str]:
    """What is not as it must be with these switches: the caller's belief, the outcome, the pages."""
    believed = [page.number for page in call.record.pages]
    gone = any(name.startswith("gone") for name in names)
    found = [f"believed {believed}, here {whole(call)}"] if not set(believed) <= set(whole(call)) else []
    if call.report.outcome not in (CUT if gone else WHOLE):
        found += [f"{call.report.outcome}: {call.report.detail}"]
    if not gone and not whole(call) == believed == [1, 2]:
        found += [f"of two pages {believed} are believed, {whole(call)} are here"]
    if not gone and call.report.confirmed_pages != 2:
        found += [f"{call.report.confirmed_pages} pages confirmed"]
    return found


@pytest.mark.parametrize("own", [PLAIN, CORRECTING], ids=["plain", "error correction"])
@pytest.mark.parametrize("name", SWITCHES)
def test_each_switch_alone(tmp_path, tiff, own, name):
    assert faults(call_in(tmp_path, tiff, replace(own, **SWITCHES[name])), (name,)) == []


@pytest.mark.parametrize("own", [PLAIN, CORRECTING], ids=["plain", "error correction"])
@pytest.mark.parametrize("line", ["delay", "echo and loss"])
def test_each_line(tmp_path, tiff, own, line):
    modems = ("V.29", "V.27ter") if line == "echo and loss" else own.modems
    assert faults(call_in(tmp_path, tiff, replace(own, modems=modems), lines(line)), (line,)) == []


NOISES = {
    "bursts": Line(burst_every_s=4), "more bursts": Line(burst_every_s=2.3), "20 dB": Line(snr_db=20),
    "17 dB": Line(snr_db=17), "loss and noise": Line(loss_db=10, noise_dbm0=-50),
}  # fmt: skip


@pytest.mark.parametrize("noise", NOISES)
def test_with_error_correction_noise_costs_time_and_no_pel(tmp_path, tiff, noise):
    assert faults(call_in(tmp_path, tiff, CORRECTING, NOISES[noise]), (noise,)) == []


def test_with_bursts_in_most_frames_the_speed_goes_down_and_no_pel_is_lost(tmp_path, tiff):
    call = call_in(tmp_path, tiff, replace(CORRECTING, modems=("V.29", "V.27ter")), Line(burst_every_s=4))
    assert faults(call, ("bursts",)) == [] and call.report.bit_rate < 9600


@pytest.mark.parametrize("own", [PLAIN, CORRECTING], ids=["plain", "error correction"])
@pytest.mark.parametrize("pair", list(combinations(SWITCHES, 2)), ids=" and ".join)
def test_switches_in_pairs(tmp_path, tiff, own, pair):
    assert faults(call_in(tmp_path, tiff, replace(own, **together(*pair))), pair) == []


@pytest.mark.parametrize("kind", [FarEndKind.VOICE, FarEndKind.SILENCE])
def test_a_caller_that_is_no_fax_is_let_go_after_t1(tmp_path, tiff, kind):
    call = call_in(tmp_path, tiff, FarEnd(kind=kind))
    assert call.report.outcome is ReceptionOutcome.NOT_A_FAX and 35_000 <= call.at_rest_ms < 60_000


@pytest.mark.parametrize("own", [PLAIN, CORRECTING], ids=["plain", "error correction"])
def test_a_line_cut_in_a_page_is_over_within_seconds_and_keeps_no_half_page(tmp_path, tiff, own):
    call = call_in(tmp_path, tiff, own, Line(drop_after_s=14))
    assert call.report.outcome in CUT and whole(call) == sorted(call.pages)


@pytest.mark.parametrize(("width", "dpi", "resolution"), [
    (2432, (204, 196), Resolution.FINE), (2048, (204, 391), Resolution.SUPERFINE),
])  # fmt: skip
@pytest.mark.parametrize("own", [PLAIN, CORRECTING], ids=["plain", "error correction"])
def test_wide_and_fine_pages_keep_their_size(tmp_path, own, width, dpi, resolution):
    page = SENT[0].resize((width, 500))
    page.save(tmp_path / "wide.tif", compression="group4", dpi=dpi)
    call = call_in(tmp_path, tmp_path / "wide.tif", own)
    assert call.report.outcome is ReceptionOutcome.RECEIVED, call.report.detail
    assert call.pages[1].rows == page.tobytes("raw", "1;I")
    assert (call.pages[1].width, call.pages[1].resolution) == (width, resolution)


@pytest.mark.parametrize("own", [PLAIN, CORRECTING], ids=["plain", "error correction"])
def test_pages_of_two_sizes_come_as_two_documents_with_the_addressee(tmp_path, own):
    """A sender whose next page needs other terms sends EOM: T2, DIS anew, DCS anew (T.30 5.3.6.1.6)."""
    pages = [SENT[0], SENT[1].resize((2048, 500))]
    pages[0].save(tmp_path / "two.tif", compression="group4", dpi=(204, 98), save_all=True, append_images=pages[1:])
    call = call_in(tmp_path, tmp_path / "two.tif", replace(own, subaddress="4711"))
    assert call.report.outcome is ReceptionOutcome.RECEIVED, call.report.detail
    assert [call.pages[n].rows for n in (1, 2)] == [page.tobytes("raw", "1;I") for page in pages]
    assert call.report.caller.subaddress == "4711" and [page.width for page in call.report.pages] == [1728, 2048]
