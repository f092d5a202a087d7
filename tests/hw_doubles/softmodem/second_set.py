"""A second modem of ours at the same exchange, on a line and a port of its own: it can be called, by one number.

Owns its ringing, its answer and its hanging up, and is the far end's ``Party`` while the call stands. It cannot dial.
Given to ``exchange.py`` by ``world.py``; a number reaches it by ``FarEnd(kind=FarEndKind.MODEM)``.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.serialport import SerialPort
from tests.hw_doubles.softmodem.spandsp import CallEvent, Samples
from tests.hw_doubles.softmodem.t31 import T31Modem


class SecondSet:
    """``tick`` every 20 ms; while it is in a call the call moves its samples."""

    def __init__(self, output: Callable[[bytes], None]) -> None:
        self._output = output
        self._quiet = Samples()
        self._ringing = self._off_hook = self._in_call = False
        self._hang_up_sign_pending = False
        self._modem = self._new_modem()

    @property
    def ready_for_more(self) -> bool:
        return self._modem.ready_for_more

    def feed(self, octets: bytes) -> None:
        """Octets from its DTE."""
        self._modem.feed(octets)

    def reset(self) -> None:
        """DTR off: on-hook, every setting forgotten."""
        self._hung_up()
        self._modem.close()
        self._modem = self._new_modem()

    def close(self) -> None:
        self._modem.close()

    def tick(self) -> None:
        """20 ms without a call on its line."""
        if self._in_call:
            return
        self._modem.transmit()
        self._modem.receive(self._quiet)
        if self._hang_up_sign_pending and self._modem.listening:
            self._hang_up_sign_pending = False
            self._modem.network(CallEvent.HANGUP)

    # ---- what the exchange does ----

    def ring(self, caller: dict[str, str] | None) -> None:
        """The exchange rings; ``caller`` at the first ring."""
        self._ringing = True
        self._modem.ring(caller)

    @property
    def answered(self) -> bool:
        """ATA was given while it rang."""
        return self._off_hook

    def connect(self) -> None:
        """The call stands: CED is the modem's own work."""
        self._ringing, self._in_call = False, True
        self._modem.network(CallEvent.ANSWERED)

    def stop_ringing(self) -> None:
        self._ringing = False

    # ---- as the far end of a call ----

    def transmit(self) -> Samples:
        return self._modem.transmit()

    def receive(self, samples: Samples, _at_ms: float) -> None:
        self._modem.receive(samples)

    def spoil_dbm0(self, _at_ms: float) -> float | None:
        return None

    @property
    def hangs_up(self) -> bool:
        return not self._off_hook

    def finish(self, record: CallRecord) -> None:
        """The call is over; if the other side ended it, the modem notices at the next moment it listens."""
        record.completion = "a modem"
        self._in_call, self._hang_up_sign_pending = False, self._off_hook

    def _new_modem(self) -> T31Modem:
        return T31Modem(self._output, self._cannot_dial, self._answers, self._hung_up, self._hung_up)

    def _cannot_dial(self, _number: str) -> None:
        self._modem.network(CallEvent.NO_DIALTONE)

    def _answers(self) -> None:
        if self._ringing:
            self._off_hook = True
        else:
            self._modem.network(CallEvent.HANGUP)

    def _hung_up(self) -> None:
        self._off_hook = self._hang_up_sign_pending = False


class SecondPort:
    """The second set on a pseudo-terminal; looked at once a tick."""

    def __init__(self, port: SerialPort) -> None:
        self.port = port
        self.set = SecondSet(port.write)
        port.plug()

    def tick(self) -> None:
        """20 ms: octets both ways, and samples if it is in no call."""
        was_open = self.port.is_open
        if self.set.ready_for_more and (octets := self.port.read()):
            self.set.feed(octets)
        if was_open and not self.port.is_open:
            self.set.reset()
        self.set.tick()
        self.port.write(b"")

    def close(self) -> None:
        self.port.unplug()
        self.set.close()
