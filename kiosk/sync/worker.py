"""The core's sync thread: carries acts of the courier to the link and the journal, and what comes back to the courier.

Owns the one queue that every event comes through and the health letter. Decides nothing (``courier``) and speaks no
MQTT (``link``). One thread runs ``run``; ``wake`` and ``report`` may be called from any. Made by ``kiosk/app.py``.
"""

from __future__ import annotations

import contextlib
import logging
import queue
import random
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, assert_never

from kiosk.clock import Clock
from kiosk.store.errors import JournalMismatchError, StoreError
from kiosk.store.journal import Record
from kiosk.sync.courier import Condition, Courier, Open, Send
from kiosk.sync.link import AnswerCame, HeadOfficeUp, Link, LinkDown, LinkError, LinkEvent, LinkUp, PublishForbidden
from kiosk.sync.messages import Answer, AnswerError, decode_answer, encode_batch, encode_health, fitting
from kiosk.sync.settings import Pace

_log = logging.getLogger(__name__)
_STOP_LOOK_S = 0.5  # how soon a stop is noticed when nobody calls wake()


class Outbox(Protocol):
    """What sync asks of ``kiosk.store.journal.Journal``."""

    def after(self, seq: int, limit: int) -> list[Record]: ...

    def acked(self) -> int: ...

    def acknowledge(self, seq: int, digest: str) -> None: ...

    def head(self) -> tuple[int, str]: ...


@dataclass(frozen=True)
class SyncState:
    """What the rest of the house may know: condition, last record with head office, how many are waiting, and why."""

    condition: Condition
    acked: int
    backlog: int
    detail: str = ""

    @property
    def online(self) -> bool:
        """Records flow, or would if there were any."""
        return self.condition in (Condition.UP_TO_DATE, Condition.DELIVERING)


@dataclass(frozen=True)
class _Woken:
    """Somebody rang: look at the journal, the stop event and the health report."""


class SyncWorker:
    """``on_state`` is called in the worker's thread, only when the state has changed."""

    def __init__(
        self,
        journal: Outbox,
        link: Link,
        clock: Clock,
        stop_event: threading.Event,
        on_state: Callable[[SyncState], None],
        *,
        pace: Pace | None = None,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._journal, self._link, self._clock, self._stop, self._on_state = journal, link, clock, stop_event, on_state
        self._pace = pace or Pace()
        self._events: queue.SimpleQueue[LinkEvent | _Woken] = queue.SimpleQueue()
        self._first: LinkEvent | _Woken | None = None  # the event that ended the last wait
        self._courier = Courier(self._pace, jitter, journal.acked(), journal.head()[0], clock.monotonic())
        self._state: SyncState | None = None
        self._detail = ""
        self._devices: Mapping[str, Any] = {}
        self._told_health: tuple[Condition | None, Mapping[str, Any]] | None = None

    def wake(self) -> None:
        """There is something new in the journal (or to stop for). Any thread."""
        self._events.put(_Woken())

    def report(self, devices: Mapping[str, Any]) -> None:
        """Device health for head office: a JSON object without personal data. Any thread; the last one counts."""
        self._devices = dict(devices)
        self.wake()

    def run(self) -> None:
        """Work until the stop event is set, then say goodbye to the broker."""
        try:
            while not self._stop.is_set():
                self.step()
                self._await_event()
        finally:
            self._link.close()

    def step(self) -> None:
        """Take in every event that has come, then do everything that is due. Never waits.

        A store that is busy or full ends the connection, with a reason, and is tried again like a broken line: without
        the journal there is nothing to say, and what is not acknowledged here stays unreleased.
        """
        try:
            while (event := self._next_event()) is not None:
                self._handle(event)
            self._act()
        except StoreError as error:
            self._link.close()
            self._lost(error.detail)

    def _next_event(self) -> LinkEvent | _Woken | None:
        first, self._first = self._first, None
        if first is not None:
            return first
        try:
            return self._events.get_nowait()
        except queue.Empty:
            return None

    def _await_event(self) -> None:
        deadline = self._courier.deadline()
        wait = min(self._pace.look_s, _STOP_LOOK_S)
        if deadline is not None:
            wait = min(wait, max(0.0, deadline - self._clock.monotonic()))
        with contextlib.suppress(queue.Empty):  # then a deadline has come: step() looks at the clock itself
            self._first = self._events.get(timeout=wait)

    # --- out --------------------------------------------------------------------------------------------------------

    def _act(self) -> None:
        """Do everything that is due now and tell the state if it has changed."""
        self._courier.head_moved(self._journal.head()[0])
        while (act := self._courier.due(self._clock.monotonic())) is not None:
            match act:
                case Open():
                    self._open()
                case Send():
                    self._send(act)
                case _:
                    assert_never(act)
        self._tell_state()

    def _open(self) -> None:
        try:
            self._link.open(encode_health(False, {}), self._events.put)
        except LinkError as error:
            self._lost(error.detail)

    def _send(self, act: Send) -> None:
        records = self._journal.after(act.after, act.limit) if act.limit else []
        if act.limit and (not records or records[0].seq != act.after + 1):
            self._dispute(f"record {act.after + 1} is missing from the journal")
            return
        batch = fitting(records, self._pace.batch_octets)
        self._link.send_journal(encode_batch(batch, self._journal.head()))
        self._courier.sent(batch[-1].seq if batch else act.after, self._clock.monotonic())

    # --- in ---------------------------------------------------------------------------------------------------------

    def _handle(self, event: LinkEvent | _Woken) -> None:
        """Take one event to the courier."""
        now = self._clock.monotonic()
        match event:
            case _Woken():
                return
            case LinkUp():
                self._courier.connected(now)
                self._detail, self._told_health = "", None
            case LinkDown(reason):
                self._lost(reason)
            case AnswerCame(payload):
                self._answered(payload, now)
            case PublishForbidden(reason):
                self._courier.forbidden(now)
                self._note(reason)
            case HeadOfficeUp():
                self._courier.headoffice_up(now)
            case _:
                assert_never(event)

    def _answered(self, payload: bytes, now: float) -> None:
        """Release first, then tell the courier: it must never believe more than the journal has agreed to."""
        try:
            answer = decode_answer(payload)
            if answer.seq:
                self._journal.acknowledge(answer.seq, answer.hash)
        except (AnswerError, JournalMismatchError) as error:
            self._dispute(str(error))
            return
        self._detail = _fault(answer)
        if self._detail:
            _log.error("head office disputes the journal: %s", self._detail)
        self._courier.answered(answer, now)

    def _dispute(self, why: str) -> None:
        _log.error("journal and head office contradict each other: %s", why)
        self._courier.disputed(self._clock.monotonic())
        self._detail = why

    def _lost(self, why: str) -> None:
        self._courier.disconnected(self._clock.monotonic())
        self._note(why)

    def _note(self, why: str) -> None:
        if why != self._detail:
            _log.warning("sync: %s", why)
        self._detail = why

    # --- what is told -----------------------------------------------------------------------------------------------

    def _tell_state(self) -> None:
        head, acked = self._journal.head()[0], self._journal.acked()
        state = SyncState(self._courier.condition, acked, head - acked, self._detail)
        if state != self._state:
            self._state = state
            self._on_state(state)
        self._tell_health(state)

    def _tell_health(self, state: SyncState) -> None:
        """Retained at the broker; not for every batch, only when something a person would act on has changed.

        How many records are waiting is in every batch (``head``): head office needs no health letter for that.
        """
        if state.condition is Condition.OFFLINE:
            return
        trouble = None if state.online else state.condition
        news = (trouble, self._devices)
        if news == self._told_health:
            return
        self._told_health = news
        stamp = vars(self._clock.stamp())
        sync = {"trouble": trouble, "detail": state.detail}
        self._link.send_health(encode_health(True, {**stamp, "devices": self._devices, "sync": sync}))


def _fault(answer: Answer) -> str:
    """Technical words for the log and the technician, or nothing."""
    return f"{answer.problem} at record {answer.at}" if answer.problem not in (None, "gap") else ""
