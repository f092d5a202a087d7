"""HDLC bit by bit, as ISO/IEC 13239 tells it: what a far end makes of the octets that a modem has sent.

Owns the reading of flags, inserted zeros and frame check of the doubles. It must not import ``kiosk``: two ends that
share a codec prove nothing. Used by the scripts of calls with error correction and by ``lossy_far_end.py``.
"""

from __future__ import annotations

from tests.hw_doubles import t30_letters

FCD, RCP = 0x06, bytes((0xFF, 0x03, 0x86))  # T.4 A.3.6


def frames(octets: bytes) -> list[bytes]:
    """Every whole frame with a good check, without flags and check."""
    found: list[bytes] = []
    bits: list[int] | None = None
    ones = 0
    for bit in (octet >> place & 1 for octet in octets for place in range(8)):
        if bit:
            ones += 1
            bits = None if ones > 6 else bits
        elif ones == 6:
            found += _whole(bits[:-7]) if bits else []
            bits, ones = [], 0
            continue
        else:
            inserted, ones = ones == 5, 0
            if inserted:
                continue
        if bits is not None:
            bits.append(bit)
    return found


def page_data(octets: bytes) -> dict[int, bytes]:
    """The numbered frames of page data in a burst."""
    return {frame[3]: frame[4:] for frame in frames(octets) if frame[2] == FCD}


def _whole(bits: list[int]) -> list[bytes]:
    if len(bits) % 8 or len(bits) < 40:
        return []
    octets = bytes(sum(bit << place for place, bit in enumerate(bits[at : at + 8])) for at in range(0, len(bits), 8))
    return [octets[:-2]] if t30_letters.fcs(octets[:-2]) == octets[-2:] else []
