"""The calling terminal until pages may go: phases A and B of T.30, from dialling to CFR.

Owns who is there, the terms that are commanded and the way down the ladder of speeds. Refuses to know what is done with
pages: that is its heir ``caller.Caller``. State letters are those of T.30 figures 5-2a to 5-2c.
"""

from __future__ import annotations

from abc import abstractmethod

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.call_plan import CallPlan
from kiosk.fax.caller_table import DIAL_FAILURES, State
from kiosk.fax.caller_turns import Outputs
from kiosk.fax.ecm import ErrorCorrection, at_speed_of
from kiosk.fax.fields import Abilities, Terms, read_dis, write_dcs
from kiosk.fax.frames import Fcf, Frame, decode_ident, encode, encode_ident
from kiosk.fax.negotiation import choose_terms, ladder_for, slower, why_no_speed
from kiosk.fax.timers import T1_MS, T4_MS
from kiosk.fax.turns import Note

_TCF_MS = 1_500  # T.30 5.3.6.1.3: zeros for 1.5 s +- 10 %
_ANSWER_SLACK_MS = 5_000  # the modem's own word (NO ANSWER, NO CARRIER) comes before our timer


class CallerOpening(ErrorCorrection):
    """The part of a calling terminal that agrees on terms."""

    def __init__(self, plan: CallPlan) -> None:
        super().__init__(plan.page_count)
        self.far_ident: str | None = None
        self._plan = plan
        self._far: Abilities | None = None
        self._format = plan.first_format
        self._coded: dict[int, p.CodedPage] = {}

    # ---- what the heir adds ----

    @abstractmethod
    def _want_page(self, number: int) -> Outputs:
        """The house shall code this page."""

    @abstractmethod
    def _send_page(self, now_ms: int) -> Outputs:
        """CFR: phase C."""

    # ---- phase A ----

    def start(self, now_ms: int) -> Outputs:
        """Phase A: dial. CNG and the detection of V.21 are the modem's (T.31 8.3.1)."""
        self.state, self.modem_at_rest = State.DIALLING, False
        self._wait.begin("T1", self._plan.answer_wait_ms + _ANSWER_SLACK_MS, now_ms)
        return [o.Dialling(self._plan.number), p.Dial(self._plan.number)]

    # ---- phase A and B: who is there ----

    def _call_failed(self, failed: p.CallFailed, now_ms: int) -> Outputs:
        outcome = DIAL_FAILURES[failed.reason]
        if failed.reason is p.DialFailure.NO_CARRIER and now_ms >= self._plan.answer_wait_ms - _ANSWER_SLACK_MS:
            outcome = o.CallOutcome.NOT_A_FAX  # S7 ran out in the modem, a little before T1 would have here
        self._settle(outcome, f"the modem answered {failed.reason.value}")
        return self._hang_up(now_ms)

    def _far_end_speaks(self, _began: p.FrameBegan, now_ms: int) -> Outputs:
        self.state, self.connected_ms = State.AWAITING_DIS, now_ms
        self._wait.begin("T1", T1_MS, now_ms)
        self._wait.frame_begins(now_ms)
        return []

    def _await_dis(self, now_ms: int) -> Outputs:
        """T: phase B anew, after EOM, PIP or PIN."""
        self.state = State.AWAITING_DIS
        return self._listen("T1", T1_MS, now_ms)

    def _identified(self, frame: Frame, now_ms: int) -> Outputs:
        """CSI, T.30 5.3.6.2.4."""
        self.far_ident = decode_ident(frame.information) or None
        return self._listen_on(now_ms)

    def _dis_received(self, frame: Frame, now_ms: int) -> Outputs:
        """A to D: the abilities are known; ask policy (B7), choose terms, command them."""
        first = self._far is None
        self._far = far = read_dis(frame.information)
        outputs: Outputs = [o.Connected(self.far_ident)] if first else []
        accept = self._plan.accept_far_ident
        if first and accept is not None and not accept(self.far_ident):
            return [*outputs, *self._end(o.CallOutcome.FAR_IDENT_REFUSED, "policy refused this identification", now_ms)]
        return [*outputs, *self._command_terms(far, now_ms)]

    def _command_terms(self, far: Abilities, now_ms: int) -> Outputs:
        plan = self._plan
        self._ladder = ladder_for(plan.modem_codes, far, plan.max_bit_rate)
        if not self._ladder:
            return self._end(*why_no_speed(plan.modem_codes, far, plan.max_bit_rate), now_ms)
        keep = self.terms.modulation if self.terms and self.terms.modulation in self._ladder else None
        terms = choose_terms(keep or self._ladder[0], self._format, far, ecm=plan.ecm)
        if terms is None:
            return self._end(o.CallOutcome.INCOMPATIBLE, "the far end cannot receive this page", now_ms)
        return self._train(terms, now_ms)

    def _polled(self, _frame: Frame, now_ms: int) -> Outputs:
        """DTC: the far end wants to be the sender; two callers have met."""
        return self._end(o.CallOutcome.INCOMPATIBLE, "the far end answered with DTC", now_ms)

    # ---- phase B: training ----

    def _train(self, terms: Terms, now_ms: int) -> Outputs:
        """D: (TSI) DCS, then TCF, with fresh tries."""
        self._fresh_tries()
        self._adopt(terms)
        return self._send_dcs(now_ms)

    def _adopt(self, terms: Terms) -> None:
        """New terms; what was coded for others goes, unless it may stay."""
        self.terms = terms
        kept = [at_speed_of(page, terms) for page in self._coded.values()]
        self._coded = {page.number: page for page in kept if page is not None}

    def _send_dcs(self, _now_ms: int) -> Outputs:
        self.state = State.SENDING_DCS
        self._tries += 1
        self._wait.stop()
        assert self.terms is not None
        frames = [encode(Fcf.DCS, write_dcs(self.terms))]
        if self._plan.ident.strip():
            frames.insert(0, encode(Fcf.TSI, encode_ident(self._plan.ident), final=False))
        return [p.SendFrames(tuple(frames))]

    def _dcs_sent(self, _sent: p.Sent, _now_ms: int) -> Outputs:
        self.state = State.SENDING_TCF
        assert self.terms is not None
        zeros = bytes(self.terms.modulation.bit_rate * _TCF_MS // 8000)
        return [p.SendData(self.terms.modulation, short_training=False, octets=zeros)]

    def _speed_refused(self, refused: p.CommandRefused, now_ms: int) -> Outputs:
        """Our modem has not the speed that it claims: as FTT. What is no ERROR says that the line is gone."""
        return (self._failed_to_train if refused.answer == "ERROR" else self._line_gone)(refused, now_ms)

    def _tcf_sent(self, _sent: p.Sent, now_ms: int) -> Outputs:
        """Listen for CFR or FTT; a second of preamble comes first, time enough to code the page."""
        self.state = State.AWAITING_CFR
        return [*self._listen("T4", T4_MS, now_ms), *self._want_page(self.pages.current)]

    def _failed_to_train(self, _reason: Frame | p.Indication, now_ms: int) -> Outputs:
        """FTT: one step down the ladder; at its end there is no speed left."""
        next_terms = slower(self.terms, self._ladder) if self.terms else None
        if next_terms is None:
            return self._end(o.CallOutcome.TRAINING_FAILED, "no speed is left", now_ms)
        return [Note(f"step down to {next_terms.modulation.bit_rate}"), *self._train(next_terms, now_ms)]

    def _confirmed_to_receive(self, _frame: Frame, now_ms: int) -> Outputs:
        """CFR, E to phase C."""
        assert self.terms is not None
        trained = o.Trained(self.terms.modulation.name, self.terms.modulation.bit_rate)
        return [trained, *self._send_page(now_ms)]
