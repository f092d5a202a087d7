"""The choice of terms: what our modem and page can do against what the far DIS offers.

Owns the order of preference and the way down the ladder. Refuses to know how long a page gets in a coding: the house,
which codes it, says so in ``PageFormat.codings``. Pure functions; called by ``caller.py`` and ``ecm.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.fax.fields import FRAME_OCTETS, Abilities, Terms, scan_line_time_for_dcs
from kiosk.fax.modulations import LADDER, Modulation
from kiosk.fax.outcome import CallOutcome, Coding, Resolution

Ladder = tuple[Modulation, ...]  # fastest first

_A4_LINES = {Resolution.STANDARD: 1200, Resolution.FINE: 2400, Resolution.SUPERFINE: 4800}  # 297 mm and what is cut off
_COARSER = {Resolution.SUPERFINE: (Resolution.FINE, Resolution.STANDARD), Resolution.FINE: (Resolution.STANDARD,)}


@dataclass(frozen=True)
class PageFormat:
    """Size of a page before it is coded: pels across, lines, lines per millimetre as a Resolution.

    ``codings``: which coding makes it shortest, in order; a page that has not been measured has the usual order.
    """

    width: int
    height: int
    resolution: Resolution
    codings: tuple[Coding, ...] = (Coding.MMR, Coding.MR, Coding.MH)


def whole_speeds(modem_codes: frozenset[int], max_bit_rate: int | None = None) -> Ladder:
    """What a modem can do with a page, fastest first: V.17 only with its short training, for TCF alone is no use."""
    return tuple(
        modulation
        for modulation in LADDER
        if {modulation.long_code, modulation.short_code} <= modem_codes
        and (max_bit_rate is None or modulation.bit_rate <= max_bit_rate)
    )


def ladder_for(modem_codes: frozenset[int], far: Abilities, max_bit_rate: int | None = None) -> Ladder:
    """The speeds both can do, fastest first."""
    speeds = whole_speeds(modem_codes, max_bit_rate)
    return tuple(modulation for modulation in speeds if modulation.long_code in far.modulation_codes)


def why_no_speed(modem_codes: frozenset[int], far: Abilities, max_bit_rate: int | None) -> tuple[CallOutcome, str]:
    """What an empty ladder means, and in words: the order's own limit, or nothing in common."""
    within_reach = ladder_for(modem_codes, far)
    if far.can_receive and within_reach:
        slowest = within_reach[-1].bit_rate
        return CallOutcome.SPEED_LIMIT, f"the far end takes {slowest} bit/s or more, the order allows {max_bit_rate}"
    return CallOutcome.INCOMPATIBLE, "the far end takes no page at a speed of our modem"


def choose_terms(modulation: Modulation, page: PageFormat, far: Abilities, *, ecm: bool = True) -> Terms | None:
    """Terms for this page, or None when the far end cannot receive it at all. ``ecm``: if the far end has it too."""
    if not far.can_receive or page.width not in far.widths:
        return None
    resolution = _resolution(page.resolution, far)
    ecm = ecm and far.ecm
    return Terms(
        modulation=modulation,
        coding=next(coding for coding in (*page.codings, Coding.MH) if coding in codings_offered(far, ecm=ecm)),
        resolution=resolution,
        width=page.width,
        # T.30 Table 2: no minimum in error correction, its frames are buffered anyway.
        scan_line_ms=0 if ecm else scan_line_time_for_dcs(far.scan_line_ms[resolution]),
        unlimited_length=far.unlimited_length and page.height > _A4_LINES[page.resolution],
        ecm=ecm,
        frame_octets=far.frame_octets if ecm else FRAME_OCTETS,
    )


def codings_offered(far: Abilities, *, ecm: bool) -> frozenset[Coding]:
    """T.6 has no end of line to find the way back by: it goes with error correction only (T.30 Table 2, bit 31)."""
    return far.codings if ecm else far.codings - {Coding.MMR}


def fits(terms: Terms, page: PageFormat, far: Abilities) -> bool:
    """Whether a page may follow under terms that were agreed for another one (MPS), or needs its own DCS (EOM).

    Another coding alone is no reason: what it would save is weighed against the new training where pages are coded.
    """
    own = choose_terms(terms.modulation, page, far, ecm=terms.ecm)
    if own is None:
        return False
    unlimited = terms.unlimited_length or own.unlimited_length
    return replace(own, unlimited_length=unlimited, coding=terms.coding) == terms


def _resolution(wanted: Resolution, far: Abilities) -> Resolution:
    if wanted in far.resolutions:
        return wanted
    return next((coarser for coarser in _COARSER.get(wanted, ()) if coarser in far.resolutions), Resolution.STANDARD)


def slower(terms: Terms, ladder: Ladder) -> Terms | None:
    """The same terms one step down the ladder; None when there is no step left (FTT, T.30 figure 5-2a)."""
    below = ladder[ladder.index(terms.modulation) + 1 :]
    return replace(terms, modulation=below[0]) if below else None


def without_v17(terms: Terms, ladder: Ladder) -> Terms | None:
    """The fastest step below that is not V.17: its short training may fail page after page where TCF passed."""
    below = ladder[ladder.index(terms.modulation) + 1 :]
    chosen = next((modulation for modulation in below if modulation.name != "V.17"), None)
    return replace(terms, modulation=chosen) if chosen else slower(terms, ladder)
