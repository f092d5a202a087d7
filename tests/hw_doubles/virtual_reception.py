"""A whole call that comes in, against a scripted caller in virtual time: minutes of line time in milliseconds.

Owns the turning of the clock and the house's part: pages are read and kept after ``keeping_ms``, as good as their entry
of ``qualities``
(good if there is none). Called by the unit tests of the answering side.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.answerer_session import AnswererSession, Wish
from kiosk.fax.copy_quality import judge_page
from kiosk.fax.frames import Fcf
from kiosk.fax.outcome import CopyQuality, ReceptionEvent, ReceptionReport
from kiosk.fax.t31 import T31, Class1Habits
from tests.hw_doubles.scripted_caller import ScriptedCaller

ALL_CODES = frozenset({24, 48, 72, 73, 74, 96, 97, 98, 121, 122, 145, 146})
GOOD = CopyQuality(2287)
_LONGEST_MS = 20 * 60_000


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
        return [f"{entry.direction}{entry.signal}" for entry in self.report.trace if entry.signal != "octets"]


class VirtualReception:
    """Plays one call. ``disk_fails`` is the number of the page that cannot be kept."""

    def __init__(
        self,
        script: str,
        *,
        pages: list[bytes] | None = None,
        qualities: list[CopyQuality] | None = None,
        keeping_ms: int = 0,
        cancel_ms: float | None = None,
        disk_fails: int = 0,
        **plan: object,
    ) -> None:
        self.modem = ScriptedCaller(script, pages)
        settings: dict[str, object] = {"ident": "+86 571 1", "receive_codes": ALL_CODES} | plan
        self.answerer = Answerer(AnswerPlan(**settings))
        self.session = AnswererSession(self.answerer, T31(Class1Habits()))
        self.now_ms = 0.0
        self.events: list[ReceptionEvent] = []
        self.kept: list[PageArrived] = []
        self._qualities = qualities or []
        self._keeping_ms = keeping_ms
        self._cancel_ms = cancel_ms
        self._disk_fails = disk_fails
        self._owed: list[tuple[float, PageArrived]] = []

    def play(self) -> Answered:
        """Run to the end. Fails if the call stands still without a timer, or is not over in 20 minutes."""
        self._fulfil(self.session.start(0))
        while not self.session.over:
            self._write()
            self._advance()
        report = self.session.report(int(self.now_ms))
        return Answered(report, self.modem, self.events, self.kept, self.answerer.modem_at_rest)

    def _write(self) -> None:
        while octets := self.session.to_write(int(self.now_ms)):
            self._confirmations_follow_keeping()
            self.modem.write(octets, self.now_ms)
            self.session.wrote(octets, int(self.now_ms))

    def _confirmations_follow_keeping(self) -> None:
        """B9, looked at from outside at every octet: never more confirmed than kept."""
        on_disk = {page.number for page in self.kept}
        assert {page.number for page in self.answerer.pages.reports if page.confirmed} <= on_disk

    def _advance(self) -> None:
        moments = [self.modem.next_ms, self.session.deadline_ms, self._cancel_ms, *(at for at, _ in self._owed[:1])]
        self.now_ms = max(self.now_ms, min(moment for moment in moments if moment is not None))
        assert self.now_ms < _LONGEST_MS, "a state has outlived every timer"
        now_ms = int(self.now_ms) + 1 if self.now_ms % 1 else int(self.now_ms)
        self.now_ms = now_ms
        if self._cancel_ms is not None and now_ms >= self._cancel_ms:
            self._cancel_ms = None
            self._fulfil(self.session.cancel(now_ms))
        while self._owed and self._owed[0][0] <= now_ms:
            self._keep(self._owed.pop(0)[1])
        if octets := self.modem.read(now_ms):
            self._fulfil(self.session.receive(octets, now_ms))
        self._fulfil(self.session.tick(now_ms))

    def _fulfil(self, wishes: list[Wish]) -> None:
        for wish in wishes:
            if not isinstance(wish, PageArrived):
                self.events.append(wish)
            elif self._keeping_ms:
                self._owed.append((self.now_ms + self._keeping_ms, wish))
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
