"""When Python collects its garbage: between two frames, not while a finger waits (K4); freed memory is given back.

Owns the collector's schedule and the C library's habits. Every composition leaves some thousand objects in cycles
(widgets and their canvases). Left to itself the collector came after a dozen of them and stopped the glass for 150 ms.
Here the young ones go every quarter of a second, in a few milliseconds; all of them now and then and when the visit has
ended; and what was there at the start is never walked again. Called by ``kiosk.ui.running`` and ``kiosk.ui.app``.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc

_WORTH_COLLECTING = 2500  # objects made since the last time
_MIDDLE_AGED, _OLD = 4, 3  # collections of the younger ones after which the survivors are looked at

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # mallopt(3): M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
_TRIM_ABOVE, _MAP_ABOVE = 128 << 10, 64 << 10  # octets


def begin() -> None:
    """Before anything is loaded: large blocks (pictures, a passcode's 16 MB of hashing) are to go back at once.

    Left to itself the GNU library raises its thresholds with every large block that is freed, up to 64 MB: the screens
    kept 20 MB more than they used. Another C library has no such habit, and no ``mallopt``.
    """
    gc.disable()  # while a thousand modules are loaded there is nothing to find
    with contextlib.suppress(AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_TRIM_THRESHOLD, _TRIM_ABOVE)
        mallopt(_MMAP_THRESHOLD, _MAP_ABOVE)


def take_over() -> None:
    """From now on only ``collect`` collects; what exists stays for good."""
    gc.freeze()
    gc.disable()


def collect() -> None:
    """Collect if enough has been made since the last time; a few milliseconds."""
    young, middle_aged, old = gc.get_count()
    if young > _WORTH_COLLECTING:
        gc.collect(2 if old >= _OLD else 1 if middle_aged >= _MIDDLE_AGED else 0)


def sweep() -> None:
    """Collect whatever there is: a visit has ended, and what was typed in it may not wait for the next one (A1)."""
    gc.collect()


def hand_back() -> None:
    """Python collects by itself again."""
    gc.enable()
    gc.unfreeze()
