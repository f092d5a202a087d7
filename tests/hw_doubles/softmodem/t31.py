"""A T.31 (Class 1) modem made of samples and octets: libspandsp's, with its traps walled off.

Owns the conversation with ``t31_*``. Knows no pseudo-terminal, no exchange and no clock: it is given octets and blocks
of 160 samples. Called by ``exchange.py``.

Traps of the library which are dealt with here (each cost somebody a day):
- it takes one read for one mode and drops what follows DLE ETX: octets are handed over one at a time;
- its transmit buffer overruns silently: when it asks for CTS off, octets wait in ``_waiting``;
- the LF after a command's CR would be page data, or break off a reception: swallowed;
- asked for the receiver that it already has, it does not start it afresh and is then deaf to V.21.
"""

from __future__ import annotations

import ctypes as c
from collections.abc import Callable
from typing import Any

from tests.hw_doubles.softmodem import spandsp
from tests.hw_doubles.softmodem.spandsp import AtState, CallEvent, Control, RxMode, Samples

_CR, _LF = 0x0D, 0x0A
_ABORT_GUARD_TICKS = 7  # V.250 5.6.1: characters within 125 ms of the command line do not abort it
_COMMAND_MODES = (RxMode.ONHOOK_COMMAND, RxMode.OFFHOOK_COMMAND)


class T31Modem:
    """One modem. ``output(octets)`` goes to the DTE; ``dialled(number)``, ``answered()``, ``hung_up()`` to the line.

    While it dials, a character from the DTE calls ``aborted()`` (V.250 5.6.1). ``hung`` set means that its firmware
    stands still: nothing is taken, said or sent, whatever happens at either side.
    """

    def __init__(
        self,
        output: Callable[[bytes], None],
        dialled: Callable[[str], None],
        answered: Callable[[], None],
        hung_up: Callable[[], None],
        aborted: Callable[[], None],
    ) -> None:
        self._lib = spandsp.library()
        self._output, self._dialled, self._answered = output, dialled, answered
        self._hung_up, self._aborted = hung_up, aborted
        self.hung = False
        self.awaits_call = False  # told to say who calls, and nothing since: the DTE's last word before it waits
        self._waiting = bytearray()
        self._clear_to_send = True
        self._muted = False
        self._stale_receiver = False
        self._after_cr = False
        self._line = bytearray()
        self._dialling_ticks: int | None = None
        # The library keeps bare pointers to these: they must live as long as the modem.
        self._handlers = (
            spandsp.AtTxHandler(self._on_output),
            spandsp.ModemControlHandler(self._on_control),
            spandsp.T38PacketHandler(lambda *_: 0),
        )
        at_tx, control, t38 = self._handlers
        self._t31 = self._lib.t31_init(None, at_tx, None, control, None, t38, None)
        self._at = AtState.from_address(self._t31)
        self._samples, self._silence = Samples(), Samples()

    def close(self) -> None:
        if self._t31:
            self._lib.t31_free(self._t31)
            self._t31 = None

    def follow_log(self, handler: object) -> None:
        spandsp.follow_log(self._lib.t31_get_logging_state(self._t31), "modem", handler)

    @property
    def mode(self) -> RxMode:
        return RxMode(self._at.at_rx_mode)

    @property
    def listening(self) -> bool:
        return self.mode is RxMode.DELIVERY

    @property
    def is_fax_class(self) -> bool:
        return bool(self._at.fclass_mode)

    @property
    def answer_wait_s(self) -> int:
        """S7: how long to wait for an answer (V.250 6.3.10)."""
        return int(self._at.p.s_regs[7])

    @property
    def ready_for_more(self) -> bool:
        """RTS/CTS as seen from the DTE: False = do not read the port now."""
        return not self._waiting and not self.hung

    def feed(self, octets: bytes) -> None:
        """Octets from the DTE, in any lumps."""
        self._waiting += octets
        self._drain()

    def transmit(self) -> spandsp.Samples:
        """The next 20 ms that the modem puts on the line."""
        if self.hung:
            return self._silence
        got = self._lib.t31_tx(self._t31, self._samples, spandsp.TICK_SAMPLES)
        if got < spandsp.TICK_SAMPLES:
            c.memset(c.byref(self._samples, 2 * got), 0, 2 * (spandsp.TICK_SAMPLES - got))
        self._drain()
        if self._dialling_ticks is not None:
            self._dialling_ticks += 1
            self._give_up_data_call()
        return self._samples

    def receive(self, samples: spandsp.Samples) -> None:
        """The next 20 ms that the line brings."""
        if not self.hung:
            self._lib.t31_rx(self._t31, samples, spandsp.TICK_SAMPLES)

    def network(self, event: CallEvent) -> None:
        """What the network tells: becomes CONNECT, BUSY, NO DIALTONE ... at the DTE. ALERTING: the far end rings."""
        if self.hung:
            return
        if event is CallEvent.ALERTING:
            self._stay_in_command_state()
        elif self.is_fax_class or event is not CallEvent.CONNECTED:
            self._dialling_ticks = None
            self._lib.t31_call_event(self._t31, event)

    def ring(self, caller: dict[str, str] | None) -> None:
        """The exchange rings: RING, and before the first one what +VCID=1 tells of ``caller`` (None: a later ring)."""
        if self.hung:
            return
        if caller is not None:
            self._lib.at_reset_call_info(self._t31)
            for name, value in caller.items():
                self._lib.at_set_call_info(self._t31, name.encode("ascii"), value.encode("ascii"))
        self._lib.t31_call_event(self._t31, CallEvent.ALERTING)

    def _stay_in_command_state(self) -> None:
        """A dial string that ends in ``;``: OK when the number is dialled, the line stays open (V.250 6.3.1)."""
        if self._at.command_dial:
            self._dialling_ticks = None
            self._lib.at_put_response_code(self._t31, spandsp.OK_CODE)

    def _give_up_data_call(self) -> None:
        """Class 0 without a data modem: S7 passes, no carrier comes. A character still aborts."""
        ticks = self._dialling_ticks or 0
        if not self.is_fax_class and ticks * spandsp.TICK_MS > self.answer_wait_s * 1000:
            self._aborted()

    def no_carrier(self) -> None:
        self._dialling_ticks = None
        self._lib.at_put_response_code(self._t31, spandsp.NO_CARRIER_CODE)

    def _drain(self) -> None:
        while self._waiting and self._clear_to_send and not self.hung:
            octet = self._waiting.pop(0)
            if octet == _LF and self._after_cr:
                self._after_cr = False
            elif self._dialling_ticks is not None:
                self._character_while_dialling()
            else:
                self._take(octet)

    def _character_while_dialling(self) -> None:
        if self._dialling_ticks is not None and self._dialling_ticks >= _ABORT_GUARD_TICKS:
            self._aborted()

    def _take(self, octet: int) -> None:
        in_command = self._at.at_rx_mode in _COMMAND_MODES  # a number: a page has many octets
        if in_command:
            self._note_command(octet)
        self._lib.t31_at_rx(self._t31, bytes((octet,)), 1)
        self._after_cr = in_command and octet == _CR

    def _note_command(self, octet: int) -> None:
        if octet != _CR:
            if not self._line and self._stale_receiver:
                self._forget_receiver()
            self._line.append(octet)
            return
        command = bytes(self._line).upper()
        self._stale_receiver = b"+FRM=" in command and b"?" not in command
        self.awaits_call = command == b"AT+VCID=1" or (self.awaits_call and command == b"AT")  # AT: does it live still?
        self._line.clear()

    def _forget_receiver(self) -> None:
        """Make the library let go of its fast receiver: a wait for silence, broken off at once, unseen by the DTE."""
        self._stale_receiver, self._muted = False, True
        for octet in b"AT+FRS=1\r\x18":
            self._lib.t31_at_rx(self._t31, bytes((octet,)), 1)
        self._muted = False

    def _on_output(self, _state: int, _user: int, octets: Any, count: int) -> int:
        if self._muted:
            return 0
        response = c.string_at(octets, count)
        if b"+FRH:3" in response:  # +FAR=1: it has changed to V.21 by itself and holds frames for the next +FRH
            self._stale_receiver = False
        self._output(response)
        return 0

    def _on_control(self, _state: int, _user: int, operation: int, argument: int | None) -> int:
        match Control(operation):
            case Control.CALL:
                self._dialling_ticks = 0
                self._dialled(c.string_at(argument).decode("ascii") if argument else "")
            case Control.ANSWER:
                self._answered()
            case Control.HANGUP | Control.ONHOOK:
                self._dialling_ticks = None
                self._hung_up()
            case Control.CTS:
                self._clear_to_send = bool(argument)
            case _:
                pass  # signals of a port that a pseudo-terminal does not have
        return 0
