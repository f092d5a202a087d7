"""The print head and the paper of a simulated printer: run by ippeveprinter for each job, with the job's file.

``python -m tests.hw_doubles.private_cups.paper SETTINGS.json JOBFILE``. Reads what the printer was sent (PWG raster),
holds while the fault of the moment lasts, and puts the picture which came out into the paper folder as PNG. What it
says on stderr are the messages of ippeveprinter(8): ``STATE: +media-jam``. Knows no CUPS and no driver.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.hw_doubles.private_cups import ipp_wire, pwg_raster

NONE, DIES, SLOW = "none", "dies-mid-job", "slow"
_POLL_S = 0.05


@dataclass(frozen=True)
class PaperSettings:
    """Where one printer's paper goes and how wide its head is. ``head_left_dots`` are lost beside the head."""

    port: int
    fault_file: str
    paper_folder: str
    head_left_dots: int
    head_dots: int
    slow_s: float


def read_fault(path: Path) -> str:
    """The fault of the moment: a ``printer-state-reasons`` keyword, ``dies-mid-job``, ``slow`` or ``none``."""
    return path.read_text().strip() if path.exists() else NONE


class JobCancelledError(Exception):
    """The job was cancelled before a line of it was printed."""


class PrintHead:
    """Prints one job under whatever fault is switched on."""

    def __init__(self, settings: PaperSettings, job_id: int, job_name: str) -> None:
        self._settings = settings
        self._job_id = job_id
        self._job_name = job_name
        self._fault_file = Path(settings.fault_file)
        self._tick = threading.Event()

    def print(self, raster: bytes) -> None:
        """Put every page of ``raster`` on paper. Raises JobCancelledError, BadRasterError."""
        self._hold_while_in_trouble()
        pages = [self._under_the_head(page) for page in pwg_raster.read_pages(raster)]
        fault = read_fault(self._fault_file)
        if fault == SLOW:
            self._tick.wait(self._settings.slow_s)
        if fault == DIES:
            self._die_half_way(pages[0])
        for page in pages:
            self._put_out(page)

    def _hold_while_in_trouble(self) -> None:
        shown = NONE
        while True:
            self._stop_if_cancelled()
            fault = read_fault(self._fault_file)
            if fault in (NONE, DIES, SLOW):
                break
            if fault != shown:
                _say(f"STATE: +{fault}")
                shown = fault
            self._tick.wait(_POLL_S)
        if shown != NONE:
            _say(f"STATE: -{shown}")

    def _stop_if_cancelled(self) -> None:
        if "processing-to-stop-point" in ipp_wire.job_reasons(self._settings.port, self._job_id):
            raise JobCancelledError

    def _under_the_head(self, page: Image.Image) -> Image.Image:
        left = self._settings.head_left_dots
        return page.crop((left, 0, left + self._settings.head_dots, page.height))

    def _die_half_way(self, page: Image.Image) -> None:
        self._put_out(page.crop((0, 0, page.width, page.height // 2)))
        self._fault_file.write_text(NONE)
        os.kill(os.getppid(), signal.SIGKILL)  # the printer's own processor, ippeveprinter
        raise SystemExit(1)

    def _put_out(self, page: Image.Image) -> None:
        folder = Path(self._settings.paper_folder)
        number = len(list(folder.glob("*.png"))) + 1
        name = re.sub(r"[^\w.-]", "_", self._job_name)[:60]
        half_done = folder / f".{number:04}"
        page.save(half_done, "PNG")
        half_done.rename(folder / f"{number:04}-{name}.png")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def main(settings_file: str, job_file: str) -> int:
    """Print one job; 0 done, 1 not."""
    settings = PaperSettings(**json.loads(Path(settings_file).read_text()))
    job = Path(job_file).read_bytes()
    head = PrintHead(settings, int(os.environ["IPP_JOB_ID"]), os.environ.get("IPP_JOB_NAME", "job"))
    try:
        head.print(job)
    except JobCancelledError:
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:3]))
