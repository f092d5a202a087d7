"""Phase C of a call on a modem that runs T.30 itself: page data over to the modem, up to the end of the page.

Owns training, the pace, and the moment at which the end of a page may go to the modem: when it has all data, the line
is nearly done with them and the house knows what follows. PageSubmitted is told then, and the end waits until the
watcher has returned. Refuses to know what the far end answers: its heir ``t32.py`` does. ``t32_opening.py`` is before.
"""

from __future__ import annotations

from abc import abstractmethod

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.t31_octets import END_OF_DATA, Result
from kiosk.fax.t32_dialogue import XON, Class2Habits
from kiosk.fax.t32_fields import ModemAbilities
from kiosk.fax.t32_opening import Opening, Wishes
from kiosk.fax.t32_page import PageFlow, prepare
from kiosk.fax.t32_table import IN_DATA_MODE, Dialect, State
from kiosk.fax.trace import DATA, RAW
from kiosk.fax.trace_plan import coded_entry

_TRAINING_MS = 120_000  # TSI, DCS, TCF, FTT: eight speeds of about 8 s, each DCS three times at worst
_XON_MS = 2_000  # firmware that promises XON and does not send it
_PAGE_WAIT_MS = 60_000
_PAGE_SLACK_MS = 300_000  # beyond the page's own duration: the same, amid a page of several blocks
# The end of a page goes to the modem when so much of it is still to go out: enough for the watcher to commit, and that
# the modem never lacks for data. The rate cannot be higher than we think, so the line is not done sooner than this.
_END_AHEAD_MS = 1_000


class PageSending(Opening):
    """A call up to the moment at which the end of a page may be told."""

    def __init__(
        self, plan: CallPlan, dialect: Dialect, modem: ModemAbilities, habits: Class2Habits, *, keep_data: bool = False
    ) -> None:
        super().__init__(plan, dialect, modem, habits, keep_data=keep_data)
        self._coded: dict[int, p.CodedPage] = {}
        self._flow: PageFlow | None = None
        self._modem_ready = False  # to be told what follows the page
        self._submitted = False  # the house knows that the end of the page goes out next

    # ---- the driver's face ----

    def receive(self, octets: bytes, now_ms: int) -> Wishes:
        """Octets from the modem, in any lumps; XON says that it takes data now."""
        wishes = super().receive(octets, now_ms)
        return [*wishes, *self._send_page(now_ms)] if XON in octets and self.state is State.AWAITING_XON else wishes

    def to_write(self, now_ms: int) -> bytes:
        """Octets for the port, as many as are due."""
        if not self._out and self.state is State.SENDING_PAGE and self._flow is not None:
            self._out += self._flow.next_octets(now_ms)
            if self._flow.all_given and not self._dialect.ends_page_in_data:
                self._out += END_OF_DATA
        return bytes(self._out)

    def wrote(self, octets: bytes, now_ms: int) -> Wishes:
        """The port took these octets. Commands are kept in the trace, data only if that is wished, else counted."""
        if self._keep_data or not self.sending_data:
            self._note(DATA if self.sending_data else RAW, octets.hex(), now_ms, ">")
        del self._out[: len(octets)]
        self._alive_ms = now_ms  # the port took them; when the modem has stopped taking, it is full soon
        flow = self._flow
        if self.state is not State.SENDING_PAGE or self._out or flow is None or not flow.all_given:
            return []
        return self._handed_over(now_ms)

    def supply_page(self, page: p.CodedPage, now_ms: int) -> Wishes:
        """The house's answer to PageWanted."""
        self.trace.append(coded_entry(page, now_ms, keep_data=self._keep_data))
        self._coded[page.number] = page
        return self._send_page(now_ms) if self.state is State.AWAITING_PAGE else []

    @property
    def deadline_ms(self) -> int | None:
        if self.state is State.ENDING_PAGE and self._modem_ready and self._following_known:
            return self._end_due_ms
        if self.state is State.SENDING_PAGE and self._flow is not None and not self._out:
            return min(self._flow.next_ms, self._limit_ms or self._flow.next_ms)
        return self._limit_ms

    @property
    def sending_data(self) -> bool:
        return self.state in IN_DATA_MODE and self.state is not State.AWAITING_XON

    # ---- training ----

    def _begin_page(self, now_ms: int) -> Wishes:
        self.state, self._dcs = State.AWAITING_CONNECT, None
        return self._command("AT+FDT", _TRAINING_MS, now_ms)

    def _connected_for_data(self, _result: Result, now_ms: int) -> Wishes:
        """The far end is trained: what the modem has commanded is what the page must be coded for."""
        asked, trained = self.terms, self._adopt_dcs()
        if self.terms != asked:
            self._coded.clear()
        if self.terms is None:
            return self._end(o.CallOutcome.INCOMPATIBLE, "the modem has commanded what the page cannot be", now_ms)
        habit = self._habits.waits_for_xon
        waits = self._dialect.waits_for_xon if habit is None else habit
        self.state = State.AWAITING_XON if waits else State.AWAITING_PAGE
        self._deadline_ms = now_ms + (_XON_MS if waits else _PAGE_WAIT_MS)
        wanted: Wishes = [*trained, *self._want_page(self.pages.current)]
        return wanted if waits else [*wanted, *self._send_page(now_ms)]

    # ---- page data ----

    def _want_page(self, number: int) -> Wishes:
        if self.terms is None or self._shared is None or number > self.pages.count or number in self._coded:
            return []
        return [p.PageWanted(number, self.terms, self._shared)]

    def _send_page(self, now_ms: int) -> Wishes:
        page = self._coded.get(self.pages.current)
        if page is None or self.terms is None:
            self.state, self._deadline_ms = State.AWAITING_PAGE, now_ms + _PAGE_WAIT_MS
            return []
        if page.octets is None:
            return self._end(o.CallOutcome.INCOMPATIBLE, "the page does not fit what the modem has commanded", now_ms)
        habit = self._habits.sends_rtc
        rtc = self._dialect.sends_rtc if habit is None else habit
        octets = prepare(page.octets, self.terms, sends_rtc=rtc, reversed_bits=self._habits.reversed_bits)
        self._flow = PageFlow(octets, self.terms.modulation.bit_rate, self._habits.write_ahead_ms, now_ms)
        self.state, self._modem_ready, self._submitted = State.SENDING_PAGE, False, False
        self._deadline_ms, self._alive_ms = now_ms + self._flow.duration_ms + _PAGE_SLACK_MS, now_ms
        self.pages.begin(self.terms, len(octets), now_ms)
        self._note("PAGE", f"{page.number}, {len(octets)} octets", now_ms, ">")
        return [o.PageStarted(page.number, len(octets))]

    def _handed_over(self, now_ms: int) -> Wishes:
        """All octets are with the port. The house is asked for what follows while the line sends the rest."""
        if not self._keep_data and self._flow is not None:
            self._note(DATA, f"{self._flow.octets} octets", now_ms, ">")
        self.state = State.ENDING_PAGE
        self._modem_ready = self._dialect.ends_page_in_data
        return self._want_page(self.pages.current + 1)

    def _data_taken(self, result: Result, now_ms: int) -> Wishes:
        """OK to DLE ETX (SP-2388): the modem has them all, and +FET may come."""
        if self._hang_up_code is not None or self._dialect.ends_page_in_data:
            return self._ended_by_modem(result, now_ms)
        self._modem_ready = True
        return []

    # ---- the end of the page ----

    @property
    def _following_known(self) -> bool:
        return self.pages.is_last or self.pages.current + 1 in self._coded

    @property
    def _end_due_ms(self) -> int:
        return 0 if self._flow is None else self._flow.ends_ms - _END_AHEAD_MS

    def _near_the_end(self, now_ms: int) -> Wishes:
        """Intent before the act: the house commits that the page is going, and its end is not written before that."""
        if not self._following_known or now_ms < self._end_due_ms:
            late = self._deadline_ms is not None and now_ms >= self._deadline_ms
            return self._too_late(now_ms) if late else []
        if not self._submitted:
            self._submitted = True
            return [o.PageSubmitted(self.pages.current)]
        return self._end_page(now_ms)

    def _end(self, outcome: o.CallOutcome, detail: str, now_ms: int) -> Wishes:
        """Behind its OK to DLE ETX a modem takes commands again: there are no data to be stopped."""
        if self.state is State.ENDING_PAGE and self._modem_ready and not self._dialect.ends_page_in_data:
            self.state = State.BETWEEN_COMMANDS
        return super()._end(outcome, detail, now_ms)

    @abstractmethod
    def _end_page(self, now_ms: int) -> Wishes:
        """Tell the modem what follows: from here on the page is UNKNOWN until it is answered."""

    @abstractmethod
    def _too_late(self, now_ms: int) -> Wishes:
        """A wait has lasted too long."""
