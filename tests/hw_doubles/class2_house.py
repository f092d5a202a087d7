"""A house at a port of a modem that runs T.30 itself, from which anything may come: no modem, only octets and time.

Owns the house's part on either side of a call: pages are supplied at once, and kept at once or when ``keep`` is called.
Holds it to B9 as it goes: no page is confirmed that is not on disk. Time and states are ``bare_house.py``'s. Called by
the tests of noise and by the streams of conformance.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kiosk.fax import outcome as o
from kiosk.fax.answerer_pages import PageArrived
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.copy_quality import judge_page
from kiosk.fax.frames import Fcf
from kiosk.fax.t32 import T32Session
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fields import read_abilities
from kiosk.fax.t32_receiver import T32Receiver
from kiosk.fax.t32_table import DIALECTS
from tests.hw_doubles.bare_house import BareHouse
from tests.hw_doubles.class2_modem_call import ABILITIES, STANDARD_A4
from tests.hw_doubles.virtual_line import StateWatch

_LONGEST_STATE_MS = 310_000  # a page or an answer with error correction while the modem tells of frames


class Class2House(BareHouse):
    """``calling`` or ``answering``. ``slow_disk``: pages are kept only when ``keep`` is called."""

    format = STANDARD_A4

    def __init__(self, session: T32Session | T32Receiver, quality: o.CopyQuality, *, slow_disk: bool = False) -> None:
        self.arrived: list[PageArrived] = []
        self.dropped: list[int] = []
        self._quality, self._slow_disk = quality, slow_disk
        super().__init__(session, session, StateWatch(_LONGEST_STATE_MS))
        self._write()

    @classmethod
    def calling(cls, pages: int = 2, fax_class: str = "2", *, starts: frozenset[int] = frozenset()) -> Class2House:
        """A call of ours with so many pages."""
        plan = CallPlan("057188", "1", pages, STANDARD_A4, frozenset(), document_starts=starts)
        session = T32Session(plan, DIALECTS[fax_class], read_abilities(ABILITIES), Class2Habits())
        return cls(session, o.CopyQuality(100))

    @classmethod
    def answering(cls, fax_class: str = "2", damaged: int = 0, *, slow_disk: bool = False) -> Class2House:
        """A call that comes in; of each hundred lines of a page so many are damaged."""
        session = T32Receiver(o.CallerSays(), DIALECTS[fax_class], Class2Habits())
        return cls(session, o.CopyQuality(100, damaged), slow_disk=slow_disk)

    def keep(self) -> None:
        """The disk has done what it was given."""
        for page in self.arrived:
            kept = judge_page(self._quality) is not Fcf.RTN
            self.kept |= {page.number} if kept else set()
            self._fulfil(self.session.page_read(page.number, self._quality, kept, self.now_ms))
        self.arrived.clear()
        self._write()

    def cancel(self) -> None:
        self._fulfil(self.session.cancel(self.now_ms))
        self._write()

    def _keep(self, page: PageArrived) -> None:
        self.arrived.append(page)
        if not self._slow_disk:
            self.keep()

    def _fulfil(self, wishes: Sequence[Any]) -> None:
        for wish in wishes:
            if isinstance(wish, o.PageDropped):
                self.kept.discard(wish.page)
            assert not isinstance(wish, o.PageConfirmed) or self._sends or wish.page in self.kept, "not on disk"
            super()._fulfil([wish])

    @property
    def _sends(self) -> bool:
        return isinstance(self.session, T32Session)
