"""The choice of terms: what our modem and page can do against what the far DIS offers.

Owns the order of preference and the way down the ladder. Pure functions; called by ``caller.py``. The choice between
ECM and not, and between MR and MMR, will be made here too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.fax.fields import Abilities, Terms, scan_line_time_for_dcs
from kiosk.fax.modulations import LADDER, Modulation
from kiosk.fax.outcome import Coding, Resolution

Ladder = tuple[Modulation, ...]  # fastest first

_A4_LINES = {Resolution.STANDARD: 1200, Resolution.FINE: 2400, Resolution.SUPERFINE: 4800}  # 297 mm and what is cut off
_COARSER = {Resolution.SUPERFINE: (Resolution.FINE, Resolution.STANDARD), Resolution.FINE: (Resolution.STANDARD,)}


@dataclass(frozen=True)
class PageFormat:
    """Size of a page before it is coded: pels across, lines, lines per millimetre as a Resolution."""

    width: int
    height: int
    resolution: Resolution


def ladder_for(modem_codes: frozenset[int], far: Abilities) -> Ladder:
    """The speeds both can do, fastest first; V.17 only if the modem does its short training too."""
    return tuple(
        modulation
        for modulation in LADDER
        if modulation.long_code in far.modulation_codes and {modulation.long_code, modulation.short_code} <= modem_codes
    )


def choose_terms(modulation: Modulation, page: PageFormat, far: Abilities) -> Terms | None:
    """Terms for this page, or None when the far end cannot receive it at all."""
    if not far.can_receive or page.width not in far.widths:
        return None
    resolution = _resolution(page.resolution, far)
    return Terms(
        modulation=modulation,
        coding=Coding.MR if Coding.MR in far.codings else Coding.MH,
        resolution=resolution,
        width=page.width,
        scan_line_ms=scan_line_time_for_dcs(far.scan_line_ms[resolution]),
        unlimited_length=far.unlimited_length and page.height > _A4_LINES[page.resolution],
    )


def fits(terms: Terms, page: PageFormat, far: Abilities) -> bool:
    """Whether a page may follow under terms that were agreed for another one (MPS), or needs its own DCS (EOM)."""
    own = choose_terms(terms.modulation, page, far)
    if own is None:
        return False
    return replace(own, unlimited_length=terms.unlimited_length or own.unlimited_length) == terms


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
