"""Waking a modem, asking who it is and what it can do, and bringing a stuck one back by what can be said to it.

Owns the commands outside calls. Refuses to know calls. Called by ``modem_port.py`` and the drivers.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from kiosk.clock import Clock
from kiosk.devices.errors import DeviceError
from kiosk.devices.modem_profiles import ModemProfile
from kiosk.devices.serial_port import SerialPort
from kiosk.fax.primitives import Answered, Command
from kiosk.fax.t31 import T31
from kiosk.fax.t31_octets import Inbox, result_of

_LOOK_S = 0.05  # how long the port is waited for before the clock is asked again: it is the clock's time that counts
_WAKE_TRIES = 2
_WAKE_MS = 500
_COMMAND_MS = 3_000
_ASKED = 2  # times, where no answer comes
# The question whose answer looks like no other's: every fax modem knows it, and its classes begin with 0, for data. The
# speeds of +FTM=? and +FRM=? do not, and +FDCC=? and +FCC=? have a list for each value.
_CLASSES = "AT+FCLASS=?"
_LOOKS_LIKE_CLASSES = re.compile(r"(\+FCLASS:)?[\s(]*0\b[\d.,\s-]*\)?", re.IGNORECASE)
_DTR_LOW_MS = 300
_HURRIED_BY = 3
_STALE_ANSWERS_MS = 300  # an OK that belongs to the escape must not be taken for the answer to the next command
# Ends data (DLE ETX), a reception (CAN) and a half-written command line; then result codes, and in words: a modem that
# keeps Q1 or V0 from another program says nothing, or digits, to any command (V.250 6.2.5, 6.2.6).
_ESCAPE = b"\x10\x03\x18\rATQ0V1\r"
GENTLE_MEANS = f"sent AT {_WAKE_TRIES} times, then end of data, DTR and break, each with ATH"
DEAD_MEANS = f"sent AT {_WAKE_TRIES} times, then end of data with ATH, asked its USB device, which is silent too"
_HEARD_OCTETS = 60  # so much of a wrong answer is told
_QUESTIONS = ("ATI", "ATI3", "AT+FMI?", "AT+FMM?", "AT+FMFR?", "AT+FMDL?")  # the last two as Class 2's draft spelt them


class ModemDoesNotAnswerError(DeviceError):
    """Something is at the port, and it does not answer AT. ``heard`` is what came instead."""

    number = 2010
    message_key = "line.modem_silent"
    retryable = True

    def __init__(self, path: str, tried: str, heard: bytes = b"") -> None:
        super().__init__(f"{path}: {tried}, and had no OK: {_reading_of(heard)}", device=path)
        self.heard = heard


class NoFaxClass1Error(DeviceError):
    """A modem without the fax class that is wanted: for data only, most often."""

    number = 2011
    message_key = "line.modem_no_class1"


class ModemRefusesSetupError(DeviceError):
    """The modem answered ERROR to a command of its profile."""

    number = 2012
    message_key = "line.modem_refuses_setup"


@dataclass(frozen=True)
class ModemIdentity:
    """What a modem says of itself. ``transmit_codes`` are its +FTM=?, ``receive_codes`` its +FRM=?."""

    words: str
    classes: str
    transmit_codes: frozenset[int]
    receive_codes: frozenset[int]


class ModemConsole:
    """Commands to a modem that is in no call, each answered before the next.

    Once ``hurry`` is set somebody waits for the end: every means is still tried, with a third of the patience. To a
    device that is dead nothing is said beyond the first means.
    """

    def __init__(
        self,
        port: SerialPort,
        profile: ModemProfile,
        clock: Clock,
        hurry: threading.Event | None = None,
        device_is_dead: Callable[[], bool] = lambda: False,
    ) -> None:
        self._port = port
        self._device_is_dead = device_is_dead
        self.device_was_dead = False  # when the gentle means were tried
        self._clock = clock
        self._profile = profile
        self._hurry = hurry or threading.Event()
        self._heard = b""
        self._owed = 0  # answers to the question after the classes

    def answers(self) -> bool:
        """Whether there is an OK to AT."""
        return any(self._answers_ok("AT", _WAKE_MS) for _ in range(_WAKE_TRIES))

    def wake(self) -> None:
        """Get an OK to AT, from a modem that was left in the middle of a call too, and no answer is left over then.

        Raises ModemDoesNotAnswerError.
        """
        if self.answers() and self._comes_into_step():
            return
        if not (self.bring_to_rest() and self._comes_into_step()):
            tried = DEAD_MEANS if self.device_was_dead else GENTLE_MEANS
            raise ModemDoesNotAnswerError(self._port.path, tried, self._heard)

    def bring_to_rest(self) -> bool:
        """On-hook and answering: by ATH, DTR, break. False if nothing helps (``Revival`` goes on from there)."""
        return any(self._answers_ok(self._profile.habits.hang_up, _WAKE_MS * 2) for _ in self._persuasions())

    def introduce(self) -> ModemIdentity:
        """Name and classes, whatever the class. Speeds are not asked: those commands exist in Class 1 only."""
        words = " ".join(line for question in _QUESTIONS for line in self.ask(question))
        # The question that decides: an answer that was lost on the way must not make it a modem without fax.
        classes = self.ask(_CLASSES) or self.ask(_CLASSES)
        return ModemIdentity(words, " ".join(classes), frozenset(), frozenset())

    def identify(self) -> ModemIdentity:
        """Name, classes, and the speeds of Class 1. Raises NoFaxClass1Error."""
        known = self.introduce()
        fax_class = class_1_of(known.classes)
        if fax_class is None:
            raise NoFaxClass1Error(
                f"{self._port.path}: {known.words or 'a modem without a name'} answered {known.classes or 'ERROR'!r} to"
                " AT+FCLASS=?: a modem with fax class 1 is needed",
                device=self._port.path,
                classes=known.classes,
            )
        self.demand(f"AT+FCLASS={fax_class}")
        transmit, receive = numbers_in(" ".join(self.ask("AT+FTM=?"))), numbers_in(" ".join(self.ask("AT+FRM=?")))
        return replace(known, transmit_codes=transmit, receive_codes=receive)

    def demand(self, command: str) -> None:
        """A command that must end in OK. Raises ModemRefusesSetupError or ModemDoesNotAnswerError."""
        answer = self._command(command, _COMMAND_MS)
        if answer is None:
            raise ModemDoesNotAnswerError(self._port.path, f"sent {command}", self._heard)
        if not answer.good:
            detail = f"{self._port.path}: ERROR to {command}"
            raise ModemRefusesSetupError(detail, device=self._port.path, command=command)

    def ask(self, command: str) -> tuple[str, ...]:
        """The lines a modem answers with; none when it does not know the command. Its echo is left out.

        A question whose answer does not come in time is asked again. Raises ModemDoesNotAnswerError if nothing comes
        at all.
        """
        for _ in range(_ASKED):
            answer = self._command(command, _COMMAND_MS)
            if answer is not None:
                return tuple(line for line in answer.lines if line != command) if answer.good else ()
            if not self._comes_into_step():
                raise ModemDoesNotAnswerError(self._port.path, f"sent {command}", self._heard)
        return ()

    def _comes_into_step(self) -> bool:
        """Hear out what a slow modem still owes us; False if it says nothing at all.

        An OK says not to which command. One that was late would be taken for the answer to the next, and so on up to
        ATD, whose answer it would be too. So it is asked something whose answer can be told, and everything before
        that is let go. A modem that does not tell its classes is in step when it has been silent for long.
        """
        inbox, told, spoken = Inbox(), False, False
        self._port.write(_CLASSES.encode() + b"\r")
        self._owed += 1
        begun = self._clock.monotonic()
        while self._owed and (left_s := self._left_s(_COMMAND_MS, begun)) > 0:
            if not self._port.wait(min(left_s, _LOOK_S)):
                continue
            begun = self._clock.monotonic()
            inbox.add(self._hear())
            while (line := inbox.next_line()) is not None:
                told = told or _LOOKS_LIKE_CLASSES.fullmatch(line) is not None
                if result_of(line) is not None:
                    self._owed, told, spoken = self._owed - told, False, True
        self._owed = 0 if spoken else self._owed
        return spoken

    def _persuasions(self) -> Iterator[None]:
        self._port.write(_ESCAPE)
        self._rest(_STALE_ANSWERS_MS)
        yield
        self.device_was_dead = self._device_is_dead()
        if self.device_was_dead:  # the system would wait five seconds for each of its lines to move
            return
        if self._port.lower_dtr(True):
            self._rest(_DTR_LOW_MS)
            self._port.lower_dtr(False)
            self._rest(_DTR_LOW_MS)
        yield
        self._port.forget_output()
        self._port.send_break()
        self._port.write(_ESCAPE)
        self._rest(_STALE_ANSWERS_MS)
        yield

    def _rest(self, rest_ms: int) -> None:
        begun = self._clock.monotonic()
        while (left_s := self._left_s(rest_ms, begun)) > 0:
            if self._port.wait(min(left_s, _LOOK_S)):
                self._hear()

    def _left_s(self, patience_ms: int, begun: float) -> float:
        patience_s = patience_ms / (_HURRIED_BY if self._hurry.is_set() else 1) / 1000
        return begun + patience_s - self._clock.monotonic()

    def _hear(self) -> bytes:
        octets = self._port.read()
        self._heard = (self._heard + octets)[:_HEARD_OCTETS]
        return octets

    def _answers_ok(self, command: str, patience_ms: int) -> bool:
        answer = self._command(command, patience_ms)
        return answer is not None and answer.good

    def _command(self, text: str, patience_ms: int) -> Answered | None:
        """Send one command line and read until its result code, or None when the time is over."""
        dialogue = T31(self._profile.habits)
        dialogue.perform(Command(text), 0)
        begun = self._clock.monotonic()
        while (left_s := self._left_s(patience_ms, begun)) > 0:
            passed_ms = int((self._clock.monotonic() - begun) * 1000)
            dialogue.wrote(self._port.write(dialogue.to_write(passed_ms)))
            pending = bool(dialogue.to_write(passed_ms))
            if self._port.wait(min(left_s, _LOOK_S), to_write=pending):
                for indication in dialogue.receive(self._hear(), passed_ms):
                    if isinstance(indication, Answered):
                        return indication
        self._owed += text == _CLASSES
        return None


def _reading_of(heard: bytes) -> str:
    """What came instead of OK, and what that means."""
    if not heard:
        return "nothing came back; is it the modem's port, has the modem power?"
    words = re.findall(rb"[^\r\n\x10\x03\x18]+", heard)
    if all(word.startswith(b"AT") or b"ATH0".startswith(word) for word in words):
        return "only our own words came back; that is something that echoes, no modem: give the modem's port"
    return f"{heard!r} came back; that is another device, or a modem at another speed: give the modem's port"


def fax_classes(answer: str) -> frozenset[str]:
    """The classes in an answer such as ``0,1,2.0`` or ``(0-2,2.0,8)``."""
    found: set[str] = set()
    for part in answer.replace("+FCLASS:", "").strip(" ()").split(","):
        first, _, last = part.strip(" ()").partition("-")
        if last.isdecimal() and first.isdecimal():
            found |= {str(number) for number in range(int(first), min(int(last), 99) + 1)}
        elif first:
            found.add(first)
    return frozenset(found)


def class_1_of(answer: str) -> str | None:
    """The Class 1 in an answer to +FCLASS=?: EIA's ``1``, else T.31's ``1.0``, which has the same commands."""
    offered = fax_classes(answer)
    return next((name for name in ("1", "1.0") if name in offered), None)


def numbers_in(answer: str) -> frozenset[int]:
    """The numbers of an answer such as ``(0,1,2.0)`` or ``(24,48,72-74)``; ``1.0`` and ``2.0`` are no whole numbers."""
    found: set[int] = set()
    for first, last in re.findall(r"(?<![\d.])(\d{1,3})(?:-(\d{1,3}))?(?![\d.])", answer):
        found |= set(range(int(first), int(last or first) + 1))
    return frozenset(found)
