"""The pace of data on its way to a modulating modem: ahead of the line, but never far ahead.

Owns how many octets may be with the port at a moment. A modem sends zeros whenever its buffer runs dry, so data are
given ahead of their time; but a port that takes everything would hide progress and make a cancelled page run on for
many seconds, so never more than ``ahead_ms`` of it. Called by ``t31.py``; no clock, no port.
"""

from __future__ import annotations

from kiosk.fax.primitives import DataHandedOver, DataProgress, Indication, SendData
from kiosk.fax.t31_octets import END_OF_DATA, stuff

_LUMP_OCTETS = 256  # small enough that the wait for one is short at 2400 bit/s
_PROGRESS_EVERY_MS = 500
_SLACK_MS = 8_000  # flow control, a modem's own buffer, OK after the carrier
_STALL_MS = 8_000  # data are paced by the line: a modem that takes nothing for so long hangs (or its port does)


class DataPump:
    """One +FTM transmission."""

    def __init__(self, data: SendData, ahead_ms: int) -> None:
        self._octets = data.octets
        self._bit_rate = data.modulation.bit_rate
        self.modulation = data.modulation.name
        self._training_ms = data.modulation.short_training_ms if data.short_training else data.modulation.training_ms
        self._ahead_ms = ahead_ms
        self._given = 0
        self._ended = False
        self._told = False
        self._first_bit_ms = 0
        self._progress_ms = 0
        self._slack_ms = _SLACK_MS
        self.patience_end_ms = 0  # the modem has hung if nothing has changed until then

    def start(self, now_ms: int) -> None:
        """CONNECT has come: the training begins (T.31 gives CONNECT before it, not after)."""
        self._first_bit_ms = now_ms + self._training_ms
        self._progress_ms = self._first_bit_ms + _PROGRESS_EVERY_MS
        self.patience_end_ms = self._first_bit_ms + _STALL_MS

    def next_octets(self, now_ms: int) -> bytes:
        """Octets, stuffed, that are due now; with the end mark after the last. Asked when the port has all before."""
        if self._ended:
            return b""
        self.patience_end_ms = max(now_ms, self._first_bit_ms) + _STALL_MS
        due = min(self._due(now_ms), self._given + _LUMP_OCTETS)
        lump = stuff(self._octets[self._given : due])
        self._given = max(self._given, due)
        if self._given >= len(self._octets):
            self._ended = True
            self.patience_end_ms = self._line_time_ms(now_ms) + self._slack_ms
            return lump + END_OF_DATA
        return lump

    def tick(self, now_ms: int) -> list[Indication]:
        """Progress, now and then."""
        if now_ms < self._progress_ms:
            return []
        self._progress_ms = now_ms + _PROGRESS_EVERY_MS
        return [DataProgress(self._on_the_line(now_ms))]

    def handed_over(self) -> list[Indication]:
        """The port has all that was given: tell it once, after the end mark."""
        if not self._ended or self._told:
            return []
        self._told = True
        return [DataHandedOver()]

    def abandon(self, now_ms: int) -> None:
        """Give no more than was given: the end mark follows; what the port holds goes out."""
        self._octets = self._octets[: self._given]
        self._slack_ms = _SLACK_MS // 4
        self.patience_end_ms = self._line_time_ms(now_ms) + self._slack_ms

    @property
    def all_handed_over(self) -> bool:
        """Whether the end mark has been given."""
        return self._ended

    @property
    def next_ms(self) -> int:
        """When ``next_octets`` or ``tick`` has something again."""
        if self._ended:
            return self._progress_ms
        lump_end = min(self._given + _LUMP_OCTETS, len(self._octets))
        due_ms = self._first_bit_ms - self._ahead_ms + self._duration_ms(lump_end)
        return min(due_ms, self._progress_ms)

    def _due(self, now_ms: int) -> int:
        elapsed_ms = now_ms - self._first_bit_ms + self._ahead_ms
        return min(max(0, elapsed_ms) * self._bit_rate // 8000, len(self._octets))

    def _on_the_line(self, now_ms: int) -> int:
        return min(max(0, now_ms - self._first_bit_ms) * self._bit_rate // 8000, self._given)

    def _line_time_ms(self, now_ms: int) -> int:
        """When what was given has left the line."""
        return max(now_ms, self._first_bit_ms + self._duration_ms(self._given))

    def _duration_ms(self, octets: int) -> int:
        return -(-octets * 8000 // self._bit_rate)
