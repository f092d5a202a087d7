"""A modem of Class 2, 2.0 or 2.1 that plays a script, in virtual time or on a pseudo-terminal.

Owns the modem's half of the dialogue. Shares no code with the engine. No clock: time is what the harness says.

A script is a text, one step a line, taken in order: ``WHAT WE SEND => answer | answer``.

    ATD, AT+FDT, AT+FET=2 ...   a command that begins so
    DATA etx|mps|eom|eop|can    page data up to DLE and this code; the octets are kept in ``pages``
    ANY                         any octets, where a modem is broken off

Answers are lines of the modem; ``XON`` is that octet, ``@500`` lets so many ms pass first, ``QUIET`` says nothing,
``\\r``, ``\\n`` and ``\\0`` in a line are these;
``HANG`` does and says nothing any more, whatever comes; ``hangs_after`` does so after so many octets of page data.
Commands that the script does not expect are answered OK with what ``information`` has for them.
"""

from __future__ import annotations

import heapq
import itertools

from tests.hw_doubles.scripted_port import ScriptedPort

_HANG = b"\0hang"
_FINAL = (b"OK", b"ERROR", b"NO CARRIER")  # behind them a modem takes commands again
_ENDS = {0x03: "etx", 0x2C: "mps", 0x3B: "eom", 0x2E: "eop", 0x18: "can"}
_OUTSIDE_CALLS = ("AT+FCLASS", "AT+FL", "AT+FCC=", "AT+FDCC=", "AT+FCR", "AT+FBO", "AT+FCQ", "AT+FPHCTO", "AT+FNR",
                  "AT+FPP", "AT+FCT", "AT+FM", "AT+FREV", "ATI", "AT&F", "ATE", "ATQ", "ATV", "ATS", "AT+FBU", "AT+FLO",
                  "AT+FAA", "AT+FAP", "AT+FIE", "AT+FEA", "AT+FREL", "AT+VCID", "AT+IFC", "AT&K", "AT&H")  # fmt: skip


class Class2Script:
    """``write`` what the DTE sends, ``read`` what is due to it; ``next_ms`` is when there will be more."""

    def __init__(self, script: str, information: dict[str, str] | None = None, pace: float = 1.0) -> None:
        self.steps = [step.strip() for step in script.splitlines() if step.strip()]
        self.information = information or {}
        self.commands: list[str] = []
        self.pages: list[bytes] = []
        self.on_hook = True
        self.hung = False
        self.hangs_after: int | None = None
        self._pace = pace
        self._due: list[tuple[float, int, bytes]] = []
        self._order = itertools.count()
        self._line = bytearray()
        self._data: bytearray | None = None
        self._shielded = False
        self._answered_ms = 0.0  # no answer to a command overtakes the one before

    @property
    def done(self) -> bool:
        return not self.steps

    @property
    def next_ms(self) -> float | None:
        return self._due[0][0] if self._due else None

    def read(self, now_ms: float) -> bytes:
        out = b""
        while self._due and self._due[0][0] <= now_ms:
            octets = heapq.heappop(self._due)[2]
            if octets == _HANG:
                self.hung = True
                return out
            if octets.startswith(b"\r\nCONNECT"):
                self._data = bytearray()
            elif octets.strip() in _FINAL:
                self._data, self._shielded = None, False
            out += octets
        return out

    def write(self, octets: bytes, now_ms: float) -> None:
        if self.hung:
            return
        if self.steps and self.steps[0].startswith("ANY"):
            self._play(now_ms)
            return
        for octet in octets:
            if self._data is not None and len(self._data) == self.hangs_after:
                self.hung = True
                return
            if self._data is not None:
                self._data_octet(self._data, octet, now_ms)
            elif octet == 0x0D:
                self._command(self._line.decode("ascii", "replace").lstrip("\x10\x03\x18"), now_ms)
                self._line.clear()
            else:
                self._line.append(octet)

    def _data_octet(self, data: bytearray, octet: int, now_ms: float) -> None:
        if self._shielded:
            self._shielded = False
            if octet == 0x10:
                data.append(octet)
            elif octet in _ENDS:
                self._data = None
                self.pages.append(bytes(data))
                self._expect(f"DATA {_ENDS[octet]}", now_ms)
            else:
                raise AssertionError(f"DLE {octet:#x} in page data")
        elif octet == 0x10:
            self._shielded = True
        else:
            data.append(octet)

    def _command(self, command: str, now_ms: float) -> None:
        start = command.upper().rfind("AT")
        if start < 0:
            return
        command = command[start:]
        self.commands.append(command)
        if self.steps and command.startswith(self.steps[0].split("=>")[0].strip()):
            self.on_hook = command.startswith("ATH")
            self._answered_ms = now_ms + 20 * self._pace if self.on_hook else 0.0
            self._play(now_ms)
        elif command == "AT" or command.startswith(_OUTSIDE_CALLS) or (self.on_hook and command.startswith("ATH")):
            self._inform(command, now_ms)
        else:
            raise AssertionError(f"{command}, but the script goes on with {self.steps[:1]}")

    def _inform(self, command: str, now_ms: float) -> None:
        words = self.information.get(command, "")
        lines = [words[1:]] if words.startswith("!") else [words, "OK"]  # ``!RESULT`` is the result itself
        for line in filter(None, lines):
            self._answered_ms = max(self._answered_ms, now_ms + 5 * self._pace)
            self._emit(f"\r\n{line}\r\n".encode(), self._answered_ms)

    def _expect(self, what: str, now_ms: float) -> None:
        if not self.steps or self.steps[0].split("=>")[0].strip() != what:
            raise AssertionError(f"{what}, but the script goes on with {self.steps[:1]}")
        self._play(now_ms)

    def _play(self, now_ms: float) -> None:
        at_ms = now_ms + 20 * self._pace
        for answer in self.steps.pop(0).partition("=>")[2].split("|"):
            answer = answer.strip()
            if answer.startswith("@"):
                at_ms += int(answer[1:]) * self._pace
            elif answer == "XON":
                self._emit(b"\x11", at_ms)
            elif answer == "HANG":
                self._emit(_HANG, at_ms)
            elif answer not in ("QUIET", ""):
                self._emit(f"\r\n{_spelt_out(answer)}\r\n".encode(), at_ms)

    def _emit(self, octets: bytes, at_ms: float) -> None:
        heapq.heappush(self._due, (at_ms, next(self._order), octets))


def _spelt_out(line: str) -> str:
    return line.replace("\\r", "\r").replace("\\n", "\n").replace("\\0", "\0")


class Class2Port(ScriptedPort):
    """The scripted modem on a pseudo-terminal: what the real driver opens with pyserial."""

    def __init__(self, script: str, information: dict[str, str]) -> None:
        super().__init__("")
        self.modem = Class2Script(script, information, pace=0.02)
