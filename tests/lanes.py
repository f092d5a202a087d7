"""Every test, in lanes over the same processors: ``python -m tests.lanes``, which is what ``./run test`` does.

Tests marked ``real_time`` follow a line or other processes and mostly wait; all the others compute. Side by side with
equal rights the second kind makes the first late, and one after the other they leave the processors idle for half the
time. So those that wait have a lane of their own with the right of way, and those that compute fill what it leaves.
mypy, which has one thread and would keep a processor idle, comes when nobody follows a line any more: a fax call beside
it was late twice in the minute that it took.

Owns the lanes, the order of files and the telling. Knows no test. Called by ``./run test``; ``tests.conftest`` asks for
the order. With a wish for certain tests call pytest itself.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MARK = "pytest.mark.real_time"
_YIELDING = 15  # nice: one that computes gets a thirtieth of what one that follows a line wants at the same moment
_AGAIN_AT_THE_END = re.compile(r"(FAILED|ERROR) |[^ ]+\.py:\d+: error: ")  # of pytest, of mypy

# Longest first: a long file that a worker begins last keeps all the others waiting for it. A file that is missing here
# costs time and nothing else.
LONG_FILES = (
    "tests/flows/test_queue.py",
    "tests/faults/test_kill_core.py",
    "tests/faults/test_glass_refusals.py",
    "tests/faults/test_glass_drops.py",
    "tests/flows/test_technician.py",
    "tests/flows/test_received.py",
    "tests/unit/modem/test_modem_qualify.py",
    "tests/faults/test_glass_documents.py",
    "tests/contracts/test_fax_line.py",
    "tests/faults/test_kill_reception.py",
    "tests/contracts/test_class2_receive.py",
    "tests/contracts/test_class2_line.py",
    "tests/faults/test_kill_power.py",
    "tests/ui/test_every_counter_screen.py",
    "tests/ui/test_every_screen.py",
    "tests/ui/test_every_offer.py",
    "tests/ui/test_every_technician_screen.py",
    "tests/ui/test_every_feedback_screen.py",
    "tests/ui/test_monkey.py",
    "tests/ui/test_keypad.py",
    "tests/ui/test_targets.py",
    "tests/ui/test_large_words.py",
    "tests/ui/test_gallery.py",
    "tests/unit/fax/test_soft_receptions.py",
    "tests/contracts/test_fax_calls_ecm.py",
    "tests/contracts/test_switches_and_lines.py",
    "tests/faults/test_every_commit.py",
    "tests/charts/test_charts.py",
    "tests/ui/test_flows.py",
    "tests/faults/test_hostile_documents.py",
    "tests/contracts/test_fax_endurance.py",
)


def is_timed(file: Path) -> bool:
    """Whether a file has tests that follow real time."""
    return MARK in file.read_text("utf-8")


def timed_files(root: Path = ROOT) -> Iterator[Path]:
    """The files of the lane that waits: it collects no others."""
    return (file for file in sorted((root / "tests").rglob("test_*.py")) if is_timed(file))


def rank(file: str) -> int:
    """Place of a file (relative to the checkout) in the order: the long ones first, the others as they come."""
    return LONG_FILES.index(file) if file in LONG_FILES else len(LONG_FILES)


@dataclass
class Lane:
    """One check with its workers, in a process group of its own so that an interrupt reaches it exactly once."""

    name: str
    command: Sequence[str]
    behind: bool = False  # begins when those before it in the row have ended
    again: list[str] = field(default_factory=list)
    begun: bool = field(default=False, init=False)

    def start(self) -> None:
        self.begun = True
        self._began_s = time.monotonic()
        # setpriv: a lane whose parent is killed ends with it
        command = ["setpriv", "--pdeathsig", "TERM", *self.command]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        self._process = subprocess.Popen(command, cwd=ROOT, text=True, process_group=0, **streams)
        self._telling = threading.Thread(target=self._tell)
        self._telling.start()

    def _tell(self) -> None:
        """Whole lines only: the lanes talk at the same time."""
        for line in self._process.stdout:
            print(f"{self.name:>9} | {line}", end="", flush=True)
            if _AGAIN_AT_THE_END.match(line):
                self.again.append(line)

    def interrupt(self) -> None:
        """As Ctrl-C does it to a single pytest: to the workers too."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGINT)

    def wait(self) -> int:
        """Its exit status."""
        code = self._process.wait()
        self._telling.join()
        self.took_s = time.monotonic() - self._began_s
        return code


def lanes(workers: int) -> list[Lane]:
    """All of them. A file's tests stay in one process: Kivy has one window a process, a house serves a file."""
    pytest = [sys.executable, "-m", "pytest", "--dist", "loadfile", "--no-loadscope-reorder", "-n", str(workers)]
    report = ["--durations", "15"]
    timed = [str(file.relative_to(ROOT)) for file in timed_files()]
    yielding = ["nice", "-n", str(_YIELDING)]
    return [
        Lane("real time", [*pytest, *report, "-m", "real_time", *timed]),
        Lane("types", [*yielding, sys.executable, "-m", "mypy"], behind=True),
        Lane("computing", [*yielding, *pytest, *report, "-m", "not real_time"]),
    ]


def run(started: Sequence[Lane]) -> int:
    """All to their ends; 0 if all are green, 130 if interrupted."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background job begins with it ignored
    for lane in started:
        if not lane.behind:
            lane.start()
    interrupted = False
    try:
        codes = [_to_the_end(lane) for lane in started]
    except KeyboardInterrupt:
        interrupted = True
        started = [lane for lane in started if lane.begun]
        for lane in started:
            lane.interrupt()
        codes = [lane.wait() for lane in started]
    tell_the_end(started, codes)
    return 128 + signal.SIGINT if interrupted else max(codes, key=abs)


def _to_the_end(lane: Lane) -> int:
    if lane.behind:
        lane.start()
    return lane.wait()


def tell_the_end(ended: Sequence[Lane], codes: Sequence[int]) -> None:
    """What a reader of the last lines wants to know."""
    for lane, code in zip(ended, codes, strict=True):
        print("".join(lane.again), end="")
        print(f"== {lane.name}: {'green' if code == 0 else f'exit status {code}'} after {lane.took_s:.0f} s")


def main() -> int:
    """Two workers a lane on two processors: more of those that wait make each other late."""
    return run(lanes(max(2, len(os.sched_getaffinity(0)))))


if __name__ == "__main__":
    sys.exit(main())
