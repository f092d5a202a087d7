"""The screens' loop in a window of its own, on a clock that stands until it is turned: what makes a turn and what not.

Owns the stand-ins: Kivy's clock, and a panel whose every look for fingers is a step of the script. ``python -m
tests.ui.turning_run FOLDER`` writes one line of JSON. Called by ``test_turning``; a process of its own, for a loop that
has been ended cannot be begun again.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kiosk.ui.environment import Screen, prepare

_QUIET_LOOKS = 12
_BLOCKED_S = 0.08


def main(folder: Path) -> dict[str, Any]:
    """Turn the loop through the script; what was seen."""
    prepare(Screen(320, 240, video_driver="offscreen", max_fps=0), folder, os.environ)
    from kivy.base import EventLoop, stopTouchApp
    from kivy.clock import Clock, ClockBase
    from kivy.context import Context
    from kivy.core.window import Window

    from kiosk.ui.turning import Loop

    class Turned(ClockBase):
        """Kivy's clock, standing."""

        now_s = 1000.0

        def time(self) -> float:
            return self.now_s

    context = Context()
    context["Clock"] = clock = Turned()
    context.push()
    loop, seen = Loop(), dict[str, Any]()

    def turns(act: Callable[[], object]) -> Iterator[int]:
        """How many turns the next looks make after ``act``."""
        before = Clock.frames
        act()
        for _ in range(_QUIET_LOOKS):
            yield -1
        yield Clock.frames - before

    def script() -> Iterator[None]:
        """Step by step, one with each look; what follows an act is counted."""
        for _ in range(3):  # what the window itself still has to draw
            yield
        steps: dict[str, Callable[[], object]] = {
            "nothing": lambda: None,
            "due later": lambda: Clock.schedule_once(lambda _dt: seen.setdefault("rang at", clock.now_s), 5),
            "not yet due": lambda: _turn(clock, 4.9),
            "due": lambda: _turn(clock, 0.2),
            "a changed picture": Window.canvas.ask_update,
            "a thread": lambda: _in_a_thread(loop.wake),
        }
        for name, act in steps.items():
            for count in turns(act):
                if count < 0:
                    yield
                else:
                    seen[name] = count
        loop.take_pulse()
        yield
        threading.Event().wait(_BLOCKED_S)
        yield
        pulse = loop.take_pulse()
        seen["pulse"] = [pulse.turns, pulse.blocks, pulse.longest_ms]
        stopTouchApp()
        while True:
            yield

    class Panel:
        """Asked for fingers at each look."""

        def __init__(self) -> None:
            self._script = script()

        def start(self) -> None:
            seen["started"] = True

        def stop(self) -> None:
            seen["stopped"] = True

        def update(self, dispatch_fn: object) -> None:
            next(self._script)

    EventLoop.add_input_provider(Panel())
    loop.run()
    return seen


def _turn(clock: Any, seconds: float) -> None:
    clock.now_s += seconds


def _in_a_thread(act: Callable[[], object]) -> None:
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
