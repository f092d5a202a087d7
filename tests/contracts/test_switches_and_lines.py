"""The far end's switches beside a call that is cut and beside a bad line, both directions (B6, B9).

What ``test_fax_calls_ecm.py`` and ``test_soft_receptions.py`` leave out of their pairs. Each call ends with the right
outcome, the modem at rest within five seconds, and nobody believes in a page that is not there.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from kiosk.fax import outcome as o
from tests.contracts.test_fax_calls_ecm import FAR_ENDS, LINES
from tests.contracts.test_fax_line import page
from tests.hw_doubles.soft_call import call
from tests.hw_doubles.soft_reception import call_in
from tests.hw_doubles.softmodem import FarEnd, Line

LIMIT_MS = 5_000
PAGES = [page(1, height=300), page(2, height=1200)]  # the second one is long enough to be left in the middle

# ---- we call ----

ENDS = {
    "drops after 16 s": ({}, {"drop_after_s": 16.0}),
    "hangs up in page 2": ({"hang_up": "in:page:2"}, {}),
    "hangs up after DCS": ({"hang_up": "after:DCS"}, {}),
    "hangs up after the first MCF": ({"hang_up": "after:MCF:1"}, {}),
}


def ended(folder: Path, end: str, beside: str) -> tuple[o.CallReport, list[bool]]:
    far_end, line = ENDS[end]
    other = FarEnd(**FAR_ENDS.get(beside, {}), **far_end)
    done = call(folder, PAGES, other, Line(**LINES.get(beside, {}), **line))
    return done.report, done.arrived(PAGES)


def ms_to_rest(trace: tuple[o.TraceEntry, ...]) -> int:
    """From the last word of the far end, or the timer that made an end of it, to a modem at rest."""
    last = max(entry.at_ms for entry in trace if entry.direction == "<" or entry.signal == "NOTE")
    return next(entry.at_ms for entry in trace if entry.signal == "AT REST") - last


@pytest.mark.parametrize("beside", [*FAR_ENDS, *LINES])
@pytest.mark.parametrize("end", ENDS)
def test_a_call_that_is_cut_beside_every_switch_ends_with_the_truth_and_a_modem_at_rest(tmp_path, end, beside):
    report, here = ended(tmp_path, end, beside)
    assert report.outcome in (o.CallOutcome.NO_CARRIER, o.CallOutcome.LINE_LOST), report.detail
    believed = [told.state is o.PageState.CONFIRMED for told in report.pages]
    assert not [number for number, (told, true) in enumerate(zip(believed, here, strict=True)) if told and not true]
    assert ms_to_rest(report.trace) <= LIMIT_MS


# ---- we are called ----

CALLERS = {
    "V.29": {"modems": ("V.29", "V.27ter")},
    "V.27ter": {"modems": ("V.27ter",)},
    "MH": {"codings": ("MH",)},
    "FTT": {"spoil_tcf": 1},
    "page spoilt": {"spoil_pages": (1,)},
    "MPS lost": {"lose": ("PPS-MPS:1",)},
    "EOP lost": {"lose": ("PPS-EOP:1",)},
    "DCS lost": {"lose": ("DCS:1",)},
    "gone in page 2": {"hang_up": "in:page:2"},
    "gone after MCF": {"hang_up": "after:MCF:1"},
}
BAD_LINES = {"500 ms": Line(delay_ms=500), "10 dB loss with noise": Line(loss_db=10, noise_dbm0=-50)}


@pytest.fixture(scope="module")
def tiff(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("sent") / "sent.tif"
    first, second = (Image.frombytes("1", (p.width, p.height), bytes(octet ^ 255 for octet in p.rows)) for p in PAGES)
    first.save(path, compression="group4", dpi=(204, 98), save_all=True, append_images=[second])
    return path


@pytest.mark.parametrize("line", BAD_LINES)
@pytest.mark.parametrize("caller", CALLERS)
def test_every_switch_of_a_caller_on_a_bad_line_is_received_bit_for_bit_or_ends_with_the_truth(
    tmp_path, tiff, caller, line
):
    done = call_in(tmp_path, tiff, FarEnd(ident="+86 571 8700 9999", **CALLERS[caller]), BAD_LINES[line])
    here = [number for number, came in sorted(done.pages.items()) if came.rows == PAGES[number - 1].rows]
    believed = [sent.number for sent in done.record.pages]
    assert set(believed) <= set(here)
    if caller.startswith("gone"):
        assert done.report.outcome in (o.ReceptionOutcome.INCOMPLETE, o.ReceptionOutcome.CALLER_GONE)
    else:
        assert (done.report.outcome, here, believed) == (o.ReceptionOutcome.RECEIVED, [1, 2], [1, 2])
