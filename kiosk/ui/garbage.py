"""When Python collects its garbage: between two frames, not while a finger waits (K4); freed memory is given back.

Owns the collector's schedule and the C library's habits. Every composition leaves some thousand objects in cycles
(widgets and their canvases). Left to itself the collector came after a dozen of them and stopped the glass for 150 ms;
by the clock it was no better under a quick hand, and generations made it worse: a page that is on the glass while the
young are collected is old when it goes. So each page is collected alone, in a look of the loop right after the frame
that replaced it: some 9 ms, for what was there at the start is never walked again. Put off until the loop has nothing
to do, three pages come together under a quick hand, and 60 ms. Called by ``kiosk.ui``'s ``app``, ``running`` and
``turning``.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc

_PAGE = 2500  # objects made since the last time: a page is 3000 to 7000

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # mallopt(3): M_TRIM_THRESHOLD, M_MMAP_THRESHOLD
_TRIM_ABOVE, _MAP_ABOVE = 128 << 10, 64 << 10  # octets


def begin() -> None:
    """Before anything is loaded: large blocks (pictures, a passcode's 16 MB of hashing) are to go back at once.

    Left to itself the GNU library raises its thresholds with every large block that is freed, up to 64 MB: the screens
    kept 26 MB more after two previews of three pages. Another C library has no such habit, and no ``mallopt``.
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


def due() -> bool:
    """Whether about a page's worth of objects has been made since the last time."""
    return gc.get_count()[0] > _PAGE


def collect() -> None:
    """Collect if it is due."""
    if due():
        gc.collect()


def sweep() -> None:
    """Collect whatever there is: a visit has ended, and what was typed in it may not wait for the next one (A1).

    What a visit leaves free in the middle of the C library's memory, some 5 MB, goes back as well.
    """
    gc.collect()
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def hand_back() -> None:
    """Python collects by itself again."""
    gc.enable()
    gc.unfreeze()
