"""J3: tests of devices run by the core, each with an outcome that is yes, no or unknown; F2: the lamps afterwards."""

from __future__ import annotations

import uuid

import pytest

from kiosk.clock import TurnedClock
from kiosk.core.counter_workers import LightWorker
from kiosk.core.health import HealthBoard
from kiosk.core.lamp_test import ASKED_FOR_S, LampTest
from kiosk.core.self_tests import ANSWER_S, AWAY_S, PRINT_S, PRINT_TROUBLE_S, WAIT_S, SelfTestWorker
from kiosk.desk.calls import CallDesk
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.views import SelfTestKind, SelfTestState, SelfTestView
from kiosk.devices.protocols import Health, HealthState, LightPattern, PrintState
from kiosk.locale import Language
from tests.desk_fixture import FurnishedDesk
from tests.unit.core.test_other_workers import ScriptedLights
from tests.unit.core.test_print_worker import OneSheet, ScriptedPrinter, SpoolerAwayError, print_worker

TECHNICIAN_PIN = "313131"


def asked(kit: FurnishedDesk, kind: SelfTestKind) -> SelfTestView:
    return kit.desk.self_tests.ask(kit.clerk(TECHNICIAN_PIN), kind, Language.EN, str(uuid.uuid4()))


def now(kit: FurnishedDesk, test: SelfTestView) -> SelfTestView:
    return kit.desk.self_tests.view(kit.clerk(TECHNICIAN_PIN), test.id)


def turned(kit: FurnishedDesk, seconds: float) -> None:
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(seconds)


# --- lamps ------------------------------------------------------------------------------------------------------------


class LampBench:
    """A light worker with lamps that remember, and a person who answers."""

    def __init__(self, kit: FurnishedDesk) -> None:
        self.kit, self.lights = kit, ScriptedLights()
        self.worker = self.fresh_worker()
        self.test = asked(kit, SelfTestKind.LAMPS)

    def fresh_worker(self) -> LightWorker:
        health = HealthBoard(self.kit.house.live, self.kit.clock)
        test = LampTest(self.kit.house, SelfTestLog(self.kit.house))
        return LightWorker(self.kit.house, self.lights, CallDesk(self.kit.house), health, test)

    def shown(self) -> tuple[LightPattern, bool]:
        self.worker.turn()
        return self.lights.pattern, self.lights.message

    def answer(self, seen: bool) -> None:
        staff = self.kit.clerk(TECHNICIAN_PIN)
        self.kit.desk.self_tests.answer(staff, self.test.id, now(self.kit, self.test).step, seen)


@pytest.fixture
def bench(kit: FurnishedDesk) -> LampBench:
    return LampBench(kit)


def test_each_lamp_is_shown_until_the_person_has_answered_and_then_the_lamps_are_what_they_were(
    kit: FurnishedDesk, bench: LampBench
) -> None:
    kit.set_health("form_printer", "trouble", "media-jam")
    seen = []
    for _ in range(4):
        seen.append(bench.shown())
        assert bench.shown() == seen[-1]
        bench.answer(seen=True)
    assert seen == [
        (LightPattern.WAITING, False),
        (LightPattern.URGENT, False),
        (LightPattern.FAULT, False),
        (LightPattern.OFF, True),
    ]
    assert bench.shown() == (LightPattern.FAULT, False), "the jam is shown again (F2)"
    assert now(kit, bench.test).state is SelfTestState.PASSED


def test_a_lamp_that_was_not_seen_is_named(kit: FurnishedDesk, bench: LampBench) -> None:
    for seen in (True, False, True, False):
        bench.shown()
        bench.answer(seen)
    bench.shown()
    test = now(kit, bench.test)
    assert (test.state, test.reason) == (SelfTestState.FAILED, "lamp_not_seen")
    assert test.facts == {"unseen": "urgent message"}
    ended = [body for kind, body in kit.records() if kind == "self_test.ended"]
    assert [(body["what"], body["outcome"], body["staff"]) for body in ended] == [("lamps", "failed", "31")]
    assert ended[0]["answers"] == "waiting=yes urgent=no fault=yes message=no"


def test_a_person_who_has_gone_leaves_the_outcome_unknown(kit: FurnishedDesk, bench: LampBench) -> None:
    for _ in range(4):
        bench.shown()
        turned(kit, ASKED_FOR_S)
    bench.shown()
    assert (now(kit, bench.test).state, now(kit, bench.test).reason) == (SelfTestState.UNKNOWN, "nobody_answered")
    assert bench.shown() == (LightPattern.OFF, False)


def test_f1_somebody_who_calls_ends_the_lamp_test(kit: FurnishedDesk, bench: LampBench) -> None:
    bench.shown()
    turned(kit, 1)
    bench.lights.pressed()
    assert bench.shown() == (LightPattern.WAITING, False)
    assert now(kit, bench.test).reason == "call_came"


def test_k2_lamps_that_are_not_there_fail_the_test_with_the_reason(kit: FurnishedDesk, bench: LampBench) -> None:
    bench.shown()
    bench.lights.health = lambda: Health(HealthState.ABSENT, "gpio-absent")  # type: ignore[method-assign]
    bench.shown()
    assert (now(kit, bench.test).state, now(kit, bench.test).reason) == (SelfTestState.FAILED, "gpio-absent")


def test_f2_a_core_that_died_in_the_lamp_test_shows_the_true_pattern_again(
    kit: FurnishedDesk, bench: LampBench
) -> None:
    kit.set_health("form_printer", "trouble", "media-jam")
    assert bench.shown() == (LightPattern.WAITING, False)
    SelfTestLog(kit.house).recover()
    bench.worker = bench.fresh_worker()
    assert bench.shown() == (LightPattern.FAULT, False)
    assert (now(kit, bench.test).state, now(kit, bench.test).reason) == (SelfTestState.UNKNOWN, "restarted")


def test_a_lamp_test_that_is_stopped_is_over(kit: FurnishedDesk, bench: LampBench) -> None:
    bench.shown()
    kit.desk.self_tests.cancel(kit.clerk(TECHNICIAN_PIN), bench.test.id)
    assert bench.shown() == (LightPattern.OFF, False)
    assert now(kit, bench.test).state is SelfTestState.CANCELLED


# --- test pages -------------------------------------------------------------------------------------------------------


class PrintBench:
    """A receipt printer with its worker, and the worker of the tests."""

    def __init__(self, kit: FurnishedDesk) -> None:
        self.kit, self.printer = kit, ScriptedPrinter()
        self.prints = print_worker(kit, self.printer, OneSheet())
        self.tests = SelfTestWorker(kit.house, SelfTestLog(kit.house))
        self.test = asked(kit, SelfTestKind.RECEIPT_PAGE)

    def turns(self, count: int = 2) -> SelfTestView:
        for _ in range(count):
            self.tests.turn()
            self.prints.turn()
        self.tests.turn()
        return now(self.kit, self.test)


@pytest.fixture
def printing(kit: FurnishedDesk) -> PrintBench:
    return PrintBench(kit)


def test_a_test_page_is_handed_over_once_and_passes_when_the_spooler_says_that_it_is_out(printing: PrintBench) -> None:
    assert (printing.turns().state, printing.turns().step) == (SelfTestState.RUNNING, "handed_over")
    assert printing.printer.given == ["K01-test_roll-1-1.1"]
    printing.printer.say(PrintState.PRINTED)
    assert printing.turns().state is SelfTestState.PASSED


def test_without_paper_the_page_is_taken_back_and_the_reason_is_told(kit: FurnishedDesk, printing: PrintBench) -> None:
    printing.turns()
    printing.printer.say(PrintState.WAITING, "media-empty")
    assert printing.turns().state is SelfTestState.RUNNING
    turned(kit, PRINT_TROUBLE_S)
    test = printing.turns()
    assert (test.state, test.reason) == (SelfTestState.FAILED, "media-empty")
    assert printing.printer.jobs == {}, "it does not come out when somebody brings paper"
    assert kit.house.books.prints.open("receipt") == []


def test_a_page_that_comes_out_while_it_is_taken_back_has_passed(kit: FurnishedDesk, printing: PrintBench) -> None:
    printing.turns()
    printing.printer.say(PrintState.WAITING, "media-empty")
    printing.turns()
    turned(kit, PRINT_TROUBLE_S)
    printing.tests.turn()
    printing.printer.say(PrintState.PRINTED)
    printing.printer.cancel = lambda name: None  # type: ignore[method-assign]  # what is out stays out
    assert printing.turns().state is SelfTestState.PASSED


def test_a_page_that_may_have_come_out_is_unknown_and_no_clerk_is_asked(
    kit: FurnishedDesk, printing: PrintBench
) -> None:
    printing.turns()
    printing.printer.say(PrintState.UNKNOWN, "missing-job-history")
    assert printing.turns().state is SelfTestState.UNKNOWN
    assert [row.kind for row in kit.desk.board.board(kit.clerk()).rows] == []


def test_a_page_that_failed_is_not_tried_again(printing: PrintBench) -> None:
    printing.turns()
    printing.printer.say(PrintState.FAILED, "job-aborted")
    assert (printing.turns().state, printing.turns().reason) == (SelfTestState.FAILED, "job-aborted")
    assert len(printing.printer.given) == 1


def test_a_spooler_that_is_away_fails_the_test_and_the_page_is_not_printed_later(
    kit: FurnishedDesk, printing: PrintBench
) -> None:
    printing.printer.refuses = SpoolerAwayError("spooler away", device="receipt")
    printing.turns()
    turned(kit, PRINT_TROUBLE_S)
    assert printing.turns().state is SelfTestState.FAILED
    printing.printer.refuses = None
    printing.turns()
    assert printing.printer.given == []


def test_no_test_waits_for_ever_on_a_spooler_that_cannot_be_asked(kit: FurnishedDesk, printing: PrintBench) -> None:
    printing.tests.turn()
    printing.tests.turn()  # wanted; no print worker ever looks
    turned(kit, PRINT_S)
    printing.tests.turn()
    printing.tests.turn()
    assert (now(kit, printing.test).state, now(kit, printing.test).reason) == (SelfTestState.FAILED, "offline")


# --- head office ------------------------------------------------------------------------------------------------------


def test_h1_the_way_to_head_office_and_back_is_measured(kit: FurnishedDesk) -> None:
    worker, test = SelfTestWorker(kit.house, SelfTestLog(kit.house)), asked(kit, SelfTestKind.SYNC)
    worker.turn()
    assert now(kit, test).step == "written"
    turned(kit, 0.25)
    worker.turn()
    assert now(kit, test).state is SelfTestState.RUNNING
    kit.house.books.journal.acknowledge(*kit.house.books.journal.head())
    worker.turn()
    passed = now(kit, test)
    assert (passed.state, passed.facts["round_trip_ms"]) == (SelfTestState.PASSED, "250")


@pytest.mark.parametrize("condition", ["offline", "unanswered", "forbidden", "disputed"])
def test_a_closed_way_to_head_office_fails_with_the_courier_s_word(kit: FurnishedDesk, condition: str) -> None:
    kit.house.live.put("sync", {"online": False, "condition": condition})
    worker, test = SelfTestWorker(kit.house, SelfTestLog(kit.house)), asked(kit, SelfTestKind.SYNC)
    worker.turn()
    turned(kit, AWAY_S)
    worker.turn()
    assert (now(kit, test).state, now(kit, test).reason) == (SelfTestState.FAILED, condition)


def test_a_backlog_that_is_still_being_delivered_leaves_it_unknown(kit: FurnishedDesk) -> None:
    kit.house.live.put("sync", {"online": True, "condition": "delivering"})
    worker, test = SelfTestWorker(kit.house, SelfTestLog(kit.house)), asked(kit, SelfTestKind.SYNC)
    worker.turn()
    turned(kit, ANSWER_S)
    worker.turn()
    assert (now(kit, test).state, now(kit, test).reason) == (SelfTestState.UNKNOWN, "delivering")


def test_a_test_whose_device_is_busy_for_ten_minutes_is_not_begun_any_more(kit: FurnishedDesk) -> None:
    worker, test = SelfTestWorker(kit.house, SelfTestLog(kit.house)), asked(kit, SelfTestKind.MODEM)
    worker.turn()
    turned(kit, WAIT_S)
    worker.turn()
    assert (now(kit, test).state, now(kit, test).reason) == (SelfTestState.UNKNOWN, "not_begun")
