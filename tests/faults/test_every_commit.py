"""K1, G1, B6: the power goes at every commit of the flow, just before it and just after; then everything goes on.

The commits are enumerated by running the flow once. Each crash is a real SIGKILL of a real process on a real store.
"""

from __future__ import annotations

import multiprocessing
import shutil
import signal
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest
from PIL import Image

from tests.desk_fixture import FurnishedDesk, furnish
from tests.faults.flow_scenario import PAGES, FarEndLog, live_through


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A kiosk with its directory, and a document already in the vault."""
    folder = tmp_path_factory.mktemp("morning")
    kit = furnish(folder)
    Image.new("L", (400, 560), 255).save(folder / "letter.png")
    kit.put_stick(folder / "letter.png")
    kit.desk.fax.take_in(kit.visitor(), "s/0")
    kit.close()
    return folder


def process() -> BaseContext:
    """Children of a small server process that has everything imported: a crash costs milliseconds, not a start."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.faults.flow_scenario"])
    return context


def lived(folder: Path, number: int = 0, when: str = "before") -> int:
    """Live through the flow in a process of its own; its exit code."""
    child = process().Process(target=live_through, args=(folder, number, when))
    child.start()
    child.join(60)
    return child.exitcode if child.exitcode is not None else 999


def test_whatever_commit_the_power_goes_at_nothing_is_lost_or_doubled(morning: Path, tmp_path: Path) -> None:
    whole = tmp_path / "whole"
    shutil.copytree(morning, whole)
    assert lived(whole) == 0
    commits = int((whole / "commits").read_text())
    points = [(number, when) for number in range(1, commits + 1) for when in ("before", "after")]
    assert len(points) >= 30
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda point: crash_and_go_on(morning, tmp_path, *point), points))
    assert [fault for faults in found for fault in faults] == []


def crash_and_go_on(morning: Path, tmp_path: Path, number: int, when: str) -> list[str]:
    """Crash at one point, go on, and say what is wrong then."""
    folder = tmp_path / f"{number}-{when}"
    shutil.copytree(morning, folder)
    if (code := lived(folder, number, when)) != -signal.SIGKILL:
        return [f"{number} {when}: did not crash: {code}"]
    if (code := lived(folder)) != 0:
        return [f"{number} {when}: could not go on: {code}"]
    kit = furnish(folder)
    found = [f"{number} {when}: {fault}" for fault in faults_of(kit, FarEndLog(folder / "far-end.log"))]
    kit.close()
    return found


def faults_of(kit: FurnishedDesk, log: FarEndLog) -> list[str]:
    """Everything that must hold when the flow is over."""
    found = [*kit.house.books.takings.faults(), *kit.house.books.journal.verify()]
    kinds = [kind for kind, _ in kit.records()]
    once = ["fax.ordered", "fax.finished", "charge.made", "payment.taken", "receipt.signed"]
    once += ["case.opened", "case.accepted", "case.closed"]
    found += [f"{kinds.count(kind)} records {kind}" for kind in once if kinds.count(kind) != 1]
    if kinds.count("rating.given") != 2:
        found.append(f"{kinds.count('rating.given')} ratings")
    if log.pages() != list(range(1, PAGES + 1)):
        found.append(f"the far end holds pages {log.pages()}")
    counts = {
        name: kit.house.store.one(f"SELECT count(*) AS n FROM {name}")["n"]
        for name in ("payment", "print_job", "fax_job")
    }
    if counts != {"payment": 1, "print_job": 2, "fax_job": 1}:
        found.append(f"rows: {counts}")
    return found
