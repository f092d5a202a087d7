"""Every state that a power cut may leave of every payment scenario, at every act of the disk (K1, G1, G3).

And both sides of every commit at the counter, and every octet to the machine that takes notes and coins: cut there,
everybody does the rest. And what is said to a payment provider, and to cupsd while a receipt is printed. Owns the list
of scenarios and the list of points that is written beside the figures: where the power went, what was left of the
unflushed, which commit's store was found, and whether that is right. Called by ``tests.bench``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import TextIO

from tests.bench.figures import Better, Figure
from tests.faults import machine_scenario, money_scenario, order_scenario, printing_scenario, qr_scenario
from tests.faults.cut_line import CutLine
from tests.faults.machine_scenario import Counter, Cut
from tests.faults.money_scenario import AT_THE_COUNTER
from tests.faults.order_scenario import GRANTED_AND_ORDERED
from tests.faults.paying_devices import AT_THE_MACHINE, BY_QR_CODE
from tests.faults.recorded_day import MoneyScenario, Recording, Verdict, judge, record
from tests.hw_doubles.pay_provider import PayProvider
from tests.hw_doubles.private_cups import PrivateCups

LISTED = Path(".cache") / "crash-points.txt"
_MEMORY = Path("/dev/shm")
_SEED = 20261118
_HEAD, _DENSE, _SPARSE = 600, 8, 64  # of what is said to cupsd: a second's paper for each octet that is taken
_QUESTIONS = 3  # the same ones are put until the receipt is out
_COLUMNS = "what is done\tacts of the disk\tthe power goes at\tof the unflushed\tcommit that was found\toutcome\n"
_COMMIT_COLUMNS = "what is done\tthe power goes at\tside\tonce everything is done again\n"
_OCTET_COLUMNS = "what is done\tthe power goes before\twhose power\toutcome, once everybody has done the rest\n"
_SCENARIOS = (AT_THE_COUNTER, GRANTED_AND_ORDERED, AT_THE_MACHINE, BY_QR_CODE)


def measure() -> Iterator[Figure]:
    """All scenarios, cut before each act of the disk; the list goes to ``LISTED``."""
    LISTED.parent.mkdir(exist_ok=True)
    points, states, wrong = 0, 0, 0
    with LISTED.open("w", encoding="utf-8") as out:
        out.write(_COLUMNS)
        for scenario in _SCENARIOS:
            with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
                day = record(scenario, Path(folder) / "whole")
                for verdict in judge(day, Path(folder) / "cuts", _SEED, lambda _: True, tries=1):
                    states, wrong = states + 1, wrong + bool(verdict.fault)
                    out.write(_listed(scenario, day, verdict))
                points += len(day.log) + 1
        commits, undone = _commits(out)
        asked, lost = _asked(out)
        octets, bad = _octets(out)
        printed, badly = _printed(out)
    yield Figure("crash.commits", commits, "points", None, Better.HIGHER)
    yield Figure("crash.provider", asked, "points", None, Better.HIGHER)
    yield Figure("crash.octets", octets, "points", None, Better.HIGHER)
    yield Figure("crash.printing", printed, "points", None, Better.HIGHER)
    wrong += undone + lost + bad + badly
    yield Figure("crash.points", points, "points", None, Better.HIGHER)
    yield Figure("crash.states", states, "states", None, Better.HIGHER)
    yield Figure("crash.wrong", wrong, "states", 0.0)


def _commits(out: TextIO) -> tuple[int, int]:
    """How many sides there are, and after how many cuts the day, done again, left other books than it should."""
    points, wrong = 0, 0
    out.write(f"\n{_COMMIT_COLUMNS}")
    for day, scenario in ((money_scenario, AT_THE_COUNTER), (order_scenario, GRANTED_AND_ORDERED)):
        with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
            morning, room = Path(folder) / "morning", Path(folder) / "cut"
            day.morning(morning)
            commits = day.live(shutil.copytree(morning, room))
            expected = day.books_of(room)
            for number, after in product(range(1, commits + 1), (False, True)):
                shutil.rmtree(room)
                reached = day.live(shutil.copytree(morning, room), number, after)
                day.live(room)
                right = reached == number and day.books_of(room) == expected
                points, wrong = points + 1, wrong + (not right)
                side, outcome = "after" if after else "before", "the same books" if right else "OTHER BOOKS"
                out.write(f"{scenario.name}\tcommit {number} of {commits}\t{side}\t{outcome}\n")
    return points, wrong


def _asked(out: TextIO) -> tuple[int, int]:
    """Of each request to the provider five octets, its first and its last too; how many, and how often it was wrong."""
    cuts, wrong = 0, 0
    out.write(f"\n{_OCTET_COLUMNS}")
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        morning, room = Path(folder) / "morning", Path(folder) / "cut"
        qr_scenario.morning(morning)
        with PayProvider(Path(folder) / "provider") as provider:
            requests = qr_scenario.requests(shutil.copytree(morning, room), provider)
        for number, (kind, octets) in enumerate(requests, start=1):
            for octet in (octets[(len(octets) - 1) * part // 4] for part in range(5)):
                shutil.rmtree(room)
                with PayProvider(Path(folder) / "provider") as provider:
                    faults = qr_scenario.cut_and_lived_on(shutil.copytree(morning, room), provider, octet)
                cuts, wrong = cuts + 1, wrong + bool(faults)
                where = f"request {number}, {kind} +{octet - octets[0]}"
                out.write(f"by QR code\t{where}\tkiosk\t{'; '.join(faults) or 'paid once'}\n")
    return cuts, wrong


def _octets(out: TextIO) -> tuple[int, int]:
    """How many there are, and before how many the cut came out wrong; by turns the machine loses its power too."""
    wrong = 0
    out.write(f"\n{_OCTET_COLUMNS}")
    with tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None) as folder:
        morning, room = Path(folder) / "morning", Path(folder) / "cut"
        machine_scenario.morning(morning)
        _, octets = machine_scenario.live(Counter(shutil.copytree(morning, room)), Cut())
        for number in range(1, octets + 1):
            shutil.rmtree(room)
            counter, cut = Counter(shutil.copytree(morning, room)), Cut(octet=number, machine_too=number % 2 == 0)
            machine_scenario.live(counter, cut)
            machine_scenario.live(counter, Cut())
            faults = machine_scenario.wrong(counter)
            wrong += bool(faults)
            who = "kiosk and machine" if cut.machine_too else "kiosk"
            out.write(f"at the machine\toctet {number} of {octets}\t{who}\t{'; '.join(faults) or 'paid once'}\n")
    return octets, wrong


def _printed(out: TextIO) -> tuple[int, int]:
    """How often the power went while a receipt was printed, and how often that came out wrong; by turns cupsd's too."""
    wrong, reached = 0, 0
    with tempfile.TemporaryDirectory() as folder, PrivateCups(Path(folder) / "cups") as lobby:
        whole = printing_scenario.live(Path(folder) / "whole", lobby, "W1", printing_scenario.Cut())
        lobby.mend_all()
        printing_scenario.grow_old(lobby)
        said = enumerate(_said(whole.line))
        named = [(printing_scenario.Cut(octet=at, scheduler_too=n % 2 == 0), name) for n, (at, name) in said]
        sides = [(number, after) for number in range(1, whole.commits + 1) for after in (False, True)]
        named += [(printing_scenario.Cut(commit=n, after=after), f"commit {n}, {after=}") for n, after in sides]
        for number, (cut, name) in enumerate(named, start=1):
            room = Path(folder) / "cut"
            outcome = printing_scenario.cut_and_lived_on(room, lobby, f"C{number}", cut)
            shutil.rmtree(room)
            wrong, reached = wrong + bool(outcome.fault), reached + outcome.cut
            who = "kiosk and cupsd" if cut.scheduler_too else "kiosk"
            who = who if outcome.cut else "nobody's: all was said before"
            out.write(f"a receipt printed\t{name}\t{who}\t{outcome.fault or 'printed once, or asked'}\n")
    return reached, wrong


def _said(line: CutLine) -> Iterator[tuple[int, str]]:
    """Every few octets of what makes the job and brings its document; three of a question, until all is the same."""
    names = [name for name, _ in line.requests()]
    until = names.index("Send-Document") + _QUESTIONS
    for number, (name, octets) in enumerate(line.requests()):
        if name in ("Create-Job", "Send-Document"):
            chosen = sorted({*octets[:_HEAD:_DENSE], *octets[_HEAD::_SPARSE], *octets[-_DENSE:]})
        elif number <= until or number >= len(names) - _QUESTIONS:
            chosen = sorted({octets[0], octets[len(octets) // 2], octets[-1]})
        else:
            chosen = []
        yield from ((octet, f"{name} +{octet - octets[0]}") for octet in chosen)


def _listed(scenario: MoneyScenario, day: Recording, verdict: Verdict) -> str:
    cut, commits = verdict.cut, len(day.contents) - 1
    found = f"commit {verdict.content} of {commits} ({day.told[verdict.content]})" if verdict.content >= 0 else "none"
    outcome = verdict.fault or "as answered"
    return f"{scenario.name}\t{cut.after}\t{cut.point}\tkept: {cut.kept}\tfound: {found}\t{outcome}\n"
