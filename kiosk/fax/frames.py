"""T.30 control frames: the octets of an HDLC frame as values, and back.

Owns the facsimile control field (FCF), the address and control octets, the frame checking sequence and the 20-digit
identifications. Refuses to know what a frame means for a call (``caller.py``), which bits a DIS holds (``fields.py``)
and how a modem carries octets (``t31.py``). Octets are as a Class 1 modem passes them: bit 1 of T.30 is the least
significant bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

ADDRESS = 0xFF  # T.30 5.3.4: global address
CONTROL = 0x03  # T.30 5.3.5: 1100 0000 in order of transmission
FINAL_BIT = 0x10  # T.30 5.3.5: X = 1 in the final frame of a procedure
DIS_RECEIVED = 0x01  # T.30 5.3.6.1: X = 1 once this station has received a valid DIS
IDENT_OCTETS = 20  # T.30 5.3.6.2.4 to 5.3.6.2.6

_HEADER_OCTETS = 3
_FCS_OCTETS = 2
_FCS_RESIDUE = 0xF0B8  # ISO/IEC 13239: register after a good frame and its FCS


class Fcf(IntEnum):
    """Facsimile control fields, T.30 5.3.6.1, with X (where there is one) taken as 0."""

    DIS = 0x80
    CSI = 0x40
    NSF = 0x20
    DTC = 0x81
    CIG = 0x41
    NSC = 0x21
    PWD = 0xC1
    SEP = 0xA1
    DCS = 0x82
    TSI = 0x42
    NSS = 0x22
    SUB = 0xC2
    SID = 0xA2
    CFR = 0x84
    FTT = 0x44
    CTR = 0xC4
    EOM = 0x8E
    MPS = 0x4E
    EOP = 0x2E
    PRI_EOM = 0x9E
    PRI_MPS = 0x5E
    PRI_EOP = 0x3E
    PPS = 0xBE
    EOR = 0xCE
    RR = 0x6E
    CTC = 0x12
    MCF = 0x8C
    RTP = 0xCC
    RTN = 0x4C
    PIP = 0xAC
    PIN = 0x2C
    PPR = 0xBC
    RNR = 0xEC
    ERR = 0x1C
    DCN = 0xFA
    CRP = 0x1A
    FNV = 0xCA
    TNR = 0xEA
    TR = 0x6A


_WITHOUT_X = frozenset({Fcf.DTC, Fcf.CIG, Fcf.NSC, Fcf.PWD, Fcf.SEP})  # their first bit is the code itself
_WITH_A_SECOND = (Fcf.PPS, Fcf.EOR)  # T.30 A.4.3: a post-message command in the first octet of their FIF
_NAMES_WITH_HYPHEN = {Fcf.PRI_EOM: "PRI-EOM", Fcf.PRI_MPS: "PRI-MPS", Fcf.PRI_EOP: "PRI-EOP"}


@dataclass(frozen=True)
class Frame:
    """One frame: ``fcf`` is None when the octet is no FCF of the Recommendation (tolerated, T.30 5.3.6)."""

    fcf: Fcf | None
    code: int
    final: bool
    information: bytes = b""

    @property
    def name(self) -> str:
        """Its ITU-T name (``PPS-EOP`` with the command inside), or its code where it has none."""
        if self.fcf is None:
            return f"?{self.code:02X}"
        if self.fcf in _WITH_A_SECOND and self.information:
            second = fcf_of(self.information[0])
            return f"{self.fcf.name}-{second.name if second else 'NULL'}"
        return _NAMES_WITH_HYPHEN.get(self.fcf, self.fcf.name)


def encode(fcf: Fcf, information: bytes = b"", *, final: bool = True, dis_received: bool = True) -> bytes:
    """Address, control, FCF (with X, T.30 5.3.6.1) and FIF; the modem adds flags and FCS."""
    code = fcf if fcf in _WITHOUT_X else fcf | (DIS_RECEIVED if dis_received else 0)
    return bytes((ADDRESS, CONTROL | (FINAL_BIT if final else 0), code)) + information


def decode(octets: bytes) -> Frame | None:
    """A frame from what the modem passed on, two octets of FCS included; None when it cannot be one."""
    if len(octets) < _HEADER_OCTETS + _FCS_OCTETS or octets[0] != ADDRESS or octets[1] & ~FINAL_BIT != CONTROL:
        return None
    code = octets[2]
    information = bytes(octets[_HEADER_OCTETS:-_FCS_OCTETS])
    return Frame(fcf_of(code), code, bool(octets[1] & FINAL_BIT), information)


def decode_sent(octets: bytes) -> Frame | None:
    """A frame as we hand it to the modem, that is without FCS."""
    return decode(octets + bytes(_FCS_OCTETS))


def fcf_of(code: int) -> Fcf | None:
    """The FCF behind an octet, whatever its X bit."""
    for candidate in (code, code & ~DIS_RECEIVED):
        if candidate in Fcf._value2member_map_ and (candidate == code or Fcf(candidate) not in _WITHOUT_X):
            return Fcf(candidate)
    return None


def fcs_is_good(octets: bytes) -> bool:
    """Whether the last two octets are the frame checking sequence of the rest (T.30 5.3.7)."""
    register = 0xFFFF
    for octet in octets:
        register ^= octet
        for _ in range(8):
            register = (register >> 1) ^ (0x8408 if register & 1 else 0)
    return register == _FCS_RESIDUE


def encode_ident(ident: str) -> bytes:
    """TSI/CSI digits, the last digit first, filled with blanks (T.30 5.3.6.2.4). Raises ValueError on other signs."""
    if len(ident) > IDENT_OCTETS or set(ident) - set("0123456789+ "):
        raise ValueError(f"not a T.30 identification: {ident!r}")
    return ident.ljust(IDENT_OCTETS)[::-1].encode("ascii")


def decode_ident(information: bytes) -> str:
    """The identification as a person reads it; what is no printable ASCII becomes a question mark."""
    text = "".join(chr(octet) if 0x20 <= octet < 0x7F else "?" for octet in reversed(information) if octet)
    return text.strip()
