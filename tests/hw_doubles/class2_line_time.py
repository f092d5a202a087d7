"""The Class 2 soft modems on a line that takes its time: what they tell comes when a telephone line would bring it.

Owns the moments: of each stretch that ``class2_modem.py`` and ``class2_called_modem.py`` live at once, of page data, of
DCN, and the breaking off of a command or of data that are under way. Knows no dialogue beyond that. Called by the bench
of call ends, which runs it ``speed`` times as fast as time.
"""

from __future__ import annotations

from pathlib import Path

from tests.hw_doubles.class2_called_modem import Class2CalledModem, Class2CalledPort
from tests.hw_doubles.class2_modem import Class2SoftModem, Class2SoftPort
from tests.hw_doubles.softmodem import FarEnd, Line

_CAN = b"\x18"
_STOPS_MS = 100  # from CAN, or DLE CAN, to OK
_DCN_MS = 1_300  # a second of flags and the frame, T.30 5.3.1
_POST_PAGE_MS = 1_600  # RCP or RTC, 75 ms, a second of flags, MPS, EOM or EOP


class _LineTime:
    """Where the line's time stands against the port's, in its milliseconds."""

    def __init__(self, pace: float) -> None:
        self._pace = pace
        self._line_ms = 0
        self._at_ms = 0.0

    def begin(self, now_ms: float) -> None:
        self._line_ms, self._at_ms = 0, now_ms

    def due_ms(self, line_ms: int, now_ms: float) -> float:
        """When what the line says at ``line_ms`` is to be told; from then on that is where it stands."""
        if line_ms != self._line_ms:
            now_ms = max(now_ms, self._at_ms + (line_ms - self._line_ms) * self._pace)
            self._line_ms, self._at_ms = line_ms, now_ms
        return now_ms

    def after_data_ms(self, octets: int, bit_rate: int, now_ms: float) -> float:
        """When so many octets of a page are out that began where the line stands."""
        return max(now_ms, self._at_ms + octets * 8_000 / bit_rate * self._pace)


class TimedClass2Modem(Class2SoftModem):
    """Sends."""

    def __init__(self, folder: Path, far_end: FarEnd, line: Line, *, draft: bool, pace: float) -> None:
        super().__init__(folder, far_end, line, draft=draft, pace=pace)
        self._time = _LineTime(pace)

    def write(self, octets: bytes, now_ms: float) -> None:
        if octets.startswith(_CAN) and self._data is None and self._due:
            self._due.clear()
            self._emit(b"\r\nOK\r\n", now_ms + _STOPS_MS * self._pace)
            octets = octets[1:]
        super().write(octets, now_ms)

    def _command(self, command: str, now_ms: float) -> None:
        if command.startswith("ATD"):
            self._time.begin(now_ms)
        if command.startswith("AT+FK"):
            self.commands.append(command)
            self._due.clear()
            super()._say(now_ms + _DCN_MS * self._pace, self._named("+FHNG", "+FHS", "02"), "OK")
            return
        super()._command(command, now_ms)

    def _expect(self, what: str, now_ms: float) -> None:
        """In the draft what the modem has been given goes out before it says OK; DLE CAN throws it away."""
        if what == "DATA etx":
            now_ms = self._time.after_data_ms(len(self.pages[-1]), self.bit_rate, now_ms)
        super()._expect(what, now_ms + _STOPS_MS * self._pace)

    def _say(self, now_ms: float, *lines: str) -> None:
        super()._say(self._time.due_ms(self.line_ms, now_ms), *lines)


class TimedClass2Called(Class2CalledModem):
    """Is called."""

    def __init__(self, *, draft: bool, pace: float) -> None:
        super().__init__(draft=draft, pace=pace)
        self._time = _LineTime(pace)

    def write(self, octets: bytes, now_ms: float) -> None:
        if octets.startswith(_CAN) and (self._handing_over or self._due):
            ends_data = b"\x10\x18" if self._handing_over else b""
            self._due.clear()
            self._handing_over = False
            self._emit(ends_data + b"\r\nOK\r\n", now_ms + _STOPS_MS * self._pace)
            octets = octets[1:]
        super().write(octets, now_ms)

    def _command(self, command: str, now_ms: float) -> None:
        if command.endswith("ATA"):
            self._time.begin(now_ms)
        if "AT+FK" in command:
            self.commands.append(command)
            self._due.clear()
            now_ms += _DCN_MS * self._pace
            self._say(now_ms, [self._named("+FHNG", "+FHS", "02"), "OK"])
            return
        super()._command(command, now_ms)

    def _say(self, now_ms: float, lines: list[str]) -> None:
        """CONNECT when the page begins; its data take their time; what follows them when the line has told it."""
        due_ms = self._time.due_ms(self._life.line_ms if self._life else 0, now_ms)
        if "CONNECT" in lines and self.to_come and self._life is not None:
            page_ms = len(self.to_come[-1]) * 8_000 // (2400 * (int(self._terms().split(",")[1]) + 1))
            due_ms = max(now_ms, due_ms - (page_ms + _POST_PAGE_MS) * self._pace)
            lines = [self._timed(line, page_ms) for line in lines]
        super()._say(due_ms, lines)

    @staticmethod
    def _timed(line: str, page_ms: int) -> str:
        paged = line.replace("=> PAGE |", f"=> PAGE {page_ms} | @{page_ms + _POST_PAGE_MS} |")
        return paged.replace("=> HALF |", "=> HALF | @1000 |")


class TimedClass2Port(Class2SoftPort):
    """The modem that sends, on a pseudo-terminal."""

    def __init__(self, folder: Path, far_end: FarEnd, line: Line, *, draft: bool, speed: float) -> None:
        super().__init__(folder, far_end, line, draft=draft)
        self.modem = TimedClass2Modem(folder, far_end, line, draft=draft, pace=1 / speed)


class TimedClass2CalledPort(Class2CalledPort):
    """The modem that is called, on a pseudo-terminal."""

    def __init__(self, folder: Path, *, draft: bool, speed: float) -> None:
        super().__init__(folder, draft=draft)
        self.modem = TimedClass2Called(draft=draft, pace=1 / speed)
