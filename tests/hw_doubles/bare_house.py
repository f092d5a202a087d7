"""A house at a port from which anything may come: no modem, no far end, only octets and time.

Owns the house's part on either side of a call: it takes what is to be written, supplies and keeps pages at once, and
lets time pass from deadline to deadline, as the driver does. Fails if a state has no end. Called by the tests of noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.fax.answerer import Answerer, AnswerPlan
from kiosk.fax.answerer_pages import PageArrived, ReceivedPages
from kiosk.fax.answerer_session import AnswererSession
from kiosk.fax.call_session import CallSession
from kiosk.fax.caller import Caller, CallPlan
from kiosk.fax.outcome import CopyQuality, PageReport, PageState, ReceivedPageReport
from kiosk.fax.primitives import CodedPage, PageWanted
from kiosk.fax.t31 import T31, Class1Habits
from tests.hw_doubles.virtual_call import FINE_A4
from tests.hw_doubles.virtual_line import ALL_CODES, StateWatch


class BareHouse:
    """``calling()`` or ``answering()``; ``hear`` what comes, ``wait`` between, at last ``silence``."""

    format = FINE_A4

    def __init__(self, session: Any, terminal: Any, watch: StateWatch | None = None) -> None:
        self.session, self.terminal = session, terminal
        self.now_ms = 0
        self.kept: set[int] = set()
        self._watch = watch or StateWatch()
        self._fulfil(session.start(0))

    @classmethod
    def calling(cls, pages: int = 2) -> BareHouse:
        """A call of ours with so many pages."""
        caller = Caller(CallPlan("057188", "1", pages, FINE_A4, ALL_CODES))
        return cls(CallSession(caller, T31(Class1Habits())), caller)

    @classmethod
    def answering(cls) -> BareHouse:
        """A call that comes in."""
        answerer = Answerer(AnswerPlan("1", ALL_CODES))
        return cls(AnswererSession(answerer, T31(Class1Habits())), answerer)

    def hear(self, octets: bytes) -> None:
        """These octets come from the port."""
        self._watch.stirred(self.now_ms)
        self._fulfil(self.session.receive(octets, self.now_ms))
        self._write()

    def wait(self, until_ms: int) -> None:
        """Pass the time, deadline by deadline."""
        while not self.session.over and (due := self.session.deadline_ms) is not None and due <= until_ms:
            self.now_ms = max(self.now_ms, due)
            self._fulfil(self.session.tick(self.now_ms))
            self._write()
            self._watch.look(self.terminal.state, self.now_ms)
        self.now_ms = max(self.now_ms, until_ms)

    def silence(self) -> None:
        """Nothing comes any more: every state must end by itself."""
        while not self.session.over:
            due = self.session.deadline_ms
            assert due is not None, f"nothing will ever end {self.terminal.state}"
            self.wait(due)

    @property
    def confirmed(self) -> set[int]:
        """Numbers of the pages that the terminal believes to have arrived."""
        return {page.number for page in self.terminal.pages.reports if _is_confirmed(page)}

    def check_confirmations(self, confirming_frames: int = 0) -> None:
        """Sending: no more pages are confirmed than frames said so. Receiving: none that is not kept."""
        if isinstance(self.terminal.pages, ReceivedPages):
            assert self.confirmed <= self.kept, "a page was confirmed that is not kept"
        else:
            assert len(self.confirmed) <= confirming_frames, "more was confirmed than was said"

    def _write(self) -> None:
        while octets := self.session.to_write(self.now_ms):
            self._fulfil(self.session.wrote(octets, self.now_ms))

    def _fulfil(self, wishes: Sequence[Any]) -> None:
        for wish in wishes:
            if isinstance(wish, PageWanted):
                page = CodedPage(wish.number, self.format, wish.terms, b"\x00\x80page\x10")
                self._fulfil(self.session.supply_page(page, self.now_ms))
            elif isinstance(wish, PageArrived):
                self._keep(wish)

    def _keep(self, page: PageArrived) -> None:
        self.kept.add(page.number)
        self._fulfil(self.session.page_read(page.number, CopyQuality(100), True, self.now_ms))


def _is_confirmed(page: PageReport | ReceivedPageReport) -> bool:
    return page.confirmed if isinstance(page, ReceivedPageReport) else page.state is PageState.CONFIRMED
