"""A recorded call played through the engine again: the modem's octets at their moments, our side anew.

Owns the virtual clock of a replay. Refuses to judge: ``trace_compare.py`` sets what came out beside what was recorded.
Called by ``kiosk modem replay`` and by tests.

What comes in comes at its recorded moment, but never before what it answers: octets not before the commands that were
written before them then, a coded page not before it is wished for. And in a race between a timer and octets the order
of the recording stands: the recorded loop looked at its timers a little later than they were due.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol, assert_never

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.answerer_session import AnswererSession
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.call_session import CallSession
from kiosk.fax.caller import Caller
from kiosk.fax.class1_habits import Class1Habits
from kiosk.fax.copy_quality import judge_page
from kiosk.fax.frames import Fcf
from kiosk.fax.line_session import LineSession
from kiosk.fax.replay_data import with_data_made_up
from kiosk.fax.replay_inputs import Cancelled, Heard, Input, Kept, Supplied, Unplugged, Written, inputs_of
from kiosk.fax.t31 import T31
from kiosk.fax.t32 import T32Session
from kiosk.fax.t32_receiver import T32Receiver
from kiosk.fax.trace_plan import Class2Modem, read_plan

_LATE_MS = 100  # how late a loop on a busy machine was seen to look at its timers
_OVERDUE_MS = 2_000  # how long octets wait for a command that they answered then, and that now does not come
_LONGEST_AFTER_MS = 300_000  # no state outlives its timer (T5 60 s is the longest); a replay ends in any case
_TICKS_AT_ONE_MOMENT = 1_000


class House(Protocol):
    """What the house does in a call, done again."""

    def code(self, wanted: p.PageWanted) -> p.CodedPage | None:
        """The answer to a caller's wish for a page; None for one that there is not."""
        ...

    def read(self, arrived: PageArrived) -> o.CopyQuality:
        """What a page that came in is worth."""
        ...


def replay(
    entries: Sequence[o.TraceEntry], house: House, *, accept_far_ident: bool = True
) -> o.CallReport | o.ReceptionReport:
    """Play the call again. ``accept_far_ident``: what policy said then. Raises NoPlanError, NoPageDataError."""
    recorded = read_plan(entries)
    plan, modem = recorded.plan, recorded.modem
    if isinstance(plan, CallPlan):
        return _CallReplay(_caller(plan, modem, accept_far_ident), entries, house).run()
    known = with_data_made_up(entries) if isinstance(modem, Class1Habits) else entries
    return _AnswerReplay(_answerer(plan, modem), known, house).run()


def _caller(plan: CallPlan, modem: Class1Habits | Class2Modem, accept: bool) -> CallSession | T32Session:
    plan = replace(plan, accept_far_ident=lambda _ident: accept)
    if isinstance(modem, Class1Habits):
        return CallSession(Caller(plan), T31(modem))
    return T32Session(plan, modem.dialect, modem.abilities, modem.habits)


def _answerer(plan: AnswerPlan, modem: Class1Habits | Class2Modem) -> AnswererSession | T32Receiver:
    if isinstance(modem, Class1Habits):
        return AnswererSession(Answerer(plan), T31(modem))
    return T32Receiver(plan.caller, modem.dialect, modem.habits)


class Session(Protocol):
    """What a call of either side and of every class has in common. Wishes are as each session has them."""

    def start(self, now_ms: int) -> list[Any]: ...

    def receive(self, octets: bytes, now_ms: int) -> list[Any]: ...

    def tick(self, now_ms: int) -> list[Any]: ...

    def cancel(self, now_ms: int) -> list[Any]: ...

    def to_write(self, now_ms: int) -> bytes: ...

    def wrote(self, octets: bytes, now_ms: int) -> list[Any]: ...

    def port_lost(self, detail: str, now_ms: int) -> None: ...

    @property
    def over(self) -> bool: ...

    @property
    def deadline_ms(self) -> int | None: ...

    @property
    def sending_data(self) -> bool: ...


class _Replay(ABC):
    """One recorded call, once more. Its heirs do the house's part of either side."""

    def __init__(self, session: Session, entries: Sequence[o.TraceEntry]) -> None:
        self._line = session
        self._inputs = deque(inputs_of(entries, with_carriers=isinstance(session, LineSession)))
        self._now_ms = 0
        self._written = Written()

    @abstractmethod
    def _fulfil(self, wish: object) -> list[Any]:
        """Do now, or when its moment comes, what the engine wishes; what it wishes then."""

    @abstractmethod
    def _is_wished(self, coming: Input) -> bool:
        """Whether the engine waits for this; octets need no wish."""

    @abstractmethod
    def _house_is_done(self, done: Kept | Supplied) -> list[Any]:
        """The moment has come: tell the engine."""

    def _play(self) -> int:
        """From the first command to the modem at rest; when that was."""
        self._carry_out(self._line.start(0))
        while self._inputs and not self._line.over:
            self._until(self._inputs[0])
            if not self._line.over:
                self._come_in(self._inputs.popleft())
        self._until(Input(self._now_ms + _LONGEST_AFTER_MS, self._written, Cancelled()))
        return self._now_ms

    def _until(self, coming: Input) -> None:
        """Let time pass until this input is due."""
        ticks = 0
        while ticks < _TICKS_AT_ONE_MOMENT and self._tick_is_before(coming):
            due_ms = self._line.deadline_ms or 0
            ticks = ticks + 1 if due_ms <= self._now_ms else 0
            self._now_ms = max(self._now_ms, due_ms)
            self._carry_out(self._line.tick(self._now_ms))

    def _tick_is_before(self, coming: Input) -> bool:
        due_ms = self._line.deadline_ms
        if due_ms is None or self._line.over:
            return False
        if not self._written.covers(coming.written) or not self._is_wished(coming):
            return due_ms <= coming.at_ms + _OVERDUE_MS
        return due_ms <= coming.at_ms - _LATE_MS

    def _come_in(self, coming: Input) -> None:
        self._now_ms = max(self._now_ms, coming.at_ms)
        wishes = self._input(coming)
        if (due_ms := self._line.deadline_ms) is not None and due_ms <= self._now_ms:
            wishes += self._line.tick(self._now_ms)
        self._carry_out(wishes)

    def _input(self, coming: Input) -> list[Any]:
        match coming.what:
            case Heard(octets):
                return self._line.receive(octets, self._now_ms)
            case Cancelled():
                return self._line.cancel(self._now_ms)
            case Unplugged(detail):
                self._line.port_lost(detail, self._now_ms)
                return []
            case Kept() | Supplied():
                return self._house_is_done(coming.what)
            case _:
                assert_never(coming.what)

    def _carry_out(self, wishes: list[Any]) -> None:
        """As the drivers' loops do: what is due is written first, then the wishes, in their order."""
        waiting = deque(wishes)
        waiting.extend(self._write())
        while waiting:
            waiting.extend(self._fulfil(waiting.popleft()))
            waiting.extend(self._write())

    def _write(self) -> list[Any]:
        wishes: list[Any] = []
        while octets := self._line.to_write(self._now_ms):
            self._written = self._written.more(octets, data=self._line.sending_data)
            wishes += self._line.wrote(octets, self._now_ms)
        return wishes

    def _awaited(self, kind: type[Kept] | type[Supplied]) -> bool:
        """Whether the recording still has such a moment."""
        return any(isinstance(coming.what, kind) for coming in self._inputs)


class _CallReplay(_Replay):
    def __init__(self, session: CallSession | T32Session, entries: Sequence[o.TraceEntry], house: House) -> None:
        super().__init__(session, entries)
        self._session = session
        self._house = house
        self._coded: deque[p.CodedPage] = deque()

    def run(self) -> o.CallReport:
        return self._session.report(self._play())

    def _fulfil(self, wish: object) -> list[Any]:
        if not isinstance(wish, p.PageWanted):
            return []
        page = self._house.code(wish)
        if page is None:
            return []
        self._coded.append(page)
        return [] if self._awaited(Supplied) else self._house_is_done(Supplied())

    def _is_wished(self, coming: Input) -> bool:
        return not isinstance(coming.what, Supplied) or bool(self._coded)

    def _house_is_done(self, done: Kept | Supplied) -> list[Any]:
        if not self._coded:
            return []
        return list(self._session.supply_page(self._coded.popleft(), self._now_ms))


class _AnswerReplay(_Replay):
    def __init__(self, session: AnswererSession | T32Receiver, entries: Sequence[o.TraceEntry], house: House) -> None:
        super().__init__(session, entries)
        self._session = session
        self._house = house
        self._read: deque[tuple[int, o.CopyQuality]] = deque()

    def run(self) -> o.ReceptionReport:
        return self._session.report(self._play())

    def _fulfil(self, wish: object) -> list[Any]:
        if not isinstance(wish, PageArrived):
            return []
        quality = self._house.read(wish)
        self._read.append((wish.number, quality))
        if self._awaited(Kept):
            return []
        return self._house_is_done(Kept(judge_page(quality) is not Fcf.RTN))

    def _is_wished(self, coming: Input) -> bool:
        return not isinstance(coming.what, Kept) or bool(self._read)

    def _house_is_done(self, done: Kept | Supplied) -> list[Any]:
        if not self._read or not isinstance(done, Kept):
            return []
        number, quality = self._read.popleft()
        if done.trouble:
            return list(self._session.page_not_kept(done.trouble, self._now_ms))
        return list(self._session.page_read(number, quality, done.kept, self._now_ms))
