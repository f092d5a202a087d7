"""Whether a modem that says nothing is still there: its USB device is asked, where it has one (K2).

Owns when it is asked, and when the answer is no. Refuses to know USB and T.30. Made by ``modem_port.py`` for each call,
looked at by ``line_run.py``'s loop, which never waits for it: a question to a dead device takes five seconds.

In the middle of a call nothing can be said to a modem (V.250 5.6.1: any character ends the dialling), and T.30 has
waits of a minute in which a living one says nothing either. A modem that cannot be asked is left to those waits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from kiosk.clock import Clock

_SILENT_S = 10.0  # longer than any silence that is usual in a call; with two answers missing it is 20 s until the end
_QUESTIONS = 2
_APART_S = 3.0  # a disturbance on the cable that ends both at once must not count as two

Ask = Callable[[], bool]


class LifeWatch:
    """The watch over one call. ``ask`` says whether the device answers, and raises OSError where it cannot be asked;
    None: there is nothing to ask. ``run`` carries a question out beside the call."""

    def __init__(self, ask: Ask | None, clock: Clock, run: Callable[[Callable[[], None]], None] | None = None) -> None:
        self._ask = ask
        self._clock = clock
        self._run = run or _in_a_thread
        self._since_s = clock.monotonic()  # of the last sign of life, or the last question without an answer
        self._unanswered = 0
        self._question: _Question | None = None

    def stirred(self) -> None:
        """The modem has said or taken something."""
        self._since_s, self._unanswered = self._clock.monotonic(), 0

    def look(self) -> None:
        """Ask when it is time to, take note of an answer that has come. Returns at once."""
        if self._question is not None:
            if self._question.over.is_set():
                self._learn(self._question)
        elif self._ask is not None and not self.gone and self._clock.monotonic() >= self._due_s:
            self._question = _Question(self._ask, self._clock.monotonic())
            self._run(self._question.put)

    @property
    def gone(self) -> bool:
        """Nobody is there any more: every question remained without an answer."""
        return self._unanswered >= _QUESTIONS

    @property
    def _due_s(self) -> float:
        return self._since_s + (_APART_S if self._unanswered else _SILENT_S)

    def _learn(self, question: _Question) -> None:
        self._question = None
        if question.answered is None:
            self._ask = None  # no right to ask: it will not come in the middle of a call
        elif question.answered:
            self.stirred()
        elif question.put_s >= self._since_s:  # else the modem has stirred meanwhile
            self._since_s, self._unanswered = question.put_s, self._unanswered + 1


class _Question:
    """One question under way; ``answered`` None: it could not be put."""

    def __init__(self, ask: Ask, put_s: float) -> None:
        self._ask = ask
        self.put_s = put_s
        self.answered: bool | None = None
        self.over = threading.Event()

    def put(self) -> None:
        try:
            self.answered = self._ask()
        except OSError:
            self.answered = None
        finally:
            self.over.set()


def _in_a_thread(act: Callable[[], None]) -> None:
    threading.Thread(target=act, name="asks the modem's device", daemon=True).start()
