"""Calls on a modem that runs T.30 itself, for the charts: two pages out, and pages in.

Owns what may happen to a ``T32Session`` and a ``T32Receiver``. Called by ``machines.py``.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from kiosk.fax import primitives as p
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.negotiation import PageFormat
from kiosk.fax.outcome import CallerSays, CopyQuality, Resolution
from kiosk.fax.t31_octets import Result
from kiosk.fax.t32 import T32Session
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fields import read_abilities
from kiosk.fax.t32_receiver import T32Receiver
from kiosk.fax.t32_receiving_table import RECEIVING
from kiosk.fax.t32_sending_table import SENDING
from kiosk.fax.t32_table import DIALECTS, LEAVING, State
from tests.charts.situations import situation_of
from tests.hw_doubles.scripted_caller import RTC

_MUCH_LATER_MS = 10_000_000
_FORMAT = PageFormat(1728, 1145, Resolution.STANDARD)
_ABILITIES = read_abilities("(0,1),(0-5),(0-2),(0-2),(0,1,3),(0-2),(0),(0-7)")
_IGNORED = (
    "_alive_ms", "_coded", "_data", "_deadline_ms", "_dialect", "_far", "_far_codes", "_flow", "_habits", "_inbox",
    "_limit_ms", "_modem", "_out", "_page", "_plan", "_procedure", "_shared", "caller", "connected_ms", "detail",
    "far_ident", "modem_at_rest", "pages", "state", "terms", "trace",
)  # fmt: skip
_SENT_REPORTS = {"DIS": "+FCO\r\n+FIS:1,5,0,2,1,0,0,0", "MCF": "+FPS:1", "RTN": "+FPS:2", "hung up": "+FHS:00"}
_HEARD_REPORTS = {
    "a fax machine": "+FCO",
    "DCS": "+FCS:1,5,0,2,1,0,0,0",
    "MPS": "+FET:0",
    "EOP": "+FET:2",
    "hung up": "+FHS:00",
}
_ANSWERS = (State.ENDING_PAGE, State.AWAITING_ANSWER)
_MOMENTS = {"a fax machine": (State.ANSWERING,), "DIS": (State.DIALLING,), "MCF": _ANSWERS, "RTN": _ANSWERS}


class _Class2Machine:
    """What both sides have in common: result codes, reports, time."""

    reports: dict[str, str]

    def __init__(self, session: T32Session | T32Receiver, table: Any) -> None:
        self._session, self._table = session, table
        self._now_ms = 0
        self._told: set[str] = set()
        self._fulfil(session.start(0))
        self._write()

    @property
    def state(self) -> str:
        return self._session.state

    @property
    def situation(self) -> Hashable:
        if self._session.outcome is not None:
            return self.state, "hung up" in self._told
        return self.state, frozenset(self._told), self._house(), situation_of(self._session, _IGNORED)

    def events(self) -> list[str]:
        state = self._session.state
        if state in LEAVING:
            results = [result.value for source, result in self._table.transitions if source is state]
            return [*results, "too long"] if state is not State.OVER else []
        events = [result.value for source, result in self._table.transitions if source is state]
        events += [name for name in self.reports if name not in self._told and state in _MOMENTS.get(name, (state,))]
        events += ["too long"] if self._session.deadline_ms is not None else []
        events += ["cancelled"] if state not in (*LEAVING, State.AWAITING_HANG_UP) else []
        return [*events, *self._house_events()]

    def happen(self, event: str) -> str:
        before = self.state
        if event == "too long":
            self._now_ms += _MUCH_LATER_MS
            self._fulfil(self._session.tick(self._now_ms))
        elif event == "cancelled":
            self._fulfil(self._session.cancel(self._now_ms))
        elif event in self.reports:
            self._told.add(event)
            self._hear(self.reports[event].encode())
        elif event in Result.__members__.values():
            self._hear(Result(event).value.encode())
        else:
            self._house_acts(event)
        self._write()
        if self.state != before:
            self._told -= {"MCF", "RTN", "MPS", "EOP"} if self.state == State.AWAITING_CONNECT else set()
        return event

    def _hear(self, line: bytes) -> None:
        self._fulfil(self._session.receive(b"\r\n" + line + b"\r\n", self._now_ms))

    def _write(self) -> None:
        """Commands are out at once, the data of a page when its event says so."""
        while self.state != State.SENDING_PAGE and (octets := self._session.to_write(self._now_ms)):
            self._fulfil(self._session.wrote(octets, self._now_ms))
        due_ms = self._session.deadline_ms
        if self.state == State.ENDING_PAGE and due_ms is not None and due_ms <= self._now_ms:
            self._fulfil(self._session.tick(self._now_ms))
            self._write()

    def _house(self) -> Hashable:
        raise NotImplementedError

    def _house_events(self) -> list[str]:
        raise NotImplementedError

    def _house_acts(self, event: str) -> None:
        raise NotImplementedError

    def _fulfil(self, wishes: Sequence[Any]) -> None:
        raise NotImplementedError


class Class2Sending(_Class2Machine):
    """Two pages, coded late."""

    reports = _SENT_REPORTS

    def __init__(self, fax_class: str) -> None:
        self._owed: list[p.PageWanted] = []
        plan = CallPlan("1", "1", 2, _FORMAT, frozenset())
        super().__init__(T32Session(plan, DIALECTS[fax_class], _ABILITIES, Class2Habits()), SENDING)

    def _house(self) -> Hashable:
        pages = self._session.pages
        return len(self._owed), pages.current, min(pages.attempts, 2) if not pages.all_confirmed else 0

    def _house_events(self) -> list[str]:
        events = ["the page is coded"] if self._owed else []
        events += ["XON"] if self.state == State.AWAITING_XON else []
        return [*events, "its data are out"] if self.state == State.SENDING_PAGE else events

    def _house_acts(self, event: str) -> None:
        if event == "XON":
            self._fulfil(self._session.receive(b"\x11", self._now_ms))
            return
        if event == "its data are out":
            while octets := self._session.to_write(self._now_ms + _MUCH_LATER_MS):
                self._fulfil(self._session.wrote(octets, self._now_ms))
            return
        wanted = self._owed.pop(0)
        page = p.CodedPage(wanted.number, _FORMAT, wanted.terms, b"\x55" * 100)
        self._fulfil(self._session.supply_page(page, self._now_ms))

    def _fulfil(self, wishes: Sequence[Any]) -> None:
        self._owed += [wish for wish in wishes if isinstance(wish, p.PageWanted)]


class Class2Receiving(_Class2Machine):
    """Pages of any number."""

    reports = _HEARD_REPORTS

    def __init__(self) -> None:
        self._owed: list[PageArrived] = []
        super().__init__(T32Receiver(CallerSays(), DIALECTS["2.0"], Class2Habits()), RECEIVING)

    def _house(self) -> Hashable:
        pages = self._session.pages
        return len(self._owed), pages.current is not None, pages.begun, bool(pages.reports)

    def _house_events(self) -> list[str]:
        events = ["the page is kept", "the page is useless", "the disk refuses the page"] if self._owed else []
        return [*events, "the page's data end"] if self.state == State.RECEIVING_PAGE else events

    def _house_acts(self, event: str) -> None:
        if event == "the page's data end":
            self._fulfil(self._session.receive(b"\x55" * 300 + RTC + b"\x10\x03", self._now_ms))
            return
        page = self._owed.pop(0)
        if event == "the disk refuses the page":
            self._fulfil(self._session.page_not_kept("", self._now_ms))
            return
        kept = event == "the page is kept"
        quality = CopyQuality(100, 0 if kept else 100)
        self._fulfil(self._session.page_read(page.number, quality, kept, self._now_ms))

    def _fulfil(self, wishes: Sequence[Any]) -> None:
        self._owed = (self._owed + [wish for wish in wishes if isinstance(wish, PageArrived)])[-1:]
