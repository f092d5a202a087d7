"""A call that comes in: somebody at the exchange rings our modem, which may answer with ATA.

Owns the ringing, what the exchange tells of the caller between the first two rings, and the caller's patience. From the
answer on it is a call as any other, with the roles changed: the far end sends the pages. Made by ``exchange.py``.
"""

from __future__ import annotations

from pathlib import Path

from tests.hw_doubles.softmodem.call import RING_CADENCE_MS, Call, Stage
from tests.hw_doubles.softmodem.line import Line
from tests.hw_doubles.softmodem.settings import FarEnd
from tests.hw_doubles.softmodem.spandsp import TICK_SAMPLES, CallEvent
from tests.hw_doubles.softmodem.t31 import T31Modem
from tests.hw_doubles.softmodem.terminal import FaxTerminal
from tests.hw_doubles.softmodem.witness import Side

_DATE, _TIME = "1118", "0930"  # of the exchange's own clock, as FSK caller identification sends them (MMDD, HHMM)


class IncomingCall(Call):
    """``tiff`` is what the far end sends. ``answer`` when the modem goes off-hook."""

    caller = Side.FAR

    def __init__(self, modem: T31Modem, number: str, settings: FarEnd, tiff: Path, log: object | None) -> None:
        super().__init__(modem, number, settings, tiff, log)
        self.record.incoming, self.record.outcome = True, "ringing"
        self.stage = Stage.RINGING
        self._rung_modem = modem
        self._ringing_samples = 0

    def rings_at(self, modem: T31Modem) -> None:
        """The modem was taken away and came back while it rang."""
        self._modem = self._rung_modem = modem

    def answer(self) -> None:
        """Our modem goes off-hook: CED is its own work, the call's clock begins."""
        self.record.outcome, self.record.answered_ms = "answered", 0.0
        self._samples = 0
        self._party = self._make_party()
        self.stage = Stage.TALKING
        self._modem.network(CallEvent.ANSWERED)

    def collide(self) -> None:
        """Our modem dials while it rings: the caller is let down (a glare, as exchanges call it)."""
        self.record.outcome, self.record.hung_up_by = "glare", "kiosk"
        self._finish()

    def _progress(self, _line: Line) -> None:
        """Ring, and after so many rings the caller gives up."""
        due = self._ringing_samples % (RING_CADENCE_MS * TICK_SAMPLES // 20) == 0
        self._ringing_samples += TICK_SAMPLES
        if not due:
            return
        if self.record.rings >= self._settings.gives_up_after_rings:
            self.record.outcome, self.record.hung_up_by = "not_answered", "far"
            self._finish()
            return
        self.record.rings += 1
        caller = {"DATE": _DATE, "TIME": _TIME, "NMBR": self.record.number}
        self._rung_modem.ring(caller if self.record.rings == 1 else None)

    def _terminal(self) -> FaxTerminal:
        terminal = FaxTerminal(self._settings, self._seen, calling=True)
        terminal.send_from(self._tiff)
        return terminal
