"""The bits of DIS and DCS (T.30 Table 2) as named abilities, and back.

Owns the bit table, extension bits included. Refuses to choose: what a call makes of two stations' abilities is
``negotiation.py``. Bits are counted from 1 as in the Recommendation; bit 1 is the least significant bit of octet 1.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.fax.modulations import RECEIVER_ABILITIES, Modulation, by_dcs_bits
from kiosk.fax.outcome import Coding, Resolution

# T.30 Table 2. Only what a sender or a receiver of black and white pages may need; other bits pass unread.
V8 = 6
PREFERS_64_OCTETS = 7
READY_TO_TRANSMIT = 9
RECEIVER = 10
SPEED = (11, 12, 13, 14)
FINE = 15
TWO_DIMENSIONAL = 16
WIDTH_B4 = 17
WIDTH_A3 = 18
LENGTH_B4 = 19
LENGTH_UNLIMITED = 20
SCAN_LINE_TIME = (21, 22, 23)
UNCOMPRESSED = 26
ECM = 27
ECM_64_OCTETS = 28  # in DCS
T6 = 31
SUPERFINE = 41
INCH_300 = 42
SUPERFINE_16 = 43
METRIC_PREFERRED = 45
SCAN_LINE_TIME_SUPERFINE = 46  # T(15.4) = 1/2 T(7.7)
SELECTIVE_POLLING = 47
SUBADDRESS = 49
PASSWORD = 50

EXTENSION_BITS = (24, 32, 40, 48, 56, 64, 72, 80, 88, 96, 104, 112, 120)  # "another octet follows"

FRAME_OCTETS = 256  # T.4 A.3.6.2: octets of page data in a frame of error correction, or
SHORT_FRAME_OCTETS = 64  # where the far end prefers it

WIDTH_A4_PELS = 1728
WIDTH_B4_PELS = 2048
WIDTH_A3_PELS = 2432

# T.30 Table 2, bits 21 to 23 of DIS: milliseconds at 3.85 line/mm, and whether 7.7 line/mm needs half of it.
_SCAN_LINE_TIMES: dict[str, tuple[int, bool]] = {
    "000": (20, False),
    "001": (40, False),
    "010": (10, False),
    "100": (5, False),
    "011": (10, True),
    "110": (20, True),
    "101": (40, True),
    "111": (0, False),
}
_DCS_SCAN_LINE_TIMES = {20: "000", 40: "001", 10: "010", 5: "100", 0: "111"}


class Bits:
    """A FIF read by bit number; bits beyond its end are 0, as T.30 5.3.6.2 says of fields that are not sent."""

    def __init__(self, information: bytes) -> None:
        self._information = information

    def __getitem__(self, number: int) -> bool:
        octet, shift = divmod(number - 1, 8)
        return octet < len(self._information) and bool(self._information[octet] >> shift & 1)

    def code(self, numbers: tuple[int, ...]) -> str:
        """Several bits as a string of 0 and 1, in the order given."""
        return "".join("1" if self[number] else "0" for number in numbers)


def pack(bits: set[int]) -> bytes:
    """Bit numbers to octets: three at least, as many as the highest bit needs, chained by their extension bits."""
    octet_count = max(3, (max(bits, default=1) + 7) // 8)
    chained = bits | {bit for bit in EXTENSION_BITS if bit < octet_count * 8}
    octets = bytearray(octet_count)
    for number in chained:
        octets[(number - 1) // 8] |= 1 << (number - 1) % 8
    return bytes(octets)


@dataclass(frozen=True)
class Abilities:
    """What a DIS declares."""

    can_receive: bool
    modulation_codes: frozenset[int]  # long +FTM codes
    codings: frozenset[Coding]
    resolutions: frozenset[Resolution]
    widths: frozenset[int]  # pels
    unlimited_length: bool
    scan_line_ms: dict[Resolution, int]
    ecm: bool
    has_document: bool
    subaddress: bool
    frame_octets: int = FRAME_OCTETS  # what it prefers in error correction


def read_dis(information: bytes) -> Abilities:
    """The abilities in a DIS (or DTC) of any length; missing octets mean "no"."""
    bits = Bits(information)
    return Abilities(
        can_receive=bits[RECEIVER],
        modulation_codes=RECEIVER_ABILITIES.get(bits.code(SPEED), RECEIVER_ABILITIES["0000"]),
        codings=_codings(bits),
        resolutions=_resolutions(bits),
        widths=_widths(bits),
        unlimited_length=bits[LENGTH_UNLIMITED],
        scan_line_ms=_scan_line_ms(bits),
        ecm=bits[ECM],
        has_document=bits[READY_TO_TRANSMIT],
        subaddress=bits[SUBADDRESS],
        frame_octets=SHORT_FRAME_OCTETS if bits[PREFERS_64_OCTETS] else FRAME_OCTETS,
    )


def _codings(bits: Bits) -> frozenset[Coding]:
    offered = {Coding.MH}
    if bits[TWO_DIMENSIONAL]:
        offered.add(Coding.MR)
    if bits[ECM] and bits[T6]:
        offered.add(Coding.MMR)
    return frozenset(offered)


def _resolutions(bits: Bits) -> frozenset[Resolution]:
    offered = {Resolution.STANDARD}
    if bits[FINE]:
        offered.add(Resolution.FINE)
    if bits[SUPERFINE]:
        offered.add(Resolution.SUPERFINE)
    return frozenset(offered)


def _widths(bits: Bits) -> frozenset[int]:
    """T.30 Table 2, bits 17 and 18: each width includes the smaller ones; 1,1 is invalid and read as 0,1."""
    if bits[WIDTH_A3]:
        return frozenset({WIDTH_A4_PELS, WIDTH_B4_PELS, WIDTH_A3_PELS})
    if bits[WIDTH_B4]:
        return frozenset({WIDTH_A4_PELS, WIDTH_B4_PELS})
    return frozenset({WIDTH_A4_PELS})


def _scan_line_ms(bits: Bits) -> dict[Resolution, int]:
    standard_ms, halved = _SCAN_LINE_TIMES[bits.code(SCAN_LINE_TIME)]
    fine_ms = standard_ms // 2 if halved else standard_ms
    superfine_ms = -(-fine_ms // 2) if bits[SCAN_LINE_TIME_SUPERFINE] else fine_ms
    return {Resolution.STANDARD: standard_ms, Resolution.FINE: fine_ms, Resolution.SUPERFINE: superfine_ms}


@dataclass(frozen=True)
class Terms:
    """What a DCS commands: how the pages that follow are coded and carried."""

    modulation: Modulation
    coding: Coding
    resolution: Resolution
    width: int
    scan_line_ms: int
    unlimited_length: bool = False
    ecm: bool = False
    frame_octets: int = FRAME_OCTETS  # in error correction

    @property
    def scan_line_bits(self) -> int:
        """Bits that a coded line must have at least (T.4 3.4), EOL included."""
        return -(-self.modulation.bit_rate * self.scan_line_ms // 1000)


def write_dcs(terms: Terms) -> bytes:
    """The FIF of the DCS for these terms. T.30 Table 2; bit 10 is always 1 in DCS."""
    bits = {RECEIVER}
    bits |= {number for number, value in zip(SPEED, terms.modulation.dcs_bits, strict=True) if value == "1"}
    scan_line = _DCS_SCAN_LINE_TIMES[scan_line_time_for_dcs(terms.scan_line_ms)]
    bits |= {number for number, value in zip(SCAN_LINE_TIME, scan_line, strict=True) if value == "1"}
    bits |= {Coding.MH: set(), Coding.MR: {TWO_DIMENSIONAL}, Coding.MMR: {T6}}[terms.coding]
    if terms.ecm:
        bits.add(ECM)
    if terms.ecm and terms.frame_octets == SHORT_FRAME_OCTETS:
        bits.add(ECM_64_OCTETS)
    if terms.unlimited_length:
        bits.add(LENGTH_UNLIMITED)
    bits |= {Resolution.STANDARD: set(), Resolution.FINE: {FINE}, Resolution.SUPERFINE: {SUPERFINE}}[terms.resolution]
    bits |= {WIDTH_A4_PELS: set(), WIDTH_B4_PELS: {WIDTH_B4}, WIDTH_A3_PELS: {WIDTH_A3}}[terms.width]
    return pack(bits)


def scan_line_time_for_dcs(scan_line_ms: int) -> int:
    """The least time DCS can name that is no shorter (DCS has 0, 5, 10, 20 and 40 ms only)."""
    return next(named_ms for named_ms in sorted(_DCS_SCAN_LINE_TIMES) if named_ms >= scan_line_ms)


def describe_dis(information: bytes) -> str:
    """One line for the ladder, in the words of the Recommendation."""
    abilities = read_dis(information)
    parts = ["/".join(str(code) for code in sorted(abilities.modulation_codes, reverse=True))]
    parts += sorted(coding.value for coding in abilities.codings)
    parts += sorted(resolution.value for resolution in abilities.resolutions)
    parts += ["ECM"] if abilities.ecm else []
    parts += [f"scan line {abilities.scan_line_ms[Resolution.STANDARD]} ms", f"widths {sorted(abilities.widths)}"]
    return ", ".join(parts) if abilities.can_receive else "no receiver, " + ", ".join(parts)


def describe_dcs(information: bytes) -> str:
    """One line for the ladder."""
    bits = Bits(information)
    modulation = by_dcs_bits(bits.code(SPEED))
    speed = f"{modulation.name} {modulation.bit_rate}" if modulation else f"speed bits {bits.code(SPEED)}"
    resolution = "superfine" if bits[SUPERFINE] else "fine" if bits[FINE] else "standard"
    coding = "MMR" if bits[T6] else "MR" if bits[TWO_DIMENSIONAL] else "MH"
    scan_line_ms, _ = _SCAN_LINE_TIMES[bits.code(SCAN_LINE_TIME)]
    return f"{speed}, {coding}, {resolution}, scan line {scan_line_ms} ms" + (", ECM" if bits[ECM] else "")
