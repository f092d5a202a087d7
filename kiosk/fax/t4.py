"""T.4 as it stands on the line: coded lines made long enough, the return to control, the order of bits.

Owns fill (T.4 3.4), RTC (T.4 3.5) and the bit order of the line. Refuses to know how pels become codes: that is
libtiff's work (``kiosk.devices.page_coder``). Called by the page coder.
"""

from __future__ import annotations

_EOL = "000000000001"  # T.4 3.3: eleven zeros and a one, found nowhere else in a page
_RTC_EOLS = 6  # T.4 3.5

_REVERSED = bytes(int(f"{octet:08b}"[::-1], 2) for octet in range(256))


def for_the_line(strip: bytes, *, two_dimensional: bool, least_line_bits: int) -> bytes:
    """A raw MH or MR strip (most significant bit first, each line after its EOL) as octets for +FTM.

    Lines shorter than ``least_line_bits`` (EOL and tag bit included) are filled with zeros before the next EOL; the
    page begins with an EOL and ends with RTC; bits are turned round, because a Class 1 modem sends the least
    significant one first. Raises ValueError if the strip holds no line.
    """
    lines = _lines(strip)
    if not lines:
        raise ValueError("the strip holds no EOL: it is not T.4 one- or two-dimensional coding")
    data_bits = least_line_bits - len(_EOL)
    filled = _EOL + _EOL.join([line.ljust(data_bits, "0") for line in lines])
    return reverse_bits(_octets(filled + _return_to_control(two_dimensional)))


def reverse_bits(octets: bytes) -> bytes:
    """Each octet with its bits turned round: libtiff's fill order to the line's and back."""
    return octets.translate(_REVERSED)


def _lines(strip: bytes) -> list[str]:
    """The coded lines (with their tag bit in MR) between the EOLs, as strings of bits."""
    bits = format(int.from_bytes(b"\x01" + strip), "b")[1:]  # the 1 in front keeps leading zeros
    lines = bits.split(_EOL)[1:]
    while lines and lines[-1].rstrip("0") in ("", "1"):  # an RTC that the coder wrote: nothing but tags and padding
        lines.pop()
    return lines


def _return_to_control(two_dimensional: bool) -> str:
    return (_EOL + "1" if two_dimensional else _EOL) * _RTC_EOLS


def _octets(bits: str) -> bytes:
    whole = bits + "0" * (-len(bits) % 8)
    return int("1" + whole, 2).to_bytes(len(whole) // 8 + 1)[1:]
