"""The sender's side of a call on a modem of Class 2, 2.0 or 2.1, which runs T.30 itself (T.32, TIA-592, SP-2388).

Owns the order of a call: dial, what the far end reported, the session's terms, page data, the end of each page, and
the truth about it: UNKNOWN from the moment its end goes to the modem until +FPTS, +FPS or the modem's verdict. Refuses
to know how pages are coded, clocks and ports. Has the face of ``call_session.CallSession``, so the same driver's loop
runs it; called by ``kiosk.devices.class2_line``. The table of states is in ``t32_table.py``.
"""

from __future__ import annotations

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.t31_octets import END_OF_DATA, Result
from kiosk.fax.t32_dialogue import XON, Class2Habits
from kiosk.fax.t32_fields import ModemAbilities
from kiosk.fax.t32_opening import Opening, Wishes
from kiosk.fax.t32_page import PageFlow, prepare
from kiosk.fax.t32_patience import SILENCE_MS, page_ms, training_ms
from kiosk.fax.t32_table import (
    CONFIRMING,
    END_CODES,
    FET_VALUES,
    IN_DATA_MODE,
    LEAVING,
    NORMAL_END,
    PAGE_ANSWERS,
    Dialect,
    PageAnswer,
    PostPage,
    State,
)
from kiosk.fax.trace import DATA, RAW
from kiosk.fax.trace_plan import coded_entry

PAGE_ATTEMPTS = 4
_TRAINING_MS = 120_000  # TSI, DCS, TCF, FTT: eight speeds of about 8 s, each DCS three times at worst
_XON_MS = 2_000  # firmware that promises XON and does not send it
_PAGE_WAIT_MS = 60_000
_PAGE_SLACK_MS = 300_000  # beyond the page's own duration: the same, amid a page of several blocks
_ANSWER_MS = 300_000  # PPR and RNR may go on and on; a modem without a sign of life is found sooner
_DISCONNECT_MS = 2_500  # DCN, after which most modems report +FHNG by themselves


class T32Session(Opening):
    """Feed it octets, time and coded pages; write what it wants written; answer PageWanted; watch the events."""

    def __init__(
        self, plan: CallPlan, dialect: Dialect, modem: ModemAbilities, habits: Class2Habits, *, keep_data: bool = False
    ) -> None:
        super().__init__(plan, dialect, modem, habits, keep_data=keep_data)
        self._coded: dict[int, p.CodedPage] = {}
        self._flow: PageFlow | None = None
        self._post_page = PostPage.EOP
        self._answer: PageAnswer | None = None
        self._modem_ready = False  # to be told what follows the page

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

    def tick(self, now_ms: int) -> Wishes:
        """Let time pass: at ``deadline_ms``, or earlier."""
        if self.state is State.ENDING_PAGE and self._modem_ready:
            return self._end_page(now_ms)
        if self._limit_ms is not None and now_ms >= self._limit_ms:
            return self._too_late(now_ms)
        sent = self._flow.progress(now_ms) if self.state is State.SENDING_PAGE and self._flow else None
        if sent is None or self._flow is None:
            return []
        return [o.PageProgress(self.pages.current, sent, self._flow.octets)]

    def supply_page(self, page: p.CodedPage, now_ms: int) -> Wishes:
        """The house's answer to PageWanted."""
        self.trace.append(coded_entry(page, now_ms, keep_data=self._keep_data))
        self._coded[page.number] = page
        return self._send_page(now_ms) if self.state is State.AWAITING_PAGE else []

    @property
    def deadline_ms(self) -> int | None:
        if self.state is State.ENDING_PAGE and self._modem_ready and self._following_known:
            return 0
        if self.state is State.SENDING_PAGE and self._flow is not None and not self._out:
            return min(self._flow.next_ms, self._limit_ms or self._flow.next_ms)
        return self._limit_ms

    @property
    def sending_data(self) -> bool:
        return self.state in IN_DATA_MODE and self.state is not State.AWAITING_XON

    def report(self, now_ms: int) -> o.CallReport:
        """What the call has proved up to now."""
        terms = self.terms
        return o.CallReport(
            outcome=self.outcome or o.CallOutcome.MODEM_FAILED,
            pages=self.pages.reports,
            far_ident=self.far_ident,
            modulation=terms.modulation.name if terms else None,
            bit_rate=terms.modulation.bit_rate if terms else None,
            coding=terms.coding if terms else None,
            resolution=terms.resolution if terms else None,
            ecm=terms.ecm if terms else False,
            connected_ms=self.connected_ms,
            duration_ms=now_ms,
            detail=self.detail,
            trace=tuple(self.trace),
        )

    # ---- phase C ----

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
        self.state, self._modem_ready = State.SENDING_PAGE, False
        self._deadline_ms, self._alive_ms = now_ms + self._flow.duration_ms + _PAGE_SLACK_MS, now_ms
        self.pages.begin(self.terms, len(octets), now_ms)
        self._note("PAGE", f"{page.number}, {len(octets)} octets", now_ms, ">")
        return [o.PageStarted(page.number, len(octets))]

    def _handed_over(self, now_ms: int) -> Wishes:
        """All octets are with the port: commit the intent, and find out what follows. The end waits for both."""
        if not self._keep_data and self._flow is not None:
            self._note(DATA, f"{self._flow.octets} octets", now_ms, ">")
        self.state = State.ENDING_PAGE
        self._modem_ready = self._dialect.ends_page_in_data
        return [o.PageSubmitted(self.pages.current), *self._want_page(self.pages.current + 1)]

    def _data_taken(self, result: Result, now_ms: int) -> Wishes:
        """OK to DLE ETX (SP-2388): now +FET may come."""
        if self._hang_up_code is not None or self._dialect.ends_page_in_data:
            return self._ended_by_modem(result, now_ms)
        self._modem_ready = True
        return []

    # ---- phase D ----

    @property
    def _nearly_settled(self) -> bool:
        return self.state is State.AWAITING_ANSWER

    @property
    def _following_known(self) -> bool:
        return self.pages.is_last or self.pages.current + 1 in self._coded

    def _end_page(self, now_ms: int) -> Wishes:
        if not self._following_known:
            late = self._deadline_ms is not None and now_ms >= self._deadline_ms
            return self._too_late(now_ms) if late else []
        self._post_page = self._what_follows()
        self._note(self._post_page.value, "", now_ms, ">")
        self.state, self._answer = State.AWAITING_ANSWER, None
        self.pages.submit()
        self._alive_ms = now_ms
        if self._dialect.ends_page_in_data:
            self._out += END_CODES[self._post_page]
            self._deadline_ms = now_ms + _ANSWER_MS
            return []
        return self._command(f"AT+FET={FET_VALUES[self._post_page]}", _ANSWER_MS, now_ms)

    def _what_follows(self) -> PostPage:
        if self.pages.is_last:
            return PostPage.EOP
        following = self._coded[self.pages.current + 1]
        another = following.octets is None or following.number in self._plan.document_starts
        return PostPage.EOM if another else PostPage.MPS

    def _page_answered(self, value: str, now_ms: int) -> Wishes:
        if self.state not in (State.AWAITING_ANSWER, State.ABORTING):
            return []
        first = value.split(",")[0].strip(" ()")
        self._answer = PAGE_ANSWERS.get(int(first)) if first.isascii() and first.isdigit() else None
        self._note(self._answer.value if self._answer else "UNKNOWN ANSWER", value, now_ms, "<")
        return self._answered_while_leaving(now_ms) if self.state is State.ABORTING else []

    def _answered_while_leaving(self, now_ms: int) -> Wishes:
        """An answer that crosses with cancelling or with a time-out counts; the call is left all the same."""
        if self._answer is None or not self._page_is_unknown:
            return []
        if self._answer not in CONFIRMING:
            refused = o.PageRefused(self.pages.current)
            self.pages.refuse()
            return [refused]
        confirmed = o.PageConfirmed(self.pages.confirm(now_ms))
        if self.pages.all_confirmed:
            self.outcome, self.detail = o.CallOutcome.DELIVERED, ""
        return [confirmed]

    @property
    def _page_is_unknown(self) -> bool:
        number = self.pages.current
        return number <= self.pages.count and self.pages.reports[number - 1].state is o.PageState.UNKNOWN

    def _answer_complete(self, result: Result, now_ms: int) -> Wishes:
        """The modem's last word on the page: what it proves, and no more."""
        answer = self._answer or self._verdict(result)
        if answer is None:
            return self._ended_by_modem(result, now_ms)  # the page stays UNKNOWN
        return self._confirmed(now_ms) if answer in CONFIRMING else self._refused(answer, now_ms)

    def _verdict(self, result: Result) -> PageAnswer | None:
        """What a result code without a page report proves."""
        if self._hang_up_code is not None:
            # DCN after EOP is sent on MCF only; any other code means that no answer was understood.
            proper = self._hang_up_code == NORMAL_END and self._post_page is PostPage.EOP and result is Result.OK
            return PageAnswer.MCF if proper else None
        if not self._dialect.ok_confirms:
            return None
        return {Result.OK: PageAnswer.MCF, Result.ERROR: PageAnswer.RTN}.get(result)

    def _confirmed(self, now_ms: int) -> Wishes:
        number = self.pages.confirm(now_ms)
        self._coded.pop(number, None)
        confirmed: Wishes = [o.PageConfirmed(number)]
        if self.pages.all_confirmed:
            return [*confirmed, o.HangingUp(), *self._await_hang_up(now_ms)]
        if (ended := self._call_is_over(now_ms)) is not None:
            return [*confirmed, *ended]
        if (following := self._coded.get(number + 1)) is not None:
            self._format = following.format
        if self._post_page is PostPage.EOM:
            self._coded.clear()
            return [*confirmed, *self._set_session(now_ms)]
        return [*confirmed, *self._begin_page(now_ms)]

    def _refused(self, answer: PageAnswer, now_ms: int) -> Wishes:
        """RTN, PIN: the page again; at which speed is the modem's affair."""
        refused: Wishes = [o.PageRefused(self.pages.current)]
        self.pages.refuse()
        if self._hang_up_code is not None or self.pages.attempts >= PAGE_ATTEMPTS:
            self.state = State.BETWEEN_COMMANDS
            return [*refused, *self._end(o.CallOutcome.PAGE_REFUSED, answer.value, now_ms)]
        if (ended := self._call_is_over(now_ms)) is not None:
            return [*refused, *ended]
        return [*refused, *self._begin_page(now_ms)]

    def _call_is_over(self, now_ms: int) -> Wishes | None:
        if self._hang_up_code is not None:
            return self._ended_by_modem(Result.OK, now_ms)
        if self._cancelled:
            return self._end(o.CallOutcome.CANCELLED, self.state.value, now_ms)
        return None

    def _await_hang_up(self, now_ms: int) -> Wishes:
        """All confirmed. The modem sends DCN by itself: ATH before its end would cut it off."""
        self._settle(o.CallOutcome.DELIVERED, "")
        if self._hang_up_code is not None:
            return self._hang_up(now_ms)
        self.state, self._deadline_ms = State.AWAITING_HANG_UP, now_ms + _DISCONNECT_MS
        return []

    # ---- time-outs ----

    @property
    def _silence_ms(self) -> int | None:
        match self.state:
            case State.DIALLING if self._reached_far_end:
                return SILENCE_MS
            case State.AWAITING_CONNECT:
                goes_on = self._answer is PageAnswer.MCF and self._post_page is PostPage.MPS
                return training_ms(trains=not goes_on, tells_frames=self._tells_frames)
            case State.ENDING_PAGE if self._modem_ready:
                return None  # the house owes the next page
            case State.SENDING_PAGE | State.ENDING_PAGE | State.AWAITING_ANSWER if self._flow and self.terms:
                return page_ms(self.state, self._flow, self.terms, self._alive_ms, tells_frames=self._tells_frames)
            case _:
                return None

    def _too_late(self, now_ms: int) -> Wishes:
        self._note("TIME-OUT", self.state.value, now_ms)
        if self.state in LEAVING or self.state is State.AWAITING_HANG_UP:
            return self._leaving_late(now_ms)
        if self.state is State.AWAITING_XON and self._hang_up_code is None:
            return self._send_page(now_ms)
        if self._hang_up_code is not None:
            return self._code_without_result(now_ms)
        if self._cancelled:
            return self._end(o.CallOutcome.CANCELLED, self.state.value, now_ms)
        self._found_silent = True
        return self._end(self._outcome_of_silence(), f"the modem said nothing {self.state.value}", now_ms)

    def _code_without_result(self, now_ms: int) -> Wishes:
        if self.state is State.AWAITING_ANSWER:
            return self._answer_complete(Result.OK, now_ms)
        return self._ended_by_modem(Result.OK, now_ms)

    def _outcome_of_silence(self) -> o.CallOutcome:
        if self.state is State.DIALLING:
            return o.CallOutcome.NOT_A_FAX if self._reached_far_end else o.CallOutcome.NO_ANSWER
        return o.CallOutcome.MODEM_FAILED
