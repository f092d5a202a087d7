"""The calling side's turns: responses to our commands, how often a command is repeated, what a late answer proves.

Owns the awaiting of responses and the pages' truth. Refuses to know what is said: its heirs add error correction
(``ecm.py``) and phases A to D (``caller.py``). The answering side's like is ``answerer_turns.py``.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

from kiosk.fax import outcome as o
from kiosk.fax import primitives as p
from kiosk.fax import turns
from kiosk.fax.caller_table import AWAITING, CONFIRMING, RESPONSES, TRANSITIONS, State
from kiosk.fax.frames import Fcf, Frame, encode
from kiosk.fax.page_book import PageBook
from kiosk.fax.timers import TRIES

Wish = p.PageWanted | o.LineEvent
Outputs = turns.Outputs[Wish]
_CALLING = turns.Side(
    TRANSITIONS,
    AWAITING,
    dis_received=True,
    as_wished=o.CallOutcome.DELIVERED,
    cancelled=o.CallOutcome.CANCELLED,
    modem_failed=o.CallOutcome.MODEM_FAILED,
)


class CallerTurns(turns.Turns[State, o.CallOutcome, Wish]):
    """The part of a calling terminal that waits for responses."""

    def __init__(self, page_count: int) -> None:
        super().__init__(_CALLING)
        self.connected_ms: int | None = None
        self.pages = PageBook(page_count)
        self._tries = 0  # of the command whose response is awaited
        self._damaged_answers = 0

    @abstractmethod
    def _confirm(self, now_ms: int) -> Outputs:
        """The page under way has arrived."""

    def _ran_out(self, now_ms: int) -> Outputs:
        if self.state is State.AWAITING_PAGE:
            return self._end(o.CallOutcome.MODEM_FAILED, "the coded page did not come in time", now_ms)
        return super()._ran_out(now_ms)

    def _listen(self, timer: str, length_ms: int, now_ms: int) -> Outputs:
        self._wait.begin(timer, length_ms, now_ms)
        return [p.ReceiveFrame()]

    def _hear(self, frame: Frame, now_ms: int) -> Outputs:
        name = RESPONSES[self.state].get(frame.fcf) if frame.fcf is not None else None
        if name is None:
            return self._not_understood(frame, now_ms)
        handler: Callable[[Frame, int], Outputs] = getattr(self, name)
        return handler(frame, now_ms)

    def _not_understood(self, _frame: Frame, now_ms: int) -> Outputs:
        """An optional frame, or one out of place: heard out and passed over."""
        return self._listen_on(now_ms)

    def _damaged(self, now_ms: int) -> Outputs:
        self._damaged_answers += 1
        self._wait.listen_on(now_ms, damaged=self.state is not State.AWAITING_DIS)
        return [p.ReceiveFrame()]

    def _fresh_tries(self) -> None:
        self._tries = self._damaged_answers = 0

    @property
    def _tries_are_over(self) -> bool:
        """T.30 5.4.2: three times. Each damaged answer proves that somebody is there, and allows one more."""
        return self._tries >= TRIES + min(self._damaged_answers, TRIES)

    def _heard_too_late(self, frame: Frame, now_ms: int) -> Outputs:
        confirmed: Outputs = []
        if self._confirms(frame):
            confirmed = self._confirm(now_ms)
            if self.pages.all_confirmed:
                self.outcome, self.detail = o.CallOutcome.DELIVERED, ""
        return confirmed

    def _confirms(self, frame: Frame) -> bool:
        """Whether this late answer means that the page under way has arrived."""
        return self.state is State.AWAITING_CONFIRMATION and frame.fcf in CONFIRMING

    def _farewell(self) -> bytes:
        """A post-page message of which the house could not commit the intent must not go out: DCN."""
        return encode(Fcf.DCN)

    def _goodbye(self, now_ms: int) -> Outputs:
        """DCN wherever a carrier was heard: the far end need not wait for its own timer."""
        return self._hang_up(now_ms) if self.connected_ms is None else self._send_dcn(now_ms)
