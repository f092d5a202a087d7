"""The screens' process by itself: how soon a touch works after a cold start, what it holds, its costs at rest.

The true screens over the true core, drawn by software; for the memory after every screen, over a desk in their own
process. The bytecode is there as on an installed kiosk. Called by
``tests.bench``.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure
from tests.bench.usage import cpu_s, most_memory_mb
from tests.hw_doubles.lobby import ROOT, Lobby

_STARTS = 5
_SETTLES_S, _IDLE_S = 40.0, 60.0  # it dims after half a minute
_MEMORY_MB = 200.0
_COMPILED_NOTHING_MB = 2.0  # software GL's: a single program brings 5 or 26 MB of it, what is there anyway below 1
_NIGHT = 'dim = 0.4\nnight_from = "00:00"\nnight_to = "23:59"'


class _Installed(Lobby):
    """A lobby whose processes keep their bytecode."""

    def _environment(self) -> dict[str, str]:
        kept = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(self.folder / "bytecode")}
        return {**super()._environment(), **kept}


def measure() -> Iterator[Figure]:
    """Starts, then rest by day, then rest by night."""
    with tempfile.TemporaryDirectory() as folder, _Installed(Path(folder)) as lobby:
        starts = [_start_s(lobby) for _ in range(1 + _STARTS)][1:]
        yield Figure("glass.start_to_first_touch", statistics.median(starts), "s", 1.5)
        yield Figure("glass.memory_at_start", most_memory_mb(lobby.processes["ui"].pid), "MB", _MEMORY_MB)
        yield from _idle(lobby, "by_day")
        lobby.config.write_text(lobby.config.read_text("utf-8").replace("dim = 1.0", _NIGHT), "utf-8")
        _start_s(lobby)
        yield from _idle(lobby, "by_night")
    yield from _after_every_screen()


def _start_s(lobby: Lobby) -> float:
    """From nothing to the frame after a touch that woke the glass."""
    lobby.end("ui")
    began = time.perf_counter()
    lobby.start("ui")
    lobby.glass.connect()
    lobby.glass.ask("touch", name="idle.wake")
    return time.perf_counter() - began


def _idle(lobby: Lobby, when: str) -> Iterator[Figure]:
    """Part of a core that each process takes at rest."""
    lobby.restart("ui")
    threading.Event().wait(_SETTLES_S)
    pids = {name: lobby.processes[name].pid for name in ("ui", "core")}
    before, began = {name: cpu_s(pid) for name, pid in pids.items()}, time.monotonic()
    threading.Event().wait(_IDLE_S)
    for name, pid in pids.items():
        share = 100 * (cpu_s(pid) - before[name]) / (time.monotonic() - began)
        yield Figure(f"glass.idle_cpu_{name}_{when}", share, "% of a core", 2.0)


def _after_every_screen() -> Iterator[Figure]:
    """The most that was held at any moment while each screen was seen in each language."""
    command = [sys.executable, "-m", "tests.ui.all_screens"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    held = json.loads(done.stdout.splitlines()[-1])
    yield Figure("glass.memory_after_every_screen", held["memory_mb"], "MB", _MEMORY_MB)
    yield Figure("glass.compiler_code_after_every_screen", held["compiler_mb"], "MB", _COMPILED_NOTHING_MB)
    yield Figure("glass.screens_seen_for_it", held["stops"], "stops", None)
