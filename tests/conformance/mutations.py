"""What may happen to a recorded stream of octets on its way: lost, doubled, cut, turned, late, out of place, at an end.

Owns the harms, each done at one place of a stream. Knows nothing of what the octets mean; what else might come there is
the caller's. Called by ``streams.py`` of both kinds of modem.
"""

from __future__ import annotations

import random
from collections.abc import Callable

Heard = list[tuple[int, bytes]]
"""Moments in milliseconds, and what came then."""

PAUSES_MS = (0, 5, 40, 300, 1_200, 3_100, 8_000, 40_000)


def mutate(stream: Heard, dice: random.Random, anything: Callable[[random.Random], bytes]) -> None:
    """Up to five things happen to it, each somewhere. ``anything`` makes what may come in between."""
    for _ in range(dice.randrange(1, 6)):
        if not stream:
            return
        at = dice.randrange(len(stream))
        harm = dice.choice([*_HARMS, None])
        if harm is None:
            stream.insert(at, (stream[at][0], anything(dice)))
        else:
            harm(stream, at, dice)


def _leave_out(stream: Heard, at: int, _dice: random.Random) -> None:
    del stream[at]


def _double(stream: Heard, at: int, _dice: random.Random) -> None:
    stream.insert(at, stream[at])


def _cut(stream: Heard, at: int, dice: random.Random) -> None:
    when, octets = stream[at]
    stream[at] = when, octets[: dice.randrange(len(octets) + 1)]


def _turn_bits(stream: Heard, at: int, dice: random.Random) -> None:
    when, octets = stream[at]
    turned = bytearray(octets or b"\x00")
    turned[dice.randrange(len(turned))] ^= 1 << dice.randrange(8)
    stream[at] = when, bytes(turned)


def _delay(stream: Heard, at: int, dice: random.Random) -> None:
    late_ms = dice.choice(PAUSES_MS)
    stream[at:] = [(when + late_ms, octets) for when, octets in stream[at:]]


def _change_places(stream: Heard, at: int, dice: random.Random) -> None:
    other = dice.randrange(len(stream))
    (here_ms, here), (there_ms, there) = stream[at], stream[other]
    stream[at], stream[other] = (here_ms, there), (there_ms, here)


def _end(stream: Heard, at: int, _dice: random.Random) -> None:
    del stream[at:]


_HARMS = (_leave_out, _double, _cut, _turn_bits, _delay, _change_places, _end)
