"""B6, K1, K2: the fax worker keeps what the line proves, in the order the line proves it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest

from kiosk.core.fax_worker import FaxWorker, Sender
from kiosk.core.health import HealthBoard
from kiosk.desk.views import FaxState, LinePhase
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import Health, HealthState, OutgoingCall
from kiosk.fax.outcome import (
    CallOutcome,
    CallReport,
    Connected,
    Dialling,
    HangingUp,
    LineEvent,
    PageConfirmed,
    PageProgress,
    PageRefused,
    PageReport,
    PageStarted,
    PageState,
    PageSubmitted,
    Trained,
)
from tests.desk_fixture import FurnishedDesk

WHOLE_CALL = [
    Dialling("02152663846"),
    Connected("+86 21 5266 3846"),
    Trained("V.17", 14400),
    PageStarted(1, 9000),
    PageProgress(1, 4500, 9000),
    PageSubmitted(1),
    PageConfirmed(1),
    HangingUp(),
]


class ScriptedLine:
    """A line that tells a list of events and returns the report that follows from them."""

    def __init__(self, events: Sequence[LineEvent | Exception], outcome: CallOutcome = CallOutcome.DELIVERED) -> None:
        self.events = events
        self.outcome = outcome
        self.calls: list[OutgoingCall] = []
        self.now = Health(HealthState.OK)
        self.at_event: Callable[[LineEvent, threading.Event], None] = lambda event, cancel: None
        self.closed = False

    def place(self, call: OutgoingCall, watch: Callable[[LineEvent], None], cancel: threading.Event) -> CallReport:
        self.calls.append(call)
        states = dict.fromkeys(range(1, len(call.pages) + 1), PageState.NOT_SENT)
        for event in self.events:
            if isinstance(event, Exception):
                raise event
            watch(event)
            self.at_event(event, cancel)
            match event:
                case PageSubmitted():
                    states[event.page] = PageState.UNKNOWN
                case PageConfirmed():
                    states[event.page] = PageState.CONFIRMED
                case PageRefused():
                    states[event.page] = PageState.NOT_SENT
        pages = tuple(PageReport(number, state) for number, state in states.items())
        return CallReport(self.outcome, pages, "+86 21 5266 3846", "V.17", 14400)

    def health(self) -> Health:
        return self.now

    def close(self) -> None:
        self.closed = True


def worker(kit: FurnishedDesk, line: ScriptedLine) -> FaxWorker:
    health = HealthBoard(kit.house.live, kit.clock)
    return FaxWorker(kit.house, kit.dispatch, line, kit.room, health, Sender("+86 512 6522 8000"))


def test_a_call_is_placed_with_the_checked_number_and_the_kept_pages(kit: FurnishedDesk, document: str) -> None:
    job, line = kit.order(kit.visitor(), document), ScriptedLine(WHOLE_CALL)
    assert worker(kit, line).turn() == 0.0
    call = line.calls[0]
    assert (call.number, call.ident, len(call.pages)) == ("02152663846", "+86 512 6522 8000", 1)
    assert call.pages[0].width == 1728 and len(call.pages[0:1]) == 1
    assert kit.desk.fax.progress(job).state is FaxState.DELIVERED
    assert kit.house.live.get("line") is None


def test_each_event_is_seen_on_the_glass_while_it_happens(kit: FurnishedDesk, document: str) -> None:
    job, line = kit.order(kit.visitor(), document), ScriptedLine(WHOLE_CALL)
    seen: list[tuple[LinePhase | None, int | None, float]] = []

    def look(event: LineEvent, cancel: threading.Event) -> None:
        progress = kit.desk.fax.progress(job)
        seen.append((progress.phase, progress.bit_rate, progress.fraction))

    line.at_event = look
    worker(kit, line).turn()
    assert [phase for phase, _, _ in seen] == [
        LinePhase.DIALLING,
        LinePhase.CONNECTED,
        LinePhase.TRAINED,
        LinePhase.SENDING,
        LinePhase.SENDING,
        LinePhase.SENDING,
        LinePhase.CONFIRMING,
        LinePhase.HANGING_UP,
    ]
    assert seen[2][1] == 14400


def test_a_page_is_unknown_on_disk_before_its_post_page_message_and_confirmed_after(
    kit: FurnishedDesk, document: str
) -> None:
    job, line = kit.order(kit.visitor(), document), ScriptedLine(WHOLE_CALL)
    on_disk: dict[str, str] = {}

    def look(event: LineEvent, cancel: threading.Event) -> None:
        on_disk[type(event).__name__] = kit.house.books.faxes.pages(job)[0]["state"]

    line.at_event = look
    worker(kit, line).turn()
    assert (on_disk["PageStarted"], on_disk["PageSubmitted"], on_disk["PageConfirmed"]) == (
        "not_sent",
        "unknown",
        "confirmed",
    )


def test_broken_equipment_keeps_what_was_proved_before(kit: FurnishedDesk, document: str) -> None:
    job = kit.order(kit.visitor(), document)
    line = ScriptedLine([*WHOLE_CALL[:6], DeviceError("gone", device="/dev/modem")])
    worker(kit, line).turn()
    progress = kit.desk.fax.progress(job)
    assert (progress.state, progress.unknown_pages) == (FaxState.UNKNOWN, (1,))
    assert "gone" in kit.house.books.faxes.attempts(job)[0]["detail"]


@pytest.mark.parametrize("state", [HealthState.ABSENT, HealthState.TROUBLE])
def test_a_missing_modem_costs_no_attempt_and_is_told(kit: FurnishedDesk, document: str, state: HealthState) -> None:
    job, line = kit.order(kit.visitor(), document), ScriptedLine(WHOLE_CALL)
    line.now = Health(state, "modem-absent")
    line_worker = worker(kit, line)
    line_worker.turn()
    assert (line.calls, kit.desk.fax.progress(job).attempt) == ([], 0)
    assert not kit.desk.status.service("place_call").usable
    line.now = Health(HealthState.OK)
    line_worker.turn()
    assert kit.desk.fax.progress(job).state is FaxState.DELIVERED


def test_a_cancel_reaches_the_line_in_the_middle_of_the_call(kit: FurnishedDesk, document: str) -> None:
    job = kit.order(kit.visitor(), document)
    line = ScriptedLine([*WHOLE_CALL[:4], HangingUp()], CallOutcome.CANCELLED)
    line_worker = worker(kit, line)
    reached: list[bool] = []

    def owner_cancels(event: LineEvent, cancel: threading.Event) -> None:
        if isinstance(event, PageStarted):
            kit.desk.fax.cancel(kit.visitor(), job)
            line_worker.look()  # what the core does when the bell rings
            reached.append(cancel.is_set())

    line.at_event = owner_cancels
    line_worker.turn()
    assert reached == [True]
    assert kit.desk.fax.progress(job).state is FaxState.CANCELLED


def test_only_what_is_not_confirmed_is_sent_the_second_time(kit: FurnishedDesk, document: str) -> None:
    from kiosk.clock import TurnedClock
    from kiosk.desk.views import DraftPage, FaxDraft
    from tests.desk_fixture import NUMBER

    draft = FaxDraft(NUMBER, document, (DraftPage(1), DraftPage(1)))
    job = kit.desk.fax.order(kit.visitor(), draft, kit.desk.fax.quote(kit.visitor(), draft), "two")
    line = ScriptedLine(WHOLE_CALL, CallOutcome.LINE_LOST)
    line_worker = worker(kit, line)
    line_worker.turn()
    assert kit.desk.fax.progress(job).state is FaxState.RETRY
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(60)
    line.outcome = CallOutcome.DELIVERED
    line_worker.turn()
    assert len(line.calls[1].pages) == 1
    assert [page["attempt"] for page in kit.house.books.faxes.pages(job)] == [1, 2]


def test_the_worker_sleeps_until_the_retry_is_due(kit: FurnishedDesk, document: str) -> None:
    kit.order(kit.visitor(), document)
    line = ScriptedLine([Dialling("1"), HangingUp()], CallOutcome.BUSY)
    line_worker = worker(kit, line)
    line_worker.turn()
    assert line_worker.turn() == 5.0  # sixty seconds are left: look again at the usual pace
    from kiosk.clock import TurnedClock

    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(58)
    assert line_worker.turn() == pytest.approx(2.0)


def test_closing_leaves_the_modem_at_rest(kit: FurnishedDesk) -> None:
    line = ScriptedLine([])
    worker(kit, line).close()
    assert line.closed


def test_a_call_that_a_defect_ended_is_mended_like_one_that_a_power_cut_ended(
    kit: FurnishedDesk, document: str
) -> None:
    job = kit.order(kit.visitor(), document)
    line = ScriptedLine([*WHOLE_CALL[:6], ValueError("a defect")])
    fax = worker(kit, line)
    with pytest.raises(ValueError, match="a defect"):
        fax.turn()
    fax.turn()
    assert kit.desk.fax.progress(job).state is FaxState.UNKNOWN
    assert kit.house.live.get("line") is None
    assert len(line.calls) == 1
