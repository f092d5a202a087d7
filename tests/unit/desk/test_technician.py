"""J3: the technician's live view says what is known and what is not; tests are asked for by those who may."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from kiosk.clock import TurnedClock
from kiosk.core.system_watch import SystemWatch
from kiosk.desk.line_log import NotForThisRoleError
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.self_tests import STEPS, NothingToTestError
from kiosk.desk.views import SelfTestKind, SelfTestState
from kiosk.devices.protocols import MachineFacts
from kiosk.domain.capabilities import UNFITTED
from kiosk.fax.outcome import CallerSays
from kiosk.locale import Language
from kiosk.store.schema import newest_migration
from tests.desk_fixture import FurnishedDesk, letter_page

TECHNICIAN_PIN, SUPERVISOR_PIN = "313131", "121212"


class ThisMachine:
    """A computer that says what the test wants."""

    facts = MachineFacts("Board 5", "Debian 12", "Linux 6.1", 3600.0, (("cpu-thermal", 48.3),), "tsc", False)

    def look(self) -> MachineFacts:
        return self.facts


def ask(kit: FurnishedDesk, kind: SelfTestKind, pin: str = TECHNICIAN_PIN, request: str = "") -> int:
    return kit.desk.self_tests.ask(kit.clerk(pin), kind, Language.EN, request or str(uuid.uuid4())).id


def turned(kit: FurnishedDesk, seconds: float) -> None:
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(seconds)


# --- the live view ----------------------------------------------------------------------------------------------------


def test_what_nobody_has_told_yet_is_not_guessed(kit: FurnishedDesk) -> None:
    view = kit.desk.technician.overview(kit.clerk())
    assert (view.modem, view.devices, view.system.temperatures) == (None, (), ())
    assert (view.storage.free, view.system.core_since, view.system.core_alive) == (None, None, False)
    assert (view.sync.acked, view.sync.acked_at) == (0, None)


def test_the_core_tells_of_the_computer_of_versions_and_of_itself(kit: FurnishedDesk) -> None:
    SystemWatch(
        kit.house, ThisMachine(), {"kiosk": "0.1.0", "schema": newest_migration(kit.house.store)}, kit.folder
    ).turn()
    view = kit.desk.technician.overview(kit.clerk())
    assert view.system.versions["machine"] == "Board 5" and view.system.versions["schema"].startswith("00")
    assert view.system.temperatures == (("cpu-thermal", 48.3),)
    assert view.system.machine_since is not None and view.system.core_since is not None
    assert (kit.clock.now() - view.system.machine_since).total_seconds() == 3600
    assert view.system.core_alive
    assert view.storage.store is not None and view.storage.store > 0
    turned(kit, 31)
    assert not kit.desk.technician.overview(kit.clerk()).system.core_alive


def test_k3_the_wall_clock_is_set_and_the_core_is_not_said_to_be_silent(kit: FurnishedDesk) -> None:
    """A kiosk without a battery clock is set by years when the network comes; the core tells of itself every ten s."""
    SystemWatch(kit.house, ThisMachine(), {}, kit.folder).turn()
    kit.core_beats()
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.jump(kit.clock.now() + timedelta(days=900))
    assert kit.desk.technician.overview(kit.clerk()).system.core_alive


def test_pages_that_are_kept_are_counted_with_the_oldest(kit: FurnishedDesk, document: str) -> None:
    taken = kit.clock.now()
    turned(kit, 60)
    kit.receive_fax(2)
    storage = kit.desk.technician.overview(kit.clerk()).storage
    assert (storage.pages, storage.oldest) == (3, taken)


def test_the_line_is_said_to_be_in_a_call_and_which_way(kit: FurnishedDesk) -> None:
    assert kit.desk.technician.overview(kit.clerk()).line == "free"
    received = kit.begin_reception()
    assert kit.desk.technician.overview(kit.clerk()).line == "in"
    kit.end_reception(received, CallerSays(), pages=(letter_page(1),))
    kit.house.live.put("line", {"phase": "dialling"})
    assert kit.desk.technician.overview(kit.clerk()).line == "out"


# --- asking -----------------------------------------------------------------------------------------------------------


def test_j3_a_clerk_may_look_but_not_test(kit: FurnishedDesk) -> None:
    assert kit.desk.self_tests.offers(kit.clerk())
    with pytest.raises(NotForThisRoleError):
        kit.desk.self_tests.ask(kit.clerk(), SelfTestKind.LAMPS, Language.EN, "r")
    with pytest.raises(NotForThisRoleError):
        kit.desk.self_tests.note_glass(kit.clerk(), "r", (), None)
    test = ask(kit, SelfTestKind.LAMPS, SUPERVISOR_PIN)
    for act in (lambda: kit.desk.self_tests.cancel(kit.clerk(), test), lambda: _answer(kit, test)):
        with pytest.raises(NotForThisRoleError):
            act()


def _answer(kit: FurnishedDesk, test: int) -> None:
    kit.desk.self_tests.answer(kit.clerk(), test, "waiting", True)


def test_g1_a_double_tap_and_a_second_person_are_one_test(kit: FurnishedDesk) -> None:
    first = ask(kit, SelfTestKind.MODEM, request="r")
    assert ask(kit, SelfTestKind.MODEM, request="r") == first
    assert ask(kit, SelfTestKind.MODEM, SUPERVISOR_PIN) == first
    SelfTestLog(kit.house).end(first, SelfTestState.PASSED)
    assert ask(kit, SelfTestKind.MODEM, request="r") == first, "an old screen's request is that test"
    assert ask(kit, SelfTestKind.MODEM) != first


@pytest.mark.parametrize("device", ["lights", "receipt_printer", "form_printer", "fax_line"])
def test_k2_a_device_that_was_never_fitted_cannot_be_tested_and_that_is_said(kit: FurnishedDesk, device: str) -> None:
    kit.set_health(device, "absent", UNFITTED)
    needs = {offer.kind: offer.need for offer in kit.desk.self_tests.offers(kit.clerk())}
    lacking = {kind for kind, need in needs.items() if need == "device"}
    assert lacking
    with pytest.raises(NothingToTestError):
        ask(kit, lacking.pop())


def test_a_test_call_needs_a_number_in_the_configuration(kit: FurnishedDesk) -> None:
    needs = {offer.kind: offer.need for offer in kit.desk.self_tests.offers(kit.clerk())}
    assert needs[SelfTestKind.LOOPBACK] == "number" and needs[SelfTestKind.SYNC] == ""


def test_every_end_is_a_record_for_head_office_and_there_is_one_end(kit: FurnishedDesk) -> None:
    test, log = ask(kit, SelfTestKind.MODEM), SelfTestLog(kit.house)
    log.end(test, SelfTestState.FAILED, "port-missing", {"said": "no port"})
    log.end(test, SelfTestState.PASSED)
    ended = [body for kind, body in kit.records() if kind == "self_test.ended"]
    assert [(body["outcome"], body["reason"], body["facts"]) for body in ended] == [
        ("failed", "port-missing", "said=no port")
    ]


def test_k1_what_was_open_when_the_core_ended_is_unknown_afterwards(kit: FurnishedDesk) -> None:
    tests = [ask(kit, kind) for kind in (SelfTestKind.MODEM, SelfTestKind.LAMPS)]
    SelfTestLog(kit.house).recover()
    views = [kit.desk.self_tests.view(kit.clerk(), test) for test in tests]
    assert {(view.state, view.reason) for view in views} == {(SelfTestState.UNKNOWN, "restarted")}


def test_a_waiting_test_that_is_not_wanted_any_more_ends_at_once(kit: FurnishedDesk) -> None:
    test = ask(kit, SelfTestKind.MODEM)
    kit.desk.self_tests.cancel(kit.clerk(TECHNICIAN_PIN), test)
    assert kit.desk.self_tests.view(kit.clerk(), test).state is SelfTestState.CANCELLED


@pytest.mark.parametrize(
    ("missed", "light", "state", "reason"),
    [
        ((), True, SelfTestState.PASSED, ""),
        ((), None, SelfTestState.PASSED, ""),
        (("1.1", "6.4"), True, SelfTestState.FAILED, "no_touch"),
        ((), False, SelfTestState.FAILED, "no_light"),
    ],
)
def test_what_the_glass_found_of_itself_is_kept_once(
    kit: FurnishedDesk, missed: tuple[str, ...], light: bool | None, state: SelfTestState, reason: str
) -> None:
    staff = kit.clerk(TECHNICIAN_PIN)
    views = {kit.desk.self_tests.note_glass(staff, "r", missed, light).id for _ in range(2)}
    (test,) = views
    view = kit.desk.self_tests.view(staff, test)
    assert (view.state, view.reason, view.facts.get("missed", "")) == (state, reason, " ".join(missed))
    assert len([kind for kind, _ in kit.records() if kind == "self_test.ended"]) == 1


def test_every_kind_has_steps_and_an_offer(kit: FurnishedDesk) -> None:
    assert [offer.kind for offer in kit.desk.self_tests.offers(kit.clerk())] == list(SelfTestKind) == list(STEPS)
