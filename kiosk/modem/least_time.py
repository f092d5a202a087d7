"""The least time in which a page can go over a perfect line, and what a call's page really took.

Owns the parts of that time: T.30 5.3 and the training of each modulation; the signals at 300 bit/s as measured on the
line. Reads both from the trace: how many octets were given to the modem, when, and when the page was confirmed. Called
by ``qualify_calls.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kiosk.fax.modulations import LADDER
from kiosk.fax.outcome import CallReport, PageState, TraceEntry

_TURN_S = 0.075  # T.30 5.3.2.4
_EOP_S, _PPS_EOP_S, _MCF_S = 1.10, 1.21, 1.10  # preamble and frame
_SENT = re.compile(r"(\S+) (\d+), (\d+) octets")
_FRAMES = 1.031  # Class 2 does not show its frames: header, check and one flag for 256 octets (T.4 A.3)


@dataclass(frozen=True)
class PageTime:
    """Seconds from the turn before the page to its confirmation; the least for the same octets at the same speed."""

    taken_s: float
    least_s: float

    @property
    def ratio(self) -> float:
        return self.taken_s / self.least_s


def time_of_page(report: CallReport) -> PageTime | None:
    """Of a call with one page; None if it was not confirmed."""
    page = report.pages[0]
    if page.state is not PageState.CONFIRMED or page.started_ms is None or page.confirmed_ms is None:
        return None
    sent = _last_burst(report.trace)
    octets = sent or (page.octets * _FRAMES if report.ecm else page.octets)
    seconds = _training_s(report) + octets * 8 / (report.bit_rate or 1)
    post_page_s = _PPS_EOP_S if report.ecm else _EOP_S
    return PageTime((page.confirmed_ms - page.started_ms) / 1000, 3 * _TURN_S + seconds + post_page_s + _MCF_S)


def _training_s(report: CallReport) -> float:
    same = [m for m in LADDER if m.bit_rate == report.bit_rate and m.name in (report.modulation or "")]
    return same[0].short_training_ms / 1000 if same else 0.0


def _last_burst(trace: Sequence[TraceEntry]) -> int:
    """Octets of the page given to a Class 1 modem, frames and flags included; 0 if the trace does not tell."""
    found = [_SENT.fullmatch(entry.detail) for entry in trace if entry.direction == ">" and entry.signal == "PAGE"]
    return next((int(match[3]) for match in found if match), 0)


def retrains(trace: Iterable[TraceEntry]) -> int:
    """How often the speed was agreed anew: every DCS after the first, and CTC (T.30 A.4.4)."""
    sent = [entry.signal for entry in trace if entry.direction == ">"]
    return max(0, sent.count("DCS") - 1) + sent.count("CTC")


def repeats(trace: Iterable[TraceEntry]) -> int:
    """How often the far end asked for the page, or for parts of it, again."""
    return sum(entry.direction == "<" and entry.signal in ("PPR", "RTN", "PIN") for entry in trace)
