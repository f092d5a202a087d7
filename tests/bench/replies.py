"""How soon the line answers its modem while everything else is busy: screens touched and redrawn, previews decoded.

The true core sends faxes, in a process of its own; the stop-watch is the soft modem's, from its OK to the next octet
at its port. Core and screens run at the priority that they have on a kiosk, if this machine lets us give it, the soft
modem at the core's; so does a process that only sleeps, which tells how much of a long reply is the machine's. Called
by ``tests.bench``.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.bench import least_call
from tests.bench.counter import Counter, counter
from tests.bench.figures import Figure, percentile
from tests.bench.priority import as_on_a_kiosk
from tests.bench.touch import walk
from tests.bench.waking import Sleeper
from tests.hw_doubles.lobby import Lobby

_FAXES, _PAGES = 3, 5
_SESSION_S, _IDLE_S, _FAX_WITHIN_S = 900, 5.0, 240.0
_P99_MS = 20.0


def measure() -> Iterator[Figure]:
    """Three faxes of five pages under a finger that does not rest and previews without end."""
    with tempfile.TemporaryDirectory() as folder, Lobby(Path(folder), session_s=_SESSION_S) as lobby:
        lobby.glass.touch("idle.wake")
        lobby.glass.wait_screen("home")
        with counter(lobby) as owner, Sleeper() as sleeper:
            for pid in (lobby.processes["core"].pid, lobby.telephone.state()["pid"], sleeper.pid):
                as_on_a_kiosk(pid, "core")
            as_on_a_kiosk(lobby.processes["ui"].pid, "ui")
            idle_share = _core_cpu_s(lobby, lambda: threading.Event().wait(_IDLE_S))[0] / _IDLE_S
            cpu_s, wall_s = _core_cpu_s(lobby, lambda: _faxes(lobby, owner))
        records, replies = lobby.telephone.calls(), lobby.telephone.replies()
    times_ms = [time_ms for time_ms, _ in replies]
    if not all(record.delivered for record in records):
        raise RuntimeError(f"the measured calls failed: {[record.completion for record in records]}")
    line_s = sum(least_call.line_seconds(record) for record in records)
    yield Figure("reply.while_screens_are_busy_p50", statistics.median(times_ms), "ms", None)
    yield Figure("reply.while_screens_are_busy_p99", percentile(times_ms, 99), "ms", _P99_MS)
    yield Figure("reply.bare_waking_p99", percentile(sleeper.late_ms, 99), "ms", None)
    yield Figure("reply.count", len(times_ms), "replies", None)
    yield Figure("reply.core_cpu", 100 * (cpu_s - idle_share * wall_s) / line_s, "% of a core", 3.0)


def _faxes(lobby: Lobby, owner: Counter) -> None:
    """One fax after another; meanwhile the finger walks and a second person's previews are made."""
    over = threading.Event()
    owner.take_in_letter()
    previews = threading.Thread(target=_preview, args=(owner, over), name="previews")
    previews.start()
    try:
        for number in range(1, _FAXES + 1):
            owner.order_fax(_PAGES)
            deadline_s = time.monotonic() + _FAX_WITHIN_S
            while len([call for call in lobby.telephone.calls() if call.finished]) < number:
                if time.monotonic() > deadline_s:
                    raise RuntimeError(f"fax {number} is still not sent")
                walk(lobby, 1)
    finally:
        over.set()
        previews.join()


def _preview(owner: Counter, over: threading.Event) -> None:
    document = owner.take_in_letter()
    while not over.is_set():
        owner.look_at_page(document)


def _core_cpu_s(lobby: Lobby, act: Callable[[], object]) -> tuple[float, float]:
    """Seconds of processor that the core took while ``act`` went on, and the wall's."""
    before_s, began_s = _cpu_s(lobby.processes["core"].pid), time.monotonic()
    act()
    return _cpu_s(lobby.processes["core"].pid) - before_s, time.monotonic() - began_s


def _cpu_s(pid: int) -> float:
    """proc(5): fields 14 and 15 of stat, counted behind the name in brackets."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
