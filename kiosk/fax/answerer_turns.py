"""The answering side's turns: listening for commands, responding to them, what may be left open at the end.

Owns the awaiting of commands, the responses and the pages' truth. Refuses to know what is said: its heir
``answerer.Answerer`` adds phases A to D. The calling side's like is ``caller_turns.py``.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax import turns
from kiosk.fax.answerer_pages import PageArrived, ReceivedPages
from kiosk.fax.answerer_table import COMMANDS, CONFIRMING, LAST_PAGE, LISTENING, TRANSITIONS, State
from kiosk.fax.frames import Fcf, Frame, encode

Wish = PageArrived | o.ReceptionEvent
Outputs = turns.Outputs[Wish]
Then = Callable[[int], Outputs]
_ANSWERING = turns.Side(
    TRANSITIONS,
    LISTENING,
    dis_received=False,
    as_wished=o.ReceptionOutcome.RECEIVED,
    cancelled=o.ReceptionOutcome.CANCELLED,
    modem_failed=o.ReceptionOutcome.MODEM_FAILED,
)


class AnswererTurns(turns.Turns[State, o.ReceptionOutcome, Wish]):
    """The part of the answering terminal that waits for commands and responds."""

    def __init__(self) -> None:
        super().__init__(_ANSWERING)
        self.pages = ReceivedPages()
        self._heard = False  # a fax machine has spoken
        self._response: tuple[bytes, Then] | None = None
        self._response_begun = False  # its preamble is on the line
        self._responded: Fcf | None = None
        self._dis_was_last = False  # of what we said
        self._response_stands = False  # nothing has come since it that it could be taken for the answer to
        self._post_page_command: Fcf | None = None
        self._finished = False  # the last page is confirmed, and no further one is announced
        self._on_silence: Then = self._hang_up

    # ---- waiting ----

    @abstractmethod
    def _not_kept_yet(self, now_ms: int) -> Outputs:
        """The page is not on disk, and the caller waits for its answer."""

    def _ran_out(self, now_ms: int) -> Outputs:
        if self.state is State.AWAITING_KEEPING:
            return self._not_kept_yet(now_ms)
        return super()._ran_out(now_ms)

    def _no_response(self, now_ms: int) -> Outputs:
        return self._on_silence(now_ms)

    def _listen(self, state: State, timer: str, length_ms: int, on_silence: Then, now_ms: int) -> Outputs:
        self.state, self._on_silence = state, on_silence
        self._wait.begin(timer, length_ms, now_ms)
        return [p.ReceiveFrame()]

    def _hear(self, frame: Frame, now_ms: int) -> Outputs:
        self._heard = True
        name = COMMANDS.get(frame.fcf) if frame.fcf is not None else None
        if name is None:
            return self._listen_on(now_ms)
        handler: Callable[[Frame, int], Outputs] = getattr(self, name)
        return handler(frame, now_ms)

    def _try_again(self, indication: p.CarrierLost | p.BrokenOff, again: p.Primitive, now_ms: int) -> Outputs:
        """A pause of the caller, or (wrong carrier) a page that we are not trained for: that proves a living line."""
        if isinstance(indication, p.CarrierLost) and indication.wrong:
            return [again]
        return super()._try_again(indication, again, now_ms)

    # ---- responding ----

    def _respond(self, response: Fcf, then: Then, _now_ms: int, information: bytes = b"") -> Outputs:
        """Send this response, remember it (it may be asked for again), go on with ``then`` when it is out."""
        self._response = encode(response, information, dis_received=False), then
        self._responded, self._response_stands, self._dis_was_last = response, True, False
        return self._send_response()

    def _send_response(self) -> Outputs:
        assert self._response is not None
        self.state, self._response_begun = State.SENDING_RESPONSE, False
        self._wait.stop()
        return [p.SendFrames((self._response[0],))]

    def _response_again(self, answers: Sequence[Fcf], now_ms: int) -> Outputs:
        """Our last response once more, if it is one of these.

        After data of a page it would be taken for the answer to them: pass over, their command is still to come.
        """
        stands = self._response_stands and self._responded in answers
        return self._send_response() if stands else self._listen_on(now_ms)

    def _response_begins(self, _began: p.PreambleBegan, _now_ms: int) -> Outputs:
        self._response_begun = True
        return []

    def _response_sent(self, _sent: p.Sent, now_ms: int) -> Outputs:
        assert self._response is not None
        return self._response[1](now_ms)

    def _confirm(self, now_ms: int) -> Outputs:
        """MCF or RTP is out: the caller takes the page for received, and so do we."""
        number = self.pages.confirm(now_ms)
        self._finished = self._post_page_command in LAST_PAGE and all(page.confirmed for page in self.pages.reports)
        return [] if number is None else [o.PageConfirmed(number)]

    # ---- phase E ----

    def _farewell(self) -> bytes:
        """A response that can still be held back says what is no longer meant: DCN."""
        return encode(Fcf.DCN, dis_received=False) if self.state is State.SENDING_RESPONSE else super()._farewell()

    def _broken_off(self, broken: p.BrokenOff, now_ms: int) -> Outputs:
        """Leaving crossed with a response that could not be held back: what it says holds, or a page would be lost."""
        said = self._interrupted is State.SENDING_RESPONSE and self._response_begun and not broken.farewell
        confirmed = self._confirm(now_ms) if said and self._responded in CONFIRMING else []
        if self._finished:
            self.outcome, self.detail = o.ReceptionOutcome.RECEIVED, ""
        return [*confirmed, *super()._broken_off(broken, now_ms)]

    def _modem_failed(self, silent: p.ModemSilent, now_ms: int) -> Outputs:
        """Nobody knows whether the caller heard MCF: its page stays, unconfirmed. Twice is better than not at all."""
        if self.state is State.SENDING_RESPONSE and self._response_begun and self._responded in CONFIRMING:
            self.pages.leave_open()
        return super()._modem_failed(silent, now_ms)

    def _given_up(self, now_ms: int) -> Outputs:
        """T2 without a command: the caller has gone; if it said "no more" before, that is as good as its DCN."""
        return self._end(self._lost(), f"no command {self.state.value}", now_ms)

    def _goodbye(self, now_ms: int) -> Outputs:
        """DCN to a fax machine; a person is spared the tone."""
        if self._heard and self.outcome is not o.ReceptionOutcome.RECEIVED:
            return self._send_dcn(now_ms)
        return self._hang_up(now_ms)

    def _last_word(self, now_ms: int) -> Outputs:
        """A caller that is gone waits for nothing, and the line is wanted for the next one."""
        return self._hang_up(now_ms)

    def _drop(self) -> Outputs:
        """A page that was handed out and is not confirmed will not be."""
        number = self.pages.drop()
        return [] if number is None else [o.PageDropped(number)]
