"""Two traces of one call side by side: the recorded one and its replay.

Owns what counts as the same: the signals, in their order, with their details. Their moments do not count: a replay has
no machine that is late. Called by ``kiosk modem replay`` and by tests.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from kiosk.fax.outcome import TraceEntry
from kiosk.fax.trace import for_people

_SIZE = re.compile(r"\b\d+ octets")
_BEFORE = 3


@dataclass(frozen=True)
class Difference:
    """The first rung that is not the same; None where one ladder is over. ``before``: the last common rungs."""

    recorded: TraceEntry | None
    replayed: TraceEntry | None
    before: tuple[TraceEntry, ...]


def first_difference(
    recorded: Iterable[TraceEntry], replayed: Iterable[TraceEntry], *, sizes: bool = True
) -> Difference | None:
    """Where the ladders part; None if they are the same. Without ``sizes`` the lengths of pages do not count."""
    left, right = for_people(recorded), for_people(replayed)
    for number, (then, now) in enumerate(zip_longest(left, right)):
        if then is None or now is None or _told(then, sizes) != _told(now, sizes):
            return Difference(then, now, left[max(0, number - _BEFORE) : number])
    return None


def _told(entry: TraceEntry, sizes: bool) -> tuple[str, str, str]:
    detail = entry.detail if sizes else _SIZE.sub("octets", entry.detail)
    return entry.direction, entry.signal, detail
