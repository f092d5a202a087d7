"""A whole call against the scripted modem in virtual time: minutes of line time in milliseconds.

Owns the turning of the clock and the house's part (coded pages, cancelling). Called by the unit tests of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.fax.call_session import CallSession, Wish
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.negotiation import PageFormat, fits
from kiosk.fax.outcome import CallReport, LineEvent, Resolution
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.t31 import T31, Class1Habits
from tests.hw_doubles.scripted_modem import ScriptedModem

FINE_A4 = PageFormat(1728, 2287, Resolution.FINE)
ALL_CODES = frozenset({24, 48, 72, 73, 74, 96, 97, 98, 121, 122, 145, 146})
PAGE_OCTETS = bytes(range(1, 256)) * 8
_LONGEST_MS = 20 * 60_000


@dataclass
class Played:
    """What came of a played call."""

    report: CallReport
    modem: ScriptedModem
    events: list[LineEvent]
    cancelled_ms: float | None
    modem_at_rest: bool

    @property
    def signals(self) -> list[str]:
        """The ladder as short words: ``<DIS``, ``>DCS``."""
        return [f"{entry.direction}{entry.signal}" for entry in self.report.trace if entry.signal != "octets"]


class VirtualCall:
    """Plays one call. ``cancel_when`` is the signal in the trace at which the user cancels; ``cancel_ms`` a moment."""

    def __init__(
        self,
        script: str,
        formats: tuple[PageFormat, ...] = (FINE_A4,),
        *,
        page_octets: bytes = PAGE_OCTETS,
        cancel_ms: float | None = None,
        late_pages: bool = False,
        habits: Class1Habits | None = None,
        **plan: object,
    ) -> None:
        self.modem = ScriptedModem(script)
        settings: dict[str, object] = {"number": "057188001234", "ident": "+86 571 1", "modem_codes": ALL_CODES} | plan
        self.caller = Caller(CallPlan(page_count=len(formats), first_format=formats[0], **settings))
        self.session = CallSession(self.caller, T31(habits or Class1Habits()))
        self.now_ms = 0.0
        self._formats = formats
        self._page_octets = page_octets
        self._cancel_ms = cancel_ms
        self._cancelled_ms: float | None = None
        self._late = late_pages
        self.page_delay_ms = 4_000
        self.pages_wanted: list[int] = []
        self._events: list[LineEvent] = []
        self._owed: list[tuple[float, PageWanted]] = []

    def play(self) -> Played:
        """Run to the end. Fails if the call stands still without a timer, or is not over in 20 minutes."""
        self._fulfil(self.session.start(0))
        while not self.session.over:
            self._write()
            self._advance()
        report = self.session.report(int(self.now_ms))
        return Played(report, self.modem, self._events, self._cancelled_ms, self.caller.modem_at_rest)

    def _write(self) -> None:
        now_ms = int(self.now_ms)
        while octets := self.session.to_write(now_ms):
            self.modem.write(octets, self.now_ms)
            self._fulfil(self.session.wrote(octets, now_ms))

    def _advance(self) -> None:
        moments = [self.modem.next_ms, self.session.deadline_ms, self._cancel_ms, *(at for at, _ in self._owed[:1])]
        self.now_ms = max(self.now_ms, min(moment for moment in moments if moment is not None))
        assert self.now_ms < _LONGEST_MS, "a state has outlived every timer"
        now_ms = int(self.now_ms) + 1 if self.now_ms % 1 else int(self.now_ms)
        self.now_ms = now_ms
        if self._cancel_ms is not None and now_ms >= self._cancel_ms:
            self._cancelled_ms, self._cancel_ms = self._cancel_ms, None
            self._fulfil(self.session.cancel(now_ms))
        while self._owed and self._owed[0][0] <= now_ms:
            self._supply(self._owed.pop(0)[1])
        if octets := self.modem.read(now_ms):
            self._fulfil(self.session.receive(octets, now_ms))
        self._fulfil(self.session.tick(now_ms))

    def _fulfil(self, wishes: list[Wish]) -> None:
        for wish in wishes:
            if not isinstance(wish, PageWanted):
                self._events.append(wish)
            elif self._late:
                self._owed.append((self.now_ms + self.page_delay_ms, wish))
            else:
                self._supply(wish)

    def _supply(self, wanted: PageWanted) -> None:
        self.pages_wanted.append(wanted.number)
        page_format = self._formats[wanted.number - 1]
        octets = self._page_octets if fits(wanted.terms, page_format, wanted.far) else None
        page = CodedPage(wanted.number, page_format, wanted.terms, octets)
        self._fulfil(self.session.supply_page(page, int(self.now_ms)))


def play(script: str, *formats: PageFormat, **settings: object) -> Played:
    """Play a script with these pages (one fine A4 page if none are given)."""
    return VirtualCall(script, formats or (FINE_A4,), **settings).play()
