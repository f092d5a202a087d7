"""How soon the glass answers, with the line at rest and while a fax is being sent (K4), and how soon it is there.

The true screens in a process of their own, the true core with a real call under way, a finger that walks the same path
again and again. The milliseconds are the screens' own, from the touch to the last pixel of the next frame (docs/ui.md).
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.bench.counter import counter
from tests.bench.figures import Figure, percentile
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.processes import until
from tests.hw_doubles.softmodem import CallRecord, FarEnd

_PATH = (
    *("language.en", "language.zh-Hant", "language.zh-Hans"),  # every word on the glass is another one
    *("home.fax", "unit.choice.12", "unit.choice.1", "unit.choice.101"),  # another screen, other choices
    *("pad.1", "pad.2", "pad.3", "pad.4"),  # one dot more
    "bar.back",
)
_READ_FROM_THE_STORE = "unit.choice.12"  # a person cannot touch it before it is there either
_ROUNDS = 20
_FEWEST_ROUNDS = 8
_PAGES = 2
_SESSION_S = 900
# Drawn by the processor, as here without a display, a frame costs some 60 ms; a panel's own graphics need less.
_LIMIT_MS = {"p50": 100.0, "p99": 250.0}


def measure() -> Iterator[Figure]:
    """Start of both processes, then the same touches twice."""
    with tempfile.TemporaryDirectory() as folder, Lobby(Path(folder), session_s=_SESSION_S) as lobby:
        yield Figure("start.core", _core_start_s(lobby), "s", None)
        yield Figure("start.screens", _screens_start_s(lobby), "s", None)
        lobby.glass.touch("idle.wake")
        lobby.glass.wait_screen("home")
        walk(lobby, 3)  # every line of text has been drawn once
        idle = walk(lobby, _ROUNDS // 2)
        busy, record = _during_a_call(lobby)
        idle += walk(lobby, _ROUNDS // 2)  # before and after: what else the machine does shall not count for the call
    yield from _compared(idle, busy)
    yield from _undisturbed(record)


def _compared(idle: list[float], busy: list[float]) -> Iterator[Figure]:
    for name, at in (("p50", 50), ("p99", 99)):
        rest, sending = (percentile(times, at) for times in (idle, busy))
        yield Figure(f"touch.to_frame_idle_{name}", rest, "ms", None)
        yield Figure(f"touch.to_frame_while_sending_{name}", sending, "ms", _LIMIT_MS[name])
        yield Figure(f"touch.to_frame_while_sending_{name}_per_idle", sending / rest, "ratio", 2.0)


def _undisturbed(record: CallRecord) -> Iterator[Figure]:
    """And the other way round: whether the call felt the touches."""
    gaps = [gap.gap_ms for gap in record.turns()]
    yield Figure("touch.turn_gap_longest_while_touched", max(gaps), "ms", None)
    yield Figure("touch.pages_refused_while_touched", len(record.refused_pages), "pages", 0.0)


def _during_a_call(lobby: Lobby) -> tuple[list[float], CallRecord]:
    """As many walks as fit into the call; RuntimeError if they are too few to tell anything."""
    lobby.telephone.set(far_end=FarEnd(ecm=False))
    with counter(lobby) as owner:
        owner.order_fax(_PAGES)
        until(lambda: str(lobby.telephone.state()["signal"]).startswith("page"), "a page is on the line", 60)
        walks: list[list[float]] = []
        while len(walks) < _ROUNDS:
            times = walk(lobby, 1)
            if lobby.telephone.calls()[-1].finished:
                break  # this one is not counted: the line fell silent in the middle of it
            walks.append(times)
        record = lobby.telephone.wait_for_call()
    if not record.delivered:
        raise RuntimeError(f"the measured call failed: {record.completion}")
    if len(walks) < _FEWEST_ROUNDS:
        raise RuntimeError(f"only {len(walks)} walks fitted into the call")
    return [time_ms for times in walks for time_ms in times], record


def walk(lobby: Lobby, rounds: int) -> list[float]:
    """Milliseconds of each touch of so many walks from home to the pad and back."""
    times = []
    for name in _PATH * rounds:
        if name == _READ_FROM_THE_STORE:
            lobby.glass.wait(name)
        answer = lobby.glass.ask("touch", name=name)
        if answer["frame_ms"] is None:
            raise RuntimeError(f"touching {name} changed nothing on the glass")
        times.append(float(answer["frame_ms"]))
    return times


def _core_start_s(lobby: Lobby) -> float:
    """From nothing to the first record of a core that has mended what it found and has its workers."""
    lobby.end("core")
    written = lobby.journal()[0]
    began = time.perf_counter()
    lobby.start("core")
    until(lambda: lobby.journal()[0] > written, "the core has started")
    return time.perf_counter() - began


def _screens_start_s(lobby: Lobby) -> float:
    """From nothing to a glass that has answered a look."""
    lobby.end("ui")
    began = time.perf_counter()
    lobby.start("ui")
    lobby.glass.connect()
    lobby.glass.wait("idle.wake")
    return time.perf_counter() - began
