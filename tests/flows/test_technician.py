"""J3, F2, K1, K2: the technician's tests through the whole house, by touches; with doubles that are well and that fail.

Real processes: screens, core, soft modem, spooler, lamps, broker, head office. What a test says is held against the
witnesses: the lamps' levels, the paper, the called machine, head office's table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from kiosk.desk.views import SelfTestKind, SelfTestState, SelfTestView
from tests.flows.estate import RETRIES_S, SPEED, Beside
from tests.hw_doubles.lobby import KIOSK_ID, LOOPBACK_NUMBER, MESSAGE_PIN, Lobby
from tests.hw_doubles.private_cups import PAPER_OUT
from tests.hw_doubles.processes import until

pytestmark = pytest.mark.real_time
TECHNICIAN_PIN = "313131"
WELL, BROKEN, DOUBT = SelfTestState.PASSED, SelfTestState.FAILED, SelfTestState.UNKNOWN


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lobby]:
    folder = tmp_path_factory.mktemp("technician")
    with Lobby(folder, speed=SPEED, retry_waits_s=RETRIES_S, session_s=600) as lobby:
        glass = lobby.glass
        glass.touch("idle.wake")
        glass.touch("frame.seal")
        glass.type(TECHNICIAN_PIN)
        glass.touch("bar.forward")
        glass.wait_screen("staff_technician")
        yield lobby


@pytest.fixture(scope="module")
def house(lobby: Lobby) -> Iterator[Beside]:
    with Beside(lobby) as house:
        yield house


class Technician:
    """A person at the page of one test."""

    def __init__(self, lobby: Lobby, house: Beside, kind: SelfTestKind) -> None:
        self.lobby, self.glass, self._house, self._kind = lobby, lobby.glass, house, kind

    def __enter__(self) -> Technician:
        self.glass.touch("technician.tests")
        self.glass.wait_screen("staff_tests")
        until(lambda: f"test.{self._kind}" in self.glass.ask("look")["touchable"], "the tests are listed", 20)
        self.glass.touch(f"test.{self._kind}")
        self.glass.wait_screen("staff_test")
        self.glass.touch("bar.forward")
        return self

    def __exit__(self, *_error: object) -> None:
        for screen in ("staff_tests", "staff_technician"):
            self.glass.touch("bar.back")
            self.glass.wait_screen(screen)

    def newest(self) -> SelfTestView | None:
        offers = self._house.desk.self_tests.offers(self._house.clerk())
        return next(offer.last for offer in offers if offer.kind is self._kind)

    def until_step(self, step: str) -> None:
        until(lambda: (test := self.newest()) is not None and test.step == step, f"step {step}", 40, 0.02)

    def outcome(self, within_s: float = 60) -> SelfTestView:
        def over() -> bool:
            test = self.newest()
            return test is not None and test.state.over

        until(over, f"the {self._kind} test is over", within_s)
        test = self.newest()
        assert test is not None
        return test


def test_the_modem_says_who_it_is_and_the_live_view_knows_it(lobby: Lobby, house: Beside) -> None:
    with Technician(lobby, house, SelfTestKind.MODEM) as technician:
        test = technician.outcome()
        assert test.state is WELL
        assert "V.17 14400" in test.facts["sends"] and test.facts["used_class"].startswith("1")
        technician.glass.wait_text("V.17 14400", 20)
    view = house.desk.technician.overview(house.clerk())
    assert view.modem is not None and view.modem.answered_at is not None and view.system.core_alive


def test_f2_the_lamps_play_are_asked_about_and_are_dark_again(lobby: Lobby, house: Beside) -> None:
    with Technician(lobby, house, SelfTestKind.LAMPS) as technician:
        for step in ("waiting", "urgent", "fault", "message"):
            technician.until_step(step)
            lamp = lobby.message_lamp if step == "message" else (lambda: lobby.call_light() > 0)
            until(lamp, f"the lamp of {step} is lit", 20, 0.02)
            until(lambda: "test.yes" in technician.glass.ask("look")["touchable"], "the question", 20)
            technician.glass.touch("test.yes")
        assert technician.outcome().state is WELL
        until(lambda: not lobby.message_lamp(), "the message lamp is dark again", 20)


def test_f2_k1_a_core_killed_in_the_lamp_test_shows_what_is_true_and_the_test_is_unknown(
    lobby: Lobby, house: Beside
) -> None:
    with Technician(lobby, house, SelfTestKind.LAMPS) as technician:
        technician.until_step("waiting")
        until(lambda: lobby.call_light() > 0, "the call light plays", 20, 0.02)
        lobby.restart("core")
        test = technician.outcome()
        assert (test.state, test.reason) == (DOUBT, "restarted")
        until(lambda: lobby.call_light() == 0, "nobody waits: the light is dark", 20)


def test_k2_lamps_that_are_not_there_fail_the_test(lobby: Lobby, house: Beside) -> None:
    lobby.board.unplug()
    try:
        with Technician(lobby, house, SelfTestKind.LAMPS) as technician:
            test = technician.outcome()
            assert (test.state, test.reason) == (BROKEN, "gpio-absent")
    finally:
        lobby.board.plug_in()
    until(lambda: MESSAGE_PIN in lobby.board.levels(), "the lamps are driven again", 30)


def test_c4_a_test_page_without_paper_fails_and_does_not_come_out_later(lobby: Lobby, house: Beside) -> None:
    printer = lobby.cups.printer(lobby.cups.receipt_queue)
    before = len(lobby.cups.printed(lobby.cups.receipt_queue))
    printer.set_fault(PAPER_OUT)
    with Technician(lobby, house, SelfTestKind.RECEIPT_PAGE) as technician:
        test = technician.outcome(90)
        assert (test.state, test.reason) == (BROKEN, "media-empty")
    lobby.cups.mend_all()
    with Technician(lobby, house, SelfTestKind.RECEIPT_PAGE) as technician:
        assert technician.outcome(90).state is WELL
    assert len(lobby.cups.printed(lobby.cups.receipt_queue)) == before + 1


def test_h1_the_way_to_head_office_and_back_is_measured(lobby: Lobby, house: Beside) -> None:
    with Technician(lobby, house, SelfTestKind.SYNC) as technician:
        test = technician.outcome()
        assert test.state is WELL
        assert 0 < int(test.facts["round_trip_ms"]) < 30_000


def test_a_test_fax_is_confirmed_by_the_machine_of_the_configured_number(lobby: Lobby, house: Beside) -> None:
    with Technician(lobby, house, SelfTestKind.LOOPBACK) as technician:
        assert technician.outcome(120).state is WELL
    call = lobby.telephone.calls()[-1]
    assert (call.number, len(call.pages)) == (LOOPBACK_NUMBER, 1)


def test_k2_a_modem_unplugged_in_the_test_fax_fails_it_with_what_the_port_says(lobby: Lobby, house: Beside) -> None:
    with Technician(lobby, house, SelfTestKind.LOOPBACK) as technician:
        until(lambda: lobby.telephone.state()["number"] == LOOPBACK_NUMBER, "the modem has dialled", 60)
        lobby.telephone.unplug()
        try:
            test = technician.outcome()
            assert test.state in (BROKEN, DOUBT) and test.reason
        finally:
            lobby.telephone.replug()
    until(lambda: house.desk.status.service("place_call").usable, "the modem is back", 60)


def test_every_outcome_is_at_head_office(lobby: Lobby, house: Beside) -> None:
    lobby.all_records_arrived(60)
    records = [json.loads(row["body"]) for row in lobby.office.records(KIOSK_ID) if row["kind"] == "self_test.ended"]
    assert {record["outcome"] for record in records} >= {"passed", "failed", "unknown"}
    assert {record["staff"] for record in records} == {"31"}
    assert house.faults() == []
