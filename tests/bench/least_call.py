"""The least call that T.30 allows on a perfect line, in its parts.

Owns the parts (measured, T.30 and V.17) and their sum around one page. Knows no coding: what the page's bits take is
given. Called by ``call_time.py`` and ``ecm_call_time.py``.
"""

from __future__ import annotations

from tests.hw_doubles.softmodem import CallRecord

# Seconds. What the answerer needs before DIS is over, then each of our signals and its answers.
_SILENCE_AND_CED, _CSI_DIS, _TSI_DCS, _TRAINING_TCF, _CFR = 2.87, 1.99, 1.83, 2.91, 1.02
_SHORT_TRAINING, _MCF, _DCN = 0.142, 1.10, 1.10
_TURNS, _TURN_S = 7, 0.075


def around_one_page_s(page_s: float, post_page_s: float) -> float:
    """A V.17 call of one page, from the answer to the end of DCN. ``post_page_s``: EOP, or PPS-EOP."""
    before = _SILENCE_AND_CED + _CSI_DIS + _TSI_DCS + _TRAINING_TCF + _CFR
    return before + _SHORT_TRAINING + page_s + post_page_s + _MCF + _DCN + _TURNS * _TURN_S


def line_seconds(record: CallRecord) -> float:
    """What a call took from the answer to the end of our DCN, as the exchange heard it."""
    if record.answered_ms is None:
        raise RuntimeError("the measured call was not answered")
    return (max(signal.end_ms for signal in record.signals) - record.answered_ms) / 1000
