"""Octets of the Class 1 dialogue: result codes, DLE stuffing, and the splitting of what the modem says.

Owns the text side of T.31 and V.250. Refuses to know which answer is expected when: that is ``t31.py``, which calls it.
"""

from __future__ import annotations

from enum import StrEnum

DLE = b"\x10"
ETX = b"\x03"
SUB = b"\x1a"
END_OF_DATA = DLE + ETX
LONGEST_LINE = 512  # a modem's longest answer (+FTM=?, ATI) is far shorter: more than this is noise
LONGEST_FRAME = 1024  # T.30 limits a frame to 3 s at 300 bit/s; what is longer is noise


class Result(StrEnum):
    """Final result codes (V.250 table 1, T.31 8.3)."""

    OK = "OK"
    CONNECT = "CONNECT"
    ERROR = "ERROR"
    NO_CARRIER = "NO CARRIER"
    WRONG_CARRIER = "+FCERROR"
    BUSY = "BUSY"
    NO_ANSWER = "NO ANSWER"
    NO_DIAL_TONE = "NO DIALTONE"
    BARRED = "DELAYED"


_SPELLINGS = {
    "FCERROR": Result.WRONG_CARRIER,
    "+FRH:3": Result.WRONG_CARRIER,  # +FAR=1: V.21 instead of the page; CONNECT follows
    "NO DIAL TONE": Result.NO_DIAL_TONE,
    "NO DIAL": Result.NO_DIAL_TONE,
    "BLACKLISTED": Result.BARRED,
    "CALL BARRED": Result.BARRED,
}


_CONTROLS = bytes(set(range(0x20)) - {0x09})  # NUL for a pause, XON of flow control: no part of a word, wherever it is
_SHIELDED = {DLE: DLE, SUB: DLE + DLE}
_ENDS_OF_CARRIER = (Result.NO_CARRIER, Result.ERROR)


def result_of(line: str) -> Result | None:
    """The result code in a line, or None for information, echo and RING."""
    text = " ".join(line.upper().split())
    if text.startswith("CONNECT"):
        return Result.CONNECT
    if text.startswith("DELAYED"):
        return Result.BARRED
    if text in _SPELLINGS:
        return _SPELLINGS[text]
    return Result(text) if text in Result._value2member_map_ else None


def stuff(octets: bytes) -> bytes:
    """Data for the modem, each DLE doubled (T.31 8.2); the end mark is not added."""
    return octets.replace(DLE, DLE + DLE)


class Inbox:
    """What the modem has said and nobody has read yet: text lines, or data up to DLE ETX."""

    def __init__(self) -> None:
        self._octets = bytearray()
        self._data = bytearray()

    def add(self, octets: bytes) -> None:
        self._octets += octets

    def next_line(self) -> str | None:
        """The next whole line without CR LF and other controls, or None; blank lines are passed over."""
        while (end := self._octets.find(b"\n")) >= 0:
            line = self._octets[:end].translate(None, _CONTROLS).decode("ascii", "replace").strip()
            del self._octets[: end + 1]
            if line:
                return line[:LONGEST_LINE]
        if len(self._octets) > LONGEST_LINE:
            self._octets.clear()
        return None

    def unread(self) -> bytes:
        """What has come behind the last line that was taken; it is the caller's from now on."""
        octets = bytes(self._octets)
        self._octets.clear()
        return octets

    def next_data(self) -> bytes | None:
        """All data of a frame up to DLE ETX, unstuffed, or None while the end has not come (T.31 8.2)."""
        more, ended = self.data_so_far()
        self._keep(more)
        if not ended:
            return None
        data = bytes(self._data)
        self._data.clear()
        return data

    def data_so_far(self) -> tuple[bytes, bool]:
        """The data that have come, unstuffed, and whether DLE ETX has ended them (T.31 8.2)."""
        parts: list[bytes] = []
        while True:
            shield = self._octets.find(DLE)
            plain = len(self._octets) if shield < 0 else shield
            parts.append(bytes(self._octets[:plain]))
            del self._octets[:plain]
            if len(self._octets) < 2:
                return b"".join(parts), False
            code = bytes(self._octets[1:2])
            del self._octets[:2]
            if code == ETX:
                return b"".join(parts), True
            parts.append(_SHIELDED.get(code, b""))

    def result_instead_of_data(self) -> Result | None:
        """NO CARRIER or ERROR where DLE ETX is due: some modems end a carrier without a frame so (field experience)."""
        text = bytes(self._data + self._octets)
        ending = next((result for result in _ENDS_OF_CARRIER if text.endswith(f"\r\n{result}\r\n".encode())), None)
        if ending is not None:
            self._octets.clear()
            self._data.clear()
        return ending

    def forget_data(self) -> None:
        """Drop a reception that was broken off before its end."""
        self._data.clear()

    def _keep(self, octets: bytes | bytearray) -> None:
        self._data += octets[: max(0, LONGEST_FRAME - len(self._data))]
