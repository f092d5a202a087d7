"""T.30's timers as one calling terminal needs them, and the wait for a response that they end.

Owns the values of T1, T2, T4 and T5 with their tolerance, and ``ResponseWait``. No clock: moments come in as
``now_ms``. Called by ``caller.py``.
"""

from __future__ import annotations

from dataclasses import dataclass

T1_MS = 35_000  # T.30 5.4.3.1: 35 +- 5 s, identification
T2_MS = 6_000  # T.30 5.4.3.1: 6 +- 1 s, the far end's patience for our next command
T4_MS = 3_000  # T.30 5.4.3.1: 3 s +- 15 % automatic operation, our patience for its answer
T5_MS = 60_000  # T.30 A.5.4.1: 60 +- 5 s, our patience with RNR
TRIES = 3  # T.30 5.4.2: a command is sent three times before DCN
ANSWER_WAIT_MS = 60_000  # S7: ringing, then T1, whose beginning (the far end answers) Class 1 does not tell

FRAME_GUARD_MS = 12_000  # a frame that has begun ends (T.30 5.3.1: 3 s) or the modem says so
_AFTER_DAMAGE_MS = 500  # further frames of one carrier follow at once; a damaged answer is not repeated by itself
_QUICK_MS = 150
_QUICK_LOSSES = 4  # NO CARRIER at once, again and again: the line is gone, not quiet


@dataclass
class ResponseWait:
    """One wait for a response: its timer, its end whatever comes, and the carriers that came to nothing."""

    name: str = ""
    deadline_ms: int | None = None
    _length_ms: int = 0
    _end_ms: int = 0
    _listening_since_ms: int = 0
    _quick_losses: int = 0

    def begin(self, name: str, length_ms: int, now_ms: int) -> None:
        """Start the timer ``name``; the whole wait, damaged and optional frames included, has 20 s beyond it."""
        self.name, self._length_ms = name, length_ms
        self.deadline_ms = now_ms + length_ms
        self._end_ms = self.deadline_ms + 20_000
        self._listening_since_ms = now_ms
        self._quick_losses = 0

    def frame_begins(self, now_ms: int) -> None:
        """T.30 5.4.3.1: the timer stops where a frame begins; a guard takes its place."""
        self.deadline_ms = now_ms + FRAME_GUARD_MS

    def listen_on(self, now_ms: int, *, damaged: bool = False) -> None:
        """After a frame that was no answer: the timer runs again, up to the end of the wait."""
        self._listening_since_ms = now_ms
        again_ms = now_ms + (min(_AFTER_DAMAGE_MS, self._length_ms) if damaged else self._length_ms)
        self.deadline_ms = max(now_ms, min(again_ms, self._end_ms))

    def carrier_lost(self, now_ms: int) -> bool:
        """A carrier came to nothing: whether the line seems gone altogether. The timer runs on."""
        quick = now_ms - self._listening_since_ms < _QUICK_MS
        self._quick_losses = self._quick_losses + 1 if quick else 0
        self._listening_since_ms = now_ms
        self.deadline_ms = min(self.deadline_ms or now_ms, self._end_ms, now_ms + self._length_ms)
        return self._quick_losses >= _QUICK_LOSSES

    def stop(self) -> None:
        """No wait is under way."""
        self.deadline_ms = None
