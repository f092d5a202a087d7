"""How an amount is written for people: ``1,234.50`` (GB/T 15835, CLDR of all three languages alike).

Owns the figures, for the glass, the papers and the sentences. What a machine reads (CSV, worksheets, records) is plain.
Pure; called wherever an amount is shown.
"""

from __future__ import annotations

MINUS = "\u2212"


def figures(fen: int) -> str:
    """``123450`` as ``1,234.50``, without its sign: that stands before the currency's."""
    return f"{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


def minus(fen: int) -> str:
    """The sign of what goes back; nothing for anything else."""
    return MINUS if fen < 0 else ""
