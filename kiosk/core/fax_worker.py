"""The fax line's thread: takes the next order that is due, places the call, keeps what the line proves (B6, K1).

Between two orders it lets the receptionist listen (B9). Owns the line and nothing of the truth: that is
``kiosk.desk.dispatch`` and ``kiosk.desk.reception``. Knows no modem: a ``FaxLine`` is handed in.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import assert_never, overload

from kiosk.core.health import HealthBoard
from kiosk.core.line_tests import LineTests
from kiosk.core.receptionist import Receptionist, show_free
from kiosk.desk.dispatch import Attempt, Dispatch
from kiosk.desk.house import House, later, sure_moment
from kiosk.desk.numbers import same_number
from kiosk.desk.views import LinePhase
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import FaxLine, Health, HealthState, OutgoingCall
from kiosk.documents.room import DocumentRoom
from kiosk.fax.outcome import (
    CallOutcome,
    CallReport,
    Connected,
    Dialling,
    FaxPage,
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

_IDLE_S = 5.0
_LINE_ABSENT_S = 2.0
_PROGRESS_STEP_S = 0.25  # a progress bar needs no more than 4 Hz


class KeptPages(Sequence[FaxPage]):
    """An order's pages, decrypted one at a time when the line asks for them."""

    def __init__(self, room: DocumentRoom, attempt: Attempt) -> None:
        self._room = room
        self._attempt = attempt

    def __len__(self) -> int:
        return len(self._attempt.pages)

    @overload
    def __getitem__(self, index: int) -> FaxPage: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[FaxPage]: ...

    def __getitem__(self, index: int | slice) -> FaxPage | Sequence[FaxPage]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return self._room.kept_page(self._attempt.pages_key, self._attempt.pages[index])


class CallWatch:
    """Follows one call: commits what the line proves of pages, shows the rest in the volatile state."""

    def __init__(self, house: House, dispatch: Dispatch, attempt: Attempt) -> None:
        self._house = house
        self._dispatch = dispatch
        self._attempt = attempt
        self._shown_at = float("-inf")
        self.pages = dict.fromkeys(attempt.pages, PageState.NOT_SENT)
        self._line: dict[str, object] = {
            "job_id": attempt.job_id,
            "phase": LinePhase.DIALLING.value,
            "page": 0,
            "fraction": 0.0,
            "far_ident": None,
            "bit_rate": None,
            "dialled_utc": house.now_utc,
            "connected_utc": None,
            "expected_utc": self._expected(len(attempt.pages)),
        }

    def __call__(self, event: LineEvent) -> None:
        """One event of the line, in the line's own thread; page truths are on disk when this returns."""
        match event:
            case Dialling():
                self._show(LinePhase.DIALLING)
            case Connected():
                now = self._house.now_utc
                self._show(LinePhase.CONNECTED, far_ident=event.far_ident, connected_utc=now)
            case Trained():
                self._show(LinePhase.TRAINED, bit_rate=event.bit_rate)
            case PageStarted():
                page = self._attempt.pages[event.page - 1]
                left = len(self._attempt.pages) - event.page + 1
                self._show(LinePhase.SENDING, page=page, fraction=0.0, expected_utc=self._expected(left))
            case PageProgress():
                self._progress(event)
            case PageSubmitted():
                self._commit(event.page, PageState.UNKNOWN)
            case PageConfirmed():
                self._commit(event.page, PageState.CONFIRMED)
                self._show(LinePhase.CONFIRMING, fraction=1.0)
            case PageRefused():
                self._commit(event.page, PageState.NOT_SENT)
            case HangingUp():
                self._show(LinePhase.HANGING_UP)
            case _:
                assert_never(event)

    def _progress(self, event: PageProgress) -> None:
        now = self._house.clock.monotonic()
        if now - self._shown_at >= _PROGRESS_STEP_S:
            self._show(LinePhase.SENDING, fraction=min(1.0, event.sent / max(1, event.octets)))

    def _commit(self, page_of_call: int, state: PageState) -> None:
        page = self._attempt.pages[page_of_call - 1]
        self.pages[page] = state
        self._dispatch.note_page(self._attempt, page, state)

    def _show(self, phase: LinePhase, **values: object) -> None:
        self._shown_at = self._house.clock.monotonic()
        self._line.update(values, phase=phase.value)
        self._house.live.put("line", self._line)
        self._house.ring()

    def _expected(self, pages: int) -> str:
        page_s = self._house.books.faxes.mean_page_s(self._house.settings.page_seconds)
        return later(self._house.clock.now(), pages * page_s)


@dataclass(frozen=True)
class Sender:
    """Who we are on the line, and whether a recipient that says it is somebody else gets no page (B7)."""

    ident: str
    refuse_other_ident: bool = False


class FaxWorker:
    """The ``Turn`` of the fax line."""

    name = "fax_line"

    def __init__(
        self,
        house: House,
        dispatch: Dispatch,
        line: FaxLine,
        room: DocumentRoom,
        health: HealthBoard,
        sender: Sender,
        receptionist: Receptionist | None = None,
        tests: LineTests | None = None,
    ) -> None:
        self._tests = tests
        self._house = house
        self._dispatch = dispatch
        self._line = line
        self._room = room
        self._health = health
        self._sender = sender
        self._receptionist = receptionist
        self._cancel = threading.Event()
        self._current: Attempt | None = None
        self._in_doubt = False  # a call has begun whose end is not written yet

    def turn(self) -> float:
        """Place the next call that is due, or wait for one; returns the seconds to the next look."""
        line = self._line.health()
        self._tell(line)
        if self._tests and self._tests.carry_out(line):
            return 0.0
        if line.state in (HealthState.ABSENT, HealthState.TROUBLE):
            return _LINE_ABSENT_S  # the orders wait: a missing modem costs no attempt
        if self._in_doubt:
            self._mend()
        attempt = self._dispatch.begin_next()
        if attempt is not None:
            self._carry_out(attempt)
            return 0.0
        if self._receptionist and self._receptionist.ready:
            self._listen(self._receptionist)
            return 0.0
        return self._until_due()

    def _tell(self, line: Health) -> None:
        health = self._receptionist.health(line) if self._receptionist else line
        if self._health.put(self.name, health):
            self._house.ring()

    def _listen(self, receptionist: Receptionist) -> None:
        self._in_doubt = True
        receptionist.listen()
        self._in_doubt = False

    def _mend(self) -> None:
        """A call ended by a defect, nothing of its end was written: the same truth as after a power cut (K1)."""
        self._dispatch.recover()
        if self._receptionist:
            self._receptionist.mend()
        self._in_doubt = False
        show_free(self._house)

    def _until_due(self) -> float:
        due = self._house.books.faxes.next_due_utc()
        if due is None:
            return _IDLE_S

        return min(_IDLE_S, max(0.05, (sure_moment(due) - self._house.clock.now()).total_seconds()))

    def _carry_out(self, attempt: Attempt) -> None:
        self._cancel.clear()
        self._current, self._in_doubt = attempt, True
        watch = CallWatch(self._house, self._dispatch, attempt)
        try:
            report = self._line.place(self._call(attempt), watch, self._cancel)
        except DeviceError as error:
            report = _broken_off(attempt, watch, error)
        finally:
            self._current = None
        self._dispatch.end(attempt, report)
        self._in_doubt = False
        show_free(self._house)

    def _call(self, attempt: Attempt) -> OutgoingCall:
        country = self._house.settings.country

        def accepted(far_ident: str | None) -> bool:
            """A machine that does not say who it is says nothing against itself."""
            return same_number(far_ident, attempt.e164, country) is not False

        judge = accepted if self._sender.refuse_other_ident else None
        return OutgoingCall(attempt.dial, self._sender.ident, KeptPages(self._room, attempt), judge)

    def look(self) -> None:
        """The bell has rung or a second has passed: who wants the line, or a call to end? Any thread."""
        current = self._current
        if current and self._dispatch.cancel_asked(current.job_id):
            self._cancel.set()
        if self._receptionist and not current:
            tested = self._tests is not None and self._tests.due
            self._receptionist.look(order_due=tested or self._dispatch.is_due())
        if self._tests:
            self._tests.look()

    def hang_up(self) -> None:
        """The house closes: end the call under way politely. Any thread."""
        self._cancel.set()
        if self._tests:
            self._tests.hang_up()
        if self._receptionist:
            self._receptionist.hang_up()

    def close(self) -> None:
        """Leave the modem at rest."""
        self._line.close()


def _broken_off(attempt: Attempt, watch: CallWatch, error: DeviceError) -> CallReport:
    """Our own equipment failed in the call: what was proved before stands."""
    pages = tuple(PageReport(place, watch.pages[page]) for place, page in enumerate(attempt.pages, start=1))
    return CallReport(CallOutcome.MODEM_FAILED, pages, detail=f"{type(error).__name__}: {error.detail}")
