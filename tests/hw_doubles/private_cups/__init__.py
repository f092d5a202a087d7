"""A lobby's printing without printers: a private scheduler with a receipt printer and an A4 printer.

Owns the putting together. Plugs in below ``kiosk.devices.cups_printer``: the real driver talks to a real cupsd, which
talks IPP to real IPP Everywhere printers (ippeveprinter) whose paper are PNG files. Called by tests, and as a process
of its own (``python -m tests.hw_doubles.private_cups FOLDER``) by the demo's lobby panel.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

import cups

from kiosk.devices.cups_line import SpoolerUnreachableError
from kiosk.devices.cups_queue import ensure_queue
from tests.hw_doubles.private_cups.ipp_printer import (
    COVER_OPEN,
    FAULTS,
    JAM,
    PAPER_OUT,
    UNPLUGGED,
    SimulatedPrinter,
)
from tests.hw_doubles.private_cups.models import OFFICE_A4, RECEIPT_80
from tests.hw_doubles.private_cups.paper import DIES, NONE, SLOW
from tests.hw_doubles.private_cups.processes import DoubleFailedError, answers, start_tied, stop, wait_until
from tests.hw_doubles.private_cups.scheduler import Scheduler

__all__ = [
    "COVER_OPEN",
    "DIES",
    "FAULTS",
    "JAM",
    "NONE",
    "PAPER_OUT",
    "SLOW",
    "UNPLUGGED",
    "DoubleFailedError",
    "PrivateCups",
    "SimulatedPrinter",
]


class PrivateCups:
    """Context manager: a scheduler and two printers, ready in well under two seconds."""

    receipt_queue = "receipt"
    form_queue = "form"

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._scheduler = Scheduler()
        self._bus_address = f"unix:path={Path(self._scheduler.socket_path).parent}/bus"
        self._undo = ExitStack()
        self._printers = {
            self.receipt_queue: SimulatedPrinter(folder / self.receipt_queue, RECEIPT_80, self._bus_address),
            self.form_queue: SimulatedPrinter(folder / self.form_queue, OFFICE_A4, self._bus_address),
        }

    @property
    def server(self) -> str:
        """Path of the scheduler's socket."""
        return self._scheduler.socket_path

    @property
    def scheduler(self) -> Scheduler:
        return self._scheduler

    def printer(self, queue: str) -> SimulatedPrinter:
        """The printer behind ``queue``: its faults and its paper."""
        return self._printers[queue]

    def printed(self, queue: str) -> list[Path]:
        """PNG pictures of what came out of the printer behind ``queue``, oldest first."""
        return self._printers[queue].printed()

    def power_cut(self) -> None:
        """cupsd dies with all that it has under way, and is begun again; the printers have had power all the time.

        A backend may have died between a job and its document: the minute for which a printer waits then is over here.
        """
        self._scheduler.kill()
        for printer in self._printers.values():
            printer.give_up_half_jobs()
        self._scheduler.start()

    def mend_all(self) -> None:
        """Every printer well, every job settled: the next test begins with an idle lobby."""
        for printer in self._printers.values():
            printer.clear()
            wait_until(printer.is_idle, "the printer has nothing in hand", timeout_s=30.0)
        spooler = cups.Connection(host=self.server)
        wait_until(lambda: not spooler.getJobs(), "every job is settled", timeout_s=30.0)

    def __enter__(self) -> PrivateCups:
        with ExitStack() as undo:
            undo.callback(self._scheduler.stop)
            self._scheduler.start()
            bus = self._start_bus()
            undo.callback(stop, bus)
            for queue, printer in self._printers.items():
                undo.callback(printer.unplug)
                printer.plug_in()
                self._fit(queue, printer)
            self._undo = undo.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._undo.close()

    def _fit(self, queue: str, printer: SimulatedPrinter) -> None:
        """The installer's order, once more if cupsd crashed meanwhile."""
        try:
            ensure_queue(self.server, queue, printer.uri)
        except SpoolerUnreachableError:
            wait_until(lambda: answers(self.server), "cupsd is begun again")
            ensure_queue(self.server, queue, printer.uri)

    def _start_bus(self) -> subprocess.Popen[bytes]:
        """ippeveprinter asks for a system bus even when it is told not to announce itself: give it one of ours."""
        command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={self._bus_address}"]
        bus = start_tied(command, self._folder / "bus.log", os.environ)
        bus_socket = Path(self._bus_address.removeprefix("unix:path="))
        wait_until(bus_socket.exists, "private D-Bus listens")
        return bus
