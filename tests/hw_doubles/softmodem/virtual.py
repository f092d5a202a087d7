"""The telephone world in virtual time: no process, no port, no waiting.

Owns the loop which ticks an exchange as fast as the machine can. Knows nothing of what is being said. Called by tests:
of the world itself, and of whoever talks T.31 to it octet by octet (``VirtualDte``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from tests.hw_doubles.softmodem.call import Call, Stage
from tests.hw_doubles.softmodem.exchange import Exchange
from tests.hw_doubles.softmodem.fax_machine import FaxMachine
from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.settings import FarEnd, Line
from tests.hw_doubles.softmodem.spandsp import TICK_MS

_CALL_LIMIT_S = 600


class VirtualDte:
    """A DTE at the soft modem, and the clock: time passes only inside ``run`` and ``until``.

    ``refuses``: commands to which this modem says ERROR, whatever it claims to have.
    """

    def __init__(
        self, folder: Path, far_end: FarEnd | None = None, line: Line | None = None, refuses: Collection[str] = ()
    ) -> None:
        self.heard = bytearray()
        self._refuses = {command.encode("ascii") + b"\r" for command in refuses}
        self.exchange = Exchange(folder, self.heard.extend)
        self.exchange.default = far_end or FarEnd()
        self.exchange.line = line or Line()
        self.now_ms = 0

    def write(self, octets: bytes) -> None:
        """To the modem, which may keep them waiting (RTS/CTS)."""
        if octets in self._refuses:
            self.heard += b"\r\nERROR\r\n"
            return
        self.exchange.modem.feed(octets)

    def run(self, ms: int) -> None:
        for _ in range(ms // TICK_MS):
            self.exchange.tick()
            self.now_ms += TICK_MS

    def until(self, *endings: bytes, limit_s: float = 90.0) -> bytes:
        """Let time pass until what the modem said ends with one of ``endings``; takes and returns all of it.

        Raises TimeoutError when it does not within ``limit_s`` of line time.
        """
        return self.until_seen(lambda: self.heard.endswith(endings), limit_s)

    def until_seen(self, seen: Callable[[], bool], limit_s: float) -> bytes:
        end_ms = self.now_ms + limit_s * 1000
        while not seen():
            if self.now_ms >= end_ms:
                raise TimeoutError(f"after {limit_s} s of line time the modem has only said {bytes(self.heard)!r}")
            self.run(TICK_MS)
        said = bytes(self.heard)
        self.heard.clear()
        return said

    def command(self, line: str, *endings: bytes) -> bytes:
        """A command line and what the modem says to it, up to OK or ERROR (or one of ``endings``)."""
        self.write(line.encode("ascii") + b"\r")
        return self.until(*(endings or (b"OK\r\n", b"ERROR\r\n")))

    def close(self) -> None:
        self.exchange.close()


def call_by_machine(
    folder: Path,
    tiff: Path,
    far_end: FarEnd | None = None,
    line: Line | None = None,
    own: FarEnd | None = None,
) -> tuple[CallRecord, FaxMachine]:
    """One whole call from a FaxMachine sending ``tiff`` to ``far_end``; raises TimeoutError after 10 min of line time.

    ``own`` are the capabilities and the ident of the calling machine.
    """
    exchange = Exchange(folder, lambda _: None)
    exchange.default = far_end or FarEnd()
    exchange.line = line or Line()
    machine = FaxMachine(tiff, own or FarEnd(ident="+86 571 8700 9999", ecm=False), exchange.hang_up)
    call = exchange.place(machine, "057188001234")
    try:
        _tick_until_over(exchange, call)
    finally:
        exchange.close()
    return call.record, machine


def _tick_until_over(exchange: Exchange, call: Call) -> None:
    for _ in range(_CALL_LIMIT_S * 1000 // TICK_MS):
        if call.stage is Stage.OVER:
            return
        exchange.tick()
    raise TimeoutError(f"the call is still {call.stage} after {_CALL_LIMIT_S} s of line time")
