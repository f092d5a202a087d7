"""Sessions without end, as fast as they can be composed: what stays behind of them.

Owns the kinds of sessions and the counting. ``python -m tests.ui.sessions NUMBER`` makes so many in a window of its own
and writes what the process held when it had settled, now and then on the way, and at the end, each a line of JSON.
Called by the bench and, with few, by ``test_sessions``.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

from kiosk.ui import garbage
from tests.bench.usage import memory_mb, own_memory_mb
from tests.ui.harness import Glass, open_glass
from tests.ui.walk import identify

SETTLED, _COUNTED_EVERY = 500, 1000
_SIZE = (480, 288)  # a third of the pixels, the same widgets: what could be left of a session is no pixel
_LANGUAGES = ("language.en", "language.zh-Hant", "language.zh-Hans")
_IDENTIFIED_EVERY = 25  # hashing a passcode takes as long as twenty sessions: that is its purpose


@dataclass(frozen=True)
class Held:
    """What a process holds."""

    memory_mb: float
    own_mb: float
    threads: int
    handles: int
    widgets: int
    textures: int
    clock_events: int


def held(glass: Glass) -> Held:
    """By this process, now; pictures that are kept on purpose, of lines and of corners, are not counted."""
    from kivy.clock import Clock
    from kivy.graphics.texture import Texture
    from kivy.uix.widget import Widget

    from kiosk.ui.widgets import corners

    gc.unfreeze()
    gc.collect()
    things = gc.get_objects()
    # isinstance would ask a proxy, which may be dead
    widgets = sum(issubclass(type(thing), Widget) for thing in things)
    textures = sum(type(thing) is Texture for thing in things) - glass.shell.look.faces.kept - corners.kept()
    del things
    gc.freeze()  # as the screens do, else every sweep to come would walk through everything
    handles = len(list(Path("/proc/self/fd").iterdir()))
    events = len(Clock.get_events())
    memory = (memory_mb(os.getpid()), own_memory_mb(os.getpid()))
    return Held(*memory, threading.active_count(), handles, widgets, textures, events)


class Sessions:
    """One visitor after another at the same glass."""

    def __init__(self, glass: Glass) -> None:
        self._glass = glass
        self._number = 0

    def run(self, number: int) -> None:
        """So many more."""
        for _ in range(number):
            self._number += 1
            self._one(self._number)

    def _one(self, number: int) -> None:
        glass = self._glass
        glass.touch("idle.wake")
        if number % 3 == 0:
            glass.touch(_LANGUAGES[number % 9 // 3])
        if number % _IDENTIFIED_EVERY == 0:
            self._identified()
        elif number % 2:
            glass.touch("home.prices")
        else:
            glass.touch("home.fax")
            glass.settle()
            glass.touch("unit.choice.12")
        self._end(by_time=number % 5 == 0)

    def _identified(self) -> None:
        """The number is typed and never sent."""
        self._glass.touch("home.fax")
        identify(self._glass)
        self._glass.type_digits("0211200")

    def _end(self, by_time: bool) -> None:
        glass = self._glass
        if by_time:
            glass.pass_time(110)  # the warning, which nobody answers
            glass.pass_time(20)
        else:
            glass.shell.end()
        glass.settle()
        glass.pass_time(1.5)  # the sweep
        assert glass.screen == "idle"


def finish_frames() -> None:
    """And collect: as the screens' own loop does (``kiosk.ui.turning``), which is not the one that turns here."""
    from kivy.core.window import Window

    from kiosk.ui.turning import finish_frame

    Window.bind(on_flip=finish_frame)
    Window.bind(on_flip=lambda _window: garbage.collect())


def main(number: int) -> None:
    """A line when settled, one every thousand sessions, and one at the end."""
    with tempfile.TemporaryDirectory() as folder:
        glass = open_glass(Path(folder), _SIZE)
        finish_frames()
        sessions = Sessions(glass)
        counted = sorted({min(SETTLED, number // 4), *range(_COUNTED_EVERY, number, _COUNTED_EVERY), number})
        for begun, ended in pairwise((0, *counted)):
            sessions.run(ended - begun)
            print(json.dumps(asdict(held(glass))), flush=True)
        glass.close()
        glass.furnished.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
