"""A whole call that comes in, against a scripted caller in virtual time.

Owns the house's part: pages are read and kept after ``keeping_ms``, as good as their entry of ``qualities`` (good if
there is none). The clock is turned by ``virtual_line.py``. Called by the unit tests of the answering side and by the
conformance scripts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.answerer_session import AnswererSession, Wish
from kiosk.fax.copy_quality import judge_page
from kiosk.fax.frames import Fcf
from kiosk.fax.outcome import CopyQuality, ReceptionEvent, ReceptionReport
from kiosk.fax.t31 import T31, Class1Habits
from kiosk.fax.trace import for_people
from tests.hw_doubles.scripted_caller import ScriptedCaller
from tests.hw_doubles.virtual_line import ALL_CODES as ALL_CODES
from tests.hw_doubles.virtual_line import VirtualLine

GOOD = CopyQuality(2287)


@dataclass
class Answered:
    """What came of it."""

    report: ReceptionReport
    modem: ScriptedCaller
    events: list[ReceptionEvent]
    kept: list[PageArrived] = field(default_factory=list)
    modem_at_rest: bool = True

    @property
    def signals(self) -> list[str]:
        return [f"{entry.direction}{entry.signal}" for entry in for_people(self.report.trace)]


class VirtualReception(VirtualLine):
    """Plays one call, by a script or on a modem. ``disk_fails`` is the number of the page that cannot be kept."""

    def __init__(
        self,
        script: str | ScriptedCaller,
        *,
        pages: list[bytes] | None = None,
        qualities: list[CopyQuality] | None = None,
        keeping_ms: int = 0,
        cancel_ms: float | None = None,
        disk_fails: int = 0,
        **plan: object,
    ) -> None:
        settings: dict[str, object] = {"ident": "+86 571 1", "receive_codes": ALL_CODES} | plan
        self.answerer = Answerer(AnswerPlan(**settings))
        session = AnswererSession(self.answerer, T31(Class1Habits()))
        super().__init__(session, ScriptedCaller(script, pages) if isinstance(script, str) else script, cancel_ms)
        self.kept: list[PageArrived] = []
        self._qualities = qualities or []
        self._keeping_ms = keeping_ms
        self._disk_fails = disk_fails

    def play(self) -> Answered:
        """Run to the end. Fails if the call stands still without a timer, or is not over in 20 minutes."""
        self._run()
        report = self.session.report(int(self.now_ms))
        return Answered(report, self.modem, self.events, self.kept, self.answerer.modem_at_rest)

    def _write(self) -> None:
        """B9, looked at from outside before anything is said: never more confirmed than kept."""
        on_disk = {page.number for page in self.kept}
        assert {page.number for page in self.answerer.pages.reports if page.confirmed} <= on_disk
        super()._write()

    @property
    def state(self) -> str:
        return self.answerer.state

    def _fulfil(self, wishes: Sequence[Wish]) -> None:
        for wish in wishes:
            if not isinstance(wish, PageArrived):
                self.events.append(wish)
            elif self._keeping_ms:
                self._later(self._keeping_ms, lambda page=wish: self._keep(page))
            else:
                self._keep(wish)

    def _keep(self, page: PageArrived) -> None:
        now_ms = int(self.now_ms)
        if page.number == self._disk_fails:
            self._fulfil(self.session.page_not_kept("No space left on device", now_ms))
            return
        quality = self._qualities.pop(0) if self._qualities else GOOD
        kept = judge_page(quality) is not Fcf.RTN
        if kept:
            self.kept.append(page)
        self._fulfil(self.session.page_read(page.number, quality, kept, now_ms))


def answer(script: str, **settings: object) -> Answered:
    """Answer a call whose script this is."""
    return VirtualReception(script, **settings).play()
