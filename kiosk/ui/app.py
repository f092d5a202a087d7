"""The screens' process: Kivy's environment, the shell, the threads around it, and the loop.

Owns start and end of everything beneath ``kiosk.ui``. Called by the composition root (``kiosk ui``) with a Desk;
imports Kivy only after its environment is made.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.clock import Clock, SystemClock
from kiosk.desk.api import Desk
from kiosk.errors import KioskError
from kiosk.ui import garbage
from kiosk.ui.environment import Screen, found, prepare
from kiosk.ui.settings import House, Notice, UiSettings

if TYPE_CHECKING:
    from kiosk.ui.running import Running

__all__ = ["House", "Notice", "RemoteRefusedError", "Screen", "UiSettings", "run_ui", "set_up"]


class RemoteRefusedError(KioskError):
    """A test remote is configured on a kiosk without doubles: nobody may drive a real kiosk from a socket (K5)."""

    number = 1021


def run_ui(desk: Desk, settings: UiSettings, clock: Clock | None = None) -> None:
    """Show the kiosk until the window is closed or the process is told to end (SIGTERM)."""
    set_up(desk, settings, clock or SystemClock()).run()


def set_up(desk: Desk, settings: UiSettings, clock: Clock) -> Running:
    """Open the window and put the shell into it. Raises RemoteRefusedError, AssetError."""
    if settings.remote is not None and not settings.demo:
        raise RemoteRefusedError(str(settings.remote))
    garbage.begin()
    prepare(
        replace(settings.screen, max_fps=0), settings.state_dir / "kivy", os.environ
    )  # kiosk.ui.turning has the pace
    from kivy.core.window import Window  # only now is its environment there

    from kiosk.ui.running import Running

    return Running(desk, replace(settings, screen=found(settings.screen, tuple(Window.size))), clock)
