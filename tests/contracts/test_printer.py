"""The contract of ``protocols.Printer``, held against the CUPS driver on a real scheduler and real IPP printers."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import cups
import pytest
from PIL import Image

from kiosk.devices.cups_line import QueueMissingError, SpoolerLine, SpoolerUnreachableError
from kiosk.devices.cups_printer import CupsPrinter
from kiosk.devices.cups_queue import QueueNotReadyError, ensure_queue, wipe_mark
from kiosk.devices.print_media import ROLL_80, SHEET_A4, UnprintablePictureError
from kiosk.devices.protocols import Health, HealthState, Printer, PrintState, PrintStatus
from tests.hw_doubles.private_cups import PAPER_OUT, PrivateCups
from tests.hw_doubles.private_cups.pictures import is_on_paper, noise_png
from tests.hw_doubles.private_cups.processes import free_port, wait_until
from tests.hw_doubles.private_cups.watching import settled, waiting_because

pytestmark = pytest.mark.real_time


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateCups]:
    with PrivateCups(tmp_path_factory.mktemp("lobby")) as double:
        yield double


@pytest.fixture
def printer(lobby: PrivateCups) -> Iterator[Printer]:
    yield CupsPrinter(lobby.server, lobby.receipt_queue, ROLL_80)
    lobby.mend_all()


def test_a_name_the_spooler_never_saw_has_no_status(printer: Printer) -> None:
    assert printer.status("never-submitted") is None


@pytest.mark.parametrize("rows", [300, 808, 1243])
def test_every_dot_of_a_receipt_reaches_the_paper(printer: Printer, lobby: PrivateCups, rows: int) -> None:
    """G3: 576 dots, not one shifted, lost or smoothed, whatever the length."""
    picture = noise_png(576, rows, seed=rows)
    printer.submit(f"exact-{rows}", picture)
    assert settled(printer, f"exact-{rows}") == PrintStatus(PrintState.PRINTED)
    assert is_on_paper(picture, lobby.printed(lobby.receipt_queue)[-1])


def test_a_form_fills_its_sheet(lobby: PrivateCups) -> None:
    """B7: A4 at 300 dpi, every dot in its place."""
    sheet = noise_png(2480, 3508)
    form_printer = CupsPrinter(lobby.server, lobby.form_queue, SHEET_A4)
    form_printer.submit("form-1", sheet)
    assert settled(form_printer, "form-1") == PrintStatus(PrintState.PRINTED)
    assert is_on_paper(sheet, lobby.printed(lobby.form_queue)[-1], margin_dots=1)


def test_a_job_handed_over_twice_under_one_name_is_printed_once(printer: Printer, lobby: PrivateCups) -> None:
    """G1, K1"""
    before = len(lobby.printed(lobby.receipt_queue))
    for _ in range(2):
        printer.submit("only-once", noise_png(576, 300))
    assert settled(printer, "only-once") == PrintStatus(PrintState.PRINTED)
    printer.submit("only-once", noise_png(576, 300))
    assert len(lobby.printed(lobby.receipt_queue)) == before + 1


def test_a_driver_started_anew_finds_the_jobs_of_the_one_before(printer: Printer, lobby: PrivateCups) -> None:
    """K1: finished or waiting, a job is found again by its name."""
    printer.submit("finished-before", noise_png(576, 300))
    settled(printer, "finished-before")
    lobby.printer(lobby.receipt_queue).set_fault(PAPER_OUT)
    printer.submit("waiting-before", noise_png(576, 300))
    reborn = CupsPrinter(lobby.server, lobby.receipt_queue, ROLL_80)
    assert reborn.status("finished-before") == PrintStatus(PrintState.PRINTED)
    assert waiting_because(reborn, "waiting-before", PAPER_OUT)


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(b"no picture at all", id="not a PNG"),
        pytest.param(noise_png(1000, 300), id="wider than the paper"),
        pytest.param(noise_png(576, 300)[:400], id="cut off"),
    ],
)
def test_what_is_no_picture_for_this_paper_is_surely_not_taken(printer: Printer, picture: bytes) -> None:
    with pytest.raises(UnprintablePictureError):
        printer.submit("unprintable", picture)
    assert printer.status("unprintable") is None


def test_a_grey_picture_is_refused_rather_than_screened(printer: Printer) -> None:
    file = io.BytesIO()
    Image.new("L", (576, 300), 128).save(file, "PNG")
    with pytest.raises(UnprintablePictureError):
        printer.submit("grey", file.getvalue())


def test_a_cancelled_job_that_was_under_way_is_unknown_and_comes_out_no_more(
    printer: Printer, lobby: PrivateCups
) -> None:
    """C4: the clerk decides whether anything lies in the tray."""
    before = len(lobby.printed(lobby.receipt_queue))
    lobby.printer(lobby.receipt_queue).set_fault(PAPER_OUT)
    printer.submit("taken-back", noise_png(576, 300))
    wait_until(lobby.printer(lobby.receipt_queue).holds_a_job_for_paper, "the job is at the printer")
    printer.cancel("taken-back")
    assert settled(printer, "taken-back") == PrintStatus(PrintState.UNKNOWN, "job-canceled")
    lobby.mend_all()
    printer.submit("after-it", noise_png(576, 300))
    assert settled(printer, "after-it") == PrintStatus(PrintState.PRINTED)
    assert len(lobby.printed(lobby.receipt_queue)) == before + 1


def test_cancelling_what_is_not_there_does_nothing(printer: Printer) -> None:
    printer.cancel("never-submitted")
    assert printer.status("never-submitted") is None


def test_a_job_never_begun_and_taken_back_is_surely_not_printed(printer: Printer, lobby: PrivateCups) -> None:
    """A queue stopped by hand says so; what was cancelled before it began may be submitted again."""
    spooler = cups.Connection(host=lobby.server)
    spooler.disablePrinter(lobby.receipt_queue)
    printer.submit("never-begun", noise_png(576, 300))
    stopped = printer.status("never-begun")
    printer.cancel("never-begun")
    taken_back = settled(printer, "never-begun")
    spooler.enablePrinter(lobby.receipt_queue)
    assert stopped == PrintStatus(PrintState.WAITING, "paused")
    assert taken_back == PrintStatus(PrintState.FAILED, "job-canceled")
    printer.submit("never-begun", noise_png(576, 300))
    assert settled(printer, "never-begun") == PrintStatus(PrintState.PRINTED)


def test_a_well_printer_is_healthy(printer: Printer) -> None:
    """J3"""
    assert printer.health() == Health(HealthState.OK)


def test_several_threads_may_use_one_driver(printer: Printer) -> None:
    seen: list[object] = []
    threads = [threading.Thread(target=lambda: seen.append(printer.health().state)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [HealthState.OK] * 4


def test_a_queue_that_does_not_exist_is_absent_and_takes_nothing(lobby: PrivateCups) -> None:
    nobody = CupsPrinter(lobby.server, "nobody", ROLL_80)
    assert (nobody.health().state, nobody.health().reason) == (HealthState.ABSENT, "queue")
    with pytest.raises(QueueMissingError):
        nobody.submit("lost", noise_png(576, 300))


def test_a_queue_without_description_of_its_printer_takes_nothing(lobby: PrivateCups) -> None:
    """Field notes: a raw queue reports completed and writes nothing."""
    cups.Connection(host=lobby.server).addPrinter("raw", device="ipp://localhost:9/ipp/print")
    raw = CupsPrinter(lobby.server, "raw", ROLL_80)
    assert raw.health().state is HealthState.ABSENT
    with pytest.raises(QueueNotReadyError):
        raw.submit("into-the-void", noise_png(576, 300))
    assert raw.status("into-the-void") is None


def test_a_queue_for_a_printer_that_is_off_is_not_called_ready(lobby: PrivateCups) -> None:
    """Field notes: making it "succeeds" and leaves a queue that prints nothing."""
    with pytest.raises(QueueNotReadyError):
        ensure_queue(lobby.server, "switched-off", "ipp://localhost:9/ipp/print", timeout_s=0.3)


def test_without_a_scheduler_health_is_unknown_and_nothing_is_taken(tmp_path: Path) -> None:
    """K2"""
    alone = CupsPrinter(str(tmp_path / "no.sock"), "receipt", ROLL_80)
    assert (alone.health().state, alone.health().reason) == (HealthState.UNKNOWN, "spooler")
    with pytest.raises(SpoolerUnreachableError):
        alone.submit("nowhere", noise_png(576, 300))
    with pytest.raises(SpoolerUnreachableError):
        alone.status("nowhere")
    for server in (str(tmp_path / "no.sock"), f"127.0.0.1:{free_port()}"):
        with pytest.raises(SpoolerUnreachableError):
            SpoolerLine(server).description("receipt")


class HandedOverMeanwhile(CupsPrinter):
    """The last octet of ``name`` goes out, in another thread, while cupsd is asked for it."""

    def __init__(self, lobby: PrivateCups, name: str) -> None:
        super().__init__(lobby.server, lobby.receipt_queue, ROLL_80)
        self._handing_over.add(name)

    def _find(self, name: str):
        job = super()._find(name)
        self._handing_over.discard(name)
        return job


def test_a_job_whose_handing_over_ends_while_it_is_asked_for_is_not_taken_back(lobby: PrivateCups) -> None:
    """C4: it looked half when it was looked at; the driver's own halves are no dead core's."""
    SpoolerLine(lobby.server).tell(lambda spooler: spooler.createJob(lobby.receipt_queue, "by-half", {}))
    driver = HandedOverMeanwhile(lobby, "by-half")
    assert driver.status("by-half") == PrintStatus(PrintState.WAITING)
    assert driver.status("by-half") == PrintStatus(PrintState.FAILED, "job-canceled"), "and nobody's half is"


def test_a_scheduler_that_has_crashed_begins_again_as_its_service_would(lobby: PrivateCups, printer: Printer) -> None:
    lobby.scheduler.crash()
    wait_until(lambda: printer.health().state is HealthState.UNKNOWN, "it is gone")
    wait_until(lambda: printer.health().state is HealthState.OK, "the printer is well again")
    assert printer.status("never-submitted") is None, "and answers for its jobs"


def test_a_scheduler_that_was_killed_stays_away_until_it_is_begun(lobby: PrivateCups, printer: Printer) -> None:
    lobby.scheduler.kill()
    assert printer.health().state is HealthState.UNKNOWN
    lobby.scheduler.start()
    assert printer.health().state is HealthState.OK


def test_wiping_the_mark_of_a_lost_job_asks_no_printer_and_leaves_the_queue_as_it_was(lobby: PrivateCups) -> None:
    """Field experience: a describing beside the work can crash the scheduler. The printer is off, and not missed."""
    line = SpoolerLine(lobby.server)
    assert CupsPrinter(lobby.server, lobby.form_queue, SHEET_A4).health().state is HealthState.OK
    before = (_settings(line, lobby.form_queue), line.description(lobby.form_queue))
    lobby.printer(lobby.form_queue).unplug()
    wipe_mark(line, lobby.form_queue)
    lobby.mend_all()
    assert (_settings(line, lobby.form_queue), line.description(lobby.form_queue)) == before


_ON_A_FULL_DISK = """\
import sys
from kiosk.devices.cups_line import SpoolerLine
from kiosk.devices.cups_queue import wipe_mark

def full(event, _arguments):
    if event == "tempfile.mkstemp":
        raise OSError(28, "no space left")

sys.addaudithook(full)
wipe_mark(SpoolerLine(sys.argv[1]), sys.argv[2])
"""


def test_k2_wiping_the_mark_of_a_lost_job_takes_no_room_on_a_disk(lobby: PrivateCups) -> None:
    line = SpoolerLine(lobby.server)
    before = line.description(lobby.form_queue)
    subprocess.run([sys.executable, "-c", _ON_A_FULL_DISK, lobby.server, lobby.form_queue], check=True)
    assert before is not None and line.description(lobby.form_queue) == before


def test_a_queue_without_description_has_no_mark_that_could_be_wiped(lobby: PrivateCups) -> None:
    line = SpoolerLine(lobby.server)
    line.ask(lambda spooler: spooler.addPrinter("bare", device="ipp://localhost:9/ipp/print"))
    assert line.description("bare") is None
    with pytest.raises(QueueNotReadyError):
        wipe_mark(line, "bare")


def test_setting_up_what_is_set_up_describes_nothing_anew(lobby: PrivateCups) -> None:
    """An installer may say it again while receipts are printed; the printer is off and not missed."""
    simulated, line = lobby.printer(lobby.form_queue), SpoolerLine(lobby.server)
    before = line.description(lobby.form_queue)
    simulated.unplug()
    ensure_queue(lobby.server, lobby.form_queue, simulated.uri, timeout_s=0.3)
    assert before is not None and line.description(lobby.form_queue) == before
    lobby.mend_all()


def test_a_queue_that_moves_to_another_printer_is_described_by_that_printer(lobby: PrivateCups) -> None:
    line = SpoolerLine(lobby.server)
    models = []
    for queue in (lobby.form_queue, lobby.receipt_queue):
        ensure_queue(lobby.server, "moves", lobby.printer(queue).uri)
        models.append((line.queue("moves")["device-uri"], line.description("moves")))
    assert models == [
        (lobby.printer(queue).uri, line.description(queue)) for queue in (lobby.form_queue, lobby.receipt_queue)
    ]


def test_k2_the_queue_that_the_installer_is_told_to_make_is_the_one_that_all_this_is_about(lobby: PrivateCups) -> None:
    told = (Path(__file__).parents[2] / "docs" / "install.md").read_text("utf-8")
    words = re.search(r'python -c "(.+?)" "\$@"', told)
    assert words is not None and "/run/cups/cups.sock" in words[1]
    program = words[1].replace("/run/cups/cups.sock", lobby.server)
    uri = lobby.printer(lobby.form_queue).uri
    subprocess.run([sys.executable, "-c", program, "installed", uri], check=True)
    attributes = _settings(SpoolerLine(lobby.server), "installed")
    assert (attributes["printer-error-policy"], attributes["device-uri"]) == ("retry-current-job", uri)
    assert CupsPrinter(lobby.server, "installed", SHEET_A4).health().state is HealthState.OK


def _settings(line: SpoolerLine, queue: str) -> dict[str, object]:
    """All that is said of a queue except the time of its last change."""
    attributes = line.ask(lambda spooler: spooler.getPrinterAttributes(queue))
    return {name: value for name, value in attributes.items() if not name.endswith("-time")}
