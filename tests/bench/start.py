"""How long the ground takes: a second ``./run``, which has nothing to install."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from tests.bench.figures import Figure

ROOT = Path(__file__).parents[2]
TIMES = 7


def seconds(command: Sequence[str]) -> float:
    """Median wall-clock time of ``command``."""

    def once() -> float:
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - began

    return median(once() for _ in range(TIMES))


def measure() -> Iterator[Figure]:
    """As a ratio to the start of a bare interpreter, which is about what the check has to do once."""
    bare = seconds([sys.executable, "-I", "-S", "-c", "pass"])
    yield Figure("setup.second_start", seconds([str(ROOT / "run"), "setup"]) / bare, "x bare python", 12.0)
