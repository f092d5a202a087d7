"""The loop of the screens: a turn when there is something to do, a look for fingers in between, and the clock of both.

Owns the rhythm. Kivy's own loop makes sixty turns a second whether anything changes or not (2.6 % of a core on an idle
screen), and what a thread has brought waits for the next one. Here a look that finds nothing to do is all there is.
Whatever is to be done has a look of its own, so that the loop listens for fingers between any two (K4): a turn of
Kivy's clock, in which a page may be composed; the frame that shows it, next; and the collector, which takes the page
that this frame has replaced. Knows no screen. Called by ``kiosk.ui.running``.
"""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from kivy.base import EventLoop, runTouchApp, stopTouchApp
from kivy.clock import Clock
from kivy.core.window import Window
from kivy.graphics.opengl import glFinish
from kivy.lang import Builder

from kiosk.ui import garbage

_FRAME_S = 1 / 60
_REST_S = 1 / 25  # each look wakes a processor that sleeps: sixty a second cost more than all else that is idle
_BLOCK_S = 0.05  # K4: longer than this nobody may hold the loop


@dataclass
class Pulse:
    """How long the loop did not listen: the longest time since it was asked last, and how often it was too long.

    ``longest_own_ms`` is the longest that its thread computed in one such time: the rest it waited, for a processor
    that others had or for the threads that paint.
    """

    turns: int = 0
    longest_ms: float = 0.0
    longest_own_ms: float = 0.0
    blocks: int = 0

    def note(self, took_s: float, own_s: float) -> None:
        """The loop listens again after so long."""
        self.turns += 1
        self.longest_ms = max(self.longest_ms, round(took_s * 1000, 2))
        self.longest_own_ms = max(self.longest_own_ms, round(own_s * 1000, 2))
        self.blocks += took_s > _BLOCK_S


class Loop:
    """``run`` turns Kivy's loop until it is ended; ``wake`` may be called by any thread.

    ``resting``: nobody is there, and looking for the first finger 25 times a second is soon enough.
    """

    def __init__(self) -> None:
        self.resting = False
        self._woken = False
        self._bed = threading.Lock()  # the loop lies on it until somebody lets it go
        self._bed.acquire()
        self._due = False  # whether the wait ended when a turn was to come
        self._pulse = Pulse()

    def wake(self) -> None:
        """There is something to do: do not wait for the next look."""
        self._woken = True
        with suppress(RuntimeError):  # somebody else has just done so
            self._bed.release()

    def take_pulse(self) -> Pulse:
        """What has been noted since the last time. Kivy thread only."""
        taken, self._pulse = self._pulse, Pulse()
        return taken

    def run(self) -> None:
        """Until the window is closed or ``stopTouchApp`` is called."""
        runTouchApp(embedded=True)  # the input, and the start of the clock
        Window.bind(on_flip=finish_frame)
        try:
            while not EventLoop.quit and EventLoop.status == "started":
                self._bed.acquire(timeout=self._pause_s())
                began_s, own_s = time.perf_counter(), time.thread_time()
                self._look()
                self._pulse.note(time.perf_counter() - began_s, time.thread_time() - own_s)
        finally:
            Window.unbind(on_flip=finish_frame)
            stopTouchApp()

    def _look(self) -> None:
        """Fingers, and one thing that is to be done. What fingers have changed is drawn in the next look.

        A finger that never rests changes something in each: a turn that is late by a frame does not wait for it.
        """
        owed = Window.canvas.needs_redraw
        Window.mainloop()  # SDL's events
        EventLoop.dispatch_input()
        if owed:
            _draw()
        elif Window.canvas.needs_redraw and not self._is_late():
            return
        elif garbage.due():
            garbage.collect()
        elif self._woken or (self._due and self._turn_in_s() <= 0):
            self._woken = False
            Clock.tick()
            _settle()

    def _is_late(self) -> bool:
        """Whether a turn should have been a frame ago."""
        self._due = self._turn_in_s() <= -_FRAME_S
        return self._due

    def _pause_s(self) -> float:
        """Until the next look: none while something is to be done. The clock is asked once a look, it costs most."""
        self._due = False
        if self._woken or Window.canvas.needs_redraw or garbage.due():
            return 0.0
        rest_s, turn_in_s = _REST_S if self.resting else _FRAME_S, self._turn_in_s()
        self._due = turn_in_s <= rest_s
        soon = turn_in_s <= _FRAME_S or not self.resting  # what moves; else at rest the next look is soon enough
        return max(0.0, turn_in_s) if self._due and soon else rest_s

    def _turn_in_s(self) -> float:
        """Until the clock's next event, but no sooner than a frame after the last turn."""
        due_s: float = max(Clock.get_min_timeout(), Clock.get_time() + _FRAME_S)
        now_s: float = Clock.time()
        return due_s - now_s


def _settle() -> None:
    """What events of the clock, or fingers, have left for the moment before the frame, as in Kivy's own turn."""
    Builder.sync()
    Clock.tick_draw()
    Builder.sync()


def _draw() -> None:
    _settle()
    Window.dispatch("on_draw")
    Window.dispatch("on_flip")


def finish_frame(_window: object) -> None:
    """The picture is drawn when this returns.

    A driver that may queue frames ahead answers late and hoards them: 100 MB of software GL's.
    """
    glFinish()
