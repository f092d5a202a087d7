"""A Class 2 or 2.0 soft modem that is called: an AT layer of our own over libspandsp's T.30, a far end that sends.

Owns the dialogue, the coding of pages for the host (by libtiff), and the switches of known defects. T.30, modulations
and far end are libspandsp's; no code is shared with the kiosk.

libspandsp answers a page by itself; a modem of these classes holds the answer until +FDR. So, as ``class2_modem.py``
does, the call is lived again from its beginning at each step, deterministic as it is, up to the moment at which the
answer would be heard; our side then hangs up. What the far end says of the last of these lives is ``record``: a host
that leaves instead of +FDR leaves a caller who was told nothing.

What it cannot do: refuse a page that libspandsp takes, break off amid a page's data, V.34.
"""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops

from tests.hw_doubles.class2_called_lives import AnsweringMachine, Life, Lives
from tests.hw_doubles.class2_caller_script import Class2CallerPort, Class2CallerScript
from tests.hw_doubles.class2_modem import ABILITIES, CLASSES, read_dis
from tests.hw_doubles.softmodem import FarEnd, Line
from tests.hw_doubles.softmodem.records import CallRecord

_RATES = {0x00: 0, 0x08: 1, 0x04: 3, 0x0C: 2, 0x20: 5, 0x28: 4, 0x24: 3, 0x2C: 2}  # DCS bits 11 to 14
_FOLLOWS = {"MPS": 0, "EOM": 1, "EOP": 2}
_EOL = "000000000001"
_MR, _MMR = 1, 3  # DF
_RING_EVERY_S = 0.5
_HAS_READ_WITHIN_S = 0.3
_LISTENS_WITHIN_S = 5.0
_ABILITIES = ABILITIES.replace("(0,1),(0-5),(0-2),(0-2),(0,1)", "(0,1),(0-5),(0-2),(0-2),(0,1,3)")
_CODINGS = {0: ("MH",), 1: ("MH", "MR"), 3: ("MH", "MR", "MMR")}


@dataclass(frozen=True)
class Defects:
    """What firmware has been seen to do (docs/class2.md)."""

    trigger: str = "DC2"  # "DC1": passes DC2 over; "": does not wait at all
    ok_after_data: bool = False
    no_ok_after_post_page: bool = False
    no_terms: bool = False  # reports no +FCS, and answers it without its name when it is asked
    reversed_bits: bool = False
    forgets_end_of_data: bool = False  # when the call is lost in a page


class Class2CalledModem(Class2CallerScript):
    """``draft``: Class 2; else Class 2.0. ``record`` after the call is the far end's."""

    def __init__(self, *, draft: bool, defects: Defects | None = None, pace: float = 1.0) -> None:
        capabilities = "AT+FDCC=?" if draft else "AT+FCC=?"
        words = {"ATI": "spandsp class 2", "AT+FCLASS=?": CLASSES[draft], capabilities: _ABILITIES}
        super().__init__("", [], words, pace)
        self.lives: Lives | None = None
        self.record = CallRecord("")
        self.asked_for_numbers = threading.Event()  # the host's last word before it waits for a call
        self.answered = threading.Event()  # the last call was, though it may be over by now
        self._draft, self._defects = draft, defects or Defects()
        self._own = FarEnd(ident="")
        self._reversed = self._defects.reversed_bits
        self._judged = 0
        self._life: Life | None = None

    # ---- the dialogue ----

    def _command(self, command: str, now_ms: float) -> None:
        command = command[max(command.upper().rfind("AT"), 0) :]
        self.commands.append(command)
        name, _, value = command.partition("=")
        match name:
            case "ATA":
                self.on_hook, self._judged = False, 0
                self.asked_for_numbers.clear()
                self.answered.set()
                self._say(now_ms, self._answer())
            case "AT+FDR":
                self._say(now_ms, self._fetch())
            case "AT+FDCS?" | "AT+FCS?":
                self._say(now_ms, [self._terms(), "OK"])
            case "AT+FPTS" | "AT+FPS":
                self._say(now_ms, [self._told_answer(value)])
            case "AT+FK" | "AT+FKS":
                self._say(now_ms, [self._named("+FHNG", "+FHS", "02"), "OK"])
            case "AT+FCLASS" if value not in ("?", *CLASSES[self._draft].split(",")):
                self._say(now_ms, ["ERROR"])
            case "ATH0":
                self.on_hook = True
                self._inform(command, now_ms)
            case _:
                self._set(name, value)
                self._inform(command, now_ms)
                if name == "AT+VCID":
                    self.asked_for_numbers.set()

    def _set(self, name: str, value: str) -> None:
        if name in ("AT+FLI", "AT+FLID"):
            self._own = FarEnd(**vars(self._own) | {"ident": value.strip('"')})
        elif name == "AT+FBO":
            self._reversed = (value == "1") is not self._defects.reversed_bits
        elif name in ("AT+FCC", "AT+FDCC") and value != "?":
            fields = [int(field, 16) for field in value.split(",")]
            self._own = FarEnd(**vars(self._own) | {"codings": _CODINGS[fields[4]], "ecm": fields[5] != 0})

    def _say(self, now_ms: float, lines: list[str]) -> None:
        """Lines at once; what follows a trigger waits for it, as steps of the script."""
        self.steps = [line for line in lines if "=>" in line]
        for line in (line for line in lines if "=>" not in line):
            self._emit(f"\r\n{line}\r\n".encode(), now_ms + 20 * self._pace)

    def _named(self, draft: str, final: str, value: str = "") -> str:
        return (draft if self._draft else final) + (f":{value}" if value else "")

    def _hung_up(self, code: str, result: str = "OK") -> list[str]:
        decimal = {"A0": "100"}.get(code, code) if self._draft else code
        return [self._named("+FHNG", "+FHS", decimal), result]

    # ---- what the line says ----

    def _answer(self) -> list[str]:
        assert self.lives is not None, "ATA, and nobody rings"
        life = self._live(lambda machine: any(f.name == "DCS" and not f.sent for f in machine.heard))
        if life.last("DCS") is None:
            return self._hung_up("72" if any(not f.sent for f in life.heard) else "11")
        told = [self._named("+FCON", "+FCO"), self._named("+FTSI", "+FTI", f'"{life.ident}"')]
        if not self._draft:
            words = {"+FSA": life.told("SUB"), "+FPW": life.told("PWD")}
            told += [f'{word}:"{said}"' for word, said in words.items() if said]
        return [*told, *self._terms_reported(life), "OK"]

    def _fetch(self) -> list[str]:
        """The answer to the page before, and the next page, if there is one."""
        before = self._life
        life = self._live(lambda machine: machine.judged > self._judged)
        if life.judged == self._judged:
            return self._no_page(before, life)
        self._judged += 1
        refused = before is not None and life.refused > before.refused
        self.to_come.append(b"" if refused else self._coded(life))
        proposal = "2" if refused else f"1,{life.images[-1].height:X}" if not self._draft else "1"
        told = [self._named("+FPTS", "+FPS", proposal), f"+FET:{_FOLLOWS[life.follows]}"]
        if self._defects.ok_after_data:
            told.insert(0, "OK")
        if not self._defects.no_ok_after_post_page:
            told.append("OK")
        return [*self._terms_reported(life), "CONNECT", *self._when_triggered(["PAGE", *told])]

    def _no_page(self, before: Life | None, life: Life) -> list[str]:
        if before is not None and before.follows == "EOP" and life.well:
            return self._hung_up("00")
        pages_before = f"page {self._judged + 1}"
        if not any(signal.name.startswith(pages_before) for signal in life.record.signals):
            return self._hung_up("72", "ERROR" if not self._draft else "OK")
        self.to_come.append(bytes(400))
        lost = "NO CARRIER" if self._defects.forgets_end_of_data else "DLE CAN"
        return ["CONNECT", *self._when_triggered(["HALF", lost, *self._hung_up("90")])]

    def _when_triggered(self, lines: list[str]) -> list[str]:
        return [f"{self._defects.trigger} => {' | '.join(lines)}"] if self._defects.trigger else lines

    def _told_answer(self, value: str) -> str:
        assert self._life is not None
        refused = self._life.follows and self._life.judged - len(self._life.images) > 0
        assert (value == "2") == bool(refused), "libspandsp has answered otherwise than the host wants"
        return "OK"

    def _terms_reported(self, life: Life) -> list[str]:
        self._life = life
        return [] if self._defects.no_terms else [self._named("+FDCS", "+FCS", self._terms())]

    def _terms(self) -> str:
        """The eight values of the caller's DCS."""
        dcs = self._life.last("DCS") if self._life else None
        assert dcs is not None
        values = read_dis(dcs.octets[3:]).split(",")
        values[1] = f"{_RATES[dcs.octets[4] & 0x3C]}"
        return ",".join(values)

    def _live(self, seen: Callable[[AnsweringMachine], bool]) -> Life:
        assert self.lives is not None
        self._life = self.lives.live(self._own, seen)
        self.record = self._life.record
        return self._life

    def _coded(self, life: Life) -> bytes:
        self._life = life
        octets = code(life.images[-1], int(self._terms().split(",")[4]))
        return reverse(octets) if self._reversed else octets


class Class2CalledPort(Class2CallerPort):
    """The soft modem on a pseudo-terminal, for the real driver. ``call_in`` rings until it answers."""

    def __init__(self, folder: Path, *, draft: bool, defects: Defects | None = None) -> None:
        super().__init__("", [], {})
        self.modem: Class2CalledModem = Class2CalledModem(draft=draft, defects=defects, pace=0.02)
        self.rings = 0
        self._folder = folder

    def call_in(self, tiff: Path, number: str, far_end: FarEnd | None = None, line: Line | None = None) -> None:
        """Somebody calls when the host listens; it rings until the modem answers or the caller has had enough."""
        self.modem.asked_for_numbers.wait(_LISTENS_WITHIN_S)
        threading.Event().wait(_HAS_READ_WITHIN_S)  # its answer has been read by then
        far_end = far_end or FarEnd()
        self.modem.answered.clear()
        self.modem.lives = Lives(self._folder, tiff, number, far_end, line or Line())
        told = f"\r\nDATE=1118\r\n\r\nTIME=0930\r\n\r\nNMBR={number}\r\n"
        for self.rings in range(1, far_end.gives_up_after_rings + 1):
            os.write(self._master, f"{told}\r\nRING\r\n".encode())
            told = ""
            if self.modem.answered.wait(_RING_EVERY_S):
                return

    def wait_for_call(self) -> CallRecord:
        """The call that was answered last, and is over."""
        self.modem.record.rings = self.rings
        return self.modem.record

    def state(self) -> dict[str, object]:
        return {"off_hook": not self.modem.on_hook}


def code(image: Image.Image, df: int) -> bytes:
    """A page in the line's order of bits, as libtiff codes it; with RTC unless it is MMR."""
    options = {} if df == _MMR else {292: int(df == _MR)}
    buffer = io.BytesIO()
    compression = "group4" if df == _MMR else "group3"
    ImageChops.invert(image).save(buffer, "TIFF", compression=compression, tiffinfo={278: image.height, **options})
    with Image.open(buffer) as tiff:
        at, count = tiff.tag_v2[273][0], tiff.tag_v2[279][0]
    strip = buffer.getvalue()[at : at + count]
    if df == _MMR:
        return reverse(strip)
    bits = "".join(f"{octet:08b}" for octet in strip) + (_EOL + ("1" if df == _MR else "")) * 6
    bits += "0" * (-len(bits) % 8)
    return reverse(bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8)))


def reverse(octets: bytes) -> bytes:
    return bytes(int(f"{octet:08b}"[::-1], 2) for octet in octets)
