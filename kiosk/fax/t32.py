"""The sender's side of a call on a modem of Class 2, 2.0 or 2.1, which runs T.30 itself (T.32, TIA-592, SP-2388).

Owns phase D and the truth about each page: UNKNOWN from the moment its end goes to the modem until +FPTS, +FPS or the
modem's verdict; and what a silence means. Page data are ``t32_sending.py``'s. Refuses to know how pages are coded,
clocks and ports. Has the face of ``call_session.CallSession``, so the same driver's loop runs it; called by
``kiosk.devices.class2_line``. The table of states is in ``t32_sending_table.py``.
"""

from __future__ import annotations

from kiosk.fax import outcome as o
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.reports import report_of_call
from kiosk.fax.t31_octets import Result
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fields import ModemAbilities
from kiosk.fax.t32_opening import Wishes
from kiosk.fax.t32_patience import SILENCE_MS, page_ms, training_ms
from kiosk.fax.t32_sending import PageSending
from kiosk.fax.t32_table import (
    CONFIRMING,
    END_CODES,
    FET_VALUES,
    LEAVING,
    NORMAL_END,
    PAGE_ANSWERS,
    Dialect,
    PageAnswer,
    PostPage,
    State,
)

PAGE_ATTEMPTS = 4
_ANSWER_MS = 300_000  # PPR and RNR may go on and on; a modem without a sign of life is found sooner
_LATE_REPORT_MS = 1_500  # firmware that says OK first and +FPTS behind it
_DISCONNECT_MS = 2_500  # DCN, after which most modems report +FHNG by themselves


class T32Session(PageSending):
    """Feed it octets, time and coded pages; write what it wants written; answer PageWanted; watch the events."""

    def __init__(
        self, plan: CallPlan, dialect: Dialect, modem: ModemAbilities, habits: Class2Habits, *, keep_data: bool = False
    ) -> None:
        super().__init__(plan, dialect, modem, habits, keep_data=keep_data)
        self._post_page = PostPage.EOP
        self._answer: PageAnswer | None = None
        self._report_is_late = False  # the result was there before it

    def tick(self, now_ms: int) -> Wishes:
        """Let time pass: at ``deadline_ms``, or earlier."""
        if self.state is State.ENDING_PAGE and self._modem_ready:
            return self._near_the_end(now_ms)
        if self._limit_ms is not None and now_ms >= self._limit_ms:
            return self._too_late(now_ms)
        sent = self._flow.progress(now_ms) if self.state is State.SENDING_PAGE and self._flow else None
        if sent is None or self._flow is None:
            return []
        return [o.PageProgress(self.pages.current, sent, self._flow.octets)]

    def report(self, now_ms: int) -> o.CallReport:
        """What the call has proved up to now."""
        return report_of_call(self, self.trace, now_ms)

    # ---- phase D ----

    @property
    def _nearly_settled(self) -> bool:
        return self.state is State.AWAITING_ANSWER

    def _end_page(self, now_ms: int) -> Wishes:
        self._post_page = self._what_follows()
        self._note(self._post_page.value, "", now_ms, ">")
        self.state, self._answer, self._page_refused = State.AWAITING_ANSWER, None, False
        self._report_is_late = False
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
        if self._report_is_late and self.state is State.AWAITING_ANSWER:
            return self._answer_complete(Result.OK, now_ms)
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
        if answer is None and result is Result.OK and self._hang_up_code is None and not self._report_is_late:
            self._report_is_late, self._deadline_ms = True, now_ms + _LATE_REPORT_MS
            return []
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
        self._page_refused = True
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
        if self._report_is_late and self.state is State.AWAITING_ANSWER:
            return self._answer_complete(Result.OK, now_ms)
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
