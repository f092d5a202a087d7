"""Whether the core works: it says so every second, and the screens notice when it no longer does (K1, K2).

Owns the entry ``core`` of the volatile state and how long a core may be silent. Knows neither why it is silent (killed,
hung, at odds with its disk) nor what is missing without it (``kiosk.domain.offer``). The core beats; ``StatusDesk``
listens.

What the core said of its devices last stays behind when it dies, and would be shown as the truth for ever. Nobody here
compares clocks: of two processes one may be turned, jump or be hurried. Whoever listens sees that the entry changes.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from kiosk.clock import Clock
from kiosk.store.errors import StoreError
from kiosk.store.live import Live

_ENTRY = "core"
_EVERY_S = 1.0
SILENT_AFTER_S = 8.0  # a core that is started anew at once beats again by then: nobody is told of what is over
STARTS_WITHIN_S = 30.0  # with the screens and all the machine, when the power comes


class Heartbeat:
    """The core's side: ``beat`` as often as its loop turns."""

    def __init__(self, live: Live, clock: Clock) -> None:
        self._live, self._clock = live, clock
        self._next_s = clock.monotonic()

    def beat(self) -> None:
        """At most once a second something new is written.

        What cannot be written is a silence, and told as one: no reason to end the core, and a call that is under way.
        """
        now_s = self._clock.monotonic()
        if now_s >= self._next_s:
            self._next_s = now_s + _EVERY_S
            with suppress(StoreError):
                self._live.put(_ENTRY, {"beat_s": now_s})


class Listener:
    """The screens' side."""

    def __init__(self, live: Live, clock: Clock) -> None:
        self._live, self._clock = live, clock
        self._heard: object = None
        self._until_s: float | None = None  # from then on it is silent
        self._since: datetime | None = None

    def silent_since(self, expected: bool) -> datetime | None:
        """When the last sign of life was noticed, of a core that gives none any more; None: it lives.

        A core that has never given one is missed only where it is ``expected`` to.
        """
        heard, now_s = self._live.get(_ENTRY), self._clock.monotonic()
        if self._until_s is None or heard != self._heard:
            patience_s = STARTS_WITHIN_S if heard is None else SILENT_AFTER_S
            self._heard, self._until_s, self._since = heard, now_s + patience_s, self._clock.now()
        missed = heard is not None or expected
        return self._since if missed and now_s >= self._until_s else None
