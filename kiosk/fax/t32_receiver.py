"""The receiver's side of a call on a modem of Class 2, 2.0 or 2.1, which runs T.30 itself (T.32, TIA-592, SP-2388).

Owns what follows a page, the answer to it, and the truth about it. The modem holds its answer (MCF, RTP, RTN) until the
next +FDR (T.32 8.3.4.3, and the draft's modems by their manuals). So +FDR is not written before the page is on disk,
and from then on the page counts as confirmed, whatever happens (B9). Page data are ``t32_fetching.py``'s. Refuses to
know how pages are decoded, clocks and ports. Has the face of ``answerer_session.AnswererSession``, so the same driver's
loop runs it; called by ``kiosk.devices.class2_line``.
"""

from __future__ import annotations

from kiosk.fax import outcome as o
from kiosk.fax.reports import report_of_reception
from kiosk.fax.t31_octets import Result
from kiosk.fax.t32_answering import Wishes
from kiosk.fax.t32_dialogue import Class2Habits
from kiosk.fax.t32_fetching import Fetching
from kiosk.fax.t32_patience import SILENCE_MS, training_ms
from kiosk.fax.t32_table import (
    ANSWER_VALUES,
    CONFIRMING,
    LEAVING,
    NORMAL_END,
    POST_PAGES,
    Dialect,
    PageAnswer,
    PostPage,
    State,
)
from kiosk.fax.trace import RAW
from kiosk.fax.trace_plan import quality_in_words

_RESULT_MS = 3_000
_KEEPING_MS = 20_000  # the caller repeats its post-page message at T4, three times; then it is gone
_SETTING_MS = 3_000
_DISCONNECT_MS = 8_000  # the caller's DCN, or T2 without it


class T32Receiver(Fetching):
    """Feed it octets and time; write what it wants written; answer PageArrived; watch the events."""

    def __init__(
        self, caller: o.CallerSays, dialect: Dialect, habits: Class2Habits, *, keep_data: bool = False
    ) -> None:
        super().__init__(caller, dialect, habits, keep_data=keep_data)
        self._owes_answer = False  # the modem, and the next +FDR has it give it

    # ---- the driver's face ----

    def tick(self, now_ms: int) -> Wishes:
        """Let time pass: at ``deadline_ms``, or earlier."""
        late = self._limit_ms is not None and now_ms >= self._limit_ms
        return self._too_late(now_ms) if late else []

    def page_read(self, number: int, quality: o.CopyQuality, kept: bool, now_ms: int) -> Wishes:
        """The answer to PageArrived. ``kept``: the page is on disk, synced; False where it is too bad to be kept."""
        if self.pages.current is None or number != self.pages.current.number:
            return []
        self._note("PAGE KEPT" if kept else "PAGE NOT KEPT", quality_in_words(quality), now_ms)
        self._judgement.read = (quality, kept)
        return self._answer_page(now_ms) if self.state is State.AWAITING_KEEPING else []

    def page_not_kept(self, detail: str, now_ms: int) -> Wishes:
        """The other answer: the disk refused the page. It must never be confirmed, and no other will fare better."""
        self._note("DISK REFUSED", detail, now_ms)
        return [] if self.state in LEAVING else self._end(o.ReceptionOutcome.NOT_KEPT, detail, now_ms)

    def to_write(self, _now_ms: int) -> bytes:
        """Octets for the port."""
        return bytes(self._out)

    def wrote(self, octets: bytes, now_ms: int) -> Wishes:
        """The port took these octets. With the last of +FDR the modem's answer to the page is out of our hands."""
        self._note(RAW, octets.hex(), now_ms, ">")
        del self._out[: len(octets)]
        return self._answered(now_ms) if self.state is State.AWAITING_DATA and not self._out else []

    @property
    def deadline_ms(self) -> int | None:
        return self._limit_ms

    @property
    def sending_data(self) -> bool:
        """Never: XON and XOFF among page data that come in are data."""
        return False

    def report(self, now_ms: int) -> o.ReceptionReport:
        """What the call has proved up to now."""
        return report_of_reception(self, self.trace, now_ms)

    # ---- phase D ----

    def _counted(self, value: str, now_ms: int) -> Wishes:
        """+FPTS, +FPS: the modem's own opinion of the page."""
        if self.state is State.AWAITING_POST_PAGE:
            self._judgement.propose(value, self._dialect)
            self._note("MODEM JUDGES", value, now_ms)
        return []

    def _post_page_told(self, value: str, now_ms: int) -> Wishes:
        """+FET: MPS, EOM, EOP. OK follows."""
        first = value.strip()[:1]
        message = POST_PAGES.get(int(first)) if first.isascii() and first.isdigit() else None
        if self.state is State.AWAITING_POST_PAGE and message is not None:
            self._judgement.follows = message
            self._deadline_ms = now_ms + _RESULT_MS
            self._note(message.value, "", now_ms, "<")
        return []

    def _page_over(self, result: Result, now_ms: int) -> Wishes:
        """OK. Some say one for the data as well, before +FPTS: then there is more to come."""
        if self._hang_up_code is not None or (self._judgement.follows is None and result is Result.ERROR):
            return self._ended_by_modem(result, now_ms)
        return [] if self._judgement.follows is None else self._answer_page(now_ms)

    def _answer_page(self, now_ms: int) -> Wishes:
        """MCF or RTP once the page is on disk, RTN if it is no use; until then wait for it."""
        if self._hang_up_code is not None:
            return self._ended_by_modem(Result.OK, now_ms)
        if self.pages.current is not None and self._judgement.read is None:
            self.state, self._deadline_ms = State.AWAITING_KEEPING, now_ms + _KEEPING_MS
            return []
        answer = self._judgement.decide(self.pages)
        dropped = [] if answer in CONFIRMING else self._drop()
        self._owes_answer = True
        self._note(answer.value, "", now_ms, ">")
        if answer is self._judgement.proposed:
            return [*dropped, *self._fetch(now_ms)]
        self.state = State.SETTING_ANSWER
        return [*dropped, *self._command(f"AT{self._dialect.page_answer}={ANSWER_VALUES[answer]}", _SETTING_MS, now_ms)]

    def _answer_set(self, _result: Result, now_ms: int) -> Wishes:
        if self._hang_up_code is not None:
            return self._ended_by_modem(Result.OK, now_ms)
        return self._fetch(now_ms)

    def _answer_refused(self, result: Result, now_ms: int) -> Wishes:
        """The modem will answer as it thinks best. Where that may be MCF for a page that is not here, leave instead."""
        if self._judgement.answer is PageAnswer.RTN:
            self.state = State.BETWEEN_COMMANDS
            return self._end(o.ReceptionOutcome.INCOMPLETE, "the modem cannot be told to refuse a page", now_ms)
        return self._answer_set(result, now_ms)

    def _answered(self, now_ms: int) -> Wishes:
        """+FDR is with the modem: MCF may go out at any moment. The page stays, whatever the modem says next."""
        owed, self._owes_answer = self._owes_answer, False
        if not owed or self._judgement.answer not in CONFIRMING:
            return []
        self._is_last = self._judgement.follows is PostPage.EOP
        number = self.pages.confirm(now_ms)
        return [] if number is None else [o.PageConfirmed(number)]

    def _drop(self) -> Wishes:
        number = self.pages.drop()
        return [] if number is None else [o.PageDropped(number)]

    # ---- the ways out ----

    def _call_ended(self, result: Result, now_ms: int) -> Wishes:
        """A result to +FDR that brings no data. After the last page that is as it should be."""
        proper = self._hang_up_code is not None or result is Result.OK
        fault = self._procedure.hang_ups.get(self._hang_up_code or "", (None, ""))[0] is self._procedure.modem_failed
        self._finished = self._is_last and proper and not fault
        if not self._finished or self._hang_up_code is not None:
            return self._ended_by_modem(result, now_ms)
        self._settle(o.ReceptionOutcome.RECEIVED, "")
        self.state, self._deadline_ms = State.AWAITING_HANG_UP, now_ms + _DISCONNECT_MS
        return []

    def _end(self, outcome: o.ReceptionOutcome, detail: str, now_ms: int) -> Wishes:
        """Leave; a page that is not confirmed is not kept either, unless the modem may have confirmed it without us."""
        if self._hang_up_code == NORMAL_END and self._judgement.follows is PostPage.EOP:
            self.pages.leave_open()
        return [*self._drop(), *super()._end(outcome, detail, now_ms)]

    @property
    def _nearly_settled(self) -> bool:
        return self.state is State.AWAITING_DATA and self._is_last

    @property
    def _silence_ms(self) -> int | None:
        match self.state:
            case State.ANSWERING if self._reached_far_end or self._tells_frames:
                return SILENCE_MS
            case State.AWAITING_DATA:
                goes_on = self._judgement.answer is PageAnswer.MCF and self._judgement.follows is not PostPage.EOM
                training = training_ms(trains=not goes_on, tells_frames=self._tells_frames)
                return training + self._blocks_ms(1) - SILENCE_MS
            case State.AWAITING_POST_PAGE:
                return self._blocks_ms(1)
            case _:
                return None

    def _too_late(self, now_ms: int) -> Wishes:
        if self.state is State.RECEIVING_PAGE and self._triggered == 1:
            return self._trigger(now_ms)
        self._note("TIME-OUT", self.state.value, now_ms)
        if self.state in LEAVING or self.state is State.AWAITING_HANG_UP:
            return self._leaving_late(now_ms)
        if self._hang_up_code is not None:
            return self._call_ended(Result.OK, now_ms)
        if self.state is State.AWAITING_POST_PAGE and self._judgement.follows is not None:
            return self._answer_page(now_ms)
        if self._cancelled:
            return self._end(o.ReceptionOutcome.CANCELLED, self.state.value, now_ms)
        self._found_silent = self.state is not State.AWAITING_KEEPING
        return self._end(self._outcome_of_silence(), f"the modem said nothing {self.state.value}", now_ms)

    def _outcome_of_silence(self) -> o.ReceptionOutcome:
        match self.state:
            case State.ANSWERING:
                return self._lost()
            case State.AWAITING_KEEPING:
                return o.ReceptionOutcome.NOT_KEPT
            case _:
                return o.ReceptionOutcome.MODEM_FAILED
