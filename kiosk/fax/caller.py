"""The calling terminal of T.30: phases C to E of sending documents, with error correction and without.

Owns the procedure: which command follows which answer, the repeats, the timers, the truth about each page. Phases A and
B are ``caller_opening.py``; how the blocks of a page get across is ``ecm.py``. Refuses to know modems (``t31.py``
carries out its primitives), how pages are coded, clocks and threads: moments, indications, coded pages and the wish to
cancel come in; primitives, wishes for pages, events and notes come out; ``deadline_ms`` says when ``tick`` must be
called. Called by ``call_session.py``. State letters are those of T.30 figures 5-2a to 5-2c.
"""

from __future__ import annotations

from collections.abc import Callable

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.call_plan import CallPlan as CallPlan
from kiosk.fax.caller_opening import CallerOpening
from kiosk.fax.caller_table import AWAITED_AFTER, State
from kiosk.fax.caller_turns import Outputs
from kiosk.fax.ecm_frames import cut_into_blocks
from kiosk.fax.fields import Terms
from kiosk.fax.frames import Fcf, Frame, encode
from kiosk.fax.negotiation import Ladder, slower, without_v17
from kiosk.fax.timers import T4_MS

PAGE_ATTEMPTS = 4  # RTN and PIN: as often as a page is sent before it counts as refused
PAGE_WAIT_MS = 5_000  # shorter than the far end's T2


class Caller(CallerOpening):
    """One outgoing call."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__(plan)
        self._refused = False
        self._page_is_out = False

    # ---- inputs ----

    def supply_page(self, page: p.CodedPage, now_ms: int) -> Outputs:
        """The answer to PageWanted. A page for terms that no longer hold is dropped."""
        if page.terms != self.terms:
            return []
        self._coded[page.number] = page
        self._prepare_page(page)
        return self._page_or_post_page(now_ms) if self.state is State.AWAITING_PAGE else []

    # ---- phase C: the page ----

    def _want_page(self, number: int) -> Outputs:
        if self.terms is None or self._far is None or number > self.pages.count or number in self._coded:
            return []
        return [p.PageWanted(number, self.terms, self._far)]

    def _send_page(self, now_ms: int) -> Outputs:
        page = self._coded.get(self.pages.current)
        if page is None or self.terms is None:
            return self._await_page(now_ms)
        if page.octets is None:  # cannot be: EOM has led to terms that fit
            return self._end(o.CallOutcome.INCOMPATIBLE, "the page does not fit the terms", now_ms)
        self.state = State.SENDING_PAGE
        self._wait.stop()
        self.pages.begin(self.terms, len(page.octets), now_ms)
        sending: Outputs = [p.SendData(self.terms.modulation, short_training=True, octets=page.octets)]
        if self.terms.ecm:
            sending = self._begin_blocks(page.octets)
        return [*sending, o.PageStarted(page.number, len(page.octets))]

    def _await_page(self, now_ms: int) -> Outputs:
        after_page = self.state is State.SENDING_PAGE
        self._page_is_out = after_page
        self.state = State.AWAITING_PAGE
        self._wait.begin("wait for the page", PAGE_WAIT_MS, now_ms)
        return self._want_page(self.pages.current + after_page)

    def _page_or_post_page(self, now_ms: int) -> Outputs:
        return self._end_page(now_ms) if self._page_is_out else self._send_page(now_ms)

    def _page_progresses(self, progress: p.DataProgress, _now_ms: int) -> Outputs:
        page = self._coded.get(self.pages.current)
        octets = len(page.octets or b"") if page else progress.sent
        sent = self._octets_sent(progress.sent) if self._corrected else progress.sent
        return [o.PageProgress(self.pages.current, sent, octets)]

    def _page_handed_over(self, _handed: p.DataHandedOver, _now_ms: int) -> Outputs:
        """The line is still busy with our data: time to code what comes next."""
        if not self._corrected:
            return self._want_page(self.pages.current + 1)
        self._prepare_next_block()
        following = self._want_page(self.pages.current + 1) if self._in_last_block else []
        return [*self._tell_refusal(), *following]

    def _page_sent(self, _sent: p.Sent, now_ms: int) -> Outputs:
        if self._corrected and not self._in_last_block:
            return self._send_pps(now_ms)
        return self._end_page(now_ms)

    @property
    def _corrected(self) -> bool:
        return self.terms is not None and self.terms.ecm

    def _prepare_page(self, page: p.CodedPage) -> None:
        if self._corrected and page.octets is not None:
            self._prepare_block(page.number, 0, cut_into_blocks(page.octets, page.terms.frame_octets)[0])

    # ---- phase D: the post-page message ----

    def _end_page(self, now_ms: int) -> Outputs:
        """II: MPS; EOM when the next page needs its own terms or begins a document; EOP after the last (5.3.6.1.6)."""
        self._post_page = Fcf.EOP
        if not self.pages.is_last:
            following = self._coded.get(self.pages.current + 1)
            if following is None:
                self.state = State.SENDING_PAGE
                return self._await_page(now_ms)
            another = following.octets is None or following.number in self._plan.document_starts
            self._post_page = Fcf.EOM if another else Fcf.MPS
        if self._corrected:
            return self._send_pps(now_ms)
        self._fresh_tries()
        return self._send_post_page(now_ms)

    def _send_post_page(self, _now_ms: int) -> Outputs:
        self.state = State.SENDING_POST_PAGE
        self._tries += 1
        self._wait.stop()
        return [p.SendFrames((encode(self._post_page),))]

    def _post_page_begins(self, _began: p.PreambleBegan, _now_ms: int) -> Outputs:
        """A second of flags: time to commit the intent, and not before the last of the page has left (docs/fax.md)."""
        self.pages.submit()
        return [o.PageSubmitted(self.pages.current)] if self._tries == 1 else []

    def _post_page_sent(self, _sent: p.Sent, now_ms: int) -> Outputs:
        self.state = State.AWAITING_CONFIRMATION
        return self._listen("T4", T4_MS, now_ms)

    def _message_confirmed(self, _frame: Frame, now_ms: int) -> Outputs:
        """MCF: on with the next page under the same terms, a new phase B, or the end."""
        confirmed = self._confirm(now_ms)
        if self.pages.all_confirmed:
            return [*confirmed, *self._end(o.CallOutcome.DELIVERED, "", now_ms)]
        if self._post_page is Fcf.EOM:
            return [*confirmed, *self._await_dis(now_ms)]
        return [*confirmed, *self._send_page(now_ms)]

    def _retrain_positive(self, _frame: Frame, now_ms: int) -> Outputs:
        """RTP: received, but the next page wants training first."""
        confirmed = self._confirm(now_ms)
        if self.pages.all_confirmed:
            return [*confirmed, *self._end(o.CallOutcome.DELIVERED, "", now_ms)]
        if self._post_page is Fcf.EOM or self.terms is None:
            return [*confirmed, *self._await_dis(now_ms)]
        return [*confirmed, *self._train(self.terms, now_ms)]

    def _procedure_interrupt_positive(self, _frame: Frame, now_ms: int) -> Outputs:
        """PIP: received; nobody stands at our end, so any further page begins at phase B (T.30 5.3.6.1.7)."""
        confirmed = self._confirm(now_ms)
        if self.pages.all_confirmed:
            return [*confirmed, *self._end(o.CallOutcome.DELIVERED, "", now_ms)]
        return [*confirmed, *self._await_dis(now_ms)]

    def _retrain_negative(self, _frame: Frame, now_ms: int) -> Outputs:
        """RTN: not received; the page again, more slowly, within a limit."""
        return self._send_again(slower if self.pages.attempts == 1 else without_v17, "RTN each time", now_ms)

    def _send_again(self, step: Callable[[Terms, Ladder], Terms | None], reason: str, now_ms: int) -> Outputs:
        refused = self._refuse()
        if self.pages.attempts >= PAGE_ATTEMPTS:
            return [*refused, *self._end(o.CallOutcome.PAGE_REFUSED, reason, now_ms)]
        if self._post_page is Fcf.EOM or self.terms is None:
            return [*refused, *self._await_dis(now_ms)]
        return [*refused, *self._train(step(self.terms, self._ladder) or self.terms, now_ms)]

    def _procedure_interrupt_negative(self, _frame: Frame, now_ms: int) -> Outputs:
        """PIN: not received, and the far end wants a person; we have none: phase B, within the limit."""
        refused = self._refuse()
        if self.pages.attempts >= PAGE_ATTEMPTS:
            return [*refused, *self._end(o.CallOutcome.PAGE_REFUSED, "PIN each time", now_ms)]
        return [*refused, *self._await_dis(now_ms)]

    def _confirm(self, now_ms: int) -> Outputs:
        self._coded.pop(self.pages.current, None)
        self._refused = False
        number = self.pages.confirm(now_ms)
        following = self._coded.get(number + 1)
        if following is not None:
            self._format = following.format
        return [o.PageConfirmed(number)]

    def _refuse(self) -> Outputs:
        self._give_page_up()
        return [o.PageRefused(self.pages.current)]

    def _give_page_up(self) -> None:
        self.pages.refuse()
        self._refused = True

    # ---- what a silence and a loss mean ----

    def _no_response(self, now_ms: int) -> Outputs:
        """T4: the command again, three times in all (T.30 5.4.2); T1: nobody is there, or no fax machine."""
        match self.state:
            case State.DIALLING:
                self._settle(o.CallOutcome.NOT_A_FAX, "no DIS within T1")
                return self._hang_up(now_ms)
            case State.AWAITING_DIS:
                outcome = o.CallOutcome.NOT_A_FAX if self._far is None else self._lost()
                return self._end(outcome, "no DIS within T1", now_ms)
            case _:
                return self._repeat_command(now_ms)

    def _command_unheard(self, _frame: Frame, now_ms: int) -> Outputs:
        """CRP, or DIS where an answer to DCS is due: the command again, counted with the other repeats."""
        return self._repeat_command(now_ms)

    def _not_understood(self, frame: Frame, now_ms: int) -> Outputs:
        """A final frame with a code that T.30 does not have, where a page should be confirmed: not received.

        libspandsp answers FF to MPS and EOP when its short V.17 training failed and it has no page at all; asked again
        it gives the call up. So the page goes again at once, out of V.17.
        """
        if self.state is not State.AWAITING_CONFIRMATION or frame.fcf is not None or not frame.final:
            return super()._not_understood(frame, now_ms)
        return self._send_again(without_v17, f"{frame.name} each time", now_ms)

    def _repeat_command(self, now_ms: int) -> Outputs:
        if self.state in AWAITED_AFTER.values():
            return self._send_command_again(now_ms)
        training = self.state is State.AWAITING_CFR
        if self._tries_are_over:
            return self._end(self._lost(), f"no answer to three {'DCS' if training else self._post_page.name}", now_ms)
        return self._send_dcs(now_ms) if training else self._send_post_page(now_ms)

    def _lost(self) -> o.CallOutcome:
        if self._refused:
            return o.CallOutcome.PAGE_REFUSED
        in_message = any(page.attempts for page in self.pages.reports)
        return o.CallOutcome.LINE_LOST if in_message else o.CallOutcome.NO_CARRIER
