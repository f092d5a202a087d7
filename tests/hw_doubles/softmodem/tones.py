"""Sounds which are no modem: noise, busy tone, a synthetic voice.

Owns the waveforms as endless sources of 160-sample blocks, each worked out once. Knows no call. Called by ``line.py``
and ``parties.py``. Levels are dBm0 with a full-scale sine at +3.14 dBm0 (G.711).
"""

from __future__ import annotations

import functools
import math
import operator
import random
from typing import Any

from tests.hw_doubles.softmodem.spandsp import SAMPLES_PER_SECOND, TICK_SAMPLES

_FULL_SCALE = 32767
_SINE_AT_FULL_SCALE_DBM0 = 3.14
_SILENCE_DBM0 = -100.0
_NOISE_TABLE = 16000
_CRACKLE_PERIOD, _CRACKLE_SAMPLES = 80, 8
_TWO_PI = 2 * math.pi


def rms_of(dbm0: float) -> float:
    """Root mean square, in sample units, of a signal of that level."""
    return _FULL_SCALE / math.sqrt(2) * 10 ** ((dbm0 - _SINE_AT_FULL_SCALE_DBM0) / 20)


def level_of(block: list[int]) -> float:
    """Level of a block in dBm0; silence is -100."""
    rms = math.sqrt(sum(map(operator.mul, block, block)) / len(block))
    return _SINE_AT_FULL_SCALE_DBM0 + 20 * math.log10(rms * math.sqrt(2) / _FULL_SCALE) if rms else _SILENCE_DBM0


class Noise:
    """White Gaussian noise; the same seed gives the same noise. One table serves all levels."""

    def __init__(self, seed: int) -> None:
        self._table, drawn = _noise_table(seed)
        self._random = random.Random()
        self._random.setstate(drawn)

    def block(self, dbm0: float) -> list[float]:
        start = self._random.randrange(_NOISE_TABLE - TICK_SAMPLES)
        rms = rms_of(dbm0)
        return [rms * value for value in self._table[start : start + TICK_SAMPLES]]

    def crackle(self, dbm0: float) -> list[float]:
        """Noise that comes and goes: 1 ms in every 10."""
        loud, block = self.block(dbm0), [0.0] * TICK_SAMPLES
        for first in range(0, TICK_SAMPLES, _CRACKLE_PERIOD):
            block[first : first + _CRACKLE_SAMPLES] = loud[first : first + _CRACKLE_SAMPLES]
        return block


@functools.cache  # each call has two wires, and each of them its noise: the drawing takes longer than many a call
def _noise_table(seed: int) -> tuple[list[float], tuple[Any, ...]]:
    """The table, and where its drawing has left the chance."""
    chance = random.Random(seed)
    table = [chance.gauss(0.0, 1.0) for _ in range(_NOISE_TABLE)]
    return table, chance.getstate()


class Loop:
    """A waveform that starts again when it is over."""

    def __init__(self, waveform: list[int]) -> None:
        self._waveform = waveform
        self._at = 0

    def block(self) -> list[int]:
        """The next 20 ms."""
        piece = self._waveform[self._at : self._at + TICK_SAMPLES]
        self._at = (self._at + TICK_SAMPLES) % len(self._waveform)
        return piece


def busy_tone() -> Loop:
    """450 Hz, 350 ms on, 350 ms off, -10 dBm0: what a Chinese exchange plays when the other side has gone."""
    amplitude = rms_of(-10) * math.sqrt(2)
    on, off = (350 * SAMPLES_PER_SECOND // 1000 // TICK_SAMPLES * TICK_SAMPLES,) * 2
    tone = [round(amplitude * math.sin(_TWO_PI * 450 * n / SAMPLES_PER_SECOND)) for n in range(on)]
    return Loop(tone + [0] * off)


def voice() -> Loop:
    """Four seconds of something with a voice's pitch, formants and syllables: enough to be no fax signal."""
    return Loop(_spoken())


@functools.cache
def _spoken() -> list[int]:
    syllables = random.Random(7)
    waveform: list[int] = []
    while len(waveform) < 4 * SAMPLES_PER_SECOND:
        waveform += _syllable(syllables.uniform(95, 220), syllables.choice(_VOWELS), syllables.randrange(6, 16))
        waveform += [0] * (TICK_SAMPLES * syllables.randrange(1, 12))
    return waveform


_VOWELS = ((730, 1090, 2440), (270, 2290, 3010), (300, 870, 2240), (530, 1840, 2480))  # first three formants, Hz


def _syllable(pitch_hz: float, formants_hz: tuple[int, ...], ticks: int) -> list[int]:
    """Harmonics of a gliding pitch, each as loud as the nearest formant makes it."""
    samples = ticks * TICK_SAMPLES
    harmonics = [(k, sum(1 / (1 + ((k * pitch_hz - f) / 120) ** 2) for f in formants_hz)) for k in range(1, 14)]
    peak = sum(weight for _, weight in harmonics)
    block, phase = [], 0.0
    for n in range(samples):
        phase += _TWO_PI * pitch_hz * (1 - 0.15 * n / samples) / SAMPLES_PER_SECOND
        envelope = math.sin(math.pi * n / samples)
        block.append(round(9000 * envelope * sum(w * math.sin(k * phase) for k, w in harmonics) / peak))
    return block
