"""The thread that owns the lobby: puts it up, carries out what a person switches, brings killed processes back.

Owns every process of the demo (the kernel ties a child's life to the thread that started it, so all are started here)
and the watcher beside it. Knows no window: the panel hands in acts and reads ``seen``, ``told`` and ``stage``. Called
by ``demo_window`` and by the tests.
"""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from enum import Enum, auto

from tests.hw_doubles.lobby import CALL_PIN, MESSAGE_PIN, Lobby
from tests.hw_doubles.lobby_panel.switches import Switchboard
from tests.hw_doubles.lobby_panel.watching import Seen, Watch
from tests.hw_doubles.private_cups import DoubleFailedError
from tests.hw_doubles.sample_documents import make_samples
from tests.hw_doubles.softmodem.client import TelephoneWorldError

_EVERY_S = 0.25
_BACK_AFTER_S = 1.5  # a killed process stays away long enough for a person to see that it is gone
_TOO_SOON_S, _TOO_OFTEN = 8.0, 3  # a process that dies so soon so often will not live
# A double that refuses tells the person; the lobby goes on. Anything else is broken code and ends the demo.
REFUSALS = (OSError, AssertionError, DoubleFailedError, TelephoneWorldError, ValueError)

Act = Callable[[Switchboard], None]


class Stage(Enum):
    """How far the lobby is."""

    STARTING = auto()
    UP = auto()
    OVER = auto()


class Keeper:
    """Puts a lobby up in a thread of its own; ``end`` takes it down and waits until every child is gone."""

    def __init__(self, lobby: Lobby) -> None:
        self.lobby = lobby
        self._acts: queue.SimpleQueue[tuple[Act, Future[str]]] = queue.SimpleQueue()
        self._ending = threading.Event()
        self._threads = ThreadPoolExecutor(2, "lobby")
        self._keeping: Future[None] | None = None
        self._deaths: dict[str, list[float]] = {"core": [], "ui": []}
        self.seen: Seen | None = None
        self._refused = ""  # why the last act was, "" when it was not
        self._blind = ""  # why the last look saw nothing, "" when it did

    @property
    def told(self) -> str:
        """What the person at the panel should know: the last act was refused, or nothing can be seen just now."""
        return self._refused or self._blind

    @property
    def stage(self) -> Stage:
        """How far the lobby is."""
        if self._keeping is not None and (self._keeping.done() or self._ending.is_set()):
            return Stage.OVER
        return Stage.UP if self.seen else Stage.STARTING

    def start(self) -> None:
        """Begin to put the lobby up."""
        self._keeping = self._threads.submit(self._run)

    def end(self) -> None:
        """Take everything down. Raises what broke, if the lobby did not end because a person closed it."""
        self._ending.set()
        self._threads.shutdown()
        if self._keeping is not None:
            self._keeping.result()

    def do(self, act: Act) -> Future[str]:
        """Have ``act`` carried out soon, one after another; its result: why it was refused, "" when it was not."""
        outcome: Future[str] = Future()
        self._acts.put((act, outcome))
        return outcome

    def kill(self, name: str) -> None:
        """kill -9 of ``core`` or ``ui``; it is back in a moment."""
        self.do(lambda _switches: self.lobby.kill(name))

    def lamps(self) -> tuple[float, float]:
        """Brightness of call light and message lamp now, 0..1; asked more often than the rest: they blink."""
        levels = self.lobby.board.levels()
        return levels.get(CALL_PIN, 0.0), levels.get(MESSAGE_PIN, 0.0)

    def look(self, watch: Watch) -> None:
        """See the lobby once, or tell why it could not be seen."""
        try:
            self.seen = watch.look()
            self._blind = ""
        except sqlite3.OperationalError as error:  # the kiosk holds its store just now: look again
            self._blind = str(error)

    # --- in the threads of the pool

    def _run(self) -> None:
        papers = make_samples(self.lobby.folder / "papers")
        with self.lobby as lobby:
            switches = Switchboard(lobby, papers)
            watching = self._threads.submit(self._watch, Watch(lobby, switches, lobby.folder / "received"))
            try:
                while not (self._ending.is_set() or watching.done()):
                    self._carry_out(switches)
                    self._bring_back()
            finally:
                self._ending.set()
                watching.result()

    def _watch(self, watch: Watch) -> None:
        while not self._ending.is_set():
            self.look(watch)
            self._ending.wait(_EVERY_S)

    def _carry_out(self, switches: Switchboard) -> None:
        try:
            act, outcome = self._acts.get(timeout=_EVERY_S)
        except queue.Empty:
            return
        try:
            self._refused = ""
            act(switches)
        except REFUSALS as error:
            self._refused = str(error) or type(error).__name__
        outcome.set_result(self._refused)

    def _bring_back(self) -> None:
        for name, process in self.lobby.processes.items():
            code = process.poll()
            if code is None:
                continue
            if name == "ui" and code == 0:  # a person closed the kiosk's window
                self._ending.set()
                return
            if self._ending.wait(_BACK_AFTER_S):
                return
            self._refuse_to_flog(name, code)
            self.lobby.start(name)

    def _refuse_to_flog(self, name: str, code: int) -> None:
        now = time.monotonic()
        deaths = self._deaths[name] = [at for at in self._deaths[name] if now - at < _TOO_SOON_S] + [now]
        if len(deaths) >= _TOO_OFTEN:
            log = (self.lobby.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
            raise RuntimeError(f"kiosk {name} ended with {code} again and again:\n{log[-2000:]}")
