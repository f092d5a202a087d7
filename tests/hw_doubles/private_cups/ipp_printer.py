"""One simulated printer: ippeveprinter (a real IPP Everywhere printer) with a paper tray and a row of fault switches.

Owns its process, its faults and its paper. Knows no scheduler and no driver. Called by ``PrivateCups``.

How a fault is shown: while a job is under the head, ``paper.py`` says so; an idle printer is told through its front
panel (a job of words for jam and covers, ippeveprinter's own web form for the paper tray).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from dataclasses import asdict
from pathlib import Path

from tests.hw_doubles.private_cups import ipp_wire
from tests.hw_doubles.private_cups.models import PrinterModel
from tests.hw_doubles.private_cups.paper import DIES, NONE, SLOW, PaperSettings, read_fault
from tests.hw_doubles.private_cups.processes import answers, free_port, start_tied, wait_until

PAPER_OUT, JAM, COVER_OPEN = "media-empty", "media-jam", "cover-open"
UNPLUGGED = "unplugged"
FAULTS = (PAPER_OUT, JAM, COVER_OPEN, UNPLUGGED, SLOW, DIES)
_REPO = Path(__file__).resolve().parents[3]


class SimulatedPrinter:
    """A printer that can be given any fault at run time, and rid of it."""

    def __init__(self, folder: Path, model: PrinterModel, bus: str, slow_s: float = 1.5) -> None:
        self._folder = folder
        self._model = model
        self._environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus}
        self.port = free_port()
        self._fault_file = folder / "fault"
        self._paper = folder / "paper"
        self._process: subprocess.Popen[bytes] | None = None
        self._prepare(slow_s)

    @property
    def uri(self) -> str:
        """The printer's IPP address, for the scheduler's ``device-uri``."""
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    @property
    def fault(self) -> str:
        """The fault switched on now, or ``none``."""
        if self._process is None or self._process.poll() is not None:
            return UNPLUGGED
        return read_fault(self._fault_file)

    def printed(self) -> list[Path]:
        """Pictures of what came out on paper so far, oldest first."""
        return sorted(self._paper.glob("[0-9]*.png"))

    def holds_a_job_for_paper(self) -> bool:
        """Whether a job has arrived at the printer and waits there for paper."""
        return "media-needed" in ipp_wire.printer_reasons(self.port)

    def is_idle(self) -> bool:
        """Whether the printer has nothing in hand, not even a job that was taken back."""
        return ipp_wire.printer_is_idle(self.port)

    def give_up_half_jobs(self) -> int:
        """What a printer does with a job whose document has not come for a minute (multiple-operation-time-out, RFC
        8011 5.4.31): ippeveprinter never does, and is busy for everybody for ever. Returns how many there were."""
        return ipp_wire.give_up_half_jobs(self.port) if self._is_on else 0

    @property
    def _is_on(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def plug_in(self) -> None:
        """Switch the printer on; it has no memory of the jobs of its earlier life."""
        if self._is_on:
            return
        command = ["ippeveprinter", "-r", "off", "-n", "localhost", "-p", str(self.port), "-d", str(self._spool)]
        command += ["-a", str(self._folder / "attributes.conf"), "-c", str(self._command), self._model.name]
        self._process = start_tied(command, self._folder / "log", self._environment)
        wait_until(lambda: answers(("127.0.0.1", self.port)), f"{self._model.name} answers")

    def unplug(self) -> None:
        """Pull the plug: whatever it was doing is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def set_fault(self, fault: str) -> None:
        """Switch one of FAULTS on (replacing the one before), or all off with ``none``."""
        if fault not in (*FAULTS, NONE):
            raise ValueError(f"no such fault: {fault}")
        if fault == UNPLUGGED:
            self._fault_file.write_text(NONE)
            self.unplug()
            return
        self._fault_file.write_text(fault)
        self.plug_in()
        wait_until(lambda: self._shows(fault), f"{self._model.name} shows {fault}")

    def clear(self) -> None:
        """Everything mended: paper in, covers shut, plugged in."""
        self.set_fault(NONE)

    def _shows(self, fault: str) -> bool:
        """Bring the printer's own state reasons in line with ``fault``; True once they are."""
        wanted = {fault} - {NONE, SLOW, DIES}
        shown = set(ipp_wire.printer_reasons(self.port)) - {"none", "media-needed"}
        if shown == wanted:
            return True
        if (PAPER_OUT in shown) != (fault == PAPER_OUT):
            self._load_paper(sheets=0 if fault == PAPER_OUT else 100)
        else:
            ipp_wire.press_panel(self.port, f"STATE: {','.join(wanted) or NONE}\n")
        return False

    def _load_paper(self, sheets: int) -> None:
        form = f"http://127.0.0.1:{self.port}/media?size0={self._model.media}&type0=stationery&level0={sheets}"
        with urllib.request.urlopen(form, timeout=5) as page:
            page.read()

    @property
    def _spool(self) -> Path:
        return self._folder / "spool"

    @property
    def _command(self) -> Path:
        return self._folder / "print-head"

    def _prepare(self, slow_s: float) -> None:
        for folder in (self._spool, self._paper):
            folder.mkdir(parents=True, exist_ok=True)
        settings = PaperSettings(
            port=self.port,
            fault_file=str(self._fault_file),
            paper_folder=str(self._paper),
            head_left_dots=self._model.head_left_dots,
            head_dots=self._model.head_dots,
            slow_s=slow_s,
        )
        (self._folder / "settings.json").write_text(json.dumps(asdict(settings)))
        (self._folder / "attributes.conf").write_text(self._model.attributes)
        run = f'-m tests.hw_doubles.private_cups.paper "{self._folder}/settings.json" "$1"'
        # Words from the panel are said at once: a printer busy for a blink makes the scheduler stay away for 10 s.
        panel = f'[ "$CONTENT_TYPE" = {ipp_wire.PANEL_TYPE} ] && cat "$1" >&2 && exit 0'
        # The print head must stop in the same instant as the printer: tied to it, not to us.
        script = f'#!/bin/sh\n{panel}\ncd "{_REPO}" && exec setpriv --pdeathsig KILL -- "{sys.executable}" {run}\n'
        self._command.write_text(script)
        self._command.chmod(0o755)
