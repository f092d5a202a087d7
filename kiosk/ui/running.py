"""The running screens: window, shell, the thread for use cases, the newsboy, the remote; and their orderly end.

Owns the lifetimes. Called by ``kiosk.ui.app`` and by the test harness (which turns the loop by hand).
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from kivy.base import EventLoop, stopTouchApp
from kivy.clock import Clock as KivyClock
from kivy.core.window import Window

from kiosk.assets import Assets
from kiosk.clock import Clock
from kiosk.desk.api import Desk
from kiosk.errors import KioskError
from kiosk.ui import code_pages, garbage
from kiosk.ui.faces import Faces
from kiosk.ui.flow.renderers import open_book
from kiosk.ui.handwriting import Handwriting
from kiosk.ui.input_methods import InputMethods
from kiosk.ui.news import News, Newsboy
from kiosk.ui.panel_reader import KivyReader, search_no_more
from kiosk.ui.pinyin import Pinyin
from kiosk.ui.reading_ahead import read_ahead
from kiosk.ui.remote import Remote
from kiosk.ui.rooms import Rooms
from kiosk.ui.screens.home import Home
from kiosk.ui.screens.idle import Idle
from kiosk.ui.screens.staff_door import staff_door
from kiosk.ui.settings import UiSettings
from kiosk.ui.shell import Shell
from kiosk.ui.staff_cards import StaffCards
from kiosk.ui.touch_panel import ASKS_EVERY_S, PanelActs, PanelSettings, PanelWatch
from kiosk.ui.turning import Loop
from kiosk.ui.warming import warm_up, ways
from kiosk.ui.work import Work

log = logging.getLogger(__name__)
TICK_S = 0.25
_TICKS_AT_REST = 4  # nobody counts the seconds then: what changes by itself is seen a second later at most
_WARMS_AFTER_S, _WARM_AFTER_S = 1.5, 2.5  # the start is over, and nobody is there yet; a way of painting each tick
_SWEEPS_AFTER_S = 1.0  # a visit's widgets take some 10 ms to collect: not while a finger is on its way


class Running:
    """Everything of the screens that has to be started and ended."""

    def __init__(self, desk: Desk, settings: UiSettings, clock: Clock) -> None:
        self.settings = settings
        self._open = True
        self.loop = Loop()
        self.work = Work(self.deliver, self._crashed)
        folder = settings.state_dir / "rime"
        self._assets = Assets(settings.assets_root)
        faces = Faces(self._assets)
        pinyin = Pinyin(folder / "settings", folder / "build", faces.draws, lambda: names_of(desk, settings))
        self._methods = InputMethods(pinyin, Handwriting(faces.draws))
        self._methods_start = threading.Thread(target=self._methods.start, name="input", daemon=True)
        rooms = Rooms(Idle, Home, open_book(settings.flows_dir, self._methods), staff_door)
        self.shell = Shell(desk, settings, clock, faces, self.work, rooms)
        self._cards = StaffCards(self.shell, typed=settings.cards_typed)
        self._newsboy = Newsboy(
            desk,
            lambda news: self.deliver(lambda: self._take_news(news)),
            lambda error: self.deliver(lambda: self._crashed(error)),
        )
        self._remote = Remote(settings.remote, self.shell, self.loop, self.deliver) if settings.remote else None
        Window.add_widget(self.shell)
        Window.bind(on_key_down=self._key_down, on_key_up=self._key_up)
        self.shell.start()
        garbage.take_over()
        self._ticks = 0
        self._firsts: list[tuple[float, Callable[[], None]]]
        self._firsts = [(_WARMS_AFTER_S, partial(warm_up, way)) for way in ways()]
        self._firsts.append((_WARM_AFTER_S, self._hand_back_code))
        self._ticking = KivyClock.schedule_interval(lambda _dt: self._tick(), TICK_S)
        self._looking = self._watch_panels(settings.panel) if settings.panel is not None else None

    def _watch_panels(self, panel: PanelSettings) -> Any:
        """On a kiosk the touch panel is a device like others: it may be unplugged."""
        search_no_more()
        acts = PanelActs(panel.attach or KivyReader, self.shell.hand.let_go, lambda there: self._tell(panel, there))
        watch = PanelWatch(panel.find, acts)
        KivyClock.schedule_once(lambda _dt: watch.look(), 0)  # when the loop has begun, which starts what it then has
        return KivyClock.schedule_interval(lambda _dt: watch.look(), ASKS_EVERY_S)

    def _tell(self, panel: PanelSettings, there: bool) -> None:
        self.shell.run(f"panel.{there}", lambda: panel.told(there), lambda _none: None)

    def _tick(self) -> None:
        self._ticks = (self._ticks + 1) % _TICKS_AT_REST
        if self._ticks == 0 or not (self.loop.resting and self.shell.session.resting):
            self.shell.tick()
        if self.loop.resting and not self.shell.session.resting:
            self.shell.run("names", self._methods.renew, lambda _none: None)
            self._read_ahead()
        self.loop.resting = self.shell.session.resting
        still_s = self.shell.session.still_s
        if self._firsts and still_s >= self._firsts[0][0]:
            self._firsts.pop(0)[1]()
        elif self.shell.left_over and still_s >= _SWEEPS_AFTER_S:
            self.shell.left_over = False
            garbage.sweep()

    def _read_ahead(self) -> None:
        """Whoever comes may choose any language."""
        self.shell.run("faces", lambda: read_ahead(self._assets.all_common()), lambda _none: None)

    def _hand_back_code(self) -> None:
        """In a thread: to read the list of all mappings takes 40 ms of a processor."""
        self.shell.run("code pages", code_pages.hand_back, lambda _none: None)

    def _take_news(self, news: News) -> None:
        self.shell.take_news(news)
        self._cards.take(news.card)

    def _key_down(self, _window: Any, code: int, _scan: int, character: str | None, modifiers: list[str]) -> bool:
        return self._cards.key_down(code, character, frozenset(modifiers))

    def _key_up(self, _window: Any, code: int, _scan: int) -> None:
        self.shell.keypad.key_up(code)

    def deliver(self, call: Callable[[], None]) -> None:
        """Run ``call`` in the Kivy thread, between two frames, unless everything has been closed by then."""
        KivyClock.schedule_once(lambda _dt: call() if self._open else None, 0)
        self.loop.wake()

    def run(self) -> None:
        """Turn Kivy's loop until it is ended; SIGTERM ends it (systemd)."""
        signal.signal(signal.SIGTERM, _end_loop)
        self.start_threads()
        try:
            self.loop.run()
        finally:
            self.close()

    def start_threads(self) -> None:
        """The input method (seconds the first time), the newsboy and, if configured, the remote."""
        self._methods_start.start()
        self._read_ahead()
        self._newsboy.start()
        if self._remote is not None:
            self._remote.start()

    def turn(self) -> None:
        """One turn of the loop: touches, clock, frame (the tests' loop)."""
        EventLoop.idle()

    def ask_to_end(self) -> None:
        """Let the newsboy end after its present wait; ``close`` waits for it."""
        self._newsboy.ask_to_stop()

    def close(self) -> None:
        """End threads and take the shell from the window."""
        self._open = False
        if self._remote is not None:
            self._remote.close()
        self._newsboy.stop()
        self._ticking.cancel()
        if self._looking is not None:
            self._looking.cancel()
        self.shell.resting.brighten()
        self.shell.guide.forget()
        garbage.hand_back()
        self.work.close()
        Window.unbind(on_key_down=self._key_down, on_key_up=self._key_up)
        Window.remove_widget(self.shell)
        self._methods_start.join()
        self._methods.close()

    def _crashed(self, error: BaseException) -> None:
        """Broken code in a use case: the log has the trace, the person has a sentence (K2)."""
        log.error("a use case broke", exc_info=error)
        self.shell.dialogs.tell("error.unexpected")


def names_of(desk: Desk, settings: UiSettings) -> set[str]:
    """What this estate and its buildings are called: people write it in the middle of a sentence."""
    estate = set(settings.house.estate.values())
    try:
        return estate | {unit.building for unit in desk.identity.units()}
    except KioskError as error:  # it costs the buildings' names, not the keyboard
        log.warning("the input method does not know the buildings: %s (%s)", error.detail, error.number)
        return estate


def _end_loop(_signal: int, _frame: Any) -> None:
    KivyClock.schedule_once(lambda _dt: stopTouchApp(), 0)
