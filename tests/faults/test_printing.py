"""C4, G3, K1, K2: a printer in trouble, and the truth told about what came out of it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cups
import pytest
from PIL import Image

from kiosk.devices.cups_printer import CupsPrinter
from kiosk.devices.print_media import ROLL_80
from kiosk.devices.protocols import HealthState, Printer, PrintState, PrintStatus
from tests.faults.cut_line import Place
from tests.faults.printing_scenario import Cut, Outcome, cut_and_lived_on, live, wrong
from tests.hw_doubles.private_cups import COVER_OPEN, DIES, JAM, PAPER_OUT, SLOW, UNPLUGGED, PrivateCups
from tests.hw_doubles.private_cups.ipp_wire import create_job
from tests.hw_doubles.private_cups.pictures import is_on_paper, noise_png
from tests.hw_doubles.private_cups.processes import wait_until
from tests.hw_doubles.private_cups.watching import settled, waiting_because

pytestmark = pytest.mark.real_time

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def lobby(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateCups]:
    with PrivateCups(tmp_path_factory.mktemp("lobby")) as double:
        yield double


@pytest.fixture
def printer(lobby: PrivateCups) -> Iterator[Printer]:
    yield CupsPrinter(lobby.server, lobby.receipt_queue, ROLL_80)
    lobby.mend_all()


@pytest.mark.parametrize("fault", [PAPER_OUT, JAM, COVER_OPEN])
def test_a_printer_in_trouble_says_why_the_job_waits_and_prints_it_once_when_mended(
    printer: Printer, lobby: PrivateCups, fault: str
) -> None:
    """C4"""
    simulated = lobby.printer(lobby.receipt_queue)
    before = len(simulated.printed())
    simulated.set_fault(fault)
    assert (printer.health().state, printer.health().reason) == (HealthState.TROUBLE, fault)
    picture = noise_png(576, 300)
    printer.submit(f"waits-for-{fault}", picture)
    assert waiting_because(printer, f"waits-for-{fault}", fault)
    assert len(simulated.printed()) == before
    simulated.clear()
    assert printer.health().state is HealthState.OK
    assert settled(printer, f"waits-for-{fault}") == PrintStatus(PrintState.PRINTED)
    assert len(simulated.printed()) == before + 1
    assert is_on_paper(picture, simulated.printed()[-1])


def test_an_unplugged_printer_keeps_the_job_waiting_until_it_is_plugged_in(
    printer: Printer, lobby: PrivateCups
) -> None:
    """K2. Field notes: the scheduler itself says ``processing`` and no reason."""
    simulated = lobby.printer(lobby.receipt_queue)
    simulated.set_fault(UNPLUGGED)
    assert (printer.health().state, printer.health().reason) == (HealthState.ABSENT, "offline")
    printer.submit("unplugged", noise_png(576, 300))
    assert waiting_because(printer, "unplugged", "offline")
    simulated.clear()
    assert settled(printer, "unplugged") == PrintStatus(PrintState.PRINTED)


def test_a_slow_printer_is_not_in_trouble(printer: Printer, lobby: PrivateCups) -> None:
    lobby.printer(lobby.receipt_queue).set_fault(SLOW)
    printer.submit("slowly", noise_png(576, 300))
    assert waiting_because(printer, "slowly", "")
    assert printer.health().state is HealthState.OK
    assert settled(printer, "slowly") == PrintStatus(PrintState.PRINTED)


def test_a_printer_that_dies_mid_job_leaves_the_truth_unknown(printer: Printer, lobby: PrivateCups) -> None:
    """C4, K1: half a receipt came out, the scheduler says "completed", and the next job is not tainted by it."""
    simulated = lobby.printer(lobby.receipt_queue)
    simulated.set_fault(DIES)
    printer.submit("torn", noise_png(576, 800))
    assert waiting_because(printer, "torn", "offline")
    assert Image.open(simulated.printed()[-1]).height < 800
    simulated.clear()
    assert settled(printer, "torn") == PrintStatus(PrintState.UNKNOWN, "missing-job-history")
    reborn = CupsPrinter(lobby.server, lobby.receipt_queue, ROLL_80)
    assert reborn.status("torn") == PrintStatus(PrintState.UNKNOWN, "missing-job-history")
    printer.submit("next", noise_png(576, 300))
    assert settled(printer, "next") == PrintStatus(PrintState.PRINTED)


def test_a_lost_job_stays_unknown_though_the_next_is_handed_over_before_anybody_asked(
    printer: Printer, lobby: PrivateCups
) -> None:
    """C4: handing over wipes the scheduler's only mark of the loss."""
    lobby.printer(lobby.receipt_queue).set_fault(DIES)
    printer.submit("torn-too", noise_png(576, 800))
    assert waiting_because(printer, "torn-too", "offline")
    lobby.mend_all()
    printer.submit("next-at-once", noise_png(576, 300))
    assert printer.status("torn-too") == PrintStatus(PrintState.UNKNOWN, "missing-job-history")
    assert settled(printer, "next-at-once") == PrintStatus(PrintState.PRINTED)


def test_a_job_under_way_at_kill_9_of_the_scheduler_is_unknown_and_not_sent_again(
    printer: Printer, lobby: PrivateCups
) -> None:
    """K1: cupsd alone would send it again, and a second receipt would come out."""
    simulated = lobby.printer(lobby.receipt_queue)
    before = len(simulated.printed())
    simulated.set_fault(SLOW)
    printer.submit("under-way", noise_png(576, 300))
    wait_until(lambda: not simulated.is_idle(), "the job is at the printer")
    lobby.scheduler.kill()
    assert printer.health().state is HealthState.UNKNOWN
    lobby.scheduler.start()
    assert settled(printer, "under-way") == PrintStatus(PrintState.UNKNOWN, "job-canceled")
    lobby.mend_all()
    printer.submit("after-the-restart", noise_png(576, 300))
    assert settled(printer, "after-the-restart") == PrintStatus(PrintState.PRINTED)
    assert len(simulated.printed()) == before + 2


def test_a_job_not_yet_begun_at_kill_9_of_the_scheduler_is_printed_once(printer: Printer, lobby: PrivateCups) -> None:
    """K1"""
    simulated = lobby.printer(lobby.receipt_queue)
    before = len(simulated.printed())
    simulated.set_fault(UNPLUGGED)
    printer.submit("first-in-line", noise_png(576, 300))
    wait_until(lambda: _is_under_way(lobby), "the first job is under way")
    printer.submit("second-in-line", noise_png(576, 300))
    lobby.scheduler.kill()
    lobby.scheduler.start()
    assert settled(printer, "first-in-line").state is PrintState.UNKNOWN
    simulated.clear()
    assert settled(printer, "second-in-line") == PrintStatus(PrintState.PRINTED)
    assert ["second-in-line" in path.name for path in simulated.printed()[before:]] == [True]


def test_a_core_killed_right_after_handing_over_finds_the_job_again(printer: Printer, lobby: PrivateCups) -> None:
    """K1: intent committed, job handed over, kill -9: the next life asks and does not print twice."""
    before = len(lobby.printed(lobby.receipt_queue))
    doomed = (
        "import os, signal, sys\n"
        "from kiosk.devices.cups_printer import CupsPrinter\n"
        "from kiosk.devices.print_media import ROLL_80\n"
        "CupsPrinter(sys.argv[1], sys.argv[2], ROLL_80).submit('orphan', sys.stdin.buffer.read())\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", doomed, lobby.server, lobby.receipt_queue]
    picture = noise_png(576, 300)
    died = subprocess.run(command, input=picture, cwd=REPOSITORY, timeout=30, check=False)
    assert died.returncode == -signal.SIGKILL
    assert printer.status("orphan") is not None
    printer.submit("orphan", picture)
    assert settled(printer, "orphan") == PrintStatus(PrintState.PRINTED)
    assert len(lobby.printed(lobby.receipt_queue)) == before + 1


@pytest.mark.parametrize(
    ("octets", "power_cut"),
    [
        pytest.param(0, False, id="before the document"),
        pytest.param(2000, False, id="in the document"),
        pytest.param(2000, True, id="and the scheduler is killed, too"),
    ],
)
def test_what_a_killed_core_handed_over_by_half_is_taken_back_and_comes_out_once(
    printer: Printer, lobby: PrivateCups, octets: int, power_cut: bool
) -> None:
    """K1, G3: the scheduler alone would wait for the other half, and a person for the receipt."""
    before = len(lobby.printed(lobby.receipt_queue))
    doomed = (
        "import cups, os, signal, sys\n"
        "line, queue, name = cups.Connection(host=sys.argv[1]), sys.argv[2], sys.argv[3]\n"
        "job = line.createJob(queue, name, {})\n"
        "octets = sys.stdin.buffer.read()\n"
        "if octets:\n"
        "    line.startDocument(queue, job, name, 'image/png', 1)\n"
        "    line.writeRequestData(octets, len(octets))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    picture, name = noise_png(576, 300), f"half-{octets}-{power_cut}"
    command = [sys.executable, "-c", doomed, lobby.server, lobby.receipt_queue, name]
    died = subprocess.run(command, input=picture[:octets], timeout=30, check=False)
    assert died.returncode == -signal.SIGKILL
    if power_cut:
        lobby.scheduler.kill()
        lobby.scheduler.start()
    assert printer.status(name) == PrintStatus(PrintState.FAILED, "job-canceled")
    printer.submit(name, picture)
    assert settled(printer, name) == PrintStatus(PrintState.PRINTED)
    assert len(lobby.printed(lobby.receipt_queue)) == before + 1


def test_a_job_whose_document_cupsd_kept_but_did_not_note_when_it_was_killed_comes_out_once(
    printer: Printer, lobby: PrivateCups
) -> None:
    """K1, G3: cupsd held it on as if the document were still to come, and the receipt waited for as long."""
    before, picture = len(lobby.printed(lobby.receipt_queue)), noise_png(576, 300)
    job = cups.Connection(host=lobby.server).createJob(lobby.receipt_queue, "not-noted", {})
    lobby.scheduler.kill()
    lobby.scheduler.has_kept(job, picture)
    lobby.scheduler.start()
    assert printer.status("not-noted") == PrintStatus(PrintState.FAILED, "job-canceled")
    printer.submit("not-noted", picture)
    assert settled(printer, "not-noted") == PrintStatus(PrintState.PRINTED)
    assert len(lobby.printed(lobby.receipt_queue)) == before + 1


def test_a_job_that_a_person_holds_is_let_be(printer: Printer, lobby: PrivateCups) -> None:
    lobby.printer(lobby.receipt_queue).set_fault(PAPER_OUT)
    for name in ("under the head", "held"):
        printer.submit(name, noise_png(576, 300))
    spooler = cups.Connection(host=lobby.server)
    held = max(spooler.getJobs())
    spooler.setJobHoldUntil(held, "indefinite")
    assert printer.status("held") == PrintStatus(PrintState.WAITING, "media-empty")
    assert spooler.getJobAttributes(held)["job-state"] == cups.IPP_JOB_HELD
    printer.cancel("held")


def test_a_printer_gives_up_half_a_job_of_a_cupsd_that_died_and_prints_the_next(
    printer: Printer, lobby: PrivateCups
) -> None:
    """K1: of the double, as RFC 8011 5.4.31 has it; it was busy for ever, and a receipt waited for good."""
    simulated = lobby.printer(lobby.receipt_queue)
    create_job(simulated.port)
    lobby.power_cut()
    assert simulated.give_up_half_jobs() == 0
    printer.submit("after-half-a-job", noise_png(576, 300))
    assert settled(printer, "after-half-a-job") == PrintStatus(PrintState.PRINTED)


def test_g3_a_receipt_comes_out_once_though_the_power_goes_in_its_hand_over_and_before_that_is_kept(
    lobby: PrivateCups, tmp_path: Path
) -> None:
    """G3, K1: in the document, and at the worker's commit; `./run bench crash` goes through all that is said."""
    whole = live(tmp_path / "whole", lobby, "W1", Cut())
    assert wrong(tmp_path / "whole", lobby, "W1") == "" and whole.commits >= 1
    document = {request.name: request for request in whole.line.requests()}["Send-Document"]
    middle = document.number, len(document.said) // 2
    cuts = (Cut(Place(*middle), scheduler_too=True), Cut(Place(*middle, breaks=True)), Cut(commit=whole.commits))
    found = [cut_and_lived_on(tmp_path / f"{n}", lobby, f"C{n}", cut) for n, cut in enumerate(cuts)]
    assert found == [Outcome(cut=True, fault=""), Outcome(cut=False, fault=""), Outcome(cut=True, fault="")]


def test_the_double_obeys_its_panel_and_leaves_no_process_behind(tmp_path: Path) -> None:
    """The double as a process of its own: faults by socket, and after kill -9 of it no stray daemon."""
    command = [sys.executable, "-m", "tests.hw_doubles.private_cups", str(tmp_path)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as double:
        try:
            assert double.stdout is not None
            where = json.loads(double.stdout.readline())
            assert _ask(where["control"], {"do": "fault", "queue": "receipt", "fault": PAPER_OUT}) == {"ok": True}
            printer = CupsPrinter(where["server"], "receipt", ROLL_80)
            assert printer.health().reason == PAPER_OUT
            assert not _ask(where["control"], {"do": "fault", "queue": "receipt", "fault": "on-fire"})["ok"]
            _ask(where["control"], {"do": "fault", "queue": "receipt", "fault": "none"})
            printer.submit("by-panel", noise_png(576, 300))
            settled(printer, "by-panel")
            state = _ask(where["control"], {"do": "state"})
            assert (state["receipt"]["fault"], len(state["receipt"]["printed"])) == ("none", 1)
            printer.submit("under-way", noise_png(576, 300))
        finally:
            double.kill()  # also when something above was not true: nothing else would end it
    homes = (str(tmp_path), str(Path(where["server"]).parent))
    wait_until(lambda: not _processes_about(homes), "every process of the double is gone")


def _is_under_way(lobby: PrivateCups) -> bool:
    jobs = cups.Connection(host=lobby.server).getJobs(requested_attributes=["job-id", "job-state"])
    return any(job["job-state"] == cups.IPP_JOB_PROCESSING for job in jobs.values())


def _ask(control: str, request: dict[str, Any]) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(control)
        line.sendall(json.dumps(request).encode() + b"\n")
        answer: dict[str, Any] = json.loads(line.makefile().readline())
        return answer


def _processes_about(folders: tuple[str, ...]) -> list[int]:
    """Processes whose command line or environment names one of ``folders``."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        if int(process.name) == os.getpid():
            continue
        for name in ("cmdline", "environ"):
            try:
                words = (process / name).read_bytes()
            except OSError:
                continue  # it ended while we looked
            if any(folder.encode() in words for folder in folders):
                found.append(int(process.name))
    return found
