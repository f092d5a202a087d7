"""The wire between the modem and a far end: loss, noise, bursts, echo and delay on blocks of samples.

Owns what happens to a block on its way. Knows no signal and no call. Called by ``exchange.py``, once a direction and
tick. A perfect line passes the block on untouched. Every sample of every call comes through here: whole lists at a
time, and nothing done for a trouble that this line has not.
"""

from __future__ import annotations

import itertools
import operator
from collections.abc import Sequence

from tests.hw_doubles.softmodem.settings import Line
from tests.hw_doubles.softmodem.spandsp import TICK_MS, TICK_SAMPLES, Samples
from tests.hw_doubles.softmodem.tones import Noise, level_of

_ECHO_DELAY_SAMPLES = 120  # 15 ms
_BURST_TICKS = 5
_BURST_DBM0 = -12.0
_CLIP = 32767


class Wire:
    """One direction. ``carry`` takes what one end sends and gives what the other end hears.

    ``spoil_dbm0`` is noise that somebody asks for during this tick only (a far end whose pages are to be spoilt).
    """

    def __init__(self, seed: int) -> None:
        self._noise = Noise(seed)
        self._under_way: list[int] = []
        self._echo = [0] * _ECHO_DELAY_SAMPLES
        self._ticks = itertools.count()
        self._heard = Samples()

    def carry(self, line: Line, sent: Samples, echo_of: Samples | None, spoil_dbm0: float | None) -> Samples:
        noises = self._noises(line, spoil_dbm0)
        if line.snr_db is not None:
            noises.append(self._noise.block(level_of(sent[:]) - line.loss_db - line.snr_db))
        if not noises and not line.loss_db and not line.delay_ms and line.echo_db is None and not self._under_way:
            return sent
        delayed = self._delayed(line, sent)
        mixed: Sequence[float] = delayed
        if line.loss_db:
            gain = 10 ** (-line.loss_db / 20)
            mixed = [gain * value for value in mixed]
        if line.echo_db is not None and echo_of is not None:
            mixed = self._with_echo(mixed, echo_of, line.echo_db)
        for noise in noises:
            mixed = list(map(operator.add, mixed, noise))
        self._heard[:] = delayed if mixed is delayed else _clipped(list(map(round, mixed)))
        return self._heard

    def _noises(self, line: Line, spoil_dbm0: float | None) -> list[list[float]]:
        levels = [] if line.noise_dbm0 is None else [line.noise_dbm0]
        tick = next(self._ticks)
        if line.burst_every_s is not None and tick % max(1, round(line.burst_every_s * 1000 / TICK_MS)) < _BURST_TICKS:
            levels.append(_BURST_DBM0)
        noises = [self._noise.block(level) for level in levels]
        return noises if spoil_dbm0 is None else [*noises, self._noise.crackle(spoil_dbm0)]

    def _delayed(self, line: Line, sent: Samples) -> list[int]:
        under_way = self._under_way + sent[:]
        wanted = TICK_SAMPLES + line.delay_ms * TICK_SAMPLES // TICK_MS
        late = max(0, len(under_way) - wanted)  # the delay was made shorter during a call
        under_way = [0] * max(0, wanted - len(under_way)) + under_way[late:]
        self._under_way = under_way[TICK_SAMPLES:]
        return under_way[:TICK_SAMPLES]

    def _with_echo(self, mixed: Sequence[float], echo_of: Samples, echo_db: float) -> list[float]:
        gain = 10 ** (-echo_db / 20)
        echo = self._echo + echo_of[:]
        self._echo = echo[TICK_SAMPLES:]
        return [value + gain * more for value, more in zip(mixed, echo, strict=False)]  # the rest comes later


def _clipped(block: list[int]) -> list[int]:
    if max(block) <= _CLIP and min(block) >= -_CLIP:
        return block
    return [max(-_CLIP, min(_CLIP, value)) for value in block]
