"""The wire between the modem and a far end: loss, noise, bursts, echo and delay on blocks of samples.

Owns what happens to a block on its way. Knows no signal and no call. Called by ``exchange.py``, once a direction and
tick. A perfect line passes the block on untouched.
"""

from __future__ import annotations

import itertools
from collections import deque

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
        self._under_way: deque[int] = deque()
        self._echo: deque[int] = deque([0] * _ECHO_DELAY_SAMPLES)
        self._ticks = itertools.count()
        self._heard = Samples()

    def carry(self, line: Line, sent: Samples, echo_of: Samples | None, spoil_dbm0: float | None) -> Samples:
        noises = self._noises(line, spoil_dbm0)
        if line.snr_db is not None:
            noises.append(self._noise.block(level_of(sent[:]) - line.loss_db - line.snr_db))
        if not noises and not line.loss_db and not line.delay_ms and line.echo_db is None and not self._under_way:
            return sent
        gain = 10 ** (-line.loss_db / 20)
        mixed = [gain * value for value in self._delayed(line, sent)]
        if line.echo_db is not None and echo_of is not None:
            mixed = self._with_echo(mixed, echo_of, line.echo_db)
        for noise in noises:
            mixed = [value + more for value, more in zip(mixed, noise, strict=True)]
        self._heard[:] = [max(-_CLIP, min(_CLIP, round(value))) for value in mixed]
        return self._heard

    def _noises(self, line: Line, spoil_dbm0: float | None) -> list[list[float]]:
        levels = [] if line.noise_dbm0 is None else [line.noise_dbm0]
        tick = next(self._ticks)
        if line.burst_every_s is not None and tick % max(1, round(line.burst_every_s * 1000 / TICK_MS)) < _BURST_TICKS:
            levels.append(_BURST_DBM0)
        noises = [self._noise.block(level) for level in levels]
        return noises if spoil_dbm0 is None else [*noises, self._noise.crackle(spoil_dbm0)]

    def _delayed(self, line: Line, sent: Samples) -> list[int]:
        self._under_way.extend(sent[:])
        late = max(0, len(self._under_way) - TICK_SAMPLES - line.delay_ms * TICK_SAMPLES // TICK_MS)
        for _ in range(late):  # the delay was made shorter during a call
            self._under_way.popleft()
        missing = TICK_SAMPLES + line.delay_ms * TICK_SAMPLES // TICK_MS - len(self._under_way)
        self._under_way.extendleft([0] * max(0, missing))
        return [self._under_way.popleft() for _ in range(TICK_SAMPLES)]

    def _with_echo(self, mixed: list[float], echo_of: Samples, echo_db: float) -> list[float]:
        gain = 10 ** (-echo_db / 20)
        self._echo.extend(echo_of[:])
        return [value + gain * self._echo.popleft() for value in mixed]
