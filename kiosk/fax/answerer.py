"""The answering terminal of T.30: phases C to E of receiving a document, with and without error correction.

Owns the procedure: which response follows which command, the timers, the truth about each page. Above all this: a page
is handed out (``PageArrived``), and MCF or RTP goes out only after ``page_read`` has said that it is kept on disk (B9).
Phases A and B are ``answerer_opening.py``. Refuses to know modems (``t31.py`` carries out its primitives), how pages
are decoded, clocks and threads. Called by ``answerer_session.py``. State letters are those of T.30 figures 5-2.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.answer_plan import AnswerPlan as AnswerPlan
from kiosk.fax.answerer_ecm import PageInBlocks
from kiosk.fax.answerer_opening import AnswererOpening
from kiosk.fax.answerer_table import ANSWERS_TO_BLOCK, ANSWERS_TO_PAGE, LAST_PAGE, PHASE_B_AGAIN, State
from kiosk.fax.answerer_turns import Outputs
from kiosk.fax.ecm_frames import is_post_page, read_command, read_pps, write_ppr
from kiosk.fax.fields import SPEED, Bits
from kiosk.fax.frames import Fcf, Frame
from kiosk.fax.modulations import by_dcs_bits
from kiosk.fax.t4_lines import LineWatch, ends_with_rtc
from kiosk.fax.timers import T1_MS, T2_MS

LONGEST_PAGE_OCTETS = 8_000_000  # an hour at 14400 bit/s: what is longer is no page
KEEPING_MS = 2_000  # shorter than the caller's T4 (3 s - 15 %): later it repeats its command, and is answered then
KEEPING_ECM_MS = 500  # then RNR, which was made for this (T.30 A.5.4.1)
# A caller that did not hear MCF repeats its command at its T4 (3 s + 15 %), of which MCF has taken 1.1 s. A command
# that comes later is about a page that our modem missed. (Data of less than 2 s, wholly missed, cannot be told apart.)
_REPEAT_MS = 2_900
_UNHEARD_PAGE_MS = 30_000  # a page that our modem missed goes on to its end before the caller asks
_REFUSED_PAGE_MS = 75_000  # one of which it will hear nothing is there from its beginning: a full block at 7200 bit/s


class Answerer(AnswererOpening):
    """One call that came in."""

    def __init__(self, plan: AnswerPlan) -> None:
        super().__init__(plan)
        self.longest_page_octets = LONGEST_PAGE_OCTETS
        self._line_watch: LineWatch  # of the carrier under way
        self._page_due_ms = 0  # since when the next page may come

    # ---- inputs ----

    def page_read(self, number: int, quality: o.CopyQuality, kept: bool, now_ms: int) -> Outputs:
        """The answer to the oldest open PageArrived. ``kept``: on disk, synced; False where it is too bad for that."""
        self.pages.read(number, quality, kept)
        awaited = self.state is State.AWAITING_KEEPING and self.pages.verdict is not None
        return self._answer_page(now_ms) if awaited else []

    def page_not_kept(self, detail: str, now_ms: int) -> Outputs:
        """The disk refused the page: it must never be confirmed, and no other will fare better. DCN."""
        return self._leave(o.ReceptionOutcome.NOT_KEPT, detail, now_ms)

    # ---- phase C: the page ----

    def _await_page(self, now_ms: int, *, short_training: bool = True) -> Outputs:
        self.state, self._on_silence = State.AWAITING_CARRIER, self._page_unheard
        self._page_due_ms = now_ms
        self._wait.begin("T2", T2_MS, now_ms)
        return [p.ReceiveData(self._commanded_terms().modulation, short_training)]

    def _page_unheard(self, now_ms: int, goes_on_ms: int = _UNHEARD_PAGE_MS) -> Outputs:
        """T2 without a carrier: perhaps our modem did not train on it. The caller's post-page message will tell."""
        self._post_page_command = None  # whatever it says is of a page that we do not have
        return self._page_goes_on(now_ms, goes_on_ms)

    def _page_speed_refused(self, refused: p.CommandRefused, now_ms: int) -> Outputs:
        """ERROR where TCF was no trouble: our modem has not V.17's short training. This page is missed, the next DCS
        in V.17 gets FTT; PPR leads to CTC, and a long training.
        """
        here = refused.answer == "ERROR"  # anything else says that the line is gone
        if here and self._commanded_terms().modulation.name == "V.17":
            self._offer = replace(self._offer, short_training=False)
        return self._page_unheard(now_ms, _REFUSED_PAGE_MS) if here else self._line_gone(refused, now_ms)

    def _page_goes_on(self, now_ms: int, goes_on_ms: int = _UNHEARD_PAGE_MS) -> Outputs:
        return self._listen(State.AWAITING_COMMAND, "wait for a page's end", goes_on_ms, self._given_up, now_ms)

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
        self._line_watch = LineWatch(self._commanded_terms().modulation.bit_rate)
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
        if self._line_watch.too_long(data.octets):
            return self._leave(o.ReceptionOutcome.INCOMPLETE, "a line of more than five seconds", now_ms)
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
        return self._respond(Fcf.CTR, partial(self._await_page, short_training=False), now_ms)

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
