"""The exchange: one subscriber line with our modem on it, and numbers with far ends.

Owns which far end a number reaches and the list of calls. Knows no port and no real time: ``world.py`` (or a test)
says when 20 ms have passed. Everything runs in the caller's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.hw_doubles.softmodem.call import Call, Stage, Subscriber
from tests.hw_doubles.softmodem.incoming import IncomingCall
from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.second_set import SecondSet
from tests.hw_doubles.softmodem.settings import FarEnd, Line
from tests.hw_doubles.softmodem.spandsp import CallEvent, Samples
from tests.hw_doubles.softmodem.t31 import T31Modem


class Exchange:
    """A modem on a line. ``output`` gets the modem's octets for the DTE; received pages go into ``folder``."""

    def __init__(self, folder: Path, output: Callable[[bytes], None], log: object | None = None) -> None:
        self._folder, self._log = folder, log
        self._output = output
        self.default = FarEnd()
        self.numbers: dict[str, FarEnd] = {}
        self.line = Line()
        self.calls: list[CallRecord] = []
        self.call: Call | None = None
        self.second_set: SecondSet | None = None
        self._made = 0
        self._quiet = Samples()
        self.modem = self._new_modem()

    def reset_modem(self) -> None:
        """Power off and on (or DTR off): a call is lost, every setting forgotten."""
        self.hang_up()
        self.modem.close()
        self.modem = self._new_modem()
        if isinstance(self.call, IncomingCall):
            self.call.rings_at(self.modem)

    def close(self) -> None:
        self.hang_up()
        self.modem.close()

    def tick(self) -> None:
        """20 ms of line time pass."""
        if self.call is None:
            self.modem.transmit()
            self.modem.receive(self._quiet)
            return
        call = self.call
        call.tick(self.line)
        if call.stage is Stage.OVER and self.call is call:
            self.call = None

    def place(self, subscriber: Subscriber, number: str) -> Call:
        """A call from our side to ``number``; tick until its stage is OVER."""
        if isinstance(self.call, IncomingCall):
            self.call.collide()
        self._made += 1
        settings = self.numbers.get(number.replace(",", ""), self.default)
        self.call = Call(subscriber, number, settings, self._folder / f"call-{self._made}.tif", self._log)
        self.call.second_set = self.second_set
        self.calls.append(self.call.record)
        return self.call

    def call_in(self, tiff: Path, number: str, settings: FarEnd) -> IncomingCall:
        """A far end at ``number`` calls us and sends ``tiff``. Raises ValueError while the line is in use."""
        if self.call is not None:
            raise ValueError("the line is in use: whoever calls now hears the busy tone")
        self.call = incoming = IncomingCall(self.modem, number, settings, tiff, self._log)
        self.calls.append(incoming.record)
        return incoming

    def hang_up(self) -> None:
        """Our side goes on hook; what only rings goes on ringing."""
        if self.call is not None and not self.on_hook:
            self.call.kiosk_hung_up()
            self.call = None

    def hang_up_far_end(self) -> None:
        if self.call is not None:
            self.call.far_hangs_up(self.line)

    @property
    def on_hook(self) -> bool:
        """Nobody calls, or somebody whom we have not answered."""
        return self.call is None or (isinstance(self.call, IncomingCall) and self.call.stage is Stage.RINGING)

    def finished_calls(self) -> list[CallRecord]:
        return [call for call in self.calls if call.finished]

    def _new_modem(self) -> T31Modem:
        modem = T31Modem(self._output, self._dialled, self._answered, self.hang_up, self._aborted)
        if self._log is not None:
            modem.follow_log(self._log)
        return modem

    def _dialled(self, number: str) -> None:
        self.place(self.modem, number)

    def _answered(self) -> None:
        """ATA; with nobody ringing (V.250 6.3.5) there is no call to answer."""
        if isinstance(self.call, IncomingCall) and self.call.stage is Stage.RINGING:
            self.call.answer()
        else:
            self.modem.network(CallEvent.HANGUP)

    def _aborted(self) -> None:
        self.hang_up()
        self.modem.no_carrier()
