"""An independent witness on the line: hears energy, measures signals and the silences between them.

Owns when each party made a sound, to the sample, before any noise is added. Knows no modem and no frame: names are
put on the signals by ``conversation.py``. Called by ``exchange.py`` with every block.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from tests.hw_doubles.softmodem.spandsp import SAMPLES_PER_SECOND, TICK_SAMPLES, Samples

_LOUD = 64  # about -48 dBm0: below every modem's tail, above the library's silence (which is zero)
_STEP_SAMPLES = 40  # 5 ms
_SILENCE = bytes(Samples())
_HOLD_SAMPLES = 120  # a signal is over after 15 ms without energy: no modulation has a longer pause inside


class Side(StrEnum):
    """Who makes the sound."""

    KIOSK = "kiosk"
    FAR = "far"


@dataclass
class Sound:
    """One stretch of energy; sample numbers since off-hook. ``end`` is None while it lasts."""

    side: Side
    start: int
    end: int | None = None
    name: str = ""

    @property
    def start_ms(self) -> float:
        return self.start * 1000 / SAMPLES_PER_SECOND

    @property
    def end_ms(self) -> float:
        return (self.end if self.end is not None else self.start) * 1000 / SAMPLES_PER_SECOND


class Ear:
    """Listens to one side; ``began`` and ``ended`` are called with each sound, ``ended`` some 20 ms late."""

    def __init__(self, side: Side, began: Callable[[Sound], None], ended: Callable[[Sound], None]) -> None:
        self._side, self._began, self._ended = side, began, ended
        self._sound: Sound | None = None
        self._last_loud = 0

    def hear(self, samples: Samples, at: int) -> None:
        """One block whose first sample has number ``at``."""
        if self._sound is None and bytes(samples) == _SILENCE:
            return
        for first in range(0, TICK_SAMPLES, _STEP_SAMPLES):
            self._hear_step(samples, first, at)

    def finish(self) -> None:
        """The call is over: a sound that still lasts ends with its last energy."""
        self._end()

    def _hear_step(self, samples: Samples, first: int, at: int) -> None:
        step = range(first, first + _STEP_SAMPLES)
        last_loud = _loud_among(samples, reversed(step))
        if last_loud is not None:
            self._last_loud = at + last_loud
            if self._sound is None:
                self._sound = Sound(self._side, at + (_loud_among(samples, step) or 0))
                self._began(self._sound)
        elif self._sound is not None and at + step.stop - self._last_loud > _HOLD_SAMPLES:
            self._end()

    def _end(self) -> None:
        if self._sound is not None:
            sound, self._sound = self._sound, None
            sound.end = self._last_loud + 1
            self._ended(sound)


def _loud_among(samples: Samples, numbers: Iterable[int]) -> int | None:
    """The first of them; of a signal that is every sample or nearly."""
    return next((n for n in numbers if abs(samples[n]) > _LOUD), None)
