"""When Python collects its garbage: between two frames, not while a finger waits (K4); freed memory is given back.

Owns the collector's schedule and the C library's habits. Every composition leaves some thousand objects in cycles
(widgets and their canvases). Left to itself the collector came after a dozen of them and stopped the glass for 150 ms;
a quarter second's worth takes under 10 ms, and what was there at the start is never walked again. Called by
``kiosk.ui.running`` and ``kiosk.ui.app``.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc

_WORTH_COLLECTING = 5000  # objects made since the last time

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # mallopt(3): M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
_TRIM_ABOVE, _MAP_ABOVE = 128 << 10, 64 << 10  # octets


def give_back_early() -> None:
    """Large blocks (pictures, a passcode's 16 MB of hashing) go back to the system at once, not into a reserve.

    Left to itself the GNU library raises its thresholds with every large block that is freed, up to 64 MB: the screens
    kept 20 MB more than they used. Another C library has no such habit, and no ``mallopt``.
    """
    with contextlib.suppress(AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_TRIM_THRESHOLD, _TRIM_ABOVE)
        mallopt(_MMAP_THRESHOLD, _MAP_ABOVE)


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
