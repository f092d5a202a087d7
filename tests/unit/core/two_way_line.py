"""A line that is called as well as it calls, by script; and the fax worker around it with what a test turns.

Owns no assertion but one: a wait that nobody would ever end. Used by the tests of the receptionist.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from kiosk.clock import TurnedClock
from kiosk.core.fax_worker import FaxWorker, Sender
from kiosk.core.health import HealthBoard
from kiosk.core.receptionist import DiskGuard, Receptionist
from kiosk.desk.views import ReceivedView
from kiosk.devices.protocols import AnswerOrder, ReceivedPage
from kiosk.fax import outcome as o
from tests.desk_fixture import FurnishedDesk, letter_page
from tests.unit.core.test_fax_worker import WHOLE_CALL, ScriptedLine

CALLER = o.CallerSays("+86 571 8700 9999", "121101", number="057187009999")
GOOD = o.CopyQuality(1143)
ROOM = 500 << 20
Step = o.ReceptionEvent | ReceivedPage | Exception


def page(number: int) -> ReceivedPage:
    return ReceivedPage(number, letter_page(number), GOOD)


RINGING = (o.Ringing(None, None, 1), o.Ringing("057187009999", None, 2), o.Answering())
OPENING = (*RINGING, o.CallerKnown(CALLER), o.Trained("V.17", 14400))
TWO_PAGES = (
    *OPENING,
    *(o.PageArriving(1), page(1), o.PageConfirmed(1)),
    *(o.PageArriving(2), page(2), o.PageConfirmed(2)),
    o.HangingUp(),
)


class TwoWayLine(ScriptedLine):
    """A line that is also called: each script of ``incoming`` is one call; without one it listens until ``cancel``."""

    def __init__(self, *incoming: Sequence[Step]) -> None:
        super().__init__(WHOLE_CALL)
        self.incoming = list(incoming)
        self.ends = o.ReceptionOutcome.RECEIVED
        self.orders: list[AnswerOrder] = []
        self.at_step: Callable[[Step, threading.Event], None] = lambda step, cancel: None
        self.listening: Callable[[], None] = lambda: None
        self.refused: list[str] = []

    def receive(
        self,
        order: AnswerOrder,
        keep_page: Callable[[ReceivedPage], None],
        watch: Callable[[o.ReceptionEvent], None],
        cancel: threading.Event,
    ) -> o.ReceptionReport | None:
        self.orders.append(order)
        self.listening()
        if not self.incoming:
            assert cancel.is_set(), "nobody would ever end this wait"
            return None
        reports: dict[int, o.ReceivedPageReport] = {}
        for step in self.incoming.pop(0):
            self._carry_out(step, keep_page, watch, reports)
            self.at_step(step, cancel)
            if cancel.is_set():
                return o.ReceptionReport(o.ReceptionOutcome.CANCELLED, tuple(reports.values()), CALLER)
        return o.ReceptionReport(self.ends, tuple(reports.values()), CALLER, "V.17", 14400, True, 40_000)

    def _carry_out(self, step: Step, keep_page, watch, reports: dict[int, o.ReceivedPageReport]) -> None:
        match step:
            case Exception():
                raise step
            case ReceivedPage():
                try:
                    keep_page(step)
                except OSError as error:
                    self.refused.append(str(error))
                    self.ends = o.ReceptionOutcome.NOT_KEPT
            case _:
                watch(step)
                if isinstance(step, o.PageConfirmed):
                    way = (o.Coding.MMR, o.Resolution.STANDARD, 1728, 14400, True, 20_000)
                    reports[step.page] = o.ReceivedPageReport(step.page, True, *way)


class House:
    """The fax worker with its receptionist, and what a test turns."""

    def __init__(self, kit: FurnishedDesk, line: TwoWayLine, **sender: bool) -> None:
        self.kit, self.line = kit, line
        self.free_octets = ROOM
        disk = DiskGuard(200 << 20, lambda: self.free_octets)
        self.receptionist = Receptionist(kit.house, kit.reception, line, AnswerOrder("+86 512 1", 2), disk)
        health = HealthBoard(kit.house.live, kit.clock)
        me = Sender("+86 512 1", **sender)
        self.fax = FaxWorker(kit.house, kit.dispatch, line, kit.room, health, me, self.receptionist)

    def turn(self) -> float:
        return self.fax.turn()

    def pass_time(self, seconds: float) -> None:
        assert isinstance(self.kit.clock, TurnedClock)
        self.kit.clock.turn(seconds)

    @property
    def newest(self) -> ReceivedView:
        return self.kit.desk.received.listing(self.kit.clerk(), 1)[0]

    @property
    def health(self) -> tuple[str, str]:
        value = self.kit.house.live.get("health.fax_line")
        return value["state"], value["reason"]
