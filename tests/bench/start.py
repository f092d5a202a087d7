"""How long the ground takes: a second ``./run``, which has nothing to install."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.bench.figures import Figure

ROOT = Path(__file__).parents[2]
TIMES = 9


def seconds(command: Sequence[str]) -> float:
    """Wall-clock time of ``command``, once."""
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def measure() -> Iterator[Figure]:
    """As a ratio to the start of a bare interpreter, which is about what the check has to do once.

    The two take turns and the best of each counts: whatever else the machine does only ever adds.
    """
    setup, bare = [str(ROOT / "run"), "setup"], [sys.executable, "-I", "-S", "-c", "pass"]
    seconds(setup)  # may really have something to install
    pairs = [(seconds(setup), seconds(bare)) for _ in range(TIMES)]
    ratio = min(pair[0] for pair in pairs) / min(pair[1] for pair in pairs)
    yield Figure("setup.second_start", ratio, "x bare python", 6.0)
