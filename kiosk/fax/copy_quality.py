"""Judgements of a receiver: is this training good enough, is this page.

Owns the thresholds. Refuses to decode: bits of TCF and counts of lines come in. Pure functions, called by
``answerer.py`` and, for the page, by the driver, which keeps no page that will be refused.
"""

from __future__ import annotations

from kiosk.fax.frames import Fcf
from kiosk.fax.modulations import Modulation
from kiosk.fax.outcome import CopyQuality

# T.30 5.3.6.1.3: TCF is zeros for 1.5 s +- 10 %. A second of them without a fault is what the field asks for: the
# beginning may be lost while the modem's equaliser settles, the end with its carrier detector.
_GOOD_ZEROS_MS = 1_000

# Many senders take RTN for the end of the call, so a page is refused only when a person could not use it; up to there
# damaged lines are concealed. RTP keeps the page and asks for a new training (T.30 5.3.6.1.7).
_RETRAIN_PERCENT, _REFUSE_PERCENT = 5, 15
_REFUSE_RUN = 120  # lines: 1.5 cm at fine resolution, a line of print at standard


def training_is_good(octets: bytes, modulation: Modulation) -> bool:
    """Whether a TCF holds a second of zeros without a fault."""
    wanted = bytes(modulation.bit_rate * _GOOD_ZEROS_MS // 8000)
    return wanted in octets


def judge_page(quality: CopyQuality) -> Fcf:
    """MCF, RTP or RTN for a page without error correction (T.30 5.3.6.1.7)."""
    if not quality.lines:
        return Fcf.RTN
    percent = 100 * quality.damaged / quality.lines
    if percent > _REFUSE_PERCENT or quality.longest_run > _REFUSE_RUN:
        return Fcf.RTN
    return Fcf.RTP if percent > _RETRAIN_PERCENT else Fcf.MCF


def graver(one: Fcf, other: Fcf) -> Fcf:
    """The graver of two judgements of a page."""
    return max(one, other, key=(Fcf.MCF, Fcf.RTP, Fcf.RTN).index)
