"""Waiting for a call at a Class 1 modem: RING, and what the exchange tells of the caller between two of them.

Owns the counting of rings and the reading of caller identification (+VCID=1: DATE, TIME, NMBR, NAME; formats of
V.253). Refuses to answer: that is ``class1_answer.py``'s. Called by ``class1_line.py``.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace

from kiosk.clock import Clock
from kiosk.devices.serial_port import SerialPort
from kiosk.fax.outcome import CallerSays, ReceptionEvent, Ringing
from kiosk.fax.t31_octets import Inbox

_LOOK_S = 0.1  # how soon a wish to cancel is seen
_RINGING_IS_OVER_S = 8.0  # no cadence has a longer pause (6 s): the caller has given up
_TOLD = re.compile(r"(NMBR|NAME)\s*=\s*(.*)", re.IGNORECASE)
_NOT_TOLD = ("", "P", "O", "PRIVATE", "OUT OF AREA", "UNAVAILABLE")  # V.253: withheld, or not known to the exchange


class RingWatch:
    """Waits for one call."""

    def __init__(self, port: SerialPort, clock: Clock) -> None:
        self._port = port
        self._clock = clock
        self._inbox = Inbox()
        self._rings = 0
        self._caller = CallerSays()
        self._last_ring_s = 0.0

    def wait(self, rings: int, watch: Callable[[ReceptionEvent], None], cancel: threading.Event) -> CallerSays | None:
        """The caller, once it has rung so often; None if ``cancel`` came first. Raises PortLostError."""
        while not cancel.is_set():
            if self._port.wait(_LOOK_S):
                self._inbox.add(self._port.read())
            while (line := self._inbox.next_line()) is not None:
                self._hear(line, watch)
                if self._rings >= rings:
                    return self._caller
            if self._rings and self._clock.monotonic() - self._last_ring_s > _RINGING_IS_OVER_S:
                self._rings, self._caller = 0, CallerSays()
        return None

    def _hear(self, line: str, watch: Callable[[ReceptionEvent], None]) -> None:
        if line.upper().startswith("RING"):
            self._rings += 1
            self._last_ring_s = self._clock.monotonic()
            watch(Ringing(self._caller.number, self._caller.name, self._rings))
        elif (told := _TOLD.fullmatch(line)) is not None:
            words = None if told[2].strip().upper() in _NOT_TOLD else told[2].strip()
            self._caller = replace(self._caller, **{"number" if told[1].upper() == "NMBR" else "name": words})
