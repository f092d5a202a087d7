"""G3, C4, K1, K2: every wanted form comes out once, or a person is asked."""

from __future__ import annotations

import pytest

from kiosk.core.health import HealthBoard
from kiosk.core.print_worker import PrintWorker
from kiosk.desk.views import CaseDraft
from kiosk.devices.errors import DeviceError
from kiosk.devices.protocols import Health, HealthState, PrintState, PrintStatus
from kiosk.store.backup import leave_out_numbers
from tests.desk_fixture import FurnishedDesk

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


def test_g3_k1_what_the_spooler_printed_before_a_restore_answers_for_no_paper_after_it(kit: FurnishedDesk) -> None:
    """The restored store gives the ids of its rows once more; a person's word for printing anew is obeyed, too."""
    printer = ScriptedPrinter()
    for name in ("K01-slip-1-1.1", "K01-slip-1-2.1"):  # of requests that the backup does not know
        printer.jobs[name] = PrintStatus(PrintState.PRINTED)
    with kit.house.store.step() as store:
        leave_out_numbers(store, {}, kit.house.now_utc)
    case = kit.desk.repairs.open(kit.visitor(), DRAFT, "r1").id
    work = print_worker(kit, printer)
    work.turn()
    assert len(printer.given) == 1 and kit.desk.repairs.slip_state(case) == "waiting"
    printer.say(PrintState.UNKNOWN)
    work.turn()
    kit.desk.board.settle_print(kit.clerk(), kit.house.books.prints.unknown()[0]["ref_id"], came_out=False)
    work.turn()
    assert len(set(printer.given)) == 2
    with kit.house.store.step() as store:
        leave_out_numbers(store, {}, "2026-11-19T00:00:00.000Z")  # once more: these names are given up as well
    second = kit.desk.repairs.open(kit.visitor(), DRAFT, "r2").id
    work.turn()
    assert kit.desk.repairs.slip_state(second) == "waiting" and len(set(printer.given)) == 3


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


def test_a_form_the_clerk_has_printed_anew_has_its_three_tries_again(kit: FurnishedDesk, case: int) -> None:
    printer = ScriptedPrinter()
    work = print_worker(kit, printer)
    for again in (False, True, True):
        if again:
            kit.desk.board.settle_print(kit.clerk(), kit.house.books.prints.unknown()[0]["ref_id"], came_out=False)
        for _ in range(6):
            work.turn()
            printer.say(PrintState.FAILED)
        assert kit.desk.repairs.slip_state(case) == "unknown"
    assert [printer.given.count(f"K01-slip-1-{number}.1") for number in (1, 4, 7)] == [3, 3, 3]


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
