"""The answering terminal until pages may come: phases A and B of T.30, from CED to CFR.

Owns who we say we are, what the caller says of itself, the terms that its DCS commands and the training check. Refuses
to know pages: that is its heir ``answerer.Answerer``. State letters are those of T.30 figures 5-2a to 5-2c.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.answer_plan import AnswerPlan
from kiosk.fax.answerer_ecm import PageInBlocks
from kiosk.fax.answerer_fields import Commanded, Offer, read_dcs, write_dis
from kiosk.fax.answerer_table import TELLS, State
from kiosk.fax.answerer_turns import AnswererTurns, Outputs
from kiosk.fax.copy_quality import training_is_good
from kiosk.fax.frames import Fcf, Frame, decode_ident, encode, encode_ident
from kiosk.fax.timers import T1_MS, T4_MS

_TCF_BEGINS_MS, _TCF_ENDS_MS = 4_000, 3_000


class AnswererOpening(AnswererTurns):
    """The part of an answering terminal that agrees on terms."""

    def __init__(self, plan: AnswerPlan) -> None:
        super().__init__()
        self.caller = plan.caller
        self.terms: Commanded | None = None
        self._ident = plan.ident
        self._offer = Offer(plan.receive_codes, plan.ecm)
        self._t1_ends_ms: int | None = None
        self._data = bytearray()  # of the carrier under way: TCF, or a page without error correction
        self._in_blocks: PageInBlocks | None = None
        self._failed_trainings = 0
        self._trained = False

    @property
    def takes_short_training(self) -> bool:
        """False once our modem has refused V.17's, which it had claimed."""
        return self._offer.short_training

    # ---- what the heir adds ----

    @abstractmethod
    def _await_page(self, now_ms: int) -> Outputs:
        """CFR is out: phase C."""

    @abstractmethod
    def _await_command(self, now_ms: int) -> Outputs:
        """F."""

    # ---- phase A ----

    def start(self, _now_ms: int) -> Outputs:
        """Phase A: off-hook; CED, and the preamble of our first frame, are the modem's (T.31 8.3.2)."""
        self.state, self.modem_at_rest = State.ANSWERING, False
        return [o.Answering(), p.AnswerCall(self._identification())]

    # ---- phase B: who we are ----

    def _identification(self) -> tuple[bytes, ...]:
        frames = [encode(Fcf.DIS, write_dis(self._offer), dis_received=False)]
        if self._ident.strip():
            frames.insert(0, encode(Fcf.CSI, encode_ident(self._ident), final=False, dis_received=False))
        return tuple(frames)

    def _dis_sent(self, _sent: p.Sent, now_ms: int) -> Outputs:
        """R: listen between one DIS and the next, until T1 is over."""
        self._dis_was_last = True
        if self._t1_ends_ms is None:
            self._t1_ends_ms = now_ms + T1_MS
        return self._listen(State.AWAITING_DCS, "T4", T4_MS, self._dis_again, now_ms)

    def _dis_again(self, now_ms: int) -> Outputs:
        if self._t1_ends_ms is not None and now_ms >= self._t1_ends_ms:
            outcome = self._lost() if self._heard else o.ReceptionOutcome.NOT_A_FAX
            return self._end(outcome, "no DCS within T1", now_ms)
        self.state = State.SENDING_DIS
        return [p.SendFrames(self._identification())]

    def _told(self, frame: Frame, now_ms: int) -> Outputs:
        """TSI, SUB, PWD or SID, SEP (T.30 5.3.6.1.3): taken note of; whether it opens anything is for the house."""
        assert frame.fcf is not None
        words = decode_ident(frame.information) or None
        self.caller = replace(self.caller, **{TELLS[frame.fcf]: words})
        return self._listen_on(now_ms)

    def _asked_for_pages(self, _frame: Frame, now_ms: int) -> Outputs:
        """DTC: the caller wants to be sent something; nothing lies here for polling."""
        return self._end(o.ReceptionOutcome.INCOMPATIBLE, "the caller wants to poll", now_ms)

    # ---- phase B: training ----

    def _commanded(self, frame: Frame, now_ms: int) -> Outputs:
        """DCS: these terms from now on; the training check follows."""
        first = self.terms is None
        terms = read_dcs(frame.information, self._offer)
        if terms is None:
            return self._end(o.ReceptionOutcome.INCOMPATIBLE, "DCS commands what DIS did not offer", now_ms)
        self.terms, self._post_page_command, self._response_stands, self._finished = terms, None, False, False
        self._in_blocks = PageInBlocks() if terms.ecm else None
        self.state, self._on_silence = State.AWAITING_TCF, self._training_failed
        self._wait.begin("wait for TCF", _TCF_BEGINS_MS, now_ms)
        known: Outputs = [o.CallerKnown(self.caller)] if first else []
        return [*self._drop(), p.ReceiveData(terms.modulation, short_training=False), *known]

    def _speed_refused(self, refused: p.CommandRefused, now_ms: int) -> Outputs:
        """ERROR: our modem has not the speed that it claims. When TCF is over, the timer asks for another (FTT)."""
        return [] if refused.answer == "ERROR" else self._line_gone(refused, now_ms)

    def _tcf_begins(self, _began: p.DataBegan, now_ms: int) -> Outputs:
        self.state = State.RECEIVING_TCF
        self._data.clear()
        self._wait.begin("wait for the end of TCF", _TCF_ENDS_MS, now_ms)
        return []

    def _tcf_continues(self, data: p.DataReceived, _now_ms: int) -> Outputs:
        self._data += data.octets
        return []

    def _tcf_ended(self, _indication: p.Indication, now_ms: int) -> Outputs:
        terms = self._commanded_terms()
        good = training_is_good(bytes(self._data), terms.modulation)
        if not (good and self._offer.takes_pages(terms.modulation)):
            return self._training_failed(now_ms)
        self._trained = True
        return [
            *self._respond(Fcf.CFR, self._await_page, now_ms),
            o.Trained(terms.modulation.name, terms.modulation.bit_rate),
        ]

    def _training_failed(self, now_ms: int) -> Outputs:
        """FTT; a carrier that never was trained on says nothing, so the timer asks for it too."""
        return self._respond(Fcf.FTT, self._told_to_train, now_ms)

    def _told_to_train(self, now_ms: int) -> Outputs:
        """FTT is out. (Where there was no line to send it on, the caller has gone, and it was no failed training.)"""
        self._failed_trainings += 1
        return self._await_command(now_ms)

    def _commanded_terms(self) -> Commanded:
        assert self.terms is not None, "no state beyond DCS is reached without one"
        return self.terms
