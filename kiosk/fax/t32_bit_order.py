"""The order of bits in a page that a modem of Class 2, 2.0 or 2.1 hands over, found in the page itself.

Owns the recognition. The standard has the line's first bit in the least significant place (+FBO=0, +FBOR=0). Of the
draft's firmware it is known that received data may be turned round all the same: mgetty counts on it. The marks of T.4
stand in one order only: EOL before every line, EOFB at the end of MMR. Called by ``t32_receiver.py``; knows no port.
"""

from __future__ import annotations

from kiosk.fax.outcome import Coding
from kiosk.fax.t4 import reverse_bits

_EOL = "000000000001"  # T.4 4.1.2
_EOFB = _EOL * 2  # T.6 2.4.1.1
_HEAD_OCTETS = 16_384
_TAIL_OCTETS = 16
_FEWEST_EOLS = 16  # below that it is no page that could tell
_CLEARLY = 1.3  # turned round, some EOLs of a white page in MR (14 bits a line) look like EOLs still: 63 %


def is_reversed(octets: bytes, coding: Coding, *, presumed: bool) -> bool:
    """Whether the line's first bit is in the most significant place. A page without clear marks is as ``presumed``."""
    if coding is Coding.MMR:
        tail = octets[-_TAIL_OCTETS:]
        usual, turned = (_EOFB in _bits(reverse_bits(tail))), (_EOFB in _bits(tail))
        return presumed if usual is turned else turned
    head = octets[:_HEAD_OCTETS]
    usual_eols, turned_eols = _bits(reverse_bits(head)).count(_EOL), _bits(head).count(_EOL)
    if max(usual_eols, turned_eols) < _FEWEST_EOLS:
        return presumed
    fewer, more = sorted((usual_eols, turned_eols))
    return turned_eols > usual_eols if more >= _CLEARLY * fewer else presumed


def _bits(octets: bytes) -> str:
    """From the most significant bit of the first octet on."""
    return format(int.from_bytes(b"\x01" + octets), "b")[1:]  # the 1 in front keeps leading zeros
