"""A scenario whose power goes at every commit, just before it and just after; then the kiosk starts again and goes on.

Owns the crashes: each is a real SIGKILL of a real process on a real store. The commits are enumerated by living through
the scenario once. Refuses to know what must hold afterwards: that is for the tests.
"""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext
from pathlib import Path

from tests.desk_fixture import FurnishedDesk, furnish

# Starting a child asks after all others, and an exit code can be read from its pipe only once: never in two threads.
_CHILDREN = threading.Lock()


@dataclass(frozen=True)
class Scenario:
    """``live(folder, number, when)`` ends at that commit, or goes on to the end and writes their number to ``commits``.

    ``go_on(folder)`` is what the next start does; ``faults(kit, folder)`` says what is wrong then.
    """

    live: Callable[..., None]
    go_on: Callable[[Path], None]
    faults: Callable[[FurnishedDesk, Path], list[str]]


def cut_at_every_commit(scenario: Scenario, morning: Path, room: Path) -> tuple[int, list[str]]:
    """How many cuts there were, and everything that was wrong after one of them. ``morning`` is copied for each."""
    whole = room / "whole"
    shutil.copytree(morning, whole)
    assert _ran(scenario.live, whole) == 0
    commits = int((whole / "commits").read_text())
    points = [(number, when) for number in range(1, commits + 1) for when in ("before", "after")]
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(partial(_cut, scenario, morning, room), points))
    return len(points), [fault for faults in found for fault in faults]


def _cut(scenario: Scenario, morning: Path, room: Path, point: tuple[int, str]) -> list[str]:
    number, when = point
    folder = room / f"{number}-{when}"
    shutil.copytree(morning, folder)
    if (code := _ran(scenario.live, folder, number, when)) != -signal.SIGKILL:
        return [f"{number} {when}: did not crash: {code}"]
    if (code := _ran(scenario.go_on, folder)) != 0:
        return [f"{number} {when}: could not go on: {code}"]
    kit = furnish(folder)
    found = [f"{number} {when}: {fault}" for fault in scenario.faults(kit, folder)]
    kit.close()
    return found


def _ran(act: Callable[..., None], *arguments: object) -> int:
    """Do it in a process of its own; its exit code."""
    child = children().Process(target=act, args=arguments)
    with _CHILDREN:
        child.start()
    wait([child.sentinel], 60)
    with _CHILDREN:
        return child.exitcode if child.exitcode is not None else 999


def children() -> ForkServerContext:
    """Children of a small server process that has everything imported: a crash costs milliseconds, not a start."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.flow_scenario", "tests.faults.joint_walker"])
    return context
