"""A Class 2 or 2.0 soft modem: an AT layer of our own over libspandsp's T.30, calling over the exchange's line.

Owns the dialogue and the decoding of page data (by libtiff). T.30, the modulations and the far end are libspandsp's; no
code is shared with the kiosk. Has the face of ``class2_modem_script.Class2Script``, so the same harness and the same
pseudo-terminal carry it. No clock: a stretch of the call is lived in virtual time within one ``write``.

libspandsp wants all pages before a call, a Class 2 host brings them one by one and wants each answer in between. So at
each step the call is lived again from its beginning, deterministic as it is, with the pages that are known by then (and
a blank one behind them where more will follow), up to the answer that is asked for. The last of these lives is the call
that counts: ``record`` is what its far end says.

What it cannot do: MMR from the host (its end is not told by EOLs), V.34, receiving.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from tests.hw_doubles.class2_modem_script import Class2Port, Class2Script
from tests.hw_doubles.softmodem import FarEnd, Line
from tests.hw_doubles.softmodem.call import Stage
from tests.hw_doubles.softmodem.exchange import Exchange
from tests.hw_doubles.softmodem.fax_machine import FaxMachine
from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.spandsp import TICK_MS, CallEvent

_EOL = "000000000001"
_RATES = {0x00: 0, 0x08: 1, 0x04: 3, 0x0C: 2, 0x20: 5, 0x28: 4, 0x24: 3, 0x2C: 2}  # DCS bits 11 to 14
_BEST = {0x00: 0, 0x08: 1, 0x04: 3, 0x0C: 3, 0x2C: 5}  # DIS bits 11 to 14
_SCAN_LINES = {0: 5, 4: 7, 2: 3, 1: 1, 6: 2, 3: 4, 5: 6, 7: 0}  # DIS bits 21 to 23
_LINES_PER_INCH = {0: 98, 1: 196}
_REFUSALS = {CallEvent.BUSY: "BUSY", CallEvent.NO_ANSWER: "NO ANSWER", CallEvent.NO_DIALTONE: "NO DIALTONE"}
_LIMIT_S = 600
ABILITIES = "(0,1),(0-5),(0-2),(0-2),(0,1),(0-2),(0),(0-7)"

CLASSES = {True: "0,2", False: "0,2.0"}

Page = tuple[Image.Image, int]  # and 1 if it is fine


class Class2SoftModem(Class2Script):
    """``draft``: Class 2 with +FET; else Class 2.0. ``record`` after the call is the far end's."""

    def __init__(
        self, folder: Path, far_end: FarEnd, line: Line | None = None, *, draft: bool, pace: float = 1.0
    ) -> None:
        capabilities = "AT+FDCC=?" if draft else "AT+FCC=?"
        words = {"ATI": "spandsp class 2", "AT+FCLASS=?": CLASSES[draft], capabilities: ABILITIES}
        super().__init__("", words, pace)
        self.record = CallRecord("")
        self._folder, self._far_end, self._line_settings, self._draft = folder, far_end, line or Line(), draft
        self._number = ""
        self._ident = ""
        self._session = [0] * 8
        self._sent: list[Page] = []
        self._pending: tuple[bytes, bool, int] | None = None  # page data that have ended, two-dimensional or not, fine
        self.line_ms = 0  # how far the call has come in its last life
        self.bit_rate = 0
        self._tries = 0
        self._lives = 0

    # ---- the dialogue ----

    def _command(self, command: str, now_ms: float) -> None:
        start = command.upper().rfind("AT")
        command = command[max(start, 0) :]
        name, _, value = command.partition("=")
        self.commands.append(command)
        if command.startswith("ATD"):
            self._number = command[3:].lstrip("TP")
            self._say(now_ms, *self._dial())
        elif name in ("AT+FDIS", "AT+FIS", "AT+FDCC", "AT+FCC") and value != "?":
            # What is offered is also what the session begins with (T.32 8.5.1.1): a host need not set it.
            self._session = ([int(field, 16) for field in value.split(",")] + [0] * 8)[:8]
            self._say(now_ms, "OK")
        elif name in ("AT+FLID", "AT+FLI"):
            self._ident = value.strip('"')
            self._say(now_ms, "OK")
        elif name == "AT+FCLASS" and value not in ("?", *CLASSES[self._draft].split(",")):
            self._say(now_ms, "ERROR")
        elif command in ("AT+FPTS?", "AT+FPS?"):
            self._say(now_ms, "1" if self._tries == 0 else "2", "OK")  # hosts ask again after the report
        elif command == "AT+FDT":
            self._say(now_ms, *self._train())
        elif name == "AT+FET":
            self._say(now_ms, *self._answer({"0": "mps", "1": "eom", "2": "eop"}[value]))
        else:
            self._inform(command, now_ms)

    def _expect(self, what: str, now_ms: float) -> None:
        """Page data have ended."""
        end = what.removeprefix("DATA ")
        if end == "can":
            self._say(now_ms, "OK")
            return
        self._pending = self.pages[-1], self._session[4] == 1, self._session[0] & 1
        self._say(now_ms, *(["OK"] if end == "etx" else self._answer(end)))

    def _say(self, now_ms: float, *lines: str) -> None:
        for line in lines:
            octets = b"\x11" if line == "XON" else f"\r\n{line}\r\n".encode()
            self._emit(octets, now_ms + 20 * self._pace)

    def _named(self, draft: str, final: str, value: str = "") -> str:
        return (draft if self._draft else final) + (f":{value}" if value else "")

    # ---- what the line says ----

    def _dial(self) -> list[str]:
        machine = self._live([], "eop", lambda machine: self._frame(machine, "DIS", sent=False) is not None)
        if machine.refused is not None:
            return [_REFUSALS[machine.refused]]
        dis = self._frame(machine, "DIS", sent=False)
        if dis is None:
            return [self._named("+FHNG", "+FHS", "11"), "OK"]
        return [
            self._named("+FCON", "+FCO"),
            self._named("+FCSI", "+FCI", f'"{machine.terminal.far_ident}"'),
            self._named("+FDIS", "+FIS", read_dis(dis[3:])),
            "OK",
        ]

    def _train(self) -> list[str]:
        """The DCS that CFR answered: FTT and its steps down have really happened."""
        machine = self._live(self._sent, "eop", lambda machine: self._frame(machine, "CFR", sent=False) is not None)
        dcs = self._frame(machine, "DCS", sent=True)
        if self._frame(machine, "CFR", sent=False) is None or dcs is None:
            refused = self._frame(machine, "FTT", sent=False) is not None
            return [self._named("+FHNG", "+FHS", "27" if refused else "25"), "OK"]
        codes = [*self._session]
        codes[1] = _RATES[dcs[4] & 0x3C]
        self.bit_rate = 2400 * (codes[1] + 1)
        report = self._named("+FDCS", "+FCS", ",".join(f"{code:X}" for code in codes))
        return [report, "CONNECT", *(["XON"] if self._draft else [])]

    def _answer(self, end: str) -> list[str]:
        assert self._pending is not None
        octets, two_dimensional, fine = self._pending
        page = decode(octets, two_dimensional=two_dimensional), fine
        pages, self._tries = [*self._sent, page], self._tries + 1
        machine = self._live(pages, end, lambda machine: self._judged(machine, len(pages)) and end != "eop")
        if len(machine.terminal.pages) >= len(pages):
            self._sent, self._tries = pages, 0
            goodbye = [self._named("+FHNG", "+FHS", "00")] if end == "eop" else []
            return [self._named("+FPTS", "+FPS", "1"), *goodbye, "OK"]
        if len(machine.terminal.refused_pages) >= self._tries:
            return [self._named("+FPTS", "+FPS", "2"), "OK" if self._draft else "ERROR"]
        return [self._named("+FHNG", "+FHS", "54" if end == "eop" else "52"), "OK" if self._draft else "ERROR"]

    def _judged(self, machine: FaxMachine, number: int) -> bool:
        return len(machine.terminal.pages) >= number or len(machine.terminal.refused_pages) >= self._tries

    @staticmethod
    def _frame(machine: FaxMachine, name: str, *, sent: bool) -> bytes | None:
        found = [frame.octets for frame in machine.heard if frame.name == name and frame.sent is sent]
        return found[-1] if found else None

    # ---- one life of the call ----

    def _live(self, pages: list[Page], end: str, seen: Callable[[FaxMachine], bool]) -> FaxMachine:
        self._lives += 1
        tiff, folder = self._folder / f"own-{self._lives}.tif", self._folder / f"life-{self._lives}"
        folder.mkdir()
        self._write_pages(tiff, pages, end)
        exchange = Exchange(folder, lambda _: None)
        exchange.default, exchange.line = self._far_end, self._line_settings
        codings = ("MH", "MR") if self._session[4] == 1 else ("MH",)
        own = FarEnd(ident=self._ident, ecm=self._session[5] != 0, codings=codings)
        machine = FaxMachine(tiff, own, exchange.hang_up)
        call = exchange.place(machine, self._number)
        try:
            for tick in range(_LIMIT_S * 1000 // TICK_MS):
                self.line_ms = tick * TICK_MS
                if call.stage is Stage.OVER or seen(machine):
                    break
                exchange.tick()
        finally:
            exchange.close()
            self.record = call.record
        return machine

    def _write_pages(self, tiff: Path, pages: list[Page], end: str) -> None:
        fine = self._session[0] & 1
        blank = Image.new("1", (1728, 100), 1)
        following = {"mps": [(blank, fine)], "eom": [(blank, 1 - fine)]}.get(end, [])
        with AppendingTiffWriter(str(tiff), True) as writer:
            for image, resolution in [*(pages or [(blank, fine)]), *following]:
                image.save(writer, "TIFF", compression="group4", dpi=(204, _LINES_PER_INCH[resolution]))
                writer.newFrame()


class Class2SoftPort(Class2Port):
    """The soft modem on a pseudo-terminal, for the real driver."""

    def __init__(self, folder: Path, far_end: FarEnd, line: Line | None = None, *, draft: bool) -> None:
        super().__init__("", {})
        self.modem: Class2SoftModem = Class2SoftModem(folder, far_end, line, draft=draft, pace=0.02)


def read_dis(fif: bytes) -> str:
    """The bits of a DIS as the eight values of +FDIS: and +FIS:; of a DCS too, its speed aside."""
    octets = fif + bytes(8)
    wide = 2 if octets[2] & 0x02 else octets[2] & 0x01
    long = 2 if octets[2] & 0x08 else 1 if octets[2] & 0x04 else 0
    coding = 3 if octets[3] & 0x40 else 1 if octets[1] & 0x80 else 0
    ecm = 1 if octets[3] & 0x04 else 0
    fine, scan_line = octets[1] >> 6 & 1, _SCAN_LINES[octets[2] >> 4 & 7]
    return f"{fine},{_BEST.get(octets[1] & 0x3C, 0)},{wide},{long},{coding},{ecm},0,{scan_line}"


def decode(octets: bytes, *, two_dimensional: bool) -> Image.Image:
    """Page data in the line's order of bits, as libtiff reads them; the lines are counted by their EOLs."""
    bits = "".join(f"{octet:08b}"[::-1] for octet in octets)
    lines = [line for line in bits.split(_EOL)[1:] if line.rstrip("0") not in ("", "1")]
    tags = ((256, 1728), (257, len(lines)), (258, 1), (259, 3), (262, 0), (266, 2), (273, 158), (277, 1),
            (278, len(lines)), (279, len(octets)), (292, int(two_dimensional)))  # fmt: skip
    directory = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    head = struct.pack("<2sHIH", b"II", 42, 8, len(tags)) + directory + bytes(4)
    with Image.open(io.BytesIO(head.ljust(158, b"\0") + octets)) as tiff:
        return tiff.convert("1")
