"""The wire that the cash devices share: a dialogue is carried out on a serial port, each command until it is answered.

Owns the port, the repeats and the waiting. Refuses to know what is said. Called by ``cctalk_acceptor.py``; in tests the
other end is ``tests/hw_doubles/cctalk_double.py`` on a pseudo-terminal.

A command may be repeated without harm: a list of events stays as it is by being read, inhibits are set and not toggled,
and an escrow that was emptied by the first of two routings answers the second that it is empty.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kiosk.clock import Clock
from kiosk.devices.cctalk_dialogues import Dialogue, RefusedError
from kiosk.devices.cctalk_frames import REPLY_S, Answer, Checksum, Command, Exchange, Verdict
from kiosk.devices.errors import DeviceError
from kiosk.devices.modem_place import ModemPlace
from kiosk.devices.serial_port import FlowControl, PortLostError, SerialPort
from kiosk.devices.usb_ports import SystemUsbPorts, UsbPorts

BAUD = 9600  # part 1, 4.3
_TRIES = 3
T = TypeVar("T")
OpenPort = Callable[[str, int, FlowControl], SerialPort]


class SilentError(DeviceError):
    """A device did not answer, or never without being garbled."""

    number = 2500
    retryable = True


class CcTalkBus:
    """One wire at a place: a path, or ``usb:VID:PID[:SERIAL]`` of its adapter. Opened when it is needed."""

    def __init__(
        self,
        place: str,
        clock: Clock,
        checksum: Checksum = Checksum.SIMPLE,
        usb: UsbPorts | None = None,
        open_port: OpenPort = SerialPort,
    ) -> None:
        self._place = ModemPlace(place, usb or SystemUsbPorts())
        self._clock, self._checksum, self._open_port = clock, checksum, open_port
        self._port: SerialPort | None = None

    def open(self) -> None:
        """Have the port, wherever its adapter is now (K2). Raises DeviceError: missing, in use, not ours."""
        if self._port is None:
            path = self._place.path()
            self._port = self._open_port(path, BAUD, FlowControl.NONE)
            self._place.answered(path)

    def run(self, address: int, dialogue: Dialogue[T]) -> T:
        """Carry a dialogue out with the device at ``address``. Raises SilentError, RefusedError, PortLostError."""
        try:
            command = next(dialogue)
            while True:
                try:
                    data = self._ask(address, command)
                except RefusedError as error:
                    command = dialogue.throw(error)
                else:
                    command = dialogue.send(data)
        except StopIteration as end:
            result: T = end.value
            return result
        except PortLostError:
            self.close()
            raise

    def close(self) -> None:
        """Give the port back."""
        if self._port is not None:
            self._port.close()
            self._port = None
            self._place.left()

    def _ask(self, address: int, command: Command) -> bytes:
        verdict = Verdict.SILENT
        for tries in range(_TRIES):
            answer = self._exchange(address, command)
            verdict = answer.verdict
            if tries and verdict is not Verdict.SILENT:
                self._hush()
            if verdict is Verdict.ANSWERED:
                return answer.data
            if verdict is Verdict.REFUSED:
                raise RefusedError(f"address {address} refused header {command.header}", device=self._place.name)
        raise SilentError(f"address {address}, header {command.header}: {verdict.value}", device=self._place.name)

    def _hush(self) -> None:
        """What was asked twice may be answered twice: the second answer is not that to the next question."""
        ends_s = self._clock.monotonic() + REPLY_S
        while self._port is not None and self._port.wait(ends_s - self._clock.monotonic()):
            self._port.read()
            if self._clock.monotonic() >= ends_s:
                return

    def _exchange(self, address: int, command: Command) -> Answer:
        """One try: what lies in the port from before is none of it."""
        self.open()
        port = self._port
        assert port is not None
        while port.wait(0.0):
            port.read()
        exchange = Exchange(address, command, self._checksum, self._clock.monotonic())
        self._send(port, exchange)
        while (answer := exchange.answer(self._clock.monotonic())) is None:
            if port.wait(exchange.due_s - self._clock.monotonic()):
                exchange.take(port.read(), self._clock.monotonic())
        return answer

    def _send(self, port: SerialPort, exchange: Exchange) -> None:
        rest = exchange.octets
        while rest and self._clock.monotonic() < exchange.due_s:
            rest = rest[port.write(rest) :]
            if rest:
                port.wait(exchange.due_s - self._clock.monotonic(), to_write=True)
