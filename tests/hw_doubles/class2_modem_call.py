"""A whole call of the Class 2 follower against the scripted modem in virtual time.

Owns the turning of the clock and the house's part (coded pages, cancelling). Called by the unit tests.
"""

from __future__ import annotations

from kiosk.fax.call_plan import CallPlan
from kiosk.fax.negotiation import PageFormat, fits
from kiosk.fax.outcome import CallReport, LineEvent, Resolution
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.t32 import T32Session
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fields import ModemAbilities, read_abilities
from kiosk.fax.t32_table import DIALECTS
from tests.hw_doubles.class2_modem_script import Class2Script

STANDARD_A4 = PageFormat(1728, 1145, Resolution.STANDARD)
ABILITIES = "(0,1),(0-5),(0-2),(0-2),(0,1,3),(0-2),(0),(0-7)"
PAGE = bytes(range(256)) * 8
_LONGEST_MS = 20 * 60_000


class Class2Call:
    """Plays one call. ``cancel_at`` is the state in which the user cancels."""

    def __init__(
        self,
        script: str,
        fax_class: str = "2",
        formats: tuple[PageFormat, ...] = (STANDARD_A4,),
        *,
        habits: Class2Habits | None = None,
        modem: ModemAbilities | None = None,
        cancel_at: str = "",
        page: bytes = PAGE,
        **plan: object,
    ) -> None:
        self.modem = Class2Script(script)
        settings: dict[str, object] = {
            "number": "057188001234",
            "ident": "+86 571 1",
            "modem_codes": frozenset(),
        } | plan
        call_plan = CallPlan(page_count=len(formats), first_format=formats[0], **settings)
        abilities = modem or read_abilities(ABILITIES)
        self.session = T32Session(call_plan, DIALECTS[fax_class], abilities, habits or Class2Habits())
        self.events: list[LineEvent] = []
        self.wanted: list[PageWanted] = []
        self.now_ms = 0
        self._formats, self._cancel_at, self._page = formats, cancel_at, page

    def play(self) -> CallReport:
        """Run to the end. Fails if the call stands still without a timer, or is not over in 20 minutes."""
        self._fulfil(self.session.start(0))
        while not self.session.over:
            self._write()
            self._maybe_cancel()
            if not self.session.over:
                self._advance()
        return self.session.report(self.now_ms)

    def _write(self) -> None:
        while (octets := self.session.to_write(self.now_ms)) and not (self.modem.hung and self.session.sending_data):
            self.modem.write(octets, self.now_ms)
            self._fulfil(self.session.wrote(octets, self.now_ms))

    def _maybe_cancel(self) -> None:
        if self.session.state.name == self._cancel_at:
            self._cancel_at = ""
            self._fulfil(self.session.cancel(self.now_ms))
            self._write()

    def _advance(self) -> None:
        moments = [moment for moment in (self.modem.next_ms, self.session.deadline_ms) if moment is not None]
        assert moments, f"nothing will ever end {self.session.state}"
        self.now_ms = max(self.now_ms, int(-(-min(moments) // 1)))
        assert self.now_ms < _LONGEST_MS, f"{self.session.state} has outlived every timer"
        if octets := self.modem.read(self.now_ms):
            self._fulfil(self.session.receive(octets, self.now_ms))
        self._fulfil(self.session.tick(self.now_ms))

    def _fulfil(self, wishes: list[LineEvent | PageWanted]) -> None:
        for wish in wishes:
            if not isinstance(wish, PageWanted):
                self.events.append(wish)
                continue
            self.wanted.append(wish)
            page_format = self._formats[wish.number - 1]
            octets = self._page if fits(wish.terms, page_format, wish.far) else None
            self._fulfil(self.session.supply_page(CodedPage(wish.number, page_format, wish.terms, octets), self.now_ms))
