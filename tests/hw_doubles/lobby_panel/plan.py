"""How large the bench is and its groups are, in pixels; needs no Kivy, whose window is opened with these figures.

Owns the figures. Called by ``demo_window`` (size of the window), ``sections`` and ``window``.
"""

from __future__ import annotations

WIDTH = 560
LEAST_HEIGHT = 400  # lower than that nothing is worth showing
HEAD, GAP, INSET, ROW = 50, 8, 10, 34
LAMPS, PAPERS, FAR_END = 74, 236, 232
FAULTS = 24 + 5 * (ROW + 6) + 2 * INSET - 6
CARDS = CASH = ROW + 2 * INSET
PHONE = 3 * (ROW + 6) - 6 + 2 * INSET
OFFICE = 112
BENCH = LAMPS + PAPERS + FAR_END + FAULTS + CARDS + CASH + PHONE + OFFICE + 9 * GAP
FULL_HEIGHT = HEAD + BENCH
