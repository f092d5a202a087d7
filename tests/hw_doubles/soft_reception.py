"""The answering engine on the soft modem in virtual time: real signals from an independent sender, a call in a second.

Owns the loop: octets between an ``AnswererSession`` and ``VirtualDte``, 20 ms of line time a turn, pages decoded as the
driver decodes them. The port, its pyserial and the driver's set-up are left out: ``TelephoneWorld`` has those.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from kiosk.devices.modem_profiles import built_in_profiles
from kiosk.devices.page_decoder import decode
from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.answerer_session import AnswererSession, Wish
from kiosk.fax.copy_quality import judge_page
from kiosk.fax.frames import Fcf
from kiosk.fax.outcome import FaxPage, PageDropped, ReceptionEvent, ReceptionReport
from kiosk.fax.t31 import T31
from kiosk.fax.trace_plan import plan_entry
from tests.hw_doubles.softmodem.records import CallRecord
from tests.hw_doubles.softmodem.settings import FarEnd, Line
from tests.hw_doubles.softmodem.virtual import VirtualDte

ALL_CODES = frozenset({24, 48, 72, 73, 96, 97, 121, 145})
_LONGEST_MS = 15 * 60_000
_TICK_MS = 20


@dataclass
class SoftReception:
    """What came of it, seen from both ends. ``pages`` are those kept and not dropped, by number."""

    report: ReceptionReport
    record: CallRecord
    events: list[ReceptionEvent] = field(default_factory=list)
    pages: dict[int, FaxPage] = field(default_factory=dict)
    at_rest_ms: int = 0


def call_in(
    folder: Path,
    tiff: Path,
    far_end: FarEnd,
    line: Line | None = None,
    *,
    refuses: Collection[str] = (),
    **plan: object,
) -> SoftReception:
    """One whole call from a libspandsp sender. Fails if it is not over within 15 minutes of line time."""
    dte = VirtualDte(folder, line=line, refuses=refuses)
    for command in ("ATE0", "AT+FCLASS=1"):
        dte.command(command)
    dte.exchange.call_in(tiff, "057187009999", far_end)
    dte.run(100)
    dte.heard.clear()
    settings: dict[str, object] = {"ident": "+86 571 1", "receive_codes": ALL_CODES} | plan
    keep_data = bool(settings.pop("keep_data", False))
    order, habits = AnswerPlan(**settings), built_in_profiles()["spandsp"].habits
    session = AnswererSession(Answerer(order), T31(habits), keep_data=keep_data, opening=(plan_entry(order, habits),))
    try:
        return _Running(dte, session).to_the_end()
    finally:
        dte.close()


class _Running:
    def __init__(self, dte: VirtualDte, session: AnswererSession) -> None:
        self._dte, self._session = dte, session
        self._begun_ms = dte.now_ms
        self._events: list[ReceptionEvent] = []
        self._pages: dict[int, FaxPage] = {}

    def to_the_end(self) -> SoftReception:
        self._fulfil(self._session.start(0))
        while not self._session.over:
            assert self._now_ms < _LONGEST_MS, "a state has outlived every timer"
            self._write()
            self._dte.run(_TICK_MS)
            if self._dte.heard:
                octets = bytes(self._dte.heard)
                self._dte.heard.clear()
                self._fulfil(self._session.receive(octets, self._now_ms))
            self._fulfil(self._session.tick(self._now_ms))
        assert self._dte.exchange.on_hook, "the call is over, and the modem is still off-hook"
        report = self._session.report(self._now_ms)
        return SoftReception(report, self._dte.exchange.calls[-1], self._events, self._pages, self._now_ms)

    @property
    def _now_ms(self) -> int:
        return self._dte.now_ms - self._begun_ms

    def _write(self) -> None:
        while octets := self._session.to_write(self._now_ms):
            self._dte.write(octets)
            self._session.wrote(octets, self._now_ms)

    def _fulfil(self, wishes: list[Wish]) -> None:
        for wish in wishes:
            if isinstance(wish, PageArrived):
                self._keep(wish)
                continue
            self._events.append(wish)
            if isinstance(wish, PageDropped):
                self._pages.pop(wish.page, None)

    def _keep(self, arrived: PageArrived) -> None:
        decoded = decode(arrived)
        kept = judge_page(decoded.quality) is not Fcf.RTN
        if kept:
            self._pages[arrived.number] = decoded.page
        self._fulfil(self._session.page_read(arrived.number, decoded.quality, kept, self._now_ms))
