"""Ten thousand sessions at one glass: what grows (issue of the touchscreen: memory, threads, handles).

The true screens over a true desk in a process of their own, without waiting for anybody: a visitor wakes the glass,
chooses a language, looks at something or says who they are, and goes or walks away. Called by ``tests.bench``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from tests.bench.figures import Figure
from tests.hw_doubles.lobby import ROOT

_SESSIONS = 10_000
_LEAKS = {"threads": 0.0, "handles": 0.0, "widgets": 0.0, "textures": 0.0, "clock_events": 1.0}  # news on its way


def measure() -> Iterator[Figure]:
    """From the five hundredth session, when every screen and every line has been there, to the last.

    Of what is resident a part is files (fonts, libraries), which a system may let go and read again: that would hide
    what grows, so what is in no file is held against the limit by itself.
    """
    command = [sys.executable, "-m", "tests.ui.sessions", str(_SESSIONS)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    settled, *_, last = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    yield Figure("sessions.memory_growth", _growth(settled["memory_mb"], last["memory_mb"]), "%", 5.0)
    yield Figure("sessions.own_memory_growth", _growth(settled["own_mb"], last["own_mb"]), "%", 5.0)
    yield Figure("sessions.memory", last["memory_mb"], "MB", None)
    for leak, limit in _LEAKS.items():
        yield Figure(f"sessions.{leak}_left", last[leak] - settled[leak], leak, limit)


def _growth(before_mb: float, after_mb: float) -> float:
    return 100 * (after_mb / before_mb - 1)
