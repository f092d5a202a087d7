"""Every state that a power cut may leave of every payment scenario, at every act of the disk (K1, G1, G3).

And both sides of every commit at the counter, and every octet to whoever takes part in a payment (``crash_octets``,
``crash_printing``): cut there, everybody does the rest. Owns the list of scenarios and the list of points that is
written beside the figures: where the power went, what was left of the unflushed, which commit's store was found, and
whether that is right. Called by ``tests.bench``.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import product
from multiprocessing import get_context
from pathlib import Path

from tests.bench.crash_octets import Found, room, to_the_machine, to_the_provider
from tests.bench.crash_printing import AT_ONCE, SHARES, all_of, questions, to_the_printer
from tests.bench.figures import Better, Figure
from tests.faults import money_scenario, order_scenario
from tests.faults.money_scenario import AT_THE_COUNTER
from tests.faults.order_scenario import GRANTED_AND_ORDERED
from tests.faults.paying_devices import AT_THE_MACHINE, BY_QR_CODE
from tests.faults.recorded_day import MoneyScenario, Recording, Verdict, judge, record

LISTED = Path(".cache") / "crash-points.txt"
_SEED = 20261118
_COLUMNS = "what is done\tacts of the disk\tthe power goes at\tof the unflushed\tcommit that was found\toutcome\n"
_COMMIT_COLUMNS = "what is done\tthe power goes at\tside\tonce everything is done again\n"
_SCENARIOS = (AT_THE_COUNTER, GRANTED_AND_ORDERED, AT_THE_MACHINE, BY_QR_CODE)


def measure() -> Iterator[Figure]:
    """All scenarios, each in a process of its own, two at a time, then what waits for paper; the list goes to
    ``LISTED``."""
    LISTED.parent.mkdir(exist_ok=True)
    with ProcessPoolExecutor(2, get_context("forkserver")) as pool:
        under_way = {name: pool.submit(act) for name, act in _PARTS.items()}
        found = {name: part.result() for name, part in under_way.items()}
    with ProcessPoolExecutor(AT_ONCE, get_context("forkserver")) as pool:
        found["printing"] = all_of(list(pool.map(to_the_printer, range(SHARES))))
    with LISTED.open("w", encoding="utf-8") as out:
        for part in found.values():
            out.writelines(part.lines)
    for name, part in found.items():
        yield Figure(f"crash.{name}", part.points, "points", None, Better.HIGHER)
    states = found["points"].lives
    yield Figure("crash.states", states, "states", None, Better.HIGHER)
    yield Figure("crash.lives", sum(part.lives for part in found.values()) - states, "lives", None, Better.HIGHER)
    yield Figure("crash.wrong", sum(part.wrong for part in found.values()), "states", 0.0)


def _states() -> Found:
    """Every state that a cut before each act of the disk may leave."""
    found = Found([_COLUMNS])
    for scenario in _SCENARIOS:
        with room() as folder:
            day = record(scenario, Path(folder) / "whole")
            for verdict in judge(day, Path(folder) / "cuts", _SEED, lambda _: True, tries=1):
                found.lines.append(_listed(scenario, day, verdict, found.lived([verdict.fault], "as answered")))
            found.points += len(day.log) + 1
    return found


def _commits() -> Found:
    """Both sides of each commit: the day, done again, leaves the same books."""
    found = Found([f"\n{_COMMIT_COLUMNS}"])
    for day, scenario in ((money_scenario, AT_THE_COUNTER), (order_scenario, GRANTED_AND_ORDERED)):
        with room() as folder:
            morning, cut = Path(folder) / "morning", Path(folder) / "cut"
            day.morning(morning)
            commits = day.live(shutil.copytree(morning, cut))
            expected = day.books_of(cut)
            for number, after in product(range(1, commits + 1), (False, True)):
                shutil.rmtree(cut)
                reached = day.live(shutil.copytree(morning, cut), number, after)
                day.live(cut)
                right = reached == number and day.books_of(cut) == expected
                outcome = found.lived([] if right else ["OTHER BOOKS"], "the same books")
                side = "after" if after else "before"
                found.point(scenario.name, f"commit {number} of {commits}", side, outcome)
    return found


def _listed(scenario: MoneyScenario, day: Recording, verdict: Verdict, outcome: str) -> str:
    cut, commits = verdict.cut, len(day.contents) - 1
    found = f"commit {verdict.content} of {commits} ({day.told[verdict.content]})" if verdict.content >= 0 else "none"
    return f"{scenario.name}\t{cut.after}\t{cut.point}\tkept: {cut.kept}\tfound: {found}\t{outcome}\n"


# the longest first
_PARTS = {
    "provider": to_the_provider,
    "octets": to_the_machine,
    "points": _states,
    "commits": _commits,
    "questions": questions,
}
