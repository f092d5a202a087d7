"""A table for a terminal: columns as wide as they must be.

Owns the layout only. Called by ``ports.py`` and ``qualify.py``.
"""

from __future__ import annotations

from collections.abc import Sequence

_GAP = "  "


def render_table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """One line a row below the headers; the last column is not padded."""
    widths = [max(map(len, column)) for column in zip(headers, *rows, strict=True)]
    return "\n".join(_line(cells, widths) for cells in (headers, *rows))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return _GAP.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
