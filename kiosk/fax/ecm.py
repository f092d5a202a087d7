"""Error correction of a terminal that sends: a page in blocks, each until the far end has it whole (T.30 Annex A).

Owns the blocks of the page under way, which of their frames the far end still asks for, and the commands PPS, RR, CTC
and EOR with their answers. Refuses to know what follows a page and how a call begins: that is its heir ``caller.py``.
Flow chart letters are those of T.30 figure A.8 and those after it.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax.caller_table import AWAITED_AFTER, CONFIRMING, State
from kiosk.fax.caller_turns import CallerTurns, Outputs
from kiosk.fax.ecm_frames import Block, PartialPage, cut_into_blocks, read_ppr, write_burst, write_command, write_pps
from kiosk.fax.fields import Terms, write_dcs
from kiosk.fax.frames import Fcf, Frame, encode
from kiosk.fax.negotiation import Ladder, slower, without_v17
from kiosk.fax.timers import T4_MS, T5_MS
from kiosk.fax.turns import Note

PPR_LIMIT = 4  # T.30 A.4.4: after the fourth PPR for a block, CTC or EOR
_CTC_FIF_OCTETS = 2  # T.30 A.4.4: bits 1 to 16 of DCS


@dataclass(frozen=True)
class _Burst:
    """Coded ahead of its time: at the turn of the line there are 75 ms, and a block takes a small computer as long."""

    page: int
    block: int
    terms: Terms
    octets: bytes

    def is_for(self, page: int, block: int, terms: Terms) -> bool:
        return (self.page, self.block, self.terms) == (page, block, terms)


class ErrorCorrection(CallerTurns):
    """The part of a calling terminal that gets one page across, block after block."""

    def __init__(self, page_count: int) -> None:
        super().__init__(page_count)
        self.terms: Terms | None = None
        self._ladder: Ladder = ()
        self._post_page = Fcf.EOP
        self._blocks: tuple[Block, ...] = ()
        self._block = 0
        self._asked: tuple[int, ...] = ()  # frames of the block that the far end does not have
        self._refusals = 0  # PPRs for this block since it began, or since the last CTC
        self._hopes: list[int] = []  # how many frames were asked for at each CTC of this block
        self._train_long = False
        self._giving_up = False
        self._submission_told = False
        self._refusal_untold = False
        self._ready_by_ms: int | None = None  # T5
        self._command: tuple[State, Fcf, bytes] = (State.SENDING_PPS, Fcf.PPS, b"")
        self._next_terms: Terms | None = None
        self._ahead: _Burst | None = None

    # ---- what the heir adds ----

    @abstractmethod
    def _message_confirmed(self, frame: Frame, now_ms: int) -> Outputs:
        """MCF for the last block: the page has arrived."""

    @abstractmethod
    def _procedure_interrupt_positive(self, frame: Frame, now_ms: int) -> Outputs:
        """PIP for the last block."""

    @abstractmethod
    def _procedure_interrupt_negative(self, frame: Frame, now_ms: int) -> Outputs:
        """PIN: the page has to be sent anew."""

    @abstractmethod
    def _retrain_positive(self, frame: Frame, now_ms: int) -> Outputs:
        """RTP: the page has arrived, and the next one wants training."""

    @abstractmethod
    def _retrain_negative(self, frame: Frame, now_ms: int) -> Outputs:
        """RTN: the page has to be sent anew, after training."""

    @abstractmethod
    def _adopt(self, terms: Terms) -> None:
        """These terms hold from now on."""

    @abstractmethod
    def _train(self, terms: Terms, now_ms: int) -> Outputs:
        """These terms, with DCS and TCF."""

    @abstractmethod
    def _give_page_up(self) -> None:
        """The far end surely does not have the page, and will not get it in this call."""

    # ---- phase C: bursts of frames ----

    def _begin_blocks(self, octets: bytes) -> Outputs:
        """The first block of a page."""
        assert self.terms is not None
        self._blocks = cut_into_blocks(octets, self.terms.frame_octets)
        self._submission_told = False
        return self._begin_block(0)

    def _begin_block(self, number: int) -> Outputs:
        self._block, self._asked = number, tuple(range(len(self._blocks[number])))
        self._refusals, self._hopes, self._giving_up = 0, [], False
        return self._send_burst()

    def _send_burst(self) -> Outputs:
        """What is asked for of this block. Long training once after CTC (T.30 A.4.4), else short."""
        assert self.terms is not None
        self.state = State.SENDING_PAGE
        self._wait.stop()
        short, self._train_long = not self._train_long, False
        return [p.SendData(self.terms.modulation, short_training=short, octets=self._burst())]

    def _burst(self) -> bytes:
        block, ahead = self._blocks[self._block], self._ahead
        assert self.terms is not None
        if ahead and ahead.is_for(self.pages.current, self._block, self.terms) and len(self._asked) == len(block):
            return ahead.octets
        return write_burst({number: block[number] for number in self._asked}, self.terms.modulation.bit_rate)

    def _carrier_refused(self, refused: p.CommandRefused, now_ms: int) -> Outputs:
        """ERROR where TCF was no trouble: our modem has not the short training that it claims. So on without V.17.

        The far end, which has told us to go on, hears V.21 instead, as if it had not been heard: DCS before a page;
        within one CTC, for DCS would begin the page anew. What is no ERROR says that the line is gone.
        """
        without = without_v17(self.terms, self._ladder) if self.terms and refused.answer == "ERROR" else None
        if without is None:
            return self._line_gone(refused, now_ms)
        note = Note(f"{refused.command} is refused: on at {without.modulation.bit_rate}")
        within = without.ecm and (self._block > 0 or self._refusals > 0 or bool(self._hopes))
        return [note, *(self._continue_at(without, now_ms) if within else self._train(without, now_ms))]

    def _prepare_block(self, page: int, number: int, block: Block) -> None:
        """While the line is busy: the burst that comes next, if all goes well."""
        assert self.terms is not None
        octets = write_burst(dict(enumerate(block)), self.terms.modulation.bit_rate)
        self._ahead = _Burst(page, number, self.terms, octets)

    def _prepare_next_block(self) -> None:
        """The line is busy for a while yet."""
        if not self._in_last_block:
            self._prepare_block(self.pages.current, self._block + 1, self._blocks[self._block + 1])

    @property
    def _in_last_block(self) -> bool:
        return self._block + 1 >= len(self._blocks)

    def _octets_sent(self, sent: int) -> int:
        """How much of the page is across when ``sent`` octets of the burst under way are."""
        block = self._blocks[self._block]
        before = sum(len(frame) for past in self._blocks[: self._block] for frame in past)
        asked = sum(len(block[number]) for number in self._asked)
        return before + sum(map(len, block)) - asked + min(sent, asked)

    # ---- phase D: PPS ----

    def _send_pps(self, now_ms: int) -> Outputs:
        """PPS-NULL between the blocks of a page, else with the post-message command (T.30 A.4.3)."""
        self._ready_by_ms = None
        command = self._post_page if self._in_last_block else None
        partial = PartialPage(command, self.pages.current - 1, self._block, len(self._blocks[self._block]))
        return self._send_command(State.SENDING_PPS, Fcf.PPS, write_pps(partial), now_ms)

    def _pps_begins(self, _began: p.PreambleBegan, _now_ms: int) -> Outputs:
        """With the last block's PPS the page is unknown, until PPR says that it is not there."""
        if not self._in_last_block:
            return []
        self.pages.submit()
        first, self._submission_told, self._refusal_untold = not self._submission_told, True, False
        return [o.PageSubmitted(self.pages.current)] if first else []

    def _send_command(self, state: State, fcf: Fcf, information: bytes, now_ms: int) -> Outputs:
        """A command with fresh tries."""
        self._command = (state, fcf, information)
        self._fresh_tries()
        return self._send_command_again(now_ms)

    def _send_command_again(self, now_ms: int) -> Outputs:
        self.state, fcf, information = self._command
        if self._tries_are_over:
            return self._end(self._lost(), f"no answer to three {fcf.name}", now_ms)
        self._tries += 1
        self._wait.stop()
        return [p.SendFrames((encode(fcf, information),))]

    def _command_sent(self, _sent: p.Sent, now_ms: int) -> Outputs:
        self.state = AWAITED_AFTER[self._command[0]]
        return self._listen("T4", T4_MS, now_ms)

    def _block_confirmed(self, frame: Frame, now_ms: int) -> Outputs:
        """MCF: the next block, or what follows the page. After EOR it confirms nothing: frames are missing."""
        self._ready_by_ms = None
        if self._giving_up:
            return self._retransmission_ended(frame, now_ms)
        return self._message_confirmed(frame, now_ms) if self._in_last_block else self._begin_block(self._block + 1)

    def _block_interrupted(self, frame: Frame, now_ms: int) -> Outputs:
        """PIP: it confirms what was submitted, and a page of which blocks are missing was not."""
        if self._in_last_block and not self._giving_up:
            return self._procedure_interrupt_positive(frame, now_ms)
        return self._procedure_interrupt_negative(frame, now_ms)

    def _block_retrained(self, frame: Frame, now_ms: int) -> Outputs:
        """RTP, which Annex A does not have and machines of the field send: of a whole page it says what PIP does."""
        if self._in_last_block and not self._giving_up:
            return self._retrain_positive(frame, now_ms)
        return self._block_refused(frame, now_ms)

    def _block_refused(self, frame: Frame, now_ms: int) -> Outputs:
        """RTN, which Annex A does not have either: the page is not there, and goes again from its first block."""
        return self._retransmission_ended(frame, now_ms) if self._giving_up else self._retrain_negative(frame, now_ms)

    def _confirms(self, frame: Frame) -> bool:
        if self.state not in (State.AWAITING_BLOCK_CONFIRMATION, State.AWAITING_READINESS):
            return super()._confirms(frame)
        return self._in_last_block and not self._giving_up and frame.fcf in CONFIRMING

    # ---- PPR, CTC, EOR ----

    def _frames_asked_for(self, frame: Frame, now_ms: int) -> Outputs:
        """PPR: exactly these frames again. One that asks for none is contradictory: the whole block."""
        if self._giving_up:
            return self._retransmission_ended(frame, now_ms)
        count = len(self._blocks[self._block])
        self._asked = read_ppr(frame.information, count) or tuple(range(count))
        self._refusals += 1
        self._ready_by_ms = None
        self.pages.refuse()
        self._refusal_untold = self._submission_told
        note = Note(f"{len(self._asked)} of {count} frames are asked for again")
        return [note, *(self._send_burst() if self._refusals < PPR_LIMIT else self._continue_or_end(now_ms))]

    def _tell_refusal(self) -> Outputs:
        """The house commits what PPR has proved while a carrier of ours stands, never in the silence at the turn."""
        told, self._refusal_untold = self._refusal_untold, False
        if not told:
            return []
        self._submission_told = False
        return [o.PageRefused(self.pages.current)]

    def _command_begins(self, _began: p.PreambleBegan, _now_ms: int) -> Outputs:
        return self._tell_refusal()

    def _continue_or_end(self, now_ms: int) -> Outputs:
        """The fourth PPR (T.30 A.4.4): CTC, more slowly each time; at the lowest speed as long as it helps; then EOR.

        EOR says EOP, whatever was to come: a page with holes is none, and the next call, on another line, begins there.
        """
        assert self.terms is not None
        step = without_v17 if self._hopes else slower  # V.17's short training may be what fails
        next_terms = step(self.terms, self._ladder)
        if next_terms is None and self._hopes and len(self._asked) >= self._hopes[-1]:
            self._giving_up, self._ready_by_ms, self._refusal_untold = True, None, True
            self._give_page_up()
            return self._send_command(State.SENDING_EOR, Fcf.EOR, write_command(Fcf.EOP), now_ms)
        return self._continue_at(next_terms or self.terms, now_ms)

    def _continue_at(self, terms: Terms, now_ms: int) -> Outputs:
        self._hopes.append(len(self._asked))
        self._next_terms = terms
        return self._send_command(State.SENDING_CTC, Fcf.CTC, write_dcs(terms)[:_CTC_FIF_OCTETS], now_ms)

    def _continue_to_correct(self, _frame: Frame, _now_ms: int) -> Outputs:
        """CTR: the frames that are asked for, at the speed that CTC named, after a long training."""
        assert self._next_terms is not None
        note = Note(f"continue at {self._next_terms.modulation.bit_rate}")
        self._adopt(self._next_terms)
        self._refusals, self._train_long = 0, True
        return [note, *self._send_burst()]

    def _retransmission_ended(self, _frame: Frame, now_ms: int) -> Outputs:
        """ERR: the far end knows that the page ends here."""
        return self._end(o.CallOutcome.PAGE_REFUSED, "PPR each time, down to the lowest speed", now_ms)

    # ---- RNR and RR ----

    def _not_ready(self, _frame: Frame, now_ms: int) -> Outputs:
        """RNR: flow control. RR until the answer comes, for T5 at most (T.30 A.5.4)."""
        if self._ready_by_ms is None:
            self._ready_by_ms = now_ms + T5_MS
        if now_ms >= self._ready_by_ms:
            return self._end(self._lost(), "RNR for the whole of T5", now_ms)
        return self._send_command(State.SENDING_RR, Fcf.RR, b"", now_ms)


def at_speed_of(page: p.CodedPage, terms: Terms) -> p.CodedPage | None:
    """A page coded for other terms, if it may go under these: in error correction the speed alone changes no octet."""
    if page.terms == terms:
        return page
    if not terms.ecm or page.octets is None or replace(page.terms, modulation=terms.modulation) != terms:
        return None
    return replace(page, terms=terms)
