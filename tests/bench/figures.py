"""One measured figure and how a list of them is written down.

Knows nothing of what is measured. Called by ``tests.bench.__main__`` and by each module that measures.
"""

from __future__ import annotations

import json
import operator
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum


class Better(StrEnum):
    """Which way a figure should go."""

    LOWER = "lower"
    HIGHER = "higher"


@dataclass(frozen=True)
class Figure:
    """``value`` in ``unit``; ``limit`` is what was promised (None: only watched). ``name`` stays the same for ever."""

    name: str
    value: float
    unit: str
    limit: float | None
    better: Better = Better.LOWER

    @property
    def broken(self) -> bool:
        """Whether the promise is broken."""
        worse = operator.gt if self.better is Better.LOWER else operator.lt
        return self.limit is not None and worse(self.value, self.limit)


def percentile(values: Sequence[float], at: int) -> float:
    """The value that ``at`` of a hundred do not exceed."""
    return statistics.quantiles(values, n=100, method="inclusive")[at - 1]


def to_json(figures: Iterable[Figure]) -> str:
    """A list of objects {name, value, unit, limit, better}."""
    return json.dumps([asdict(figure) for figure in figures], indent=1, ensure_ascii=False) + "\n"


def table(figures: Sequence[Figure]) -> str:
    """The same for a person."""
    rows = [("figure", "value", "unit", "limit", "")]
    for f in figures:
        sign = "<=" if f.better is Better.LOWER else ">="
        limit = "" if f.limit is None else f"{sign} {f.limit:g}"
        rows.append((f.name, f"{f.value:.4g}", f.unit, limit, "BROKEN" if f.broken else ""))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)
