"""Page data as a modem of Class 2, 2.0 or 2.1 hands them over, octet by octet up to their end.

Owns DLE shielding on the way in and the three ways in which data end: properly, broken off by the modem, or not at all,
with a line of text where more data were due. Refuses to know pages. Called by ``t32_receiver.py``; no clock, no port.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_DLE = 0x10
_ETX, _SUB, _CAN = 0x03, 0x1A, 0x18
_SHIELDED = {_DLE: b"\x10", _SUB: b"\x10\x10"}  # T.32 table of DLE codes: DLE DLE is one DLE, DLE SUB are two
# A modem that has lost the call may forget to end the data first (field experience). No page holds this by chance.
_TEXT = re.compile(rb"\r\n(?:NO CARRIER|ERROR|\+F(?:HNG|HS) ?:[^\r\n]{0,8})\r\n(?:\r\n(?:OK|ERROR|NO CARRIER)\r\n)?\Z")
_LONGEST_TEXT = 64


class DataEnd(StrEnum):
    """How page data ended."""

    PROPER = "DLE ETX"
    BROKEN_OFF = "DLE CAN"
    TEXT = "text in place of data"


@dataclass(frozen=True)
class Taken:
    """What some octets came to: data, and behind their end what belongs to the dialogue again."""

    data: bytes
    end: DataEnd | None = None
    rest: bytes = b""


class PageData:
    """One page's data. Not to be fed any more once it has told an end."""

    def __init__(self) -> None:
        self._shielded = False
        self._tail = b""

    def take(self, octets: bytes) -> Taken:
        """The next octets from the port, in any lumps."""
        data = bytearray()
        at = 0
        while at < len(octets):
            if self._shielded:
                self._shielded = False
                if (end := {_ETX: DataEnd.PROPER, _CAN: DataEnd.BROKEN_OFF}.get(octets[at])) is not None:
                    return Taken(bytes(data), end, octets[at + 1 :])
                data += _SHIELDED.get(
                    octets[at], b""
                )  # other codes, as DLE DC2 of flow control, are none of the page's
                at += 1
                continue
            shield = octets.find(_DLE, at)
            plain_end = len(octets) if shield < 0 else shield
            data += octets[at:plain_end]
            self._shielded = shield >= 0
            at = plain_end + 1
        return self._unless_text(bytes(data), octets)

    def _unless_text(self, data: bytes, octets: bytes) -> Taken:
        self._tail = (self._tail + octets)[-_LONGEST_TEXT:]
        text = _TEXT.search(self._tail)
        if text is None:
            return Taken(data)
        return Taken(data[: max(0, len(data) - len(text[0]))], DataEnd.TEXT, text[0])
