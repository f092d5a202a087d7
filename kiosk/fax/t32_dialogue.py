"""The dialogue with a modem that runs T.30 itself: lines in, commands out, time-outs, and every way out of a call.

Owns the octets of the dialogue, the trace, and the ends of a call: by the modem's own hang-up code, by a time-out, by
cancelling, always down to a modem at rest or known not to be. Refuses to know what a call is for: its heirs ``t32.py``
and ``t32_receiver.py`` send pages and take them. Sans-IO: moments and octets come in, octets and wishes go out.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kiosk.fax import outcome as o
from kiosk.fax.t31_octets import Inbox, Result, result_of
from kiosk.fax.t32_table import (
    COMMANDING,
    DEAF,
    IN_COMMAND_STATE,
    IN_DATA_MODE,
    LEAVING,
    WORDS,
    Dialect,
    Procedure,
    State,
    Word,
    hang_up_code,
)
from kiosk.fax.trace import CANCEL, RAW

Wish = TypeVar("Wish")  # what the driver is told or asked
Outcome = TypeVar("Outcome", bound=StrEnum)

XON = b"\x11"
_FLOW_CONTROL = {0x11: None, 0x13: None}  # XON, XOFF: no part of a line
_CAN = b"\x18"  # any character breaks off a command under way (V.250 5.6.1); this one no command line keeps
_STOP_MS = 3_000  # a modem that was told to stop sending says OK, sooner or later
_ABORT_MS = 5_000  # DCN takes 1.1 s (preamble and three octets at 300 bit/s)
_HANG_UP_MS = 3_000
_RESULT_AFTER_CODE_MS = 3_000  # +FHNG is followed by OK; firmware that forgets it is not waited for longer
_CANCEL_IN_ANSWER_MS = 4_000  # a cancelled call is at rest within 5 s, and an answer that is under way counts


@dataclass(frozen=True)
class Class2Habits:
    """What differs from modem to modem, beyond its class."""

    dial: str = "ATDT"
    hang_up: str = "ATH0"
    reversed_bits: bool = False  # page data with the first bit in the most significant place
    waits_for_xon: bool | None = None  # None: as its class says
    sends_rtc: bool | None = None
    sets_session_in_call: bool = True  # some abort when +FDIS= comes between ATD and +FDT: theirs is set before
    write_ahead_ms: int = 2_000  # in the draft what was given goes out before a page can be stopped
    receives_reversed_bits: bool = False  # the same of data that come in: firmware with another order each way exists
    receives_on_xon: bool = False  # wants DC1 (XON) to begin the data of a page, as the first drafts had it, not DC2


class Dialogue(ABC, Generic[Wish, Outcome]):
    """The part of a Class 2 call that reads, waits and leaves."""

    def __init__(
        self, dialect: Dialect, habits: Class2Habits, procedure: Procedure[Outcome], *, keep_data: bool = False
    ) -> None:
        self.state = State.NOT_BEGUN
        self.outcome: Outcome | None = None
        self.detail = ""
        self.modem_at_rest = True
        self.trace: list[o.TraceEntry] = []
        self._dialect, self._habits, self._procedure = dialect, habits, procedure
        self._keep_data = keep_data  # in the trace, where page data else are only counted
        self._inbox = Inbox()
        self._out = bytearray()
        self._deadline_ms: int | None = None
        self._reached_far_end = False
        self._cancelled = False
        self._hang_up_code: str | None = None
        self._alive_ms = 0  # the modem's last sign of life, or the moment at which it was given something to do
        self._tells_frames = False
        self._found_silent = False

    # ---- inputs ----

    @abstractmethod
    def start(self, now_ms: int) -> list[Wish]:
        """Begin the call; the modem has been set up for it."""

    def receive(self, octets: bytes, now_ms: int) -> list[Wish]:
        """Octets from the modem, in any lumps."""
        self.trace.append(o.TraceEntry(now_ms, "<", RAW, octets.hex()))
        self._inbox.add(octets)
        self._alive_ms = now_ms
        return self._hear_lines(now_ms)

    def cancel(self, now_ms: int) -> list[Wish]:
        """The user's wish to end: the modem is stopped where it is. What is nearly settled is awaited, shortly."""
        if self._cancelled or self.state in LEAVING or self.state is State.AWAITING_HANG_UP:
            return []
        self._cancelled = True
        self._note(CANCEL, "", now_ms)
        if self._nearly_settled:
            self._deadline_ms = min(self._deadline_ms or now_ms, now_ms) + _CANCEL_IN_ANSWER_MS
            return []
        return self._end(self._procedure.cancelled, self.state.value, now_ms)

    def port_lost(self, detail: str, now_ms: int) -> None:
        """The port is gone: whatever was proved stays."""
        self._note("PORT LOST", detail, now_ms)
        self._settle(self._procedure.modem_failed, detail)
        self.state, self._deadline_ms = State.OVER, None

    @property
    def over(self) -> bool:
        return self.state is State.OVER

    # ---- what the modem says ----

    def _hear_lines(self, now_ms: int) -> list[Wish]:
        wishes: list[Wish] = []
        while self._hears_text and (line := self._inbox.next_line()) is not None:
            wishes += self._heard(line.translate(_FLOW_CONTROL), now_ms)
        return wishes

    def _heard(self, line: str, now_ms: int) -> list[Wish]:
        if self.state in (State.NOT_BEGUN, State.OVER):
            return []
        name, _, value = line.partition(":")
        if (word := WORDS.get(name.strip().upper())) is not None:
            return self._reported(word, value.strip(), now_ms)
        result = result_of(line)
        method = self._procedure.transitions.get((self.state, result)) if result is not None else None
        if result is None or method is None:
            return []  # echo, RING, NSF and whatever else a firmware likes to tell
        if self._out and self.state in COMMANDING:
            return []
        handler: Callable[[Result, int], list[Wish]] = getattr(self, method)
        return handler(result, now_ms)

    def _reported(self, word: Word, value: str, now_ms: int) -> list[Wish]:
        method = self._procedure.reports.get(word)
        if method is None:
            return []
        report: Callable[[str, int], list[Wish]] = getattr(self, method)
        return report(value, now_ms)

    def _frame_sent(self, value: str, now_ms: int) -> list[Wish]:
        """+FHT, +FHR: one T.30 frame each, in hexadecimal: what is on the line, and that the modem lives."""
        return self._frame_told(value, now_ms, ">")

    def _frame_heard(self, value: str, now_ms: int) -> list[Wish]:
        return self._frame_told(value, now_ms, "<")

    def _frame_told(self, value: str, now_ms: int, direction: str) -> list[Wish]:
        self._tells_frames = True
        self._note("FRAME", value, now_ms, direction)
        return []

    def _hang_up_reported(self, value: str, now_ms: int) -> list[Wish]:
        """The modem is on-hook; its result code follows at once, or never."""
        self._hang_up_code = hang_up_code(value)
        self._note("HUNG UP", self._hang_up_code, now_ms)
        if self.state is State.AWAITING_HANG_UP:
            return self._disconnected(Result.OK, now_ms)
        if self.state not in LEAVING:
            self._deadline_ms = now_ms + _RESULT_AFTER_CODE_MS
        return []

    # ---- the ways out ----

    def _ended_by_modem(self, result: Result, now_ms: int) -> list[Wish]:
        """A result code where the call should go on: the modem has given it up, and its hang-up code says why."""
        outcome, reason = self._procedure.hang_ups.get(self._hang_up_code or "", (self._lost(), ""))
        detail = reason or f"the modem answered {result.value} {self.state.value}"
        code = "" if self._hang_up_code is None else f" (hang-up code {self._hang_up_code})"
        if self.state not in IN_DATA_MODE:
            self.state = State.BETWEEN_COMMANDS  # after a result code nothing is left to be broken off
        return self._end(outcome, detail + code, now_ms)

    def _end(self, outcome: Outcome, detail: str, now_ms: int) -> list[Wish]:
        """Leave: stop data, abort the session, hang up; as much of it as the modem has not done itself."""
        self._settle(outcome, detail)
        was, self.state = self.state, State.STOPPING
        self._out.clear()
        if was is State.NOT_BEGUN:
            self.state = State.OVER
            return []
        if self._hang_up_code is not None:
            return [*self._hanging_up(), *self._hang_up(now_ms)]
        if was in IN_COMMAND_STATE or (was in DEAF and self._found_silent):  # the result will not come
            return [*self._hanging_up(), *self._stopped(Result.OK, now_ms)]
        if was in IN_DATA_MODE:
            self._out += self._dialect.stop_data
        elif was not in DEAF:
            self._out += _CAN
        self._deadline_ms = now_ms + _STOP_MS
        return self._hanging_up()

    def _stopped(self, _result: Result, now_ms: int) -> list[Wish]:
        return self._abort(now_ms) if self._reached_far_end else self._hang_up(now_ms)

    def _abort(self, now_ms: int) -> list[Wish]:
        """+FK, +FKS: DCN and on-hook."""
        if self._hang_up_code is not None:
            return self._hang_up(now_ms)
        self.state = State.ABORTING
        return self._command(f"AT{self._dialect.abort}", _ABORT_MS, now_ms)

    def _aborted(self, _result: Result, now_ms: int) -> list[Wish]:
        return self._hang_up(now_ms)

    def _disconnected(self, _result: Result, now_ms: int) -> list[Wish]:
        return self._hang_up(now_ms)

    def _hang_up(self, now_ms: int) -> list[Wish]:
        self.state = State.HANGING_UP
        return self._command(self._habits.hang_up, _HANG_UP_MS, now_ms)

    def _at_rest(self, _result: Result, now_ms: int) -> list[Wish]:
        self._note("AT REST", "", now_ms)
        self.modem_at_rest = True
        self.state, self._deadline_ms = State.OVER, None
        return []

    def _not_at_rest(self, _result: Result, now_ms: int) -> list[Wish]:
        self._note("MODEM SILENT", self._habits.hang_up, now_ms)
        self.state, self._deadline_ms = State.OVER, None
        return []

    def _leaving_late(self, now_ms: int) -> list[Wish]:
        """A time-out on the way out: the next, ruder means."""
        match self.state:
            case State.STOPPING if not self._found_silent:
                return self._stopped(Result.ERROR, now_ms)
            case State.STOPPING:  # no word for long, and none now: more commands would only take more time
                return self._hang_up(now_ms)
            case State.ABORTING | State.AWAITING_HANG_UP:
                return self._hang_up(now_ms)
            case _:
                if self._found_silent and self.outcome in self._procedure.by_silence:
                    self.outcome = self._procedure.modem_failed  # not the line was silent, the modem was
                return self._not_at_rest(Result.ERROR, now_ms)

    # ---- small parts ----

    def _command(self, line: str, patience_ms: int, now_ms: int) -> list[Wish]:
        self._out += line.encode("ascii", "replace") + b"\r"
        self._deadline_ms, self._alive_ms = now_ms + patience_ms, now_ms
        return []

    @property
    def _limit_ms(self) -> int | None:
        """When this wait is over, or the modem has been silent for longer than T.30 gives it reason to."""
        silence_ms = self._silence_ms
        if self._deadline_ms is None or silence_ms is None:
            return self._deadline_ms
        return min(self._deadline_ms, self._alive_ms + silence_ms)

    def _settle(self, outcome: Outcome, detail: str) -> None:
        """The first word on how the call ended stands."""
        if self.outcome is None:
            self.outcome, self.detail = outcome, detail

    def _note(self, signal: str, detail: str, now_ms: int, direction: str = "-") -> None:
        self.trace.append(o.TraceEntry(now_ms, direction, signal, detail))

    @property
    def _hears_text(self) -> bool:
        """Whether what comes from the modem are lines."""
        return True

    @property
    @abstractmethod
    def _silence_ms(self) -> int | None:
        """How long the modem may be without a sign of life where we are; None: as long as the wait itself."""

    @property
    @abstractmethod
    def _nearly_settled(self) -> bool:
        """Whether the modem will say within seconds what a cancelled call should still learn."""

    @abstractmethod
    def _hanging_up(self) -> list[Wish]:
        """Phase E begins."""

    @abstractmethod
    def _lost(self) -> Outcome:
        """The line is gone and nobody says why."""
