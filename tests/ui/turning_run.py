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

_LOOKS = 12  # after each act
_BLOCKED_S = 0.08


def main(folder: Path) -> dict[str, Any]:
    """Turn the loop through the script; what was seen."""
    prepare(Screen(320, 240, video_driver="offscreen", max_fps=0), folder, os.environ)
    from kivy.base import EventLoop

    from kiosk.ui.turning import Loop

    clock, loop = standing_clock(), Loop()
    script = Script(clock, loop)
    EventLoop.add_input_provider(Panel(script))
    loop.run()
    return script.seen


def standing_clock() -> Any:
    """Kivy's clock, standing: put in the place of the running one."""
    from kivy.clock import ClockBase
    from kivy.context import Context

    class Standing(ClockBase):
        now_s = 1000.0

        def time(self) -> float:
            return self.now_s

        def turn(self, seconds: float) -> None:
            self.now_s += seconds

    context = Context()
    context["Clock"] = clock = Standing()
    context.push()
    return clock


class Script:
    """Acts one after another, each followed by some looks; ``seen`` has the turns and the frames made in these."""

    def __init__(self, clock: Any, loop: Any) -> None:
        self._clock, self._loop = clock, loop
        self.seen: dict[str, Any] = {}
        self._frames = 0

    def _drawn(self, _window: object) -> None:
        self._frames += 1

    def steps(self) -> Iterator[None]:
        """One with each look; at the end the loop is ended."""
        from kivy.base import stopTouchApp
        from kivy.core.window import Window

        Window.bind(on_flip=self._drawn)
        for _ in range(3):  # what the window itself still has to draw
            yield
        for name, act in self._acts().items():
            turns, frames = self._clock.frames, self._frames
            act()
            for _ in range(_LOOKS):
                yield
            self.seen[name] = [self._clock.frames - turns, self._frames - frames]
        yield from self._change()
        yield from self._stir()
        yield from self._block()
        stopTouchApp()
        while True:
            yield

    def _acts(self) -> dict[str, Callable[[], object]]:
        from kivy.core.window import Window

        clock = self._clock
        return {
            "nothing": lambda: None,
            "due later": lambda: clock.schedule_once(lambda _dt: self.seen.setdefault("rang at", clock.now_s), 5),
            "not yet due": lambda: clock.turn(4.9),
            "due": lambda: clock.turn(0.2),
            "before a frame": self._before_a_frame,
            "a changed picture": Window.canvas.ask_update,
            "a thread": lambda: _in_a_thread(self._loop.wake),
        }

    def _before_a_frame(self) -> None:
        """An event that leads to one before the next frame, though nothing is to be drawn."""
        self._clock.schedule_once(lambda _dt: self._clock.schedule_once(self._settled, -1), 1)
        self._clock.turn(2)

    def _settled(self, _dt: float) -> None:
        self.seen["settled"] = True

    def _change(self) -> Iterator[None]:
        """An event of the clock changes the picture: in which look, and in which that is drawn."""
        from kivy.core.window import Window

        looks: list[None] = []

        def change(_dt: float) -> None:
            Window.bind(on_flip=lambda _window: self.seen.setdefault("drawn in look", len(looks)))
            self.seen["changed in look"] = len(looks)
            Window.canvas.ask_update()

        self._clock.schedule_once(change, 1)
        self._clock.turn(2)
        for _ in range(_LOOKS):
            looks.append(None)
            yield

    def _stir(self) -> Iterator[None]:
        """A finger that never rests: the picture changes in each look. In which one rings what is due."""
        from kivy.core.window import Window

        looks: list[None] = []
        self._clock.schedule_once(lambda _dt: self.seen.setdefault("rang in stirred look", len(looks)), 1)
        self._clock.turn(2)
        for _ in range(_LOOKS):
            looks.append(None)
            Window.canvas.ask_update()
            yield

    def _block(self) -> Iterator[None]:
        """Something holds the loop."""
        self._loop.take_pulse()
        yield
        threading.Event().wait(_BLOCKED_S)
        yield
        pulse = self._loop.take_pulse()
        self.seen["pulse"] = [pulse.turns, pulse.blocks, pulse.longest_ms]


class Panel:
    """Asked for fingers at each look."""

    def __init__(self, script: Script) -> None:
        self._seen, self._steps = script.seen, script.steps()

    def start(self) -> None:
        self._seen["started"] = True

    def stop(self) -> None:
        self._seen["stopped"] = True

    def update(self, dispatch_fn: object) -> None:
        next(self._steps)


def _in_a_thread(act: Callable[[], object]) -> None:
    thread = threading.Thread(target=act)
    thread.start()
    thread.join()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
