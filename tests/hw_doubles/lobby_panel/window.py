"""The bench's window: a head that stays, the groups beneath it, scrolled where the display is low.

Owns the Kivy loop and its clock. Imports Kivy, which opens a window in this process: import it only inside
``demo_window.kivy_environment``. Called by ``demo_window`` and by the screenshot test (which turns the loop by hand).
"""

from __future__ import annotations

import signal
import time
from pathlib import Path
from typing import Any

from kivy.base import EventLoop, runTouchApp, stopTouchApp
from kivy.clock import Clock as KivyClock
from kivy.core.window import Window
from kivy.uix.relativelayout import RelativeLayout
from kivy.uix.scrollview import ScrollView

from kiosk.assets import Assets, default_root
from kiosk.ui.faces import Faces
from kiosk.ui.geometry import Rect
from kiosk.ui.widgets.paint import Paint, Placed, draw_box
from tests.hw_doubles.lobby_panel.keeper import Keeper, Stage
from tests.hw_doubles.lobby_panel.look import CHOSEN, DIM, FAULTY, GROUND, SLOT, bench_look
from tests.hw_doubles.lobby_panel.parts import TwoLanguages, plain
from tests.hw_doubles.lobby_panel.plan import BENCH, GAP, HEAD
from tests.hw_doubles.lobby_panel.sections import SECTIONS, Section
from tests.hw_doubles.lobby_panel.viewer import Viewer
from tests.hw_doubles.lobby_panel.words import Label, label

_TICK_S = 0.05


class BenchWindow:
    """The window over a keeper's lobby."""

    def __init__(self, keeper: Keeper, width: int, height: int) -> None:
        self._keeper = keeper
        self._faces = Faces(Assets(default_root()))
        self._whole = bench_look(self._faces, width, height)
        self._shown: object = None
        self.viewer: Viewer | None = None
        Window.clearcolor = GROUND
        Window.set_title(" ".join(label("title")))
        self.head = _Head(self._whole, Rect(0, 0, width, HEAD))
        self.sections = self._composed(width)
        Window.add_widget(self._scrolled(width, height - HEAD))
        Window.add_widget(self.head)
        self._ticking = KivyClock.schedule_interval(lambda _dt: self.tick(), _TICK_S)

    def run(self) -> None:
        """Turn the loop until a window is closed, the lobby is over, or a signal comes."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _end_loop)
        runTouchApp()

    def turn(self) -> None:
        """One turn of the loop (the test's)."""
        EventLoop.idle()

    def tick(self) -> None:
        """Show what there is now."""
        now_s = time.monotonic()
        self.head.show(self._keeper)
        seen = self._keeper.seen
        if self._keeper.stage is Stage.OVER:
            stopTouchApp()
        if seen is None:
            return
        for section in self.sections:
            if seen is not self._shown:
                section.show(seen, now_s)
            section.tick(now_s)
        self._shown = seen

    def open(self, path: Path) -> None:
        """A sheet, large."""
        self.close_viewer()
        self.viewer = Viewer(self._whole, path, self.close_viewer)
        Window.add_widget(self.viewer)

    def close_viewer(self) -> None:
        """Back to the bench."""
        if self.viewer is not None:
            Window.remove_widget(self.viewer)
            self.viewer = None

    def _composed(self, width: int) -> list[Section]:
        look = bench_look(self._faces, width, BENCH)
        rest = Rect(GAP, GAP, width - 2 * GAP, BENCH)
        sections = []
        for section in SECTIONS:
            place, rest = rest.cut_top(section.height, GAP)
            sections.append(section(look, place, self._keeper, self.open))
        return sections

    def _scrolled(self, width: int, height: int) -> Any:
        view = ScrollView(size=(width, height), size_hint=(None, None), do_scroll_x=False, bar_width=6)
        view.do_scroll_y = height < BENCH
        bench = RelativeLayout(size=(width, max(BENCH, height)), size_hint=(None, None))
        # A bench lower than its window hangs from the head.
        hung = RelativeLayout(size=(width, BENCH), size_hint=(None, None), pos=(0, bench.height - BENCH))
        for section in self.sections:
            hung.add_widget(section)
        bench.add_widget(hung)
        view.add_widget(bench)
        return view


class _Head(Placed):
    """What this window is, and how the lobby is."""

    def __init__(self, look: Any, rect: Rect) -> None:
        super().__init__(look, rect)
        draw_box(self.canvas, look, rect, Paint(SLOT))
        title, rest = rect.inset(16, 0).cut_left(190, 10)
        upper, lower = rest.inset(0, 7).rows(2, 0)
        self._state = plain(look, upper, size=13, align="right")
        self._second = plain(look, lower, size=12, colour=DIM, align="right")
        self.add(TwoLanguages(look, title, label("title"), bold=True), self._state, self._second)

    def show(self, keeper: Keeper) -> None:
        """The stage, or why the last act was refused."""
        if keeper.told:
            self._say(Label(keeper.told[:60], keeper.told[60:130]), FAULTY)
        elif keeper.stage is Stage.STARTING:
            self._say(label("starting"), CHOSEN)
        else:
            self._say(label("subtitle"), DIM)

    def _say(self, words: Label, colour: Any) -> None:
        self._state.show(words.zh, colour)
        self._second.show(words.en, colour)


def _end_loop(_signal: int, _frame: Any) -> None:
    KivyClock.schedule_once(lambda _dt: stopTouchApp(), 0)
