"""T.30 frames as a far end writes them: literal octets, shared with nobody.

Owns the double's own copy of the Recommendation (T.30 5.3.6.1), written by hand from its tables, and its own FCS. It
must not import ``kiosk``: two ends that share a codec prove nothing. Used by ``scripted_modem.py``.
"""

from __future__ import annotations

import binascii

# Octet 3 of a frame from the called terminal; bit 1 of T.30 = least significant bit.
FROM_CALLED = {
    "DIS": 0x80, "CSI": 0x40, "NSF": 0x20, "DTC": 0x81, "CFR": 0x84, "FTT": 0x44, "MCF": 0x8C, "RTP": 0xCC,
    "RTN": 0x4C, "PIP": 0xAC, "PIN": 0x2C, "DCN": 0xFA, "CRP": 0x1A, "FNV": 0xCA, "TNR": 0xEA,
    "PPR": 0xBC, "RNR": 0xEC, "ERR": 0x1C, "CTR": 0xC4,
}  # fmt: skip
# The same from the calling terminal, which has received DIS: first bit 1.
FROM_CALLING = {0x83: "DCS", 0x43: "TSI", 0x4F: "MPS", 0x8F: "EOM", 0x2F: "EOP", 0xFB: "DCN", 0x1B: "CRP",
                0xBF: "PPS", 0xCF: "EOR", 0x6F: "RR", 0x13: "CTC"}  # fmt: skip
SECOND = {0x00: "NULL", 0x4F: "MPS", 0x8F: "EOM", 0x2F: "EOP"}  # in the first octet of the field of PPS and EOR

DEFAULT_FIELDS = {
    "DIS": "00ee70",  # V.27ter, V.29, V.17; receiver; fine; MR; A4; 0 ms
    "CSI": b"+86 571 8800 1234".ljust(20)[::-1].hex(),
    "NSF": "0000",
}
NOT_FINAL = ("NSF", "CSI")


def frame(name: str, field: str = "", *, more: bool = False) -> bytes:
    """Address, control, FCF, field and FCS. ``name`` may be two hex digits: a frame that T.30 does not know."""
    code = FROM_CALLED[name] if name in FROM_CALLED else int(name, 16)
    control = 0x03 if more or name in NOT_FINAL else 0x13
    body = bytes((0xFF, control, code)) + bytes.fromhex(field or DEFAULT_FIELDS.get(name, ""))
    if name == "PPR":  # T.30 A.4.4: 256 bits, those beyond the block are 1
        body = body.ljust(3 + 32, b"\xff")
    return body + fcs(body)


def fcs(body: bytes) -> bytes:
    """X.25 frame check, by way of binascii's CCITT remainder of the mirrored octets."""
    remainder = binascii.crc_hqx(bytes(_mirror(octet) for octet in body), 0xFFFF) ^ 0xFFFF
    return bytes((_mirror(remainder >> 8), _mirror(remainder & 0xFF)))


def name_of(octets: bytes) -> str:
    """The name of a frame that the calling terminal sent (no FCS)."""
    if len(octets) < 3 or octets[0] != 0xFF or octets[1] not in (0x03, 0x13):
        return f"no frame: {octets.hex()}"
    name = FROM_CALLING.get(octets[2], f"?{octets[2]:02X}")
    return f"{name}-{SECOND.get(octets[3], '?')}" if name in ("PPS", "EOR") and len(octets) > 3 else name


def _mirror(octet: int) -> int:
    return int(f"{octet:08b}"[::-1], 2)
