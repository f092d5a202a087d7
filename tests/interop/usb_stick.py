"""A USB modem stick as a program: what a real ``cdc-acm`` driver meets at the end of its bus, and a way to stop it.

Owns the device's side of USB: its descriptors, the requests to endpoint 0, two bulk endpoints with the scripted modem
behind them. Linux brings a bus without hardware (``dummy_hcd``) and lends its device's side to a program (``gadgetfs``,
/dev/gadget). Runs only in the emulated machine of ``usb_kernel.py``; called by ``usb_scenes.py``.
"""

from __future__ import annotations

import os
import select
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

from tests.hw_doubles.scripted_modem import ScriptedModem

_FOLDER = Path("/dev/gadget")
VENDOR, PRODUCT, SERIAL = 0x0572, 0x1329, "24680246"  # Linux knows this stick, and that its descriptors are odd
_STRINGS = {1: "Doubles", 2: "CX93001-EIS", 3: SERIAL}
_WORDS = {
    "AT+FTM=?": "24,48,72,73,74,96,97,98,121,122,145,146",
    "AT+FRM=?": "24,48,72,96",
    "AT+FCLASS=?": "0,1",
    "ATI": "56000",
    "ATI3": "CX93001-EIS_V0.2013-V92",
}
_PACE = 0.05  # the script's second takes 50 ms: the emulated machine is slow
_LOOK_S = 0.05

# linux/usb/gadgetfs.h: eight octets (a SETUP, if it is one), then the kind
_EVENT = struct.Struct("<8sI")
_SETUP = struct.Struct("<BBHHH")
_IS_SETUP = 3

# USB 2.0 table 9-4, CDC PSTN 1.2 table 13
_GET_STATUS, _SET_CONFIGURATION, _GET_STRING = (0x80, 0x00), (0x00, 0x09), (0x80, 0x06)
_SET_INTERFACE, _GET_LINE_CODING = (0x01, 0x0B), (0xA1, 0x21)
_BULK, _INTERRUPT = 2, 3


class Hang(StrEnum):
    """How much of the firmware stands still."""

    NOTHING = "lives"
    MODEM = "its modem part hangs"
    ALL = "all of it hangs"


def _endpoint(address: int, kind: int, size: int, interval: int) -> bytes:
    return struct.pack("<BBBBHB", 7, 5, address, kind, size, interval)


def _interface(number: int, endpoints: int, *kind: int) -> bytes:
    return bytes((9, 4, number, 0, endpoints, *kind, 0))


def _configuration(bulk_octets: int, interval: int) -> bytes:
    """CDC PSTN 1.2: an interface for control (AT commands) with its functions, one for data."""
    functions = bytes((5, 0x24, 0, 0x10, 1, 5, 0x24, 1, 1, 1, 4, 0x24, 2, 2, 5, 0x24, 6, 0, 1))
    control = _interface(0, 1, 2, 2, 1) + functions + _endpoint(0x83, _INTERRUPT, 8, interval)
    data = _interface(1, 2, 10, 0, 0) + _endpoint(0x81, _BULK, bulk_octets, 0) + _endpoint(0x02, _BULK, bulk_octets, 0)
    body = control + data
    return struct.pack("<BBHBBBBB", 9, 2, 9 + len(body), 2, 1, 0, 0xC0, 50) + body


_DEVICE = struct.pack("<BBHBBBBHHHBBBB", 18, 1, 0x200, 2, 0, 0, 64, VENDOR, PRODUCT, 0x100, 1, 2, 3, 1)


class Stick:
    """Plugged in from the start; ``hang`` may be changed at any time."""

    def __init__(self, script: str) -> None:
        self.hang = Hang.NOTHING
        self._modem_lock = threading.Lock()
        self._pause = threading.Event()  # never set
        self._in: int | None = None
        self._control = os.open(_FOLDER / "dummy_udc", os.O_RDWR)
        os.write(self._control, struct.pack("<I", 0) + _configuration(64, 32) + _configuration(512, 9) + _DEVICE)
        self.insert(script)
        for work in (self._serve_requests, self._speak):
            threading.Thread(target=work, daemon=True).start()

    def insert(self, script: str) -> None:
        """A modem just switched on, on-hook, with this script."""
        with self._modem_lock:
            self.modem = ScriptedModem(script, _PACE, _WORDS)
            self.modem.lenient = True

    def cure(self) -> None:
        self.insert("")
        self.hang = Hang.NOTHING

    # ---- endpoint 0 ----

    def _serve_requests(self) -> None:
        while True:
            if self.hang is Hang.ALL:
                self._pause.wait(_LOOK_S)
            elif select.select([self._control], [], [], _LOOK_S)[0] and self.hang is not Hang.ALL:
                for body, kind in _EVENT.iter_unpack(os.read(self._control, 5 * _EVENT.size)):
                    if kind == _IS_SETUP:
                        with suppress(OSError):  # the host has given this request up
                            self._request(*_SETUP.unpack(body))

    def _request(self, kind: int, request: int, value: int, _index: int, length: int) -> None:
        answer = self._answer((kind, request), value)
        if answer is not None:
            os.write(self._control, answer[:length])
        elif kind & 0x80 == 0 and (kind, request) != _SET_CONFIGURATION:
            os.read(self._control, length)  # line coding, line state, interface: taken, as they are
        elif (kind, request) == _SET_CONFIGURATION:
            self._configure()
            os.read(self._control, 0)
        else:
            os.read(self._control, 0)  # the wrong way round: gadgetfs makes it a stall

    def _answer(self, request: tuple[int, int], value: int) -> bytes | None:
        number = value & 0xFF
        if request == _GET_STRING and value >> 8 == 3 and number in (0, *_STRINGS):
            text = b"\x09\x04" if number == 0 else _STRINGS[number].encode("utf-16-le")
            return bytes((2 + len(text), 3)) + text
        return {_GET_STATUS: b"\x01\x00", _GET_LINE_CODING: struct.pack("<IBBB", 115200, 0, 0, 8)}.get(request)

    def _configure(self) -> None:
        if self._in is None:  # after a reset they are still there
            self._in = self._open("ep1in-bulk", 0x81, _BULK, 64, 512)
            out = self._open("ep2out-bulk", 0x02, _BULK, 64, 512)
            self._open("ep5in-int", 0x83, _INTERRUPT, 8, 8)
            threading.Thread(target=self._listen, args=(out,), daemon=True).start()

    def _open(self, name: str, address: int, kind: int, full_speed: int, high_speed: int) -> int:
        endpoint = os.open(_FOLDER / name, os.O_RDWR)
        speeds = _endpoint(address, kind, full_speed, 32) + _endpoint(address, kind, high_speed, 9)
        os.write(endpoint, struct.pack("<I", 1) + speeds)
        return endpoint

    # ---- the modem ----

    def _listen(self, out: int) -> None:
        while True:
            try:
                octets = os.read(out, 512)
            except OSError:  # unplugged, or being reset
                self._pause.wait(_LOOK_S)
                continue
            self._while_it_hangs()
            self._with_modem(lambda now_ms, heard=octets: self.modem.write(heard, now_ms))

    def _speak(self) -> None:
        while True:
            said = self._with_modem(lambda now_ms: self.modem.read(now_ms))
            if said and self._in is not None and self.hang is Hang.NOTHING:
                with suppress(OSError):  # nobody there to hear it
                    os.write(self._in, said)
            self._pause.wait(_LOOK_S / 10)

    def _while_it_hangs(self) -> None:
        while self.hang is not Hang.NOTHING:
            self._pause.wait(_LOOK_S)

    def _with_modem(self, act: Callable[[float], bytes | None]) -> bytes | None:
        with self._modem_lock:
            return act(time.monotonic() * 1000)
