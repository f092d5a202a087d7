"""The screens' process by itself: how soon a touch works after a cold start, and what it costs when nobody is there.

The true screens over the true core, drawn by software. The bytecode is there as on an installed kiosk. Called by
``tests.bench``.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure
from tests.hw_doubles.lobby import Lobby

_STARTS = 5
_SETTLES_S, _IDLE_S = 40.0, 60.0  # it dims after half a minute
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
        yield Figure("glass.memory_at_start", _memory_mb(lobby), "MB", 200.0)
        yield from _idle(lobby, "by_day")
        lobby.config.write_text(lobby.config.read_text("utf-8").replace("dim = 1.0", _NIGHT), "utf-8")
        _start_s(lobby)
        yield from _idle(lobby, "by_night")


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
    before, began = {name: _cpu_s(pid) for name, pid in pids.items()}, time.monotonic()
    threading.Event().wait(_IDLE_S)
    for name, pid in pids.items():
        share = 100 * (_cpu_s(pid) - before[name]) / (time.monotonic() - began)
        yield Figure(f"glass.idle_cpu_{name}_{when}", share, "% of a core", 2.0)


def _cpu_s(pid: int) -> float:
    """Of all threads; proc(5), schedstat: nanoseconds on a processor (stat counts in hundredths of a second)."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text("ascii").split()[0]) for task in tasks) / 1e9


def _memory_mb(lobby: Lobby) -> float:
    pages = int(Path(f"/proc/{lobby.processes['ui'].pid}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
