"""The lives of a call that comes in on the Class 2 soft modem: libspandsp's T.30 answers, an independent far end sends.

Owns one life of a call, from the answer to the moment that was asked for, and what it brought. Called by
``class2_called_modem.py``; knows no dialogue. No clock: a life is lived in virtual time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PIL import Image, ImageSequence

from tests.hw_doubles.softmodem.call import Stage
from tests.hw_doubles.softmodem.incoming import IncomingCall
from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.settings import FarEnd, Line
from tests.hw_doubles.softmodem.spandsp import TICK_MS, CallEvent, Samples
from tests.hw_doubles.softmodem.terminal import FaxTerminal, Frame

_LIMIT_S = 600
_POST_PAGE = ("MPS", "EOM", "EOP")


class AnsweringMachine:
    """Our side of the exchange: answers and receives into ``tiff``. The face of a ``Subscriber``."""

    answer_wait_s = 60
    listening = True

    def __init__(self, tiff: Path, settings: FarEnd) -> None:
        self.heard: list[Frame] = []
        self.hang_up: Callable[[], None] = lambda: None
        self._connected = False
        self._silence = Samples()
        self.terminal = FaxTerminal(settings, self.heard.append)
        self.terminal.receive_into(tiff)
        self.terminal.offer_addressing()

    def transmit(self) -> Samples:
        return self.terminal.transmit() if self._connected else self._silence

    def receive(self, samples: Samples) -> None:
        if not self._connected:
            return
        self.terminal.receive(samples)
        if not self.terminal.active:
            self._go()

    def network(self, event: CallEvent) -> None:
        if event is CallEvent.ANSWERED:
            self._connected = True
        elif event is CallEvent.HANGUP:
            self.terminal.disconnect()
            self._go()

    def _go(self) -> None:
        self._connected = False
        self.hang_up()

    @property
    def judged(self) -> int:
        """How many pages have been answered, whatever the answer."""
        return len(self.terminal.pages) + len(self.terminal.refused_pages)


@dataclass
class Life:
    """What one life has brought. ``images`` are the pages that were taken, mode ``1``."""

    record: CallRecord
    heard: list[Frame]
    judged: int = 0
    images: list[Image.Image] = field(default_factory=list)
    refused: int = 0
    well: bool = False  # T.30 has ended as it should
    ident: str = ""
    line_ms: int = 0  # how far the call has come in this life

    def last(self, *names: str) -> Frame | None:
        """The last frame of these names that the caller has sent."""
        found = [frame for frame in self.heard if not frame.sent and frame.name.removeprefix("PPS-") in names]
        return found[-1] if found else None

    @property
    def follows(self) -> str:
        frame = self.last(*_POST_PAGE)
        return frame.name.removeprefix("PPS-") if frame else ""

    def told(self, name: str) -> str:
        """The words of an addressing frame: sent from the last character to the first (T.30 5.3.6.2)."""
        frame = self.last(name)
        return frame.octets[3:][::-1].decode("ascii", "replace").strip() if frame else ""


class Lives:
    """One caller, who calls again and again in just the same way."""

    def __init__(self, folder: Path, tiff: Path, number: str, far_end: FarEnd, line: Line) -> None:
        self._folder, self._tiff, self._number = folder, tiff, number
        self._far_end, self._line = far_end, line
        self._count = 0

    def live(self, own: FarEnd, seen: Callable[[AnsweringMachine], bool]) -> Life:
        """Answer, go on until ``seen`` or the end; our side hangs up then."""
        self._count += 1
        received = self._folder / f"life-{self._count}.tif"
        machine = AnsweringMachine(received, own)
        call = IncomingCall(machine, self._number, self._far_end, self._tiff, None)
        machine.hang_up = call.kiosk_hung_up
        call.answer()
        line_ms = 0
        while line_ms < _LIMIT_S * 1000 and call.stage is not Stage.OVER and not seen(machine):
            call.tick(self._line)
            line_ms += TICK_MS
        call.kiosk_hung_up()
        return replace(self._sum_up(call, machine, received), line_ms=line_ms)

    @staticmethod
    def _sum_up(call: IncomingCall, machine: AnsweringMachine, received: Path) -> Life:
        terminal = machine.terminal
        terminal.disconnect()
        life = Life(call.record, machine.heard, machine.judged, [], len(terminal.refused_pages))
        life.well, life.ident = terminal.completion == 0, terminal.far_ident
        terminal.close()
        if received.exists() and len(terminal.pages):
            with Image.open(received) as tiff:
                life.images = [frame.convert("1") for frame in ImageSequence.Iterator(tiff)]
        return life
