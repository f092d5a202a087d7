"""``./run demo`` with a display: the kiosk's window and, to its right, the lobby panel, for a person to play with.

Owns where the two windows stand, this process's Kivy environment (one window a process: the kiosk's screens are
another), and the end: closing either window ends everything. Called by ``demo``.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.ui.environment import Screen, variables
from tests.hw_doubles.lobby import Lobby, Panel, window_place
from tests.hw_doubles.lobby_panel.keeper import Keeper
from tests.hw_doubles.lobby_panel.plan import FULL_HEIGHT, LEAST_HEIGHT, WIDTH

_SIZES = ((1024, 600), (800, 480))  # of the kiosk's window, the largest that fits beside the bench
_EDGE, _BARS = 40, 90  # px that desktops take: at the top, and in all
_SESSION_S = 120


def play(folder: Path, size: tuple[int, int] | None = None) -> int:
    """Open both windows on a fresh lobby in ``folder``/lobby; 0 when a person ended it.

    ``size`` of the kiosk's window; None: what fits the display. Raises what broke, if something did.
    """
    shutil.rmtree(folder / "lobby", ignore_errors=True)
    # Of two windows one has the focus, and SDL swallows the first click on the other; it asks at every click, in both.
    os.environ["SDL_MOUSE_FOCUS_CLICKTHROUGH"] = "1"
    kiosk, bench = arranged(display_size(), size)
    keeper = Keeper(Lobby(folder / "lobby", kiosk, session_s=_SESSION_S))
    with kivy_environment(bench, folder / "lobby" / "bench"):
        from tests.hw_doubles.lobby_panel.window import BenchWindow
    window = BenchWindow(keeper, bench.width, bench.height)
    keeper.start()
    try:
        window.run()
    finally:
        keeper.end()
    return 0


def arranged(display: tuple[int, int] | None, size: tuple[int, int] | None = None) -> tuple[Panel, Panel]:
    """Places of the kiosk's window and of the bench's: side by side, as much in the middle as the display allows."""
    width, height = display or (_SIZES[0][0] + WIDTH, 850)
    fitting = [fits for fits in _SIZES if fits[0] + WIDTH <= width] or [_SIZES[-1]]
    kiosk_width, kiosk_height = size or fitting[0]
    left = max(0, (width - kiosk_width - WIDTH) // 3)
    kiosk = Panel(kiosk_width, kiosk_height, True, left, _EDGE)
    bench_height = min(FULL_HEIGHT, max(LEAST_HEIGHT, height - _BARS))
    return kiosk, Panel(WIDTH, bench_height, True, min(2 * left + kiosk_width, width - WIDTH), _EDGE)


@contextmanager
def kivy_environment(bench: Panel, home: Path) -> Iterator[None]:
    """While Kivy is imported: its environment for the bench. After it: as before, for the kiosk inherits it."""
    before = dict(os.environ)
    screen = Screen(bench.width, bench.height, max_fps=30, video_driver="" if bench.shown else "offscreen")
    place = window_place(bench) if bench.shown else {}
    home.mkdir(parents=True, exist_ok=True)
    os.environ.update({**variables(screen, home), **place})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def display_size() -> tuple[int, int] | None:
    """Pixels of the X display (or XWayland's); None where there is none: Kivy tells it only of an open window."""
    name = ctypes.util.find_library("X11")
    if name is None:
        return None
    x11 = ctypes.CDLL(name)
    x11.XOpenDisplay.restype = ctypes.c_void_p
    display = x11.XOpenDisplay(None)
    if not display:
        return None
    handle = ctypes.c_void_p(display)
    size = int(x11.XDisplayWidth(handle, 0)), int(x11.XDisplayHeight(handle, 0))
    x11.XCloseDisplay(handle)
    return size
