"""Coded lines of T.4 as they come from the line: cut at their EOLs and read, so that damage is seen line by line.

Owns the code tables of MH and the modes of MR (T.4 tables 2 to 4), read bit by bit. libtiff decodes faster, but tells
nobody which lines it had to guess, and has to be told how many there are. Used by ``kiosk.devices.page_decoder``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kiosk.fax.t4 import reverse_bits

_FILL = "0" * 11  # zeros before an EOL: fill, or the end of the last code, which cutting at the EOL has taken away
_EOL = _FILL + "1"  # T.4 3.3
_LONGEST_LINE_S = 5  # T.4 3: then the receiver must disconnect
_RTC = re.compile(r"(?:000000000001[01]?){2}")
_EOL_ANYWHERE = re.compile(r"0{11,}1")

_WHITE = (
    "00110101 000111 0111 1000 1011 1100 1110 1111 10011 10100 00111 01000 001000 000011 110100 110101 101010"
    " 101011 0100111 0001100 0001000 0010111 0000011 0000100 0101000 0101011 0010011 0100100 0011000 00000010"
    " 00000011 00011010 00011011 00010010 00010011 00010100 00010101 00010110 00010111 00101000 00101001 00101010"
    " 00101011 00101100 00101101 00000100 00000101 00001010 00001011 01010010 01010011 01010100 01010101 00100100"
    " 00100101 01011000 01011001 01011010 01011011 01001010 01001011 00110010 00110011 00110100"
)
_WHITE_MAKE_UP = (
    "11011 10010 010111 0110111 00110110 00110111 01100100 01100101 01101000 01100111 011001100 011001101 011010010"
    " 011010011 011010100 011010101 011010110 011010111 011011000 011011001 011011010 011011011 010011000 010011001"
    " 010011010 011000 010011011"
)
_BLACK = (
    "0000110111 010 11 10 011 0011 0010 00011 000101 000100 0000100 0000101 0000111 00000100 00000111 000011000"
    " 0000010111 0000011000 0000001000 00001100111 00001101000 00001101100 00000110111 00000101000 00000010111"
    " 00000011000 000011001010 000011001011 000011001100 000011001101 000001101000 000001101001 000001101010"
    " 000001101011 000011010010 000011010011 000011010100 000011010101 000011010110 000011010111 000001101100"
    " 000001101101 000011011010 000011011011 000001010100 000001010101 000001010110 000001010111 000001100100"
    " 000001100101 000001010010 000001010011 000000100100 000000110111 000000111000 000000100111 000000101000"
    " 000001011000 000001011001 000000101011 000000101100 000001011010 000001100110 000001100111"
)
_BLACK_MAKE_UP = (
    "0000001111 000011001000 000011001001 000001011011 000000110011 000000110100 000000110101 0000001101100"
    " 0000001101101 0000001001010 0000001001011 0000001001100 0000001001101 0000001110010 0000001110011 0000001110100"
    " 0000001110101 0000001110110 0000001110111 0000001010010 0000001010011 0000001010100 0000001010101 0000001011010"
    " 0000001011011 0000001100100 0000001100101"
)
_LONG_MAKE_UP = (
    "00000001000 00000001100 00000001101 000000010010 000000010011 000000010100 000000010101 000000010110 000000010111"
    " 000000011100 000000011101 000000011110 000000011111"
)


def _codes(terminating: str, make_up: str) -> dict[str, int]:
    runs = {code: run for run, code in enumerate(terminating.split())}
    runs |= {code: 64 * n for n, code in enumerate(make_up.split(), 1)}
    return runs | {code: 1792 + 64 * n for n, code in enumerate(_LONG_MAKE_UP.split())}


_RUNS = (_codes(_WHITE, _WHITE_MAKE_UP), _codes(_BLACK, _BLACK_MAKE_UP))  # white, black
# One run: make-up codes and the terminating one. No code is the beginning of another, so an expression finds them.
_RUN = tuple(
    re.compile(
        "((?:" + "|".join(code for code, run in codes.items() if run >= 64) + ")*)"
        "(" + "|".join(code for code, run in codes.items() if run < 64) + ")"
    )
    for codes in _RUNS
)
_ONE_CODE = tuple(re.compile("|".join(codes)) for codes in _RUNS)
_MODE = re.compile(r"1|011|010|0001|001|000011|000010|0000011|0000010")
_OFFSETS = {"1": 0, "011": 1, "000011": 2, "0000011": 3, "010": -1, "000010": -2, "0000010": -3}
_PASS, _HORIZONTAL = "0001", "001"

Changes = tuple[int, ...]  # pels at which the colour changes, white first, ending with the width


@dataclass(frozen=True)
class CodedLine:
    """The bits between two EOLs with fill at their end, and how they are to be read."""

    bits: str
    two_dimensional: bool


class LineWatch:
    """Measures the line under way while a page comes in: T.4 3 gives it five seconds, fill included.

    Bits are line time, exactly, however late the port brings them. What has no EOL for so long is no page: a carrier
    that was left on, or another coding than DCS said.
    """

    def __init__(self, bit_rate: int) -> None:
        self._most_bits = bit_rate * _LONGEST_LINE_S
        self._bits_since_eol = 0
        self._tail = ""

    def too_long(self, octets: bytes) -> bool:
        """Whether the line that these octets go on with, or begin, has no end in time."""
        bits = self._tail + _bits(octets)
        eol_ends = bits.rfind(_EOL) + len(_EOL)
        self._bits_since_eol += 8 * len(octets)
        if eol_ends >= len(_EOL):
            self._bits_since_eol = len(bits) - eol_ends
        self._tail = bits[1 - len(_EOL) :]
        return self._bits_since_eol > self._most_bits


def ends_with_rtc(tail: bytes) -> bool:
    """Whether the last octets of a page hold two EOLs on end: the caller said that the page is over (T.4 3.5)."""
    return _RTC.search(_bits(tail)) is not None


def coded_lines(octets: bytes, *, two_dimensional: bool) -> Iterator[CodedLine]:
    """The lines of a page as +FRM gave it, up to RTC or its end. Before the first EOL there is no line (T.4 3.3)."""
    pieces = _EOL_ANYWHERE.split(_bits(octets))[1:]
    empty = 0
    for piece in pieces:
        one_dimensional = not two_dimensional or piece.startswith("1")
        bits = piece[1:] if two_dimensional else piece
        if not bits.strip("0"):
            empty += 1
            if empty > 1:
                return
            continue
        empty = 0
        yield CodedLine(bits + _FILL, not one_dimensional)


def read_line(line: CodedLine, width: int, reference: Changes) -> Changes | None:
    """The line's changes of colour; None when its bits do not make exactly ``width`` pels."""
    if not line.two_dimensional:
        return _read_one_dimensional(line.bits, width)
    read = _read_two_dimensional(line.bits, 0, width, reference)
    return None if read is None or "1" in line.bits[read[1] :] else read[0]


def lines_of_t6(octets: bytes, width: int) -> Iterator[Changes]:
    """The lines of an MMR page up to EOFB, or to the first bits that make no line (T.6 2.4)."""
    bits, at = _bits(octets), 0
    reference: Changes = (width,)
    while (read := _read_two_dimensional(bits, at, width, reference)) is not None:
        reference, at = read
        yield reference


def _bits(octets: bytes) -> str:
    return format(int.from_bytes(b"\x01" + reverse_bits(octets)), "b")[1:]


def _read_one_dimensional(bits: str, width: int) -> Changes | None:
    changes: list[int] = []
    at, pel, black = 0, 0, 0
    while pel < width:
        found = _RUN[black].match(bits, at)
        if found is None:
            return None
        pel += _length(found, black)
        changes.append(pel)
        at, black = found.end(), 1 - black
    return _true_changes(changes, width) if pel == width and "1" not in bits[at:] else None


def _length(found: re.Match[str], black: int) -> int:
    runs = _RUNS[black]
    make_up, terminating = found.groups()
    return runs[terminating] + (sum(runs[code] for code in _ONE_CODE[black].findall(make_up)) if make_up else 0)


def _true_changes(changes: list[int], width: int) -> Changes:
    """Without runs of no length: the line below would count them as changes of colour."""
    at = 0
    while at + 1 < len(changes):
        if changes[at] == changes[at + 1]:
            del changes[at : at + 2]
        else:
            at += 1
    return tuple(changes) if changes and changes[-1] == width else (*changes, width)


def _read_two_dimensional(bits: str, at: int, width: int, reference: Changes) -> tuple[Changes, int] | None:
    """T.4 4.2: a0 goes on by modes; b1 is the first change of the line above beyond a0, to the other colour.

    The line that begins at bit ``at``, and where it ends.
    """
    changes: list[int] = []
    a0, black, first = 0, 0, 0
    above = (*reference, width, width, width)
    while a0 < width:
        found = _MODE.match(bits, at)
        if found is None:
            return None
        mode, at = found.group(), found.end()
        while first > 0 and above[first - 1] > a0:
            first -= 1
        while above[first] < width and ((above[first] <= a0 and (a0 or changes)) or first % 2 != black):
            first += 1
        if mode == _PASS:
            a0 = above[first + 1]
        elif mode == _HORIZONTAL:
            for colour in (black, 1 - black):
                run = _RUN[colour].match(bits, at)
                if run is None:
                    return None
                a0, at = a0 + _length(run, colour), run.end()
                changes.append(a0)
        else:
            a0 = above[first] + _OFFSETS[mode]
            if a0 < (changes[-1] if changes else 0):
                return None
            changes.append(a0)
            black = 1 - black
    return (_true_changes(changes, width), at) if a0 == width else None


def row_of(changes: Sequence[int], width: int) -> bytes:
    """A row of pels, most significant bit leftmost, 1 = black. ``width`` is a multiple of 8."""
    row = 0
    for begin, end in zip(changes[0::2], changes[1::2], strict=False):
        row |= ((1 << (end - begin)) - 1) << (width - end)
    return row.to_bytes(width // 8)
