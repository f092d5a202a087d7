"""Phase C of a call that comes in on a modem that runs T.30 itself: page data, from +FDR to their end.

Owns the terms that hold for a page, the character that lets its data flow, the octets up to their end, and the order
of their bits. Refuses to know what follows the page and how it is answered: its heir ``t32_receiver.py`` does.
``t32_answering.py`` is before.
"""

from __future__ import annotations

from abc import abstractmethod

from kiosk.fax import outcome as o
from kiosk.fax.answerer import LONGEST_PAGE_OCTETS
from kiosk.fax.answerer_fields import Commanded
from kiosk.fax.t4 import reverse_bits
from kiosk.fax.t31_octets import Result
from kiosk.fax.t32_answering import Answering, Wishes
from kiosk.fax.t32_bit_order import is_reversed
from kiosk.fax.t32_data import DataEnd, PageData, Taken
from kiosk.fax.t32_dialogue import XON, Class2Habits
from kiosk.fax.t32_fields import terms_of_caller
from kiosk.fax.t32_judgement import Judgement
from kiosk.fax.t32_patience import SILENCE_MS, block_heard_ms
from kiosk.fax.t32_table import Dialect, State
from kiosk.fax.trace import DATA, RAW

_DC2 = b"\x12"
_TRIGGER_MS = 1_500  # a modem that has not begun by then may want the other character
_TRAINING_MS = 120_000  # CFR or MCF, FTT, RTN and DCS again, T1 after an EOM
_FETCHES = 4  # an OK without data sends us back to +FDR, so often
_POST_PAGE_MS = 90_000  # three post-page messages at T4, PPR and CTC of the last block


class Fetching(Answering):
    """A call that comes in, from the wish for a page's data to their end."""

    def __init__(
        self, caller: o.CallerSays, dialect: Dialect, habits: Class2Habits, *, keep_data: bool = False
    ) -> None:
        super().__init__(caller, dialect, habits, keep_data=keep_data)
        self.terms: Commanded | None = None
        self.longest_page_octets = LONGEST_PAGE_OCTETS
        self._data: PageData | None = None
        self._page = bytearray()
        self._triggered = 0
        self._fetches = 0
        self._judgement = Judgement()
        self._is_last = False  # the page that was confirmed last is the caller's last one

    def receive(self, octets: bytes, now_ms: int) -> Wishes:
        """Octets from the modem, in any lumps: text, then data, then text again. Data are counted, not traced."""
        wishes: Wishes = []
        while octets:
            if self._data is not None:
                taken = self._data.take(octets)
                if self._keep_data:
                    self._note(DATA, octets[: len(octets) - len(taken.rest)].hex(), now_ms, "<")
                wishes += self._take(taken, now_ms)
                octets = taken.rest
            else:
                entry = len(self.trace)
                wishes += super().receive(octets, now_ms)
                data = self._inbox.unread() if self._data is not None else b""
                self.trace[entry] = o.TraceEntry(now_ms, "<", RAW, octets[: len(octets) - len(data)].hex())
                octets = data
        return wishes

    def _fetch(self, now_ms: int) -> Wishes:
        self.state = State.AWAITING_DATA
        self._fetches += 1
        return self._command("AT+FDR", _TRAINING_MS, now_ms)

    def _connected_for_data(self, result: Result, now_ms: int) -> Wishes:
        """The carrier is on. What was commanded last is how the page is coded."""
        trained = self._adopt_dcs()
        self._data, self._triggered, self._fetches = PageData(), 0, 0
        if self.terms is None:
            detail = "the modem has not told how the page is coded, or it is as we do not offer"
            return self._end(o.ReceptionOutcome.INCOMPATIBLE, detail, now_ms)
        self.state = State.RECEIVING_PAGE
        self._page.clear()
        self._judgement, self._is_last = Judgement(), False
        return [*trained, *self._trigger(now_ms)]

    def _adopt_dcs(self) -> Wishes:
        if self._dcs is None:
            return []  # the same terms as for the page before
        before, self.terms, self._dcs = self.terms, terms_of_caller(self._dcs), None
        if self.terms is None or self.terms == before:
            return []
        return [o.Trained(self.terms.modulation.name, self.terms.modulation.bit_rate)]

    def _trigger(self, now_ms: int) -> Wishes:
        """DC2 (TIA-592, T.32; DC1 in the draft) lets the data flow. The wrong one is passed over: then the other."""
        xon_first = self._habits.receives_on_xon
        self._out += XON if xon_first is (self._triggered == 0) else _DC2
        self._triggered += 1
        self._deadline_ms = now_ms + (_TRIGGER_MS if self._triggered == 1 else self._blocks_ms(2))
        return []

    def _blocks_ms(self, times: int) -> int:
        """How long a modem may be silent where a block may be on the line, sent so many times.

        Frames that it tells of shorten that but among data, where it has no way to tell.
        """
        if self.terms is None:
            return SILENCE_MS
        told = self._tells_frames and self.state is not State.RECEIVING_PAGE
        rate = self.terms.modulation.bit_rate
        return block_heard_ms(ecm=self.terms.ecm, bit_rate=rate, times=times, tells_frames=told)

    def _take(self, taken: Taken, now_ms: int) -> Wishes:
        self._alive_ms = now_ms  # else whoever has sent a long page would be taken for hung at its end
        if taken.end is not None:
            self._data = None
        if self.state is not State.RECEIVING_PAGE:
            return []  # what was still on its way when we left
        began: Wishes = []
        if taken.data:
            self._page += taken.data
            self._triggered = 2
            self._deadline_ms = now_ms + self._blocks_ms(2)
            began = [o.PageArriving(self.pages.number)] if self.pages.begin(now_ms) else []
        if taken.end is not None:
            return [*began, *self._data_ended(taken.end, now_ms)]
        if len(self._page) > self.longest_page_octets:
            return [*began, *self._end(o.ReceptionOutcome.INCOMPLETE, "a page without an end", now_ms)]
        return began

    def _data_ended(self, end: DataEnd, now_ms: int) -> Wishes:
        """Handed out at once, the page is decoded and kept while the modem listens to the post-page message."""
        if not self._keep_data:
            self._note(DATA, f"{len(self._page)} octets", now_ms, "<")
        self._note("DATA END", f"{end.value}, {len(self._page)} octets", now_ms, "<")
        self.state = State.AWAITING_POST_PAGE
        self._deadline_ms = now_ms + _POST_PAGE_MS
        octets = bytes(self._page)
        self._page.clear()
        if end is not DataEnd.PROPER or not octets or self.terms is None:
            return []
        turned = is_reversed(octets, self.terms.coding, presumed=self._habits.receives_reversed_bits)
        if turned is not self._habits.receives_reversed_bits:
            self._note("BITS", "in the other order than this modem's profile says", now_ms)
        return [self.pages.arrive(self.terms, reverse_bits(octets) if turned else octets)]

    def _no_data(self, result: Result, now_ms: int) -> Wishes:
        """OK to +FDR: the end of the call, or phase B once more (after EOM), from which +FDR leads on."""
        if self._is_last or self._hang_up_code is not None or self._fetches >= _FETCHES:
            return self._call_ended(result, now_ms)
        return self._fetch(now_ms)

    def _command(self, line: str, patience_ms: int, now_ms: int) -> Wishes:
        """In command state again: nothing that comes is page data, also if the modem has not said so."""
        self._data = None
        return super()._command(line, patience_ms, now_ms)

    @property
    def _hears_text(self) -> bool:
        return self._data is None

    @abstractmethod
    def _call_ended(self, result: Result, now_ms: int) -> Wishes:
        """A result to +FDR that brings no data."""
