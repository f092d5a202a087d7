"""A calling fax machine on the subscriber's side of the exchange: libspandsp's own T.30, sending a TIFF file.

Owns what a person does at such a machine: dials, waits for the answer, hangs up when it is done. Stands where the
modem stands, so that two independent terminals can be tried against each other in virtual time, and so that later the
kiosk can be called. Knows no port. Used by tests; ``exchange.py`` places its calls.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.hw_doubles.softmodem.settings import FarEnd
from tests.hw_doubles.softmodem.spandsp import CallEvent, Samples
from tests.hw_doubles.softmodem.terminal import FaxTerminal, Frame


class FaxMachine:
    """Sends ``tiff`` in one call. ``heard`` collects the frames it saw, ``refused`` the network's answer if any."""

    answer_wait_s = 60
    listening = True

    def __init__(self, tiff: Path, settings: FarEnd, hang_up: Callable[[], None]) -> None:
        self.heard: list[Frame] = []
        self.refused: CallEvent | None = None
        self._hang_up = hang_up
        self._connected = False
        self._silence = Samples()
        self.terminal = FaxTerminal(settings, self.heard.append, calling=True)
        self.terminal.send_from(tiff)

    def transmit(self) -> Samples:
        return self.terminal.transmit() if self._connected else self._silence

    def receive(self, samples: Samples) -> None:
        if not self._connected:
            return
        self.terminal.receive(samples)
        if not self.terminal.active:
            self._connected = False
            self._hang_up()

    def network(self, event: CallEvent) -> None:
        if event is CallEvent.CONNECTED:
            self._connected = True
        elif event is CallEvent.HANGUP:
            self._connected = False
            self.terminal.disconnect()
            self._hang_up()
        elif event is not CallEvent.ALERTING:
            self.refused = event

    def close(self) -> None:
        self.terminal.close()
