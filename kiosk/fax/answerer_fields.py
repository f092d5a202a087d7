"""The answering side's use of T.30 Table 2: our DIS out, the caller's DCS in.

Owns which abilities we declare. The bits themselves are ``fields.py``. Pure functions, called by ``answerer.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.fax import fields as f
from kiosk.fax.ecm_frames import FRAME_OCTETS, SHORT_FRAME_OCTETS
from kiosk.fax.modulations import LADDER, Modulation, by_dcs_bits
from kiosk.fax.outcome import Coding, Resolution

# T.30 Table 2, DIS bits 11 to 14, the richest first; V.17 means the older ones too, as a receiver since 1992 has them.
_SPEED_BITS = (
    ("1101", frozenset({24, 48, 72, 96, 73, 97, 121, 145})),
    ("1100", frozenset({24, 48, 72, 96})),
    ("1000", frozenset({72, 96})),
    ("0100", frozenset({24, 48})),
    ("0000", frozenset({24})),
)
_NOT_OFFERED = (f.INCH_300, f.SUPERFINE_16)


@dataclass(frozen=True)
class Offer:
    """What our modem can take: ``receive_codes`` are its long +FRM codes.

    ``short_training``: False once it has refused V.17's, which it had claimed. A caller may go on in V.17 all the same.
    """

    receive_codes: frozenset[int]
    ecm: bool = True
    short_training: bool = True

    @property
    def speed_bits(self) -> str:
        """The best entry of the table that the modem can do altogether."""
        offered = frozenset(m.long_code for m in LADDER if m.long_code in self.receive_codes and self.takes_pages(m))
        return next((bits for bits, codes in _SPEED_BITS if codes <= offered), "0000")

    def takes_pages(self, modulation: Modulation) -> bool:
        """Whether a page can follow a training check that was good."""
        return self.short_training or modulation.short_code == modulation.long_code


@dataclass(frozen=True)
class Commanded:
    """What a DCS commands, as its receiver needs it."""

    modulation: Modulation
    coding: Coding
    resolution: Resolution
    width: int
    ecm: bool = False
    frame_octets: int = FRAME_OCTETS


def write_dis(offer: Offer) -> bytes:
    """Our DIS: all T.4 widths and resolutions, MR, no least scan line time, any length, SUB and PWD; ECM brings MMR."""
    bits = {f.RECEIVER, f.FINE, f.TWO_DIMENSIONAL, f.WIDTH_A3, f.LENGTH_UNLIMITED, f.SUPERFINE, f.SUBADDRESS}
    bits |= {f.PASSWORD, *f.SCAN_LINE_TIME}  # 1,1,1: 0 ms
    bits |= {number for number, value in zip(f.SPEED, offer.speed_bits, strict=True) if value == "1"}
    if offer.ecm:
        bits |= {f.ECM, f.T6}
    return f.pack(bits)


def read_dcs(information: bytes, offer: Offer) -> Commanded | None:
    """The terms of a DCS; None where it commands what our DIS does not offer."""
    bits = f.Bits(information)
    modulation = by_dcs_bits(bits.code(f.SPEED))
    ecm = bits[f.ECM]
    if modulation is None or modulation.long_code not in offer.receive_codes:
        return None
    if (ecm and not offer.ecm) or (bits[f.T6] and not ecm) or any(bits[bit] for bit in _NOT_OFFERED):
        return None
    return Commanded(
        modulation=modulation,
        coding=Coding.MMR if bits[f.T6] else Coding.MR if bits[f.TWO_DIMENSIONAL] else Coding.MH,
        resolution=_resolution(bits),
        width=f.WIDTH_A3_PELS if bits[f.WIDTH_A3] else f.WIDTH_B4_PELS if bits[f.WIDTH_B4] else f.WIDTH_A4_PELS,
        ecm=ecm,
        frame_octets=SHORT_FRAME_OCTETS if bits[f.ECM_64_OCTETS] else FRAME_OCTETS,
    )


def _resolution(bits: f.Bits) -> Resolution:
    if bits[f.SUPERFINE]:
        return Resolution.SUPERFINE
    return Resolution.FINE if bits[f.FINE] else Resolution.STANDARD
