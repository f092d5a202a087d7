"""A Class 1 modem that plays a script, in virtual time: calls as lines such as ``R DIS``, ``T DCS``, ``T TCF``.

Owns the modem's half of T.31 and the far end's lines of the script. Shares no code with the engine. No clock: time is
what the harness says (``virtual_call.py`` turns it, ``scripted_port.py`` plays it on a pseudo-terminal).

A script is a text, one step a line (or ``;`` between steps), taken in order:

    R NAME [field]   the far end sends a frame (answer to ATD or +FRH=3); ``~NAME`` arrives damaged, ``NAME..`` says
                     that more frames follow, ``@ms`` in front of NAME delays it
    T NAME [field]   we send: frames (+FTH=3), TCF or PAGE (+FTM); the field must begin so. ``T PAGE cut 500`` = the
                     line drops after 500 octets, ``T NAME !ERROR`` = that answer instead of OK
    SAY text         the next dial, receive or send command is answered so
    FTS text         the next +FTS is answered so
    QUIET            nothing comes to a dial or receive command until it is broken off
    EMPTY            a carrier comes (CONNECT) and goes (NO CARRIER) without a frame
    JUNK hex         a carrier with these octets instead of a frame: the modem's ERROR follows
    GARBLE hex       these octets come to a dial or receive command, and nothing more until it is broken off
    DEAF             from here on characters break nothing off
    MUTE             from here on the modem says nothing at all
    HANGUP           ATH is expected
"""

from __future__ import annotations

import heapq
import itertools
import re
from dataclasses import dataclass

from tests.hw_doubles import t30_letters

CONNECT = b"\r\nCONNECT\r\n"
DLE_ETX = b"\x10\x03"
_RATES = {145: 14400, 146: 14400, 121: 12000, 122: 12000, 97: 9600, 98: 9600, 73: 7200, 74: 7200,
          96: 9600, 72: 7200, 48: 4800, 24: 2400}  # fmt: skip
_PREAMBLE_MS, _TURN_MS, _TRAINING_MS = 1000, 100, 300
_INFORMATION = {"AT+FTM=?": "24,48,72,73,74,96,97,98,121,122,145,146", "AT+FRM=?": "24,48,72,96",
                "AT+FCLASS=?": "0,1", "ATI": "Scripted modem", "AT+FMI?": "Doubles", "AT+FMM?": "Script"}  # fmt: skip


class ScriptError(AssertionError):
    """The engine did something else than the script says."""


@dataclass(frozen=True)
class OnLine:
    """A signal and when it was on the line, without the preamble or training before it. ``way``: R far end, T we."""

    way: str
    name: str
    begin_ms: float
    end_ms: float


class ScriptedModem:
    """``write`` what the DTE sends, ``read`` what is due to it; ``next_ms`` is when there will be more."""

    def __init__(self, script: str, pace: float = 1.0, information: dict[str, str] | None = None) -> None:
        self.steps = [step.strip() for step in re.split(r"[;\n]", script) if step.strip()]
        self.pages: list[bytes] = []
        self.frames: list[bytes] = []
        self.commands: list[str] = []
        self.on_line: list[OnLine] = []
        self.on_hook = True
        self.lenient = False  # a DCN, an ATH or a page cut short may come at any step: the rest of the script is let go
        self.slow_to_break_ms = 10
        self.slow_to_hang_up_ms = 10
        self._information = _INFORMATION if information is None else information
        self._pace = pace
        self._due: list[tuple[float, int, bytes]] = []
        self._order = itertools.count()
        self._line = bytearray()
        self._held = bytearray()
        self._mode = "command"
        self._data = bytearray()
        self._code = 0
        self._connect_ms = 0.0
        self._answered_ms = 0.0  # no answer to a command overtakes the one before
        self._mute = self._deaf = self._connected = False

    @property
    def done(self) -> bool:
        return not self.steps

    @property
    def next_ms(self) -> float | None:
        return self._due[0][0] if self._due else None

    def read(self, now_ms: float) -> bytes:
        """Octets for the DTE up to this moment."""
        out = b""
        while self._due and self._due[0][0] <= now_ms:
            octets = heapq.heappop(self._due)[2]
            self._connected = octets == CONNECT
            self._mode = "command" if isinstance(octets, _Ending) else self._mode
            out += octets
            if self._mode == "command" and self._held:
                held, self._held = self._held, bytearray()
                self.write(bytes(held), now_ms)
        return out

    def write(self, octets: bytes, now_ms: float) -> None:
        for octet in octets:
            if self._mode in ("frames", "data"):
                self._data.append(octet)
                if octet == DLE_ETX[1] and self._ended():
                    self._data_ended(now_ms)
                elif self._mode == "data":
                    self._maybe_cut(now_ms)
            elif self._mode == "receiving":
                self._break_off(now_ms)
            elif self._mode == "breaking":
                self._held.append(octet)  # a slow modem comes to it when it has broken off
            else:
                self._character(octet, now_ms)

    # ---- commands ----

    def _character(self, octet: int, now_ms: float) -> None:
        if octet != 0x0D:
            self._line.append(octet)
            return
        start = self._line.upper().rfind(b"AT")  # V.250 5.2.1: what stands before the prefix is passed over
        command = self._line[start:].decode("ascii", "replace") if start >= 0 else ""
        self._line.clear()
        if command:
            self.commands.append(command)
            self._command(command, now_ms)

    def _command(self, command: str, now_ms: float) -> None:
        self._silences()
        if command.startswith("AT+FTS="):
            kept_ms = 10 * int(command[7:])
            self._say(self._take("FTS") or "OK", now_ms + kept_ms * self._pace)
        elif command.startswith("ATD") or command == "AT+FRH=3":
            self.on_hook = False
            self._receive(command, now_ms)
        elif command == "AT+FTH=3" or (command.startswith("AT+FTM=") and command[7:].isdigit()):
            self._send(command, now_ms)
        elif command.startswith("ATH"):
            self._hang_up(now_ms)
        else:
            self._inform(command, self._in_turn(now_ms + 5 * self._pace))

    def _in_turn(self, at_ms: float) -> float:
        self._answered_ms = max(self._answered_ms, at_ms)
        return self._answered_ms

    def _inform(self, command: str, at_ms: float) -> None:
        """OK, with information before it where there is some; ``!RESULT`` as information is the result itself."""
        if self._mute:
            return
        words = self._information.get(command, "")
        if words and not words.startswith("!"):
            self._say(words, at_ms)
        self._say(words[1:] if words.startswith("!") else "OK", at_ms)

    def _silences(self) -> None:
        while self.steps and self.steps[0] in ("MUTE", "DEAF"):
            self._mute = self._mute or self.steps[0] == "MUTE"
            self._deaf = True
            self.steps.pop(0)

    def _take(self, word: str) -> str | None:
        """The rest of the next step if it begins with ``word``."""
        if self.steps and self.steps[0].split()[0] == word:
            return self.steps.pop(0)[len(word) :].strip()
        return None

    def _receive(self, command: str, now_ms: float) -> None:
        if self._mute:
            return
        if (text := self._take("SAY")) is not None:
            self._say(text, now_ms + 20 * self._pace)
        elif self._take("QUIET") is not None:
            self._mode = "receiving"
        elif self._take("EMPTY") is not None:
            self._mode = "receiving"
            self._emit(CONNECT, now_ms + 1000 * self._pace)
            self._emit(b"\r\nNO CARRIER\r\n", now_ms + 2000 * self._pace, ends=True)
        elif (octets := self._take("JUNK")) is not None:
            self._frame_on_line(
                "JUNK", bytes.fromhex(octets), now_ms + (_TURN_MS + _PREAMBLE_MS) * self._pace, good=False
            )
        elif (octets := self._take("GARBLE")) is not None:
            self._mode = "receiving"
            self._emit(bytes.fromhex(octets), now_ms + 20 * self._pace)
        elif (step := self._take("R")) is not None:
            self._far_frame(step, now_ms)
        else:
            raise ScriptError(f"{command}, but the script goes on with {self.steps[:1]}")

    def _far_frame(self, step: str, now_ms: float) -> None:
        match = re.fullmatch(r"(?:@(\d+)\s+)?(~?)([\w-]+)(\.\.)?(?:\s+([0-9a-f]+))?", step)
        if match is None:
            raise ScriptError(f"not a step: R {step}")
        delay, damaged, name, more, field = match.groups()
        octets = self._far_octets(name, field or "", more=bool(more))
        if damaged:
            octets = octets[:-1] + bytes((octets[-1] ^ 0x55,))
        begin_ms = now_ms + (int(delay) if delay else _TURN_MS + _PREAMBLE_MS) * self._pace
        self._frame_on_line(name, octets, begin_ms, good=not damaged)

    def _frame_on_line(self, name: str, octets: bytes, begin_ms: float, *, good: bool) -> None:
        end_ms = begin_ms + len(octets) * 8 / 0.3 * self._pace
        self._mode = "receiving"
        self.on_line.append(OnLine("R", name, begin_ms, end_ms))
        self._emit(CONNECT, begin_ms)
        self._emit(octets.replace(b"\x10", b"\x10\x10") + DLE_ETX, end_ms)
        self._emit(b"\r\nOK\r\n" if good else b"\r\nERROR\r\n", end_ms + 30 * self._pace, ends=True)

    def _far_octets(self, name: str, field: str, *, more: bool) -> bytes:
        return t30_letters.frame(name, field, more=more)

    def _name_of(self, octets: bytes) -> str:
        return t30_letters.name_of(octets)

    def _send(self, command: str, now_ms: float) -> None:
        if self._mute:
            return
        if (text := self._take("SAY")) is not None:
            self._say(text, now_ms + 20 * self._pace)
            return
        self._mode = "frames" if command == "AT+FTH=3" else "data"
        self._code = 0 if self._mode == "frames" else int(command[7:])
        self._connect_ms = now_ms + 10 * self._pace
        self._data.clear()
        self._say("CONNECT", self._connect_ms)

    def _hang_up(self, now_ms: float) -> None:
        if self._mute:
            return
        if (text := self._take("SAY")) is not None:
            self._say(text, now_ms)
            return
        if self._take("HANGUP") is None and not self.lenient:
            raise ScriptError(f"ATH, but the script goes on with {self.steps[:1]}")
        self.on_hook = True
        self._say("OK", self._in_turn(now_ms + self.slow_to_hang_up_ms * self._pace))

    # ---- data from the DTE ----

    def _ended(self) -> bool:
        if not self._data.endswith(DLE_ETX):
            return False
        shields = len(self._data) - len(bytes(self._data[:-1]).rstrip(b"\x10")) - 1
        return shields % 2 == 1

    def _data_ended(self, now_ms: float) -> None:
        octets = bytes(self._data[:-2]).replace(b"\x10\x10", b"\x10")
        self._data.clear()
        mode, self._mode = self._mode, "command"
        if mode == "frames":
            self._frame_ended(octets, now_ms)
            return
        kind = "TCF" if not any(octets) else "PAGE"
        answer = self._expect(kind, b"")
        if kind == "PAGE":
            self.pages.append(octets)
        begin_ms = self._connect_ms + _TRAINING_MS * self._pace
        end_ms = max(now_ms, begin_ms + len(octets) * 8000 / _RATES[self._code] * self._pace)
        self.on_line.append(OnLine("T", kind, begin_ms, end_ms))
        self._say(answer or "OK", end_ms + 20 * self._pace)

    def _frame_ended(self, octets: bytes, now_ms: float) -> None:
        self.frames.append(octets)
        name = self._name_of(octets)
        answer = self._expect(name, octets[3:])
        final = len(octets) > 1 and octets[1] == 0x13
        begin_ms = now_ms + _PREAMBLE_MS * self._pace
        end_ms = begin_ms + len(octets) * 8 / 0.3 * self._pace
        self.on_line.append(OnLine("T", name, begin_ms, end_ms))
        if answer or final:
            self._say(answer or "OK", end_ms)
        else:
            self._mode = "frames"
            self._say("CONNECT", end_ms)

    def _expect(self, name: str, field: bytes) -> str:
        """The step must be T NAME; returns the answer that it wants instead of OK."""
        if self.lenient and name == "DCN":
            self.steps.clear()
            return ""
        step = self._take("T")
        wanted, _, answer = (step or "").partition("!")
        words = wanted.split()
        if not words or words[0] != name or (len(words) == 2 and not field.hex().startswith(words[1])):
            raise ScriptError(f"we sent {name} {field.hex()}, the script says T {step!r}, then {self.steps[:2]}")
        return answer.strip()

    def _maybe_cut(self, now_ms: float) -> None:
        if not self.steps or not self.steps[0].startswith("T PAGE cut"):  # asked after each octet of a page
            return
        cut = re.fullmatch(r"T PAGE cut (\d+)", self.steps[0])
        if cut and len(self._data) >= int(cut[1]):
            self.steps.pop(0)
            self._mode = "command"
            self._say("NO CARRIER", now_ms)

    def _break_off(self, now_ms: float) -> None:
        if self._mute or self._deaf or self._take("DEAF") is not None:
            self._deaf = True
            return
        self._mode = "breaking"
        self._due.clear()
        if self._connected:  # T.31 8.3.3: a reception that is broken off ends as any other
            self._emit(DLE_ETX, now_ms)
        self._emit(b"\r\nOK\r\n", now_ms + self.slow_to_break_ms * self._pace, ends=True)

    # ---- to the DTE ----

    def _say(self, text: str, at_ms: float) -> None:
        self._emit(f"\r\n{text}\r\n".encode(), at_ms)

    def _emit(self, octets: bytes, at_ms: float, *, ends: bool = False) -> None:
        if not self._mute:
            heapq.heappush(self._due, (at_ms, next(self._order), octets if not ends else _Ending(octets)))


class _Ending(bytes):
    """The last octets of a reception: afterwards the modem takes commands again."""
