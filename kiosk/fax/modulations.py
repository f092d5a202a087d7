"""The page modulations of T.30: names, speeds, Class 1 codes and DCS bits, best first.

Owns the ladder that a call steps down. Knows nothing of calls and modems. Used by ``fields.py``, ``negotiation.py``,
``caller.py`` and ``t31.py``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Modulation:
    """One speed of one V-series modulation.

    ``long_code`` and ``short_code`` are the +FTM/+FRM values for TCF and for pages (T.31 Table 3); only V.17 has a
    short training. ``training_ms`` is what the modem sends before the first bit (V.17 5.1, V.29 8, V.27ter 2.5).
    ``dcs_bits`` are bits 11 to 14 of DCS (T.30 Table 2), bit 11 first.
    """

    name: str
    bit_rate: int
    long_code: int
    short_code: int
    training_ms: int
    short_training_ms: int
    dcs_bits: str


LADDER: tuple[Modulation, ...] = (
    Modulation("V.17", 14400, 145, 146, 1393, 142, "0001"),
    Modulation("V.17", 12000, 121, 122, 1393, 142, "0101"),
    Modulation("V.17", 9600, 97, 98, 1393, 142, "1001"),
    Modulation("V.17", 7200, 73, 74, 1393, 142, "1101"),
    Modulation("V.29", 9600, 96, 96, 253, 253, "1000"),
    Modulation("V.29", 7200, 72, 72, 253, 253, "1100"),
    Modulation("V.27ter", 4800, 48, 48, 708, 708, "0100"),
    Modulation("V.27ter", 2400, 24, 24, 943, 943, "0000"),
)

# T.30 Table 2, DIS bits 11 to 14: what a receiver can take. A code that is not here is reserved; every receiver since
# 1988 takes V.27 ter fall-back, so that is what a reserved code is read as.
RECEIVER_ABILITIES: dict[str, frozenset[int]] = {
    "0000": frozenset({24}),
    "0100": frozenset({24, 48}),
    "1000": frozenset({96, 72}),
    "1100": frozenset({24, 48, 96, 72}),
    "1110": frozenset({24, 48, 96, 72}),  # with V.33, which no Class 1 modem of today sends
    "1101": frozenset({24, 48, 96, 72, 73, 97, 121, 145}),
}


def by_dcs_bits(bits: str) -> Modulation | None:
    """The modulation a DCS names, or None for a reserved code."""
    return next((modulation for modulation in LADDER if modulation.dcs_bits == bits), None)
