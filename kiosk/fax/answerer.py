"""The answering terminal of T.30: phases A to E of receiving a document, with and without error correction.

Owns the procedure: which response follows which command, the timers, the truth about each page. Above all this: a page
is handed out (``PageArrived``), and MCF or RTP goes out only after ``page_read`` has said that it is kept on disk (B9).
Refuses to know modems (``t31.py`` carries out its primitives), how pages are decoded, clocks and threads. Called by
``answerer_session.py``. State letters are those of T.30 figures 5-2a to 5-2c.
"""

from __future__ import annotations

from dataclasses import replace

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.answer_plan import AnswerPlan as AnswerPlan
from kiosk.fax.answerer_ecm import PageInBlocks
from kiosk.fax.answerer_fields import Commanded, Offer, read_dcs, write_dis
from kiosk.fax.answerer_table import ANSWERS_TO_BLOCK, ANSWERS_TO_PAGE, LAST_PAGE, PHASE_B_AGAIN, TELLS, State
from kiosk.fax.answerer_turns import AnswererTurns, Outputs
from kiosk.fax.copy_quality import training_is_good
from kiosk.fax.ecm_frames import is_post_page, read_command, read_pps, write_ppr
from kiosk.fax.fields import SPEED, Bits
from kiosk.fax.frames import Fcf, Frame, decode_ident, encode, encode_ident
from kiosk.fax.modulations import by_dcs_bits
from kiosk.fax.t4_lines import ends_with_rtc
from kiosk.fax.timers import T1_MS, T2_MS, T4_MS

LONGEST_PAGE_OCTETS = 8_000_000  # an hour at 14400 bit/s: what is longer is no page
KEEPING_MS = 2_000  # shorter than the caller's T4 (3 s - 15 %): later it repeats its command, and is answered then
KEEPING_ECM_MS = 500  # then RNR, which was made for this (T.30 A.5.4.1)
_TCF_BEGINS_MS, _TCF_ENDS_MS = 4_000, 3_000
# A caller that did not hear MCF repeats its command at its T4 (3 s + 15 %), of which MCF has taken 1.1 s. A command
# that comes later is about a page that our modem missed. (Data of less than 2 s, wholly missed, cannot be told apart.)
_REPEAT_MS = 2_900
_UNHEARD_PAGE_MS = 30_000  # a page that our modem missed goes on to its end before the caller asks


class Answerer(AnswererTurns):
    """One call that came in."""

    def __init__(self, plan: AnswerPlan) -> None:
        super().__init__()
        self.caller = plan.caller
        self.terms: Commanded | None = None
        self.longest_page_octets = LONGEST_PAGE_OCTETS
        self._ident = plan.ident
        self._offer = Offer(plan.receive_codes, plan.ecm)
        self._t1_ends_ms: int | None = None
        self._data = bytearray()
        self._in_blocks: PageInBlocks | None = None
        self._page_due_ms = 0  # since when the next page may come
        self._failed_trainings = 0
        self._trained = False

    # ---- inputs ----

    def start(self, _now_ms: int) -> Outputs:
        """Phase A: off-hook; CED, and the preamble of our first frame, are the modem's (T.31 8.3.2)."""
        self.state, self.modem_at_rest = State.ANSWERING, False
        return [o.Answering(), p.AnswerCall(self._identification())]

    def page_read(self, number: int, quality: o.CopyQuality, kept: bool, now_ms: int) -> Outputs:
        """The answer to the oldest open PageArrived. ``kept``: on disk, synced; False where it is too bad for that."""
        self.pages.read(number, quality, kept)
        awaited = self.state is State.AWAITING_KEEPING and self.pages.verdict is not None
        return self._answer_page(now_ms) if awaited else []

    def page_not_kept(self, detail: str, now_ms: int) -> Outputs:
        """The disk refused the page: it must never be confirmed, and no other will fare better. DCN."""
        return self._leave(o.ReceptionOutcome.NOT_KEPT, detail, now_ms)

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
        if not training_is_good(bytes(self._data), terms.modulation):
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

    # ---- phase C: the page ----

    def _await_page(self, now_ms: int, *, short_training: bool = True) -> Outputs:
        self.state, self._on_silence = State.AWAITING_CARRIER, self._page_unheard
        self._page_due_ms = now_ms
        self._wait.begin("T2", T2_MS, now_ms)
        return [p.ReceiveData(self._commanded_terms().modulation, short_training)]

    def _page_unheard(self, now_ms: int) -> Outputs:
        """T2 without a carrier: perhaps our modem did not train on it. The caller's post-page message will tell."""
        self._post_page_command = None  # whatever it says is of a page that we do not have
        return self._page_goes_on(now_ms)

    def _page_goes_on(self, now_ms: int) -> Outputs:
        return self._listen(State.AWAITING_COMMAND, "wait for a page's end", _UNHEARD_PAGE_MS, self._given_up, now_ms)

    def _no_data(self, indication: p.CarrierLost | p.BrokenOff, now_ms: int) -> Outputs:
        """V.21 instead: our response was not heard, or a page was missed. Nothing at all: listen again."""
        if isinstance(indication, p.CarrierLost) and indication.wrong:
            if now_ms - self._page_due_ms > _REPEAT_MS:
                self._post_page_command = None
            return self._await_command(now_ms)
        short = self.state is State.AWAITING_CARRIER
        again = p.ReceiveData(self._commanded_terms().modulation, short_training=short)
        return self._try_again(indication, again, now_ms)

    def _page_begins(self, _began: p.DataBegan, now_ms: int) -> Outputs:
        self.state, self._response_stands = State.RECEIVING_PAGE, False
        self._wait.stop()
        self._data.clear()
        if self._in_blocks:
            self._in_blocks.carrier_begins()
        first = self.pages.begin(now_ms)
        return [*self._drop(), *([o.PageArriving(self.pages.number)] if first else [])]

    def _page_continues(self, data: p.DataReceived, now_ms: int) -> Outputs:
        if self._in_blocks:
            self._in_blocks.take(data.octets)
            return []
        self._data += data.octets
        if len(self._data) > self.longest_page_octets:
            return self._leave(o.ReceptionOutcome.INCOMPLETE, "a page without an end", now_ms)
        return []

    def _page_ended(self, _indication: p.Indication, now_ms: int) -> Outputs:
        """The carrier is off. Handed out at once, the page is decoded and kept while the preamble of V.21 is sent."""
        octets: bytes | None = bytes(self._data)
        whole = ends_with_rtc(bytes(self._data[-64:]))
        if self._in_blocks:
            octets, whole = self._in_blocks.likely_page(), self._in_blocks.control_returned
        self._data.clear()
        listening = self._await_command(now_ms) if whole else self._page_goes_on(now_ms)
        arrived: Outputs = [self.pages.arrive(self._commanded_terms(), octets)] if octets else []
        return [*listening, *arrived]

    # ---- phase D: the answer to a page ----

    def _await_command(self, now_ms: int) -> Outputs:
        """F: T2 (T.30 5.4.3.1)."""
        return self._listen(State.AWAITING_COMMAND, "T2", T2_MS, self._given_up, now_ms)

    def _post_page(self, frame: Frame, now_ms: int) -> Outputs:
        """MPS, EOM, EOP and their PRI forms, without error correction."""
        if self.terms is None or self._in_blocks is not None:
            return self._listen_on(now_ms)
        repeated = frame.fcf is self._post_page_command and self._response_stands
        self._post_page_command = frame.fcf
        if self.pages.current is not None:
            return self._answer_page(now_ms)
        if repeated:
            return self._response_again(ANSWERS_TO_PAGE, now_ms)
        return self._respond(Fcf.RTN, self._await_command, now_ms)  # the whole page was missed

    def _answer_page(self, now_ms: int) -> Outputs:
        """III to VI: MCF or RTP once the page is on disk, RTN if it is no use; until then wait for it."""
        match self.pages.verdict:
            case None:
                self.state = State.AWAITING_KEEPING
                self._wait.begin("wait for the disk", KEEPING_ECM_MS if self._in_blocks else KEEPING_MS, now_ms)
                return []
            case Fcf.RTN:
                self._post_page_command = None
                return [*self._drop(), *self._respond(Fcf.RTN, self._await_command, now_ms)]
            case verdict:
                return self._respond(verdict, self._page_confirmed, now_ms)

    def _not_kept_yet(self, now_ms: int) -> Outputs:
        if self._in_blocks:
            return self._respond(Fcf.RNR, self._await_command, now_ms)
        return self._await_command(now_ms)

    def _page_confirmed(self, now_ms: int) -> Outputs:
        """The confirmation is on its way to the caller."""
        verdict = self.pages.verdict
        confirmed = self._confirm(now_ms)
        return [*self._go_on(now_ms, retrain=verdict is Fcf.RTP), *confirmed]

    def _go_on(self, now_ms: int, *, retrain: bool = False) -> Outputs:
        """What the caller's post-page message announced."""
        if self._post_page_command in LAST_PAGE:
            return self._await_command(now_ms)
        if self._post_page_command in PHASE_B_AGAIN:
            # T.30 figure 5-2b: T2 must elapse before DIS; a caller that did not hear us repeats EOM in it.
            self._t1_ends_ms = now_ms + T2_MS + T1_MS
            return self._listen(State.AWAITING_DCS, "T2", T2_MS, self._dis_again, now_ms)
        return self._await_command(now_ms) if retrain else self._await_page(now_ms)

    # ---- phase D with error correction (T.30 Annex A) ----

    def _partial_page_sent(self, frame: Frame, now_ms: int) -> Outputs:
        """PPS: what is missing is asked for; a whole block is confirmed; a whole page when it is on disk."""
        partial, blocks = read_pps(frame.information), self._in_blocks
        if partial is None or blocks is None:
            return self._listen_on(now_ms)
        if blocks.is_repeated(partial):
            return (
                self._block_sent_again(now_ms)
                if blocks.forget_repetition()
                else self._asked_whether_ready(frame, now_ms)
            )
        if missing := blocks.missing(partial):
            asked = write_ppr(missing, blocks.frame_count)
            return [*self._drop(), *self._respond(Fcf.PPR, self._await_page, now_ms, asked)]
        blocks.close(partial)
        self._post_page_command = partial.command
        if partial.command is None:
            return [*self._drop(), *self._respond(Fcf.MCF, self._await_page, now_ms)]
        return self._page_complete(blocks, now_ms)

    def _block_sent_again(self, now_ms: int) -> Outputs:
        """Not only PPS, its data too: what seemed to be a new page is none, and the response is the same."""
        withdrawn = self.pages.withdraw()
        dropped: Outputs = [] if withdrawn is None else [o.PageDropped(withdrawn)]
        known = self._responded in ANSWERS_TO_BLOCK
        return [*dropped, *(self._send_response() if known else self._listen_on(now_ms))]

    def _page_complete(self, blocks: PageInBlocks, now_ms: int) -> Outputs:
        spoilt, octets = blocks.spoilt, blocks.take_page()
        if spoilt:  # its last block is whole, but another one was given up: MCF is due, the page is not confirmed
            self.pages.give_up(self._commanded_terms())
            return self._respond(Fcf.MCF, self._go_on, now_ms)
        current = self.pages.current
        if current is not None and current.octets == octets:
            return self._answer_page(now_ms)
        arrived: Outputs = [*self._drop(), self.pages.arrive(self._commanded_terms(), octets)]
        return [*arrived, *self._answer_page(now_ms)]

    def _asked_whether_ready(self, frame: Frame, now_ms: int) -> Outputs:
        """RR after our RNR, or a PPS whose answer was not heard."""
        if self._in_blocks is None:
            return self._listen_on(now_ms)
        waits = self.pages.current is not None and self._response_stands
        return self._answer_page(now_ms) if waits else self._response_again(ANSWERS_TO_BLOCK, now_ms)

    def _correction_goes_on(self, frame: Frame, now_ms: int) -> Outputs:
        """CTC: after four PPR the caller tries on, at the speed in its field (T.30 A.4.1), with a long training."""
        modulation = by_dcs_bits(Bits(frame.information).code(SPEED))
        if self.terms is None or self._in_blocks is None:
            return self._listen_on(now_ms)
        if modulation is None or modulation.long_code not in self._offer.receive_codes:
            return self._end(o.ReceptionOutcome.INCOMPATIBLE, "CTC commands what DIS did not offer", now_ms)
        self.terms = replace(self.terms, modulation=modulation)
        return self._respond(Fcf.CTR, lambda at_ms: self._await_page(at_ms, short_training=False), now_ms)

    def _correction_given_up(self, frame: Frame, now_ms: int) -> Outputs:
        """EOR: the caller leaves this block as it is; ERR. The page has a hole and is never confirmed."""
        if self._in_blocks is None or not is_post_page(frame.information):
            return self._listen_on(now_ms)
        if self._in_blocks.given_up and self._responded is Fcf.ERR:
            return self._send_response()
        self._post_page_command = read_command(frame.information)
        self._in_blocks.give_up_block()
        dropped = self._drop()
        if self._post_page_command is not None:
            self._in_blocks.take_page()
            self.pages.give_up(self._commanded_terms())
        return [*dropped, *self._respond(Fcf.ERR, self._go_on, now_ms)]

    def _response_unheard(self, _frame: Frame, now_ms: int) -> Outputs:
        """CRP: what we said last once more, be it DIS."""
        if self.state is State.AWAITING_DCS and self._dis_was_last:
            return self._dis_again(now_ms)
        return self._response_again(tuple(Fcf), now_ms)

    def _lost(self) -> o.ReceptionOutcome:
        if self._finished:
            return o.ReceptionOutcome.RECEIVED
        if self.pages.reports or self.pages.begun:
            return o.ReceptionOutcome.INCOMPLETE
        if self._failed_trainings and not self._trained:
            return o.ReceptionOutcome.TRAINING_FAILED
        return o.ReceptionOutcome.CALLER_GONE

    def _commanded_terms(self) -> Commanded:
        assert self.terms is not None, "no state beyond DCS is reached without one"
        return self.terms
