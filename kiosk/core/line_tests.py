"""Tests on the fax line, in its worker's own thread and so never in a call: who is the modem, a fax to a number (J3).

Owns the order of questions and the verdict; publishes what the modem says of itself (``modem`` of the volatile state).
Knows no driver: ``Modem`` and ``FaxLine`` are handed in. Called by ``fax_worker.py`` between two calls.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import assert_never

from kiosk.desk.house import House
from kiosk.desk.numbers import readable
from kiosk.desk.self_test_log import TEST_PHASE, SelfTestLog
from kiosk.desk.views import SelfTestKind, SelfTestState
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import FaxLine, Health, HealthState, Modem, ModemFacts, OutgoingCall
from kiosk.fax import outcome as o
from kiosk.store.database import Row

_CANNOT = (HealthState.ABSENT, HealthState.TROUBLE)


@dataclass(frozen=True)
class Loopback:
    """The test call: whom to dial, as whom, with what page."""

    number: str
    ident: str
    page: Callable[[], o.FaxPage]


class LineTests:
    """What the technician may have done on the line."""

    def __init__(self, house: House, log: SelfTestLog, line: FaxLine, modem: Modem, loopback: Loopback) -> None:
        self._house = house
        self._log = log
        self._line = line
        self._modem = modem
        self._loopback = loopback
        self._known: ModemFacts | None = None
        self._cancel = threading.Event()
        self._calling: int | None = None

    @property
    def due(self) -> bool:
        """Whether a test waits for the line."""
        tests = self._house.books.self_tests
        return any(tests.open_of(kind.value) for kind in (SelfTestKind.MODEM, SelfTestKind.LOOPBACK))

    def look(self) -> None:
        """The bell has rung: is a test call to end? Any thread."""
        calling = self._calling
        if calling is not None and self._log.cancel_asked(calling):
            self._cancel.set()

    def hang_up(self) -> None:
        """The house closes."""
        self._cancel.set()

    def carry_out(self, health: Health) -> bool:
        """Whatever test is due, with the line as it is; True if there was one."""
        self._tell_modem(health)
        for kind, run in ((SelfTestKind.MODEM, self._ask_modem), (SelfTestKind.LOOPBACK, self._call)):
            row = self._log.open_of(kind)
            if row is None:
                continue
            if row["state"] == SelfTestState.RUNNING:  # a defect of ours broke it off: it is not tried for ever
                self._log.end(row["id"], SelfTestState.UNKNOWN, "restarted")
            else:
                run(row, health)
            return True
        return False

    # --- who is it

    def _tell_modem(self, health: Health) -> None:
        """What is at the port, asked once after it has come; and when it last answered."""
        if health.state in _CANNOT:
            if self._known is not None:
                self._known = None
                self._house.live.put("modem", None)
            return
        try:
            self._known = self._known or self._modem.ask()
        except DeviceError:
            return  # the next look at its health says what it is
        self._publish(self._known)

    def _publish(self, facts: ModemFacts) -> None:
        self._house.live.put("modem", asdict(facts) | {"answered_utc": self._house.now_utc})

    def _ask_modem(self, row: Row, health: Health) -> None:
        self._log.begin(row, "answer")
        if health.state in _CANNOT:
            self._log.end(row["id"], SelfTestState.FAILED, health.reason or "modem-silent")
            return
        begun_s = self._house.clock.monotonic()
        self._log.advance(row, "identity")
        try:
            facts = self._modem.ask(afresh=True)
        except DeviceError as error:
            reason = self._line.health().reason or "modem-refuses"
            self._log.end(row["id"], SelfTestState.FAILED, reason, {"said": error.detail})
            return
        self._known = facts
        self._publish(facts)
        self._log.advance(row, "speeds")
        took_ms = round((self._house.clock.monotonic() - begun_s) * 1000)
        told = {"modem": facts.words, "classes": facts.fax_classes, "used_class": facts.used_class}
        told |= {"sends": ", ".join(facts.sends), "receives": ", ".join(facts.receives), "took_ms": str(took_ms)}
        mute = facts.used_class.startswith("1") and not facts.sends
        state = SelfTestState.FAILED if mute else SelfTestState.PASSED
        self._log.end(row["id"], state, "no_speeds" if mute else "", told)

    # --- a fax to a number

    def _call(self, row: Row, health: Health) -> None:
        self._log.begin(row, "dialling")
        if health.state in _CANNOT:
            self._log.end(row["id"], SelfTestState.FAILED, health.reason or "modem-silent")
            return
        self._cancel.clear()
        self._calling = row["id"]
        watch = _CallWatch(self._house, self._log, row)
        order = OutgoingCall(self._loopback.number, self._loopback.ident, (self._loopback.page(),))
        try:
            self._end_call(row, self._line.place(order, watch, self._cancel))
        except DeviceError as error:
            reason = self._line.health().reason or "modem-refuses"
            self._log.end(row["id"], watch.truth_of_a_broken_call, reason, {"said": error.detail})
        finally:
            self._calling = None
            self._house.live.put("line", None)

    def _end_call(self, row: Row, report: o.CallReport) -> None:
        state = {
            o.PageState.CONFIRMED: SelfTestState.PASSED,
            o.PageState.UNKNOWN: SelfTestState.UNKNOWN,
            o.PageState.NOT_SENT: SelfTestState.FAILED,
        }[report.pages[0].state if report.pages else o.PageState.NOT_SENT]
        if report.outcome is o.CallOutcome.CANCELLED and state is SelfTestState.FAILED:
            state = SelfTestState.CANCELLED
        speed = f"{report.modulation} {report.bit_rate}" if report.bit_rate else ""
        far_ident = readable(report.far_ident, self._house.settings.country)
        facts = {"far_ident": far_ident, "speed": speed, "took_s": round(report.duration_ms / 1000)}
        reason = "" if state is SelfTestState.PASSED else report.outcome.value
        self._log.end(row["id"], state, reason, facts)


class _CallWatch:
    """Follows the test call: its steps, and the line's state for everybody."""

    def __init__(self, house: House, log: SelfTestLog, row: Row) -> None:
        self._house = house
        self._log = log
        self._row = row
        self._in_doubt = False

    def __call__(self, event: o.LineEvent) -> None:
        match event:
            case o.Dialling():
                self._house.live.put("line", {"phase": TEST_PHASE})
            case o.Connected():
                self._log.advance(self._row, "connected")
            case o.PageStarted():
                self._log.advance(self._row, "page")
            case o.PageSubmitted():
                self._in_doubt = True
                self._log.advance(self._row, "confirmed")
            case o.PageConfirmed() | o.PageRefused():
                self._in_doubt = False
            case o.Trained() | o.PageProgress() | o.HangingUp():
                pass
            case _:
                assert_never(event)

    @property
    def truth_of_a_broken_call(self) -> SelfTestState:
        """Our equipment failed: whether the page arrived may be unknown."""
        return SelfTestState.UNKNOWN if self._in_doubt else SelfTestState.FAILED
