"""When price lists are in force beside each other: what crosses, and when there is none (D1).

Owns the reading of periods as a whole. A list inside another one is meant so (a holiday); one that begins within the
other and ends after it is not. Pure; called by the import of price lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Period:
    """A version's time in force; ``until`` is exclusive, None: open."""

    version: int
    begins: datetime
    until: datetime | None


def crossing(periods: Sequence[Period], new: Period) -> Iterator[Period]:
    """Those that say when they end, and are crossed by the new one, or cross it."""
    for other in periods:
        first, second = sorted((other, new), key=lambda period: period.begins)
        begins_within = first.until is not None and first.begins < second.begins < first.until
        if begins_within and first.until is not None and (second.until is None or second.until > first.until):
            yield other


def gaps(periods: Sequence[Period], since: datetime) -> Iterator[tuple[datetime, datetime | None]]:
    """Stretches without a list from ``since`` on; the last has no end when nothing follows."""
    covered: datetime | None = since
    for period in sorted(periods, key=lambda period: period.begins):
        if covered is None:
            return
        if period.begins > covered:
            yield covered, period.begins
        covered = None if period.until is None else max(covered, period.until)
    if covered is not None:
        yield covered, None
