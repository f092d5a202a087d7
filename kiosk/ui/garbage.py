"""When Python collects its garbage: between two frames, not while a finger waits (K4).

Owns the collector's schedule. Every composition leaves some thousand objects in cycles (widgets and their canvases).
Left to itself the collector came after a dozen of them and stopped the glass for 150 ms; a quarter second's worth takes
under 10 ms, and what was there at the start is never walked again. Called by ``kiosk.ui.running``.
"""

from __future__ import annotations

import gc

_WORTH_COLLECTING = 5000  # objects made since the last time


def take_over() -> None:
    """From now on only ``collect`` collects; what exists stays for good."""
    gc.collect()
    gc.freeze()
    gc.disable()


def collect() -> None:
    """Collect if enough has been made since the last time; a few milliseconds."""
    if gc.get_count()[0] > _WORTH_COLLECTING:
        gc.collect()


def sweep() -> None:
    """Collect whatever there is: a visit has ended, and what was typed in it may not wait for the next one (A1)."""
    gc.collect()


def hand_back() -> None:
    """Python collects by itself again."""
    gc.enable()
    gc.unfreeze()
