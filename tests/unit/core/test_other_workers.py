"""G3, C4, F1, F2, A6, K2: printing exactly once, the light that survives, the keeping of order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import TurnedClock
from kiosk.core.counter_workers import LightWorker, MediaWorker, TidyWorker
from kiosk.core.health import HealthBoard
from kiosk.core.print_worker import PrintWorker
from kiosk.desk.calls import CallDesk
from kiosk.desk.shredder import Shredder
from kiosk.desk.views import CaseDraft
from kiosk.devices.errors import DeviceError
from kiosk.devices.media import FolderSticks
from kiosk.devices.protocols import Health, HealthState, LightPattern, PrintState, PrintStatus
from tests.desk_fixture import FurnishedDesk
from tests.hw_doubles.stick_tray import StickTray

DRAFT = CaseDraft("repair.drain", "漏水", "wanted.today")


class SpoolerAwayError(DeviceError):
    """As the CUPS driver has it."""

    retryable = True


class UnprintableError(DeviceError):
    """A picture that no printer of this width will ever take."""


class ScriptedPrinter:
    """A spooler that remembers what it was given and says of it what the test wants."""

    def __init__(self) -> None:
        self.jobs: dict[str, PrintStatus] = {}
        self.given: list[str] = []
        self.refuses: DeviceError | None = None
        self.now = Health(HealthState.OK)

    def submit(self, name: str, picture_png: bytes) -> None:
        if self.refuses:
            raise self.refuses
        self.given.append(name)
        self.jobs[name] = PrintStatus(PrintState.WAITING)

    def status(self, name: str) -> PrintStatus | None:
        return self.jobs.get(name)

    def cancel(self, name: str) -> None:
        self.jobs.pop(name, None)  # as CUPS: what is not there any more cannot be cancelled

    def health(self) -> Health:
        return self.now

    def say(self, state: PrintState, reason: str = "") -> None:
        self.jobs = dict.fromkeys(self.jobs, PrintStatus(state, reason))


class OneSheet:
    """Draws every form as one sheet."""

    sheets = 1

    def draw(self, form: str, ref: int, language: str) -> tuple[bytes, ...]:
        return (f"{form} {ref} {language}".encode(),) * self.sheets


def print_worker(kit: FurnishedDesk, printer: ScriptedPrinter, draughtsman: OneSheet | None = None) -> PrintWorker:
    health = HealthBoard(kit.house.live, kit.clock)
    return PrintWorker("receipt_printer", "receipt", kit.house, printer, draughtsman or OneSheet(), health)


@pytest.fixture
def case(kit: FurnishedDesk) -> int:
    """A request whose slip is wanted."""
    return kit.desk.repairs.open(kit.visitor(), DRAFT, "r1").id


def test_a_wanted_form_is_handed_over_once_and_followed_to_the_end(kit: FurnishedDesk, case: int) -> None:
    printer = ScriptedPrinter()
    work = print_worker(kit, printer)
    for _ in range(3):
        work.turn()
    assert printer.given == ["K01-slip-1-1.1"]
    printer.say(PrintState.PRINTED)
    work.turn()
    assert kit.desk.repairs.slip_state(case) == "printed"
    assert "print.ended" in [kind for kind, _ in kit.records()]


def test_after_a_crash_the_spooler_is_asked_before_anything_is_printed(kit: FurnishedDesk, case: int) -> None:
    printer = ScriptedPrinter()
    print_worker(kit, printer).turn()
    printer.say(PrintState.PRINTED)
    print_worker(kit, printer).turn()  # a new core: it knows nothing but the store and the spooler
    assert printer.given == ["K01-slip-1-1.1"]
    assert kit.desk.repairs.slip_state(case) == "printed"


def test_trouble_is_told_and_the_form_stays_wanted(kit: FurnishedDesk, case: int) -> None:
    printer = ScriptedPrinter()
    work = print_worker(kit, printer)
    work.turn()
    printer.say(PrintState.WAITING, "media-empty")
    work.turn()
    assert kit.desk.repairs.slip_state(case) == "trouble"
    printer.say(PrintState.PRINTED)
    work.turn()
    assert kit.desk.repairs.slip_state(case) == "printed"


def test_a_spooler_that_is_away_loses_nothing(kit: FurnishedDesk, case: int) -> None:
    printer = ScriptedPrinter()
    printer.refuses = SpoolerAwayError("spooler away", device="receipt")
    work = print_worker(kit, printer)
    work.turn()
    assert kit.desk.repairs.slip_state(case) == "trouble"
    printer.refuses = None
    work.turn()
    assert printer.given == ["K01-slip-1-1.1"]


def test_a_form_that_no_printer_will_ever_take_asks_a_person_and_holds_up_no_other(
    kit: FurnishedDesk, case: int
) -> None:
    """K2"""
    printer = ScriptedPrinter()
    printer.refuses = UnprintableError("wider than the paper", device="receipt")
    work = print_worker(kit, printer)
    work.turn()
    assert kit.desk.repairs.slip_state(case) == "unknown"
    printer.refuses = None
    other = kit.desk.repairs.open(kit.visitor(), DRAFT, "r2").id
    work.turn()
    assert printer.given == [f"K01-slip-{other}-1.1"]


def test_what_surely_failed_is_handed_over_three_times_then_a_person_looks(kit: FurnishedDesk, case: int) -> None:
    printer = ScriptedPrinter()
    work = print_worker(kit, printer)
    for _ in range(6):
        work.turn()
        printer.say(PrintState.FAILED)
    assert printer.given == ["K01-slip-1-1.1"] * 3
    assert kit.desk.repairs.slip_state(case) == "unknown"


def test_a_sheet_that_surely_failed_is_handed_over_again_and_those_that_are_out_are_not(
    kit: FurnishedDesk, case: int
) -> None:
    """C4, K1: what a core that was killed handed over by half is taken back by the next one."""
    printer, two = ScriptedPrinter(), OneSheet()
    two.sheets = 2
    print_worker(kit, printer, two).turn()
    printer.say(PrintState.PRINTED)
    print_worker(kit, printer, two).turn()
    printer.jobs["K01-slip-1-1.2"] = PrintStatus(PrintState.FAILED, "job-canceled")
    print_worker(kit, printer, two).turn()
    assert printer.given == ["K01-slip-1-1.1", "K01-slip-1-1.2", "K01-slip-1-1.2"]
    assert kit.desk.repairs.slip_state(case) == "waiting"


def test_unknown_is_never_printed_again_by_itself(kit: FurnishedDesk, case: int) -> None:
    printer = ScriptedPrinter()
    work = print_worker(kit, printer)
    work.turn()
    printer.say(PrintState.UNKNOWN, "cups-ipp-missing-job-history")
    for _ in range(5):
        work.turn()
    assert len(printer.given) == 1
    assert kit.desk.repairs.slip_state(case) == "unknown"


def test_the_second_sheet_follows_when_the_first_is_out(kit: FurnishedDesk, case: int) -> None:
    printer, two = ScriptedPrinter(), OneSheet()
    two.sheets = 2
    work = print_worker(kit, printer, two)
    work.turn()
    work.turn()
    assert printer.given == ["K01-slip-1-1.1"]
    printer.say(PrintState.PRINTED)
    work.turn()
    assert printer.given == ["K01-slip-1-1.1", "K01-slip-1-1.2"]
    assert kit.desk.repairs.slip_state(case) == "waiting"


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


def tidy_worker(kit: FurnishedDesk) -> TidyWorker:
    return TidyWorker(kit.house, Shredder(kit.house, kit.room), kit.desk.money, timedelta(hours=24))


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


def test_a_form_that_cannot_be_drawn_holds_up_no_other_one_and_a_person_is_asked(kit: FurnishedDesk) -> None:
    class Stumped(OneSheet):
        def draw(self, form: str, ref: int, language: str) -> tuple[bytes, ...]:
            if ref == first:
                raise KeyError("a word that nobody wrote")
            return super().draw(form, ref, language)

    first = kit.desk.repairs.open(kit.visitor(), DRAFT, "r1").id
    second = kit.desk.repairs.open(kit.visitor(), DRAFT, "r2").id
    printer = ScriptedPrinter()
    work = print_worker(kit, printer, Stumped())
    work.turn()
    printer.say(PrintState.PRINTED)
    work.turn()
    jobs = [kit.house.books.prints.of("slip", ref) for ref in (first, second)]
    assert [(job["state"], job["reason"]) for job in jobs if job] == [("unknown", "not_drawn"), ("printed", "")]
    assert [row.kind for row in kit.desk.board.board(kit.clerk()).rows if row.kind.startswith("print")] == [
        "print_unknown"
    ]
