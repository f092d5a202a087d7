"""The environment that Kivy reads while it is imported: all of it is set here, once, before the first import.

Owns the KIVY_*, KCFG_* and SDL_* variables. Knows no widget. Called by ``kiosk.ui.app`` and by the test harness before
anything that imports Kivy; a variable that is already set from outside (a technician's trial) is left alone.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, replace
from pathlib import Path


@dataclass(frozen=True)
class Screen:
    """The window to open: ``width`` x ``height`` px; ``video_driver`` an SDL name (``offscreen``, ``kmsdrm``, ...)."""

    width: int
    height: int
    fullscreen: bool = False
    video_driver: str = ""  # empty: SDL chooses
    max_fps: int = 60


def found(screen: Screen, size: tuple[int, int]) -> Screen:
    """Full screen the panel says how large it is (KMS/DRM: its preferred mode); a window is as configured."""
    return replace(screen, width=size[0], height=size[1]) if screen.fullscreen else screen


def variables(screen: Screen, home: Path) -> Mapping[str, str]:
    """What Kivy has to find in its environment to open exactly this window and to leave everything else alone."""
    wanted = {
        "KIVY_HOME": str(home),
        "KIVY_NO_ARGS": "1",  # else Kivy eats the command line of the kiosk
        "KIVY_NO_CONFIG": "1",
        "KIVY_NO_FILELOG": "1",
        "KIVY_NO_ENV_CONFIG": "0",
        "KIVY_LOG_MODE": "PYTHON",  # KIVY_NO_CONSOLELOG would swallow tracebacks (field-notes)
        "KIVY_CLIPBOARD": "dummy",
        "KIVY_METRICS_DENSITY": "1",  # sizes are pixels: millimetres are the panel's business
        "KIVY_DPI": "96",
        "KCFG_GRAPHICS_WIDTH": str(screen.width),
        "KCFG_GRAPHICS_HEIGHT": str(screen.height),
        "KCFG_GRAPHICS_RESIZABLE": "0",
        "KCFG_GRAPHICS_FULLSCREEN": "auto" if screen.fullscreen else "0",
        "KCFG_GRAPHICS_BORDERLESS": "1" if screen.fullscreen else "0",
        "KCFG_GRAPHICS_SHOW_CURSOR": "0" if screen.fullscreen else "1",
        "KCFG_GRAPHICS_MAXFPS": str(screen.max_fps),
        "KCFG_GRAPHICS_VSYNC": "0",
        "KCFG_GRAPHICS_MULTISAMPLES": "0",  # edges are smoothed by the shapes themselves; saves the Pi's bandwidth
        "KCFG_KIVY_EXIT_ON_ESCAPE": "0",  # K5: a keyboard plugged into the kiosk must not close it
        "KCFG_POSTPROC_DOUBLE_TAP_TIME": "400",  # ms; not every hand is young (the shell ignores the second half)
        "KCFG_INPUT_MOUSE": "mouse,disable_multitouch",
    }
    if screen.video_driver:
        wanted["SDL_VIDEODRIVER"] = screen.video_driver
    return wanted


def prepare(screen: Screen, home: Path, environ: MutableMapping[str, str]) -> None:
    """Write the variables into ``environ`` (``os.environ``); what is set already stays."""
    home.mkdir(parents=True, exist_ok=True)
    for name, value in variables(screen, home).items():
        environ.setdefault(name, value)
