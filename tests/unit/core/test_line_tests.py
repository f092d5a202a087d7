"""J3: tests on the fax line run in its own thread, between two calls; K2: what they say of a modem that is away."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from kiosk.core.fax_worker import FaxWorker, Sender
from kiosk.core.health import HealthBoard
from kiosk.core.line_tests import LineTests, Loopback
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.views import SelfTestKind, SelfTestState, SelfTestView
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import Health, HealthState, ModemFacts
from kiosk.fax.outcome import CallOutcome, Dialling, LineEvent, PageSubmitted
from kiosk.locale import Language
from tests.desk_fixture import FurnishedDesk, furnish, letter_page
from tests.unit.core.test_fax_worker import WHOLE_CALL, ScriptedLine
from tests.unit.core.test_self_tests import TECHNICIAN_PIN, now

FACTS = ModemFacts("/dev/modem", "SpanDSP 1.0", "0 1", "1", ("V.17 14400 9600",), ("V.17 14400",))


class ScriptedModem:
    """Answers with FACTS, or breaks."""

    def __init__(self) -> None:
        self.facts = FACTS
        self.broken = self.defect = False
        self.asked: list[bool] = []

    def ask(self, *, afresh: bool = False) -> ModemFacts:
        self.asked.append(afresh)
        if self.defect and afresh:
            raise ZeroDivisionError("a defect of ours")
        if self.broken:
            raise DeviceError("the port is gone", device="/dev/modem")
        return self.facts


class LineBench:
    """A fax worker with a scripted line and modem."""

    def __init__(self, kit: FurnishedDesk, events: list[LineEvent | Exception] | None = None) -> None:
        self.kit, self.modem = kit, ScriptedModem()
        self.line = ScriptedLine(events if events is not None else list(WHOLE_CALL))
        loopback = Loopback("8001", "+86 512 6522 8000", lambda: letter_page(1))
        self.tests = LineTests(kit.house, SelfTestLog(kit.house), self.line, self.modem, loopback)
        sender = Sender("+86 512 6522 8000")
        health = HealthBoard(kit.house.live, kit.clock)
        self.worker = FaxWorker(kit.house, kit.dispatch, self.line, kit.room, health, sender, tests=self.tests)

    def ask(self, kind: SelfTestKind) -> SelfTestView:
        staff = self.kit.clerk(TECHNICIAN_PIN)
        return self.kit.desk.self_tests.ask(staff, kind, Language.EN, str(uuid.uuid4()))


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[FurnishedDesk]:
    """A kiosk with a number for test calls."""
    kit = furnish(tmp_path / "kiosk", loopback_number="8001")
    yield kit
    kit.close()


@pytest.fixture
def bench(kit: FurnishedDesk) -> LineBench:
    return LineBench(kit)


# --- who is the modem -------------------------------------------------------------------------------------------------


def test_the_modem_is_asked_afresh_and_its_answers_are_kept(kit: FurnishedDesk, bench: LineBench) -> None:
    test = bench.ask(SelfTestKind.MODEM)
    assert bench.worker.turn() == 0.0
    passed = now(kit, test)
    assert (passed.state, passed.step) == (SelfTestState.PASSED, "speeds")
    assert (passed.facts["modem"], passed.facts["sends"]) == ("SpanDSP 1.0", "V.17 14400 9600")
    assert bench.modem.asked[-1] is True


def test_what_the_modem_says_is_in_the_live_view_until_it_is_gone(kit: FurnishedDesk, bench: LineBench) -> None:
    bench.worker.turn()
    view = kit.desk.technician.overview(kit.clerk())
    assert view.modem is not None and (view.modem.words, view.modem.used_class) == ("SpanDSP 1.0", "1")
    bench.worker.turn()
    assert bench.modem.asked == [False], "it is asked once"
    bench.line.now = Health(HealthState.ABSENT, "port-missing")
    bench.worker.turn()
    assert kit.desk.technician.overview(kit.clerk()).modem is None


def test_k2_a_modem_that_is_not_there_fails_the_test_at_once(kit: FurnishedDesk, bench: LineBench) -> None:
    bench.line.now = Health(HealthState.ABSENT, "port-missing")
    test = bench.ask(SelfTestKind.MODEM)
    bench.worker.turn()
    assert (now(kit, test).state, now(kit, test).reason) == (SelfTestState.FAILED, "port-missing")


def test_k2_a_modem_unplugged_in_the_test_fails_it_and_says_what_the_port_said(
    kit: FurnishedDesk, bench: LineBench
) -> None:
    test = bench.ask(SelfTestKind.MODEM)
    bench.modem.broken = True
    bench.worker.turn()
    failed = now(kit, test)
    assert (failed.state, failed.reason, failed.step) == (SelfTestState.FAILED, "modem-refuses", "identity")
    assert "the port is gone" in failed.facts["said"]


def test_a_class_1_modem_without_speeds_cannot_fax(kit: FurnishedDesk, bench: LineBench) -> None:
    bench.modem.facts = replace(FACTS, sends=())
    test = bench.ask(SelfTestKind.MODEM)
    bench.worker.turn()
    assert (now(kit, test).state, now(kit, test).reason) == (SelfTestState.FAILED, "no_speeds")


def test_while_a_call_is_under_way_the_test_waits_and_says_why(
    kit: FurnishedDesk, bench: LineBench, tmp_path: Path
) -> None:
    Image.new("L", (400, 560), 255).save(tmp_path / "letter.png")
    kit.put_stick(tmp_path / "letter.png")
    kit.order(kit.visitor(), kit.desk.fax.take_in(kit.visitor(), "s/0").id)
    seen: list[tuple[SelfTestState, str]] = []

    def ask_in_the_call(event: LineEvent, cancel: threading.Event) -> None:
        if isinstance(event, PageSubmitted):
            test = bench.ask(SelfTestKind.MODEM)
            seen.append((test.state, test.reason))

    bench.line.at_event = ask_in_the_call
    bench.worker.turn()
    assert seen == [(SelfTestState.WAITING, "line_busy")]
    assert bench.modem.asked == [False], "nobody spoke to the modem in the call"
    bench.worker.turn()
    assert bench.modem.asked == [False, True]


# --- a fax to a number ------------------------------------------------------------------------------------------------


def test_a_test_fax_goes_to_the_number_of_the_configuration(kit: FurnishedDesk, bench: LineBench) -> None:
    test = bench.ask(SelfTestKind.LOOPBACK)
    seen: list[tuple[str, bool]] = []

    def look(event: LineEvent, cancel: threading.Event) -> None:
        staff = kit.clerk()
        seen.append((kit.desk.technician.overview(staff).line, kit.desk.board.board(staff).testing))

    bench.line.at_event = look
    bench.worker.turn()
    assert set(seen) == {("test", True)}
    (call,) = bench.line.calls
    assert (call.number, len(call.pages)) == ("8001", 1)
    passed = now(kit, test)
    assert (passed.state, passed.step) == (SelfTestState.PASSED, "confirmed")
    assert passed.facts["far_ident"] == "+86 21 5266 3846" and passed.facts["speed"] == "V.17 14400"
    assert kit.house.live.get("line") is None


@pytest.mark.parametrize(
    ("events", "outcome", "state"),
    [
        ([Dialling("8001")], CallOutcome.BUSY, SelfTestState.FAILED),
        ([*WHOLE_CALL[:6]], CallOutcome.LINE_LOST, SelfTestState.UNKNOWN),
        ([Dialling("8001")], CallOutcome.CANCELLED, SelfTestState.CANCELLED),
    ],
)
def test_a_test_fax_has_an_outcome_of_three(
    kit: FurnishedDesk, events: list[LineEvent | Exception], outcome: CallOutcome, state: SelfTestState
) -> None:
    bench = LineBench(kit, events)
    bench.line.outcome = outcome
    test = bench.ask(SelfTestKind.LOOPBACK)
    bench.worker.turn()
    assert (now(kit, test).state, now(kit, test).reason) == (state, outcome.value)


def test_a_modem_that_dies_after_the_page_leaves_the_test_fax_unknown(kit: FurnishedDesk) -> None:
    bench = LineBench(kit, [*WHOLE_CALL[:6], DeviceError("gone", device="/dev/modem")])
    test = bench.ask(SelfTestKind.LOOPBACK)
    bench.worker.turn()
    assert now(kit, test).state is SelfTestState.UNKNOWN


def test_a_test_fax_is_stopped_by_the_person_who_wanted_it(kit: FurnishedDesk, bench: LineBench) -> None:
    test = bench.ask(SelfTestKind.LOOPBACK)
    cancelled: list[bool] = []

    def stop(event: LineEvent, cancel: threading.Event) -> None:
        if isinstance(event, Dialling):
            kit.desk.self_tests.cancel(kit.clerk(TECHNICIAN_PIN), test.id)
            bench.worker.look()
            cancelled.append(cancel.is_set())

    bench.line.at_event = stop
    bench.worker.turn()
    assert cancelled == [True]
    assert not bench.tests.due


def test_a_test_that_a_defect_broke_off_is_not_begun_for_ever(kit: FurnishedDesk, bench: LineBench) -> None:
    test = bench.ask(SelfTestKind.MODEM)
    bench.modem.defect = True
    with pytest.raises(ZeroDivisionError):
        bench.worker.turn()
    bench.modem.defect = False
    bench.worker.turn()
    assert (now(kit, test).state, now(kit, test).reason) == (SelfTestState.UNKNOWN, "restarted")
