"""A page on its way to a modem that runs T.30 itself: what of it the modem wants, and at which pace.

Owns RTC, the order of bits, DLE stuffing and the pace. A modem's own flow control stops us when its buffer is full;
the pace keeps the system's buffers short besides, so that a cancelled page ends soon and progress is true. Called by
``t32_sending.py``; no clock, no port.
"""

from __future__ import annotations

from kiosk.fax.fields import Terms
from kiosk.fax.outcome import Coding
from kiosk.fax.t4 import reverse_bits
from kiosk.fax.t31_octets import stuff

_EOL = "000000000001"  # T.4 3.3
_RTC_EOLS = 6  # T.4 3.5
_TAIL_OCTETS = 16  # RTC has at most 78 bits, its padding 7
_LUMP_OCTETS = 256
_PROGRESS_EVERY_MS = 500


def prepare(octets: bytes, terms: Terms, *, sends_rtc: bool, reversed_bits: bool) -> bytes:
    """Page data as this modem wants them, first bit of the line in the least significant place unless reversed."""
    if not sends_rtc and terms.coding is not Coding.MMR:
        octets = without_rtc(octets, two_dimensional=terms.coding is not Coding.MH)
    return reverse_bits(octets) if reversed_bits else octets


def without_rtc(octets: bytes, *, two_dimensional: bool) -> bytes:
    """The page up to its last line; unchanged if it does not end with RTC."""
    head, tail = octets[:-_TAIL_OCTETS], octets[-_TAIL_OCTETS:]
    bits = "".join(f"{octet:08b}" for octet in reverse_bits(tail)).rstrip("0")
    rtc = (_EOL + "1" if two_dimensional else _EOL) * _RTC_EOLS
    if not bits.endswith(rtc):
        return octets
    left = bits[: -len(rtc)]
    left += "0" * (-len(left) % 8)  # fill before the EOL with which the modem's RTC begins
    return head + reverse_bits(bytes(int(left[at : at + 8], 2) for at in range(0, len(left), 8)))


class PageFlow:
    """One page, handed over in lumps."""

    def __init__(self, octets: bytes, bit_rate: int, ahead_ms: int, now_ms: int) -> None:
        self.octets = len(octets)
        self._data = octets
        self._bit_rate = bit_rate
        self._ahead_ms = ahead_ms
        self._begun_ms = now_ms
        self._given = 0
        self._progress_ms = now_ms + _PROGRESS_EVERY_MS

    def next_octets(self, now_ms: int) -> bytes:
        """Octets, stuffed, that are due now."""
        elapsed_ms = now_ms - self._begun_ms + self._ahead_ms
        due = min(elapsed_ms * self._bit_rate // 8000, self._given + _LUMP_OCTETS, self.octets)
        lump = self._data[self._given : max(due, self._given)]
        self._given += len(lump)
        return stuff(lump)

    def progress(self, now_ms: int) -> int | None:
        """How many octets have left, about; now and then, else None."""
        if now_ms < self._progress_ms:
            return None
        self._progress_ms = now_ms + _PROGRESS_EVERY_MS
        return min((now_ms - self._begun_ms) * self._bit_rate // 8000, self._given)

    @property
    def all_given(self) -> bool:
        return self._given >= self.octets

    @property
    def next_ms(self) -> int:
        """When there is something to hand over, or progress to tell, again."""
        if self.all_given:
            return self._progress_ms
        lump_end = min(self._given + _LUMP_OCTETS, self.octets)
        return min(self._begun_ms - self._ahead_ms + -(-lump_end * 8000 // self._bit_rate), self._progress_ms)

    def left_ms(self, now_ms: int) -> int:
        """Until the last bit has been on the line, about, if the modem has sent without a pause."""
        return max(0, self.ends_ms - now_ms)

    @property
    def ends_ms(self) -> int:
        return self._begun_ms + self.duration_ms

    @property
    def duration_ms(self) -> int:
        return -(-self.octets * 8000 // self._bit_rate)
