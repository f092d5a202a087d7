"""The wire and the witness of the telephone world, sample by sample."""

from __future__ import annotations

import math
from typing import Any

import pytest

from tests.hw_doubles.softmodem import FarEnd, Line
from tests.hw_doubles.softmodem.line import Wire
from tests.hw_doubles.softmodem.spandsp import SAMPLES_PER_SECOND, TICK_SAMPLES, Samples
from tests.hw_doubles.softmodem.tones import Noise, busy_tone, level_of, voice
from tests.hw_doubles.softmodem.witness import Ear, Side, Sound


def sine(samples: int, dbm0: float = -10.0, hz: int = 1000) -> list[int]:
    peak = 32767 * 10 ** ((dbm0 - 3.14) / 20)
    return [round(peak * math.sin(2 * math.pi * hz * n / SAMPLES_PER_SECOND + 1)) for n in range(samples)]


def blocks(waveform: list[int]) -> list[Samples]:
    padded = waveform + [0] * (-len(waveform) % TICK_SAMPLES)
    return [Samples(*padded[at : at + TICK_SAMPLES]) for at in range(0, len(padded), TICK_SAMPLES)]


def carried(line: Line, waveform: list[int], echo_of: list[int] | None = None) -> list[int]:
    """What comes out at the other end, with 200 ms of silence sent behind."""
    wire = Wire(seed=1)
    sent = blocks(waveform + [0] * 1600)
    echoes = blocks((echo_of or []) + [0] * (len(sent) * TICK_SAMPLES))
    return [
        value for block, echo in zip(sent, echoes, strict=False) for value in wire.carry(line, block, echo, None)[:]
    ]


def test_a_perfect_line_changes_nothing() -> None:
    assert carried(Line(), sine(1600))[:1600] == sine(1600)


def test_loss_is_in_decibels() -> None:
    assert level_of(carried(Line(loss_db=12), sine(1600))[:1600]) == pytest.approx(-22, abs=0.05)


def test_delay_is_exact_to_the_sample() -> None:
    assert carried(Line(delay_ms=35), sine(800))[: 280 + 800] == [0] * 280 + sine(800)


def test_echo_is_our_own_signal_fainter_and_later() -> None:
    heard = carried(Line(echo_db=20), [0] * 1600, echo_of=sine(1600))
    assert heard[:120] == [0] * 120
    assert level_of(heard[120 : 120 + 1440]) == pytest.approx(-30, abs=0.1)


def test_noise_has_the_level_that_was_asked_for_also_in_silence() -> None:
    assert level_of(carried(Line(noise_dbm0=-40), [0] * 8000)) == pytest.approx(-40, abs=0.5)


def test_noise_by_ratio_comes_only_with_a_signal() -> None:
    heard = carried(Line(snr_db=20), sine(8000))
    assert level_of([a - b for a, b in zip(heard, sine(8000), strict=False)]) == pytest.approx(-30, abs=0.5)
    assert not any(heard[8000:])


def test_the_same_seed_makes_the_same_noise() -> None:
    assert Noise(7).block(-20) == Noise(7).block(-20)
    assert Noise(7).block(-20) != Noise(8).block(-20)


def test_what_is_no_modem_is_loud_enough_to_be_heard_and_never_clips() -> None:
    for loop in (busy_tone(), voice()):
        heard = [value for _ in range(100) for value in loop.block()]
        assert -25 < level_of(heard) < -8
        assert max(map(abs, heard)) < 32767


def heard_sounds(waveform: list[int]) -> list[Sound]:
    sounds: list[Sound] = []
    ear = Ear(Side.KIOSK, lambda _: None, sounds.append)
    for number, block in enumerate(blocks(waveform)):
        ear.hear(block, number * TICK_SAMPLES)
    ear.finish()
    return sounds


@pytest.mark.parametrize("silence", [200, 555, 600, 1234])
def test_the_witness_measures_a_silence_to_the_millisecond(silence: int) -> None:
    first, second = heard_sounds([0] * 333 + sine(4000) + [0] * silence + sine(4000))
    assert first.start_ms == pytest.approx(333 / 8, abs=0.3)
    assert second.start_ms - first.end_ms == pytest.approx(silence / 8, abs=0.5)


@pytest.mark.parametrize(
    "misspelt",
    [{"modems": ("V17",)}, {"hang_up": "DIS"}, {"hang_up": "in:page"}, {"lose": ("MCF",)}, {"ident": "电话"}],
)
def test_a_switch_that_means_nothing_is_refused_where_it_is_written(misspelt: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(misspelt))):
        FarEnd(**misspelt)


def test_a_pause_within_a_signal_does_not_end_it() -> None:
    assert len(heard_sounds(sine(1600) + [0] * 80 + sine(1600))) == 1
