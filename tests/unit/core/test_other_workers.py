"""F1, F2, A6, K2: the light that survives, sticks on the glass, the keeping of order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from kiosk.clock import TurnedClock
from kiosk.core.counter_workers import LightWorker, MediaWorker, Retention, TidyWorker
from kiosk.core.health import HealthBoard
from kiosk.desk.calls import CallDesk
from kiosk.desk.shredder import Shredder
from kiosk.desk.views import CaseDraft
from kiosk.devices.media import FolderSticks
from kiosk.devices.protocols import Health, HealthState, LightPattern
from tests.desk_fixture import FurnishedDesk
from tests.hw_doubles.stick_tray import StickTray

DRAFT = CaseDraft("repair.drain", "漏水", "wanted.today")


class ScriptedLights:
    """Lamps that remember what they show."""

    def __init__(self) -> None:
        self.pattern = LightPattern.OFF
        self.message = True
        self.pressed: Callable[[], None] = lambda: None

    def show_call(self, pattern: LightPattern) -> None:
        self.pattern = pattern

    def show_message(self, on: bool) -> None:
        self.message = on

    def on_button(self, pressed: Callable[[], None]) -> None:
        self.pressed = pressed

    def health(self) -> Health:
        return Health(HealthState.OK)

    def close(self) -> None:
        self.pattern = LightPattern.OFF


def light_worker(kit: FurnishedDesk, lights: ScriptedLights) -> LightWorker:
    return LightWorker(kit.house, lights, CallDesk(kit.house), HealthBoard(kit.house.live, kit.clock))


def test_the_button_raises_a_call_and_the_light_waits_then_insists(kit: FurnishedDesk) -> None:
    lights = ScriptedLights()
    work = light_worker(kit, lights)
    work.turn()
    assert lights.pattern is LightPattern.OFF
    lights.pressed()
    work.turn()
    assert lights.pattern is LightPattern.WAITING
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(120)
    work.turn()
    assert lights.pattern is LightPattern.URGENT
    again = ScriptedLights()
    light_worker(kit, again).turn()  # a restart: the store knows
    assert again.pattern is LightPattern.URGENT
    kit.desk.calls.acknowledge(kit.clerk(), 1)
    work.turn()
    assert lights.pattern is LightPattern.OFF


def test_an_open_repair_and_a_wish_to_pay_light_it_too(kit: FurnishedDesk, document: str) -> None:
    lights = ScriptedLights()
    work = light_worker(kit, lights)
    case = kit.desk.repairs.open(kit.visitor(), DRAFT, "r1")
    work.turn()
    assert lights.pattern is LightPattern.WAITING
    kit.desk.repairs.accept(kit.clerk(), case.id)
    work.turn()
    assert lights.pattern is LightPattern.OFF
    job = kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call())
    charge = kit.desk.fax.result(job).charge_id
    assert charge is not None
    kit.desk.money.ask_cash(kit.visitor(), charge)
    work.turn()
    assert lights.pattern is LightPattern.WAITING
    kit.desk.money.withdraw_cash(kit.visitor(), charge)
    work.turn()
    assert lights.pattern is LightPattern.OFF
    kit.desk.grants.ask_above_limit(kit.visitor(), charge)  # a supervisor is waited for (G2)
    work.turn()
    assert lights.pattern is LightPattern.WAITING


def test_a_device_in_trouble_shows_the_fault_pattern(kit: FurnishedDesk) -> None:
    lights = ScriptedLights()
    kit.set_health("receipt_printer", "trouble", "media-jam")
    light_worker(kit, lights).turn()
    assert lights.pattern is LightPattern.FAULT


def test_a_modem_that_hangs_lights_the_fault_pattern_only_when_it_cannot_be_brought_back(kit: FurnishedDesk) -> None:
    """K2"""
    lights = ScriptedLights()
    kit.set_health("fax_line", "trouble", "modem-recovering")
    light_worker(kit, lights).turn()
    assert lights.pattern is LightPattern.OFF
    kit.set_health("fax_line", "trouble", "modem-silent")
    light_worker(kit, lights).turn()
    assert lights.pattern is LightPattern.FAULT


def test_a_stick_and_its_files_are_on_the_glass_while_it_is_plugged_in(kit: FurnishedDesk, tmp_path: Path) -> None:
    tray = StickTray(tmp_path / "sticks")
    work = MediaWorker(kit.house, FolderSticks(tray.folder), HealthBoard(kit.house.live, kit.clock))
    work.turn()
    assert not kit.desk.fax.stick().present
    tray.plug("LINS", {"letter.txt": "您好".encode(), "program.pdf": b"MZ\x90\x00" * 100, "deep/scan.txt": b"hello"})
    work.turn()
    stick = kit.desk.fax.stick()
    assert stick.present and {file.name for file in stick.files} == {"letter.txt", "scan.txt"}
    tray.pull("LINS")
    work.turn()
    assert not kit.desk.fax.stick().present


def tidy_worker(kit: FurnishedDesk, received: timedelta | None = None) -> TidyWorker:
    keep = Retention(timedelta(hours=24), received)
    return TidyWorker(kit.house, Shredder(kit.house, kit.room), kit.desk.money, kit.reception, keep)


def test_documents_are_destroyed_a_day_after_their_fax_and_the_journal_says_so(
    kit: FurnishedDesk, document: str
) -> None:
    kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call())
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(23 * 3600)
    tidy_worker(kit).turn()
    assert "document.purged" not in [kind for kind, _ in kit.records()]
    kit.clock.turn(3600)
    tidy_worker(kit).turn()
    tidy_worker(kit).turn()
    proofs = [body for kind, body in kit.records() if kind == "document.purged"]
    assert len(proofs) == 1 and len(proofs[0]["keys_sha256"]) == 2  # type: ignore[arg-type]  # document and pages
    assert not list((kit.folder / "documents" / "kept").iterdir())


def test_a_document_nobody_ordered_is_destroyed_after_an_hour(kit: FurnishedDesk, document: str) -> None:
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(3599)
    tidy_worker(kit).turn()
    assert kit.house.books.documents.get(document)["purged_at_utc"] is None
    kit.clock.turn(1)
    tidy_worker(kit).turn()
    assert kit.house.books.documents.get(document)["purged_at_utc"] is not None


def test_what_a_person_did_not_send_is_destroyed_when_they_go(kit: FurnishedDesk, document: str) -> None:  # A1
    kit.desk.fax.forget(kit.visitor("12-1-102", "135790"))
    assert kit.house.books.documents.get(document)["purged_at_utc"] is None
    kit.desk.fax.forget(kit.visitor())
    assert kit.house.books.documents.get(document)["purged_at_utc"] is not None
    assert not list((kit.folder / "documents" / "kept").iterdir())


def test_b12_a_received_fax_is_destroyed_when_its_days_are_over_by_a_clock_that_is_right(kit: FurnishedDesk) -> None:
    assert isinstance(kit.clock, TurnedClock)
    kit.receive_fax(pages=2)
    tidy = tidy_worker(kit, timedelta(days=90))
    kit.clock.turn(90 * 86400 - 60)
    tidy.turn()
    assert len(kit.room.kept("received-")) == 2
    kit.clock.turn(120)
    kit.clock.synced = False  # K3: it may be years ahead
    tidy.turn()
    tidy_worker(kit).turn()  # without a rule, never
    assert len(kit.room.kept("received-")) == 2
    kit.clock.synced = True
    tidy.turn()
    assert kit.room.kept("received-") == ()


def test_k3_a_fax_that_came_under_a_wrong_clock_outlives_its_correction_by_all_its_days(kit: FurnishedDesk) -> None:
    """A machine without a battery clock wakes up months behind: what came then is no older for it, read or not."""
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.synced = False
    for _ in range(2):
        kit.receive_fax(pages=1)
    kit.desk.received.print(kit.clerk(), 2)
    kit.printed("received")
    kit.clock.jump(kit.clock.now() + timedelta(days=365))
    kit.clock.synced = True
    tidy = tidy_worker(kit, timedelta(days=90))
    tidy.turn()  # no clock that is right has ever seen them
    kit.desk.received.open(kit.clerk(), 1)
    kit.clock.turn(90 * 86400 - 60)
    tidy.turn()
    assert len(kit.room.kept("received-")) == 2
    kit.clock.turn(120)
    tidy.turn()
    assert kit.room.kept("received-") == ()


def test_k3_a_clock_that_is_set_forward_takes_nothing_from_the_person_at_the_glass(
    kit: FurnishedDesk, document: str
) -> None:
    assert isinstance(kit.clock, TurnedClock)
    tidy = tidy_worker(kit)
    tidy.turn()
    kit.clock.turn(30)
    kit.clock.jump(kit.clock.now() + timedelta(days=300))
    tidy.turn()
    kit.clock.turn(3500)
    tidy.turn()
    assert kit.house.books.documents.get(document)["purged_at_utc"] is None
    kit.clock.turn(100)
    tidy.turn()
    assert kit.house.books.documents.get(document)["purged_at_utc"] is not None


def test_k3_a_fax_just_sent_is_kept_for_its_day_when_the_clock_is_set_forward(
    kit: FurnishedDesk, document: str
) -> None:
    assert isinstance(kit.clock, TurnedClock)
    tidy = tidy_worker(kit)
    kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call())
    kit.clock.jump(kit.clock.now() + timedelta(days=300))
    tidy.turn()
    kit.clock.turn(23 * 3600)
    tidy.turn()
    assert len(list((kit.folder / "documents" / "kept").iterdir())) == 2
    kit.clock.turn(3600)
    tidy.turn()
    assert not list((kit.folder / "documents" / "kept").iterdir())


def test_k3_a_receipt_waits_for_its_signature_when_the_clock_is_set_forward(kit: FurnishedDesk, document: str) -> None:
    job = kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call())
    charge = kit.desk.fax.result(job).charge_id
    assert charge is not None and isinstance(kit.clock, TurnedClock)
    tidy = tidy_worker(kit)
    number = kit.desk.money.take_cash(kit.clerk(), charge, 400).number
    kit.clock.jump(kit.clock.now() + timedelta(days=300))
    tidy.turn()
    assert kit.desk.money.receipt(number).print_state == "unsigned"
    kit.clock.turn(300)
    tidy.turn()
    assert kit.desk.money.receipt(number).print_state == "waiting"


def test_a_receipt_nobody_signed_prints_after_five_minutes(kit: FurnishedDesk, document: str) -> None:
    job = kit.order(kit.visitor(), document)
    kit.end_call(kit.begin_call())
    charge = kit.desk.fax.result(job).charge_id
    assert charge is not None
    number = kit.desk.money.take_cash(kit.clerk(), charge, 400).number
    tidy_worker(kit).turn()
    assert kit.desk.money.receipt(number).print_state == "unsigned"
    assert isinstance(kit.clock, TurnedClock)
    kit.clock.turn(300)
    tidy_worker(kit).turn()
    assert kit.desk.money.receipt(number).print_state == "waiting"
