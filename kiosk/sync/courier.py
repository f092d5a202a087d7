"""When to connect, what to send, how long to wait: the kiosk's side of the protocol as a sans-IO state machine.

Owns the numbers (held by head office, sent, head of the journal) and every timer. Knows no MQTT, no record, no clock:
events and ``now`` (monotonic seconds) come in, acts and the next deadline come out. Called by ``worker`` only.

Line      event                what happens
--------  -------------------  ----------------------------------------------------------------------------------
DOWN      back-off over        Open -> OPENING
OPENING   connected            -> UP; ask where head office stands
any       disconnected         -> DOWN; everything unanswered counts as not sent; back off with jitter
UP        records to send      Send, while fewer than ``window`` batches are unanswered
UP        answered, no fault   held moves on, window grows by a batch
UP        answered GAP         send again from where head office stands; window halves
UP        no answer in time    send again from held; window 1; wait twice as long
UP        forbidden, disputed  pause for the longest back-off, then try one batch: an installer may have put it right
UP        head office is up    stop waiting: send again from held
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from kiosk.sync.messages import Answer, Problem
from kiosk.sync.settings import Pace


class Condition(StrEnum):
    """What can be told about the way to head office; the last four are for the technician's eyes."""

    UP_TO_DATE = "up_to_date"
    DELIVERING = "delivering"
    OFFLINE = "offline"
    UNANSWERED = "unanswered"  # the broker takes our letters, head office does not answer
    FORBIDDEN = "forbidden"  # the broker refuses our letters (reason 135)
    DISPUTED = "disputed"  # head office and the journal contradict each other: nothing is released


@dataclass(frozen=True)
class Open:
    """Open the connection to the broker; answer with ``connected`` or ``disconnected``."""


@dataclass(frozen=True)
class Send:
    """Send up to ``limit`` records that follow ``after``; with limit 0, an empty batch that asks for an answer."""

    after: int
    limit: int


class _Line(StrEnum):
    DOWN = "down"
    OPENING = "opening"
    UP = "up"


class Courier:
    """``held``: last record that head office has acknowledged; ``head``: newest record of the journal."""

    def __init__(self, pace: Pace, jitter: Callable[[], float], held: int, head: int, now: float) -> None:
        self._pace = pace
        self._jitter = jitter  # uniform in [0, 1): a thousand kiosks must not come back in step
        self._held = self._sent = held
        self._head = head
        self._line = _Line.DOWN
        self._open_at = now
        self._paused_until = now
        self._answer_by: float | None = None
        self._asking = False
        self._window = 1
        self._tries = 0
        self._failed_lines = 0
        self._rewound_to: int | None = None
        self._trouble: Condition | None = None

    # --- what to do -------------------------------------------------------------------------------------------------

    def due(self, now: float) -> Open | Send | None:
        """The next act, or None until ``deadline()`` or the next event. Report each Send with ``sent``."""
        match self._line:
            case _Line.DOWN if now >= self._open_at:
                self._line = _Line.OPENING
                return Open()
            case _Line.UP:
                return self._due_online(now)
            case _:
                return None

    def _due_online(self, now: float) -> Send | None:
        if self._answer_by is not None and now >= self._answer_by:
            self._unanswered()
        if now < self._paused_until:
            return None
        room = self._window * self._pace.batch_records - (self._sent - self._held)
        if self._sent < self._head and room > 0:
            return Send(self._sent, min(room, self._pace.batch_records))
        if self._asking and self._sent == self._held:
            return Send(self._sent, 0)
        return None

    def deadline(self) -> float | None:
        """When to ask ``due`` again if nothing happens before; None: only an event can change anything."""
        match self._line:
            case _Line.DOWN:
                return self._open_at
            case _Line.OPENING:
                return None
            case _Line.UP:
                return self._answer_by if self._answer_by is not None else self._paused_until if self._wants else None

    @property
    def _wants(self) -> bool:
        return self._asking or self._sent < self._head

    # --- what happened ----------------------------------------------------------------------------------------------

    def head_moved(self, head: int) -> None:
        """The journal's newest record is now ``head``."""
        self._head = max(self._head, head)

    def connected(self, now: float) -> None:
        """The broker has let us in and subscribed us."""
        self._line = _Line.UP
        self._paused_until = now
        self._asking = True

    def disconnected(self, now: float) -> None:
        """No connection, or no longer: what has not been answered is not with head office."""
        if self._line is _Line.DOWN and now < self._open_at:
            return  # a refused CONNECT is told twice, as the refusal and as the end of the connection
        self._line = _Line.DOWN
        self._rewind(self._held)
        self._open_at = now + self._backoff(self._failed_lines)
        self._failed_lines += 1

    def sent(self, last: int, now: float) -> None:
        """The last Send went out and ended with record ``last``."""
        self._sent = last
        self._asking = False
        if self._answer_by is None:
            self._answer_by = now + self._patience()

    def answered(self, answer: Answer, now: float) -> None:
        """Head office has answered (the journal has already agreed with seq and hash)."""
        self._failed_lines = 0
        match answer.problem:
            case None:
                self._moved_on(answer.seq, now)
            case Problem.GAP:
                self._asked_again(answer.expect, now)
            case Problem.FORK | Problem.TAMPERED | Problem.MALFORMED:
                self.disputed(now)

    def disputed(self, now: float) -> None:
        """The two ends contradict each other. Nothing is overwritten and nothing released; a person must look."""
        self._stop_for(Condition.DISPUTED, now)

    def forbidden(self, now: float) -> None:
        """The broker takes our letters for forbidden (reason code 135, Not authorized)."""
        self._stop_for(Condition.FORBIDDEN, now)

    def headoffice_up(self, now: float) -> None:
        """A receiver has just started: letters on their way to its predecessor may be lost. No need to wait longer."""
        if self._line is _Line.UP:
            self._rewind(self._held)
            self._tries = 0
            self._asking = True
            self._paused_until = now + self._jitter() * self._pace.backoff_first_s

    # --- inside -----------------------------------------------------------------------------------------------------

    def _moved_on(self, seq: int, now: float) -> None:
        self._tries = 0
        self._trouble = None
        if seq > self._held:
            self._held = seq
            self._sent = max(self._sent, seq)
            self._rewound_to = None
            self._window = min(self._window + 1, self._pace.window_batches)
        self._answer_by = None if self._sent == self._held else now + self._patience()

    def _asked_again(self, expect: int, now: float) -> None:
        """Every batch behind a lost one is answered with the same gap: go back for the first answer only."""
        self._tries = 0
        self._trouble = None
        if self._rewound_to == expect:
            return
        window = max(1, self._window // 2)
        self._held = expect - 1
        self._rewind(self._held)
        self._rewound_to, self._window = expect, window
        self._paused_until = now

    def _unanswered(self) -> None:
        self._tries += 1
        self._rewind(self._held)
        self._asking = True

    def _stop_for(self, trouble: Condition, now: float) -> None:
        self._trouble = trouble
        self._rewind(self._held)
        self._asking = True
        self._paused_until = now + self._spread(self._pace.backoff_max_s)

    def _rewind(self, held: int) -> None:
        self._sent = held
        self._window = 1
        self._rewound_to = None
        self._answer_by = None

    def _patience(self) -> float:
        waits = self._pace.answer_timeout_s * float(2 ** min(self._tries, 16))
        return self._spread(min(waits, max(self._pace.backoff_max_s, self._pace.answer_timeout_s)), least=0.75)

    def _backoff(self, failures: int) -> float:
        return self._spread(min(self._pace.backoff_max_s, self._pace.backoff_first_s * float(2 ** min(failures, 16))))

    def _spread(self, seconds: float, least: float = 0.5) -> float:
        return seconds * (least + (1 - least) * self._jitter())

    # --- what can be told -------------------------------------------------------------------------------------------

    @property
    def condition(self) -> Condition:
        """The one word for screens and health."""
        if self._line is not _Line.UP and self._trouble is not Condition.DISPUTED:
            return Condition.OFFLINE
        if self._trouble is not None:
            return self._trouble
        if self._tries:
            return Condition.UNANSWERED
        return Condition.DELIVERING if self._held < self._head or self._busy else Condition.UP_TO_DATE

    @property
    def _busy(self) -> bool:
        return self._asking or self._answer_by is not None

    @property
    def held(self) -> int:
        """The last record that head office says it holds."""
        return self._held
