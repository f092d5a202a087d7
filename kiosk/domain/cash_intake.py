"""Which notes and coins make sense for what is still missing (G2).

Pure. Called by ``kiosk.desk.collecting``, which tells the machine, and by the screen that shows them.
"""

from __future__ import annotations

from collections.abc import Iterable


def sensible_fen(denominations_fen: Iterable[int], missing_fen: int, most_over_fen: int) -> frozenset[int]:
    """Those after which at most ``most_over_fen`` is over: no hundred for two yuan. None when nothing is missing."""
    if missing_fen <= 0:
        return frozenset()
    return frozenset(fen for fen in denominations_fen if 0 < fen <= missing_fen + most_over_fen)
