"""A whole call of ours against the scripted modem in virtual time.

Owns the house's part: the coded pages, as early or late as they are wanted. The clock is turned by ``virtual_line.py``.
Called by the unit tests of the engine and by the conformance scripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.fax.call_session import CallSession, Wish
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.negotiation import PageFormat, fits
from kiosk.fax.outcome import CallReport, LineEvent, Resolution
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.t31 import T31, Class1Habits
from kiosk.fax.trace import for_people
from tests.hw_doubles.scripted_modem import ScriptedModem
from tests.hw_doubles.virtual_line import ALL_CODES as ALL_CODES
from tests.hw_doubles.virtual_line import VirtualLine

FINE_A4 = PageFormat(1728, 2287, Resolution.FINE)
PAGE_OCTETS = bytes(range(1, 256)) * 8


@dataclass
class Played:
    """What came of a played call."""

    report: CallReport
    modem: ScriptedModem
    events: list[LineEvent]
    modem_at_rest: bool

    @property
    def signals(self) -> list[str]:
        """The ladder as short words: ``<DIS``, ``>DCS``."""
        return [f"{entry.direction}{entry.signal}" for entry in for_people(self.report.trace)]


class VirtualCall(VirtualLine):
    """Plays one call with a page of each format, by a script or on a modem.

    ``late_pages``: each is coded only after ``page_delay_ms``.
    """

    def __init__(
        self,
        script: str | ScriptedModem,
        formats: tuple[PageFormat, ...] = (FINE_A4,),
        *,
        page_octets: bytes | None = PAGE_OCTETS,
        cancel_ms: float | None = None,
        late_pages: bool = False,
        habits: Class1Habits | None = None,
        **plan: object,
    ) -> None:
        settings: dict[str, object] = {"number": "057188001234", "ident": "+86 571 1", "modem_codes": ALL_CODES} | plan
        self.caller = Caller(CallPlan(page_count=len(formats), first_format=formats[0], **settings))
        session = CallSession(self.caller, T31(habits or Class1Habits()))
        super().__init__(session, ScriptedModem(script) if isinstance(script, str) else script, cancel_ms)
        self._formats = formats
        self._page_octets = page_octets
        self._late = late_pages
        self.page_delay_ms = 4_000
        self.pages_wanted: list[int] = []

    def play(self) -> Played:
        """Run to the end. Fails if the call stands still without a timer, or is not over in 20 minutes."""
        self._run()
        report = self.session.report(int(self.now_ms))
        return Played(report, self.modem, self.events, self.caller.modem_at_rest)

    @property
    def state(self) -> str:
        return self.caller.state

    def _fulfil(self, wishes: Sequence[Wish]) -> None:
        for wish in wishes:
            if not isinstance(wish, PageWanted):
                self.events.append(wish)
            elif self._late:
                self._later(self.page_delay_ms, lambda wanted=wish: self._supply(wanted))
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
