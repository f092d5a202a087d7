"""Every octet of a receipt's way through cupsd: who loses power there or which line breaks, and what came of it.

Owns the list of these points. Each octet of Create-Job and of Send-Document is a life of its own, by turns with cupsd's
power, and so is each octet of their answers where the line alone breaks: what libcups makes of the rest differs (after
half a ``100 Continue`` it may say that all went well). A question changes nothing however much of it is said: each
beginning is said to the true cupsd, which must not have made a job of any, each beginning of its answer must be no
answer, and both ends of both are lived through. Called by ``tests.bench.crash``, in shares side by side, each with a
cupsd of its own, for a life waits for paper most of its time.
"""

from __future__ import annotations

import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import cups

from tests.bench.crash_octets import BOTH, KIOSK, LINE, Found
from tests.faults import printing_scenario
from tests.faults.cut_line import HEAD, Place, Request
from tests.faults.parrot import Parrot
from tests.faults.printing_scenario import Cut
from tests.hw_doubles.private_cups import PrivateCups
from tests.hw_doubles.private_cups.processes import DoubleFailedError

SHARES, AT_ONCE = 32, 8  # a share is some 130 receipts: of 250 more cupsd forgets the oldest, and says less of them
_PRINTED = "a receipt printed"
_MAKES_A_JOB = ("Create-Job", "Send-Document")
_WAITING = 20  # lines that cupsd lets wait before it
_QUESTIONS_ASKED: dict[str, Callable[[cups.Connection], object]] = {
    "CUPS-Get-Printers": lambda spooler: spooler.getPrinters(),
    "Get-Jobs": lambda spooler: spooler.getJobs(which_jobs="all", my_jobs=False),
    "Get-Printer-Attributes": lambda spooler: spooler.getPrinterAttributes("receipt"),
}
_QUESTIONS = 3  # after the document; the same ones are put until the receipt is out


@dataclass(frozen=True)
class _Life:
    """One cut, what it is called, and the request that it must fall in."""

    place: str
    whose: str
    cut: Cut
    request: str = ""


def to_the_printer(share: int) -> Found:
    """The lives of one share of ``SHARES``. Raises DoubleFailedError where the printers do not come to rest again."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder, PrivateCups(Path(folder) / "cups") as lobby:
        lives = list(_lives(*_whole(Path(folder) / "whole", lobby)))
        for number, life in enumerate(lives[len(lives) * share // SHARES : len(lives) * (share + 1) // SHARES]):
            faults = _faults(Path(folder) / "cut", lobby, f"C{number}", life)
            found.point(_PRINTED, life.place, life.whose, found.lived(faults, "printed once, or asked"))
    return found


def _whole(room: Path, lobby: PrivateCups) -> tuple[list[Request], int]:
    """What is said while a receipt is printed behind a long history, and how many commits the worker makes."""
    printing_scenario.grow_old(lobby)
    whole = printing_scenario.live(room, lobby, "W1", Cut())
    lobby.mend_all()
    requests = whole.line.requests()
    document = [request.name for request in requests].index("Send-Document")
    return requests[: document + 1 + _QUESTIONS], whole.commits


def _faults(room: Path, lobby: PrivateCups, kiosk: str, life: _Life) -> list[str]:
    try:
        ended = printing_scenario.cut_and_lived_on(room, lobby, kiosk, life.cut)
    except DoubleFailedError as error:  # the receipt waits on; the next life begins with an idle lobby
        lobby.mend_all()
        return [str(error)]
    finally:
        shutil.rmtree(room)
    elsewhere = life.request and ended.within not in (life.request, HEAD)  # cut within its head it has no name yet
    return [
        ended.fault,
        f"it ended in {ended.within}" if elsewhere else "",
        "" if ended.met or life.cut.commit else "it was never there",
    ]


def all_of(shares: Sequence[Found]) -> Found:
    """The list of all shares."""
    found = Found()
    for each in shares:
        found.lines += each.lines[len(Found().lines) :]
        found.points, found.lives = found.points + each.points, found.lives + each.lives
        found.wrong += each.wrong
    return found


def _lives(asked: Sequence[Request], commits: int) -> Iterator[_Life]:
    """All of them, in an order that is the same in each share."""
    for request in asked:
        name = f"request {request.number}, {request.name}"
        makes = request.name in _MAKES_A_JOB
        octets = range(len(request.said)) if makes else _ends(request.said)
        for octet in octets:
            too = octet % 2 == 0
            place = Place(request.number, octet)
            yield _Life(f"{name} +{octet}", BOTH if too else KIOSK, Cut(place, scheduler_too=too), request.name)
        for octet, too in product(_ends(request.heard), (False, True)):
            cut = Cut(Place(request.number, octet, answered=True), scheduler_too=too)
            yield _Life(f"{name}'s answer +{octet}", BOTH if too else KIOSK, cut)
        for octet in range(len(request.heard)) if makes else _ends(request.heard):
            cut = Cut(Place(request.number, octet, answered=True, breaks=True))
            yield _Life(f"{name}'s answer +{octet}", LINE, cut)
    for commit, after in product(range(1, commits + 1), (False, True)):
        yield _Life(f"commit {commit}, {after=}", KIOSK, Cut(commit=commit, after=after))


def _ends(octets: bytes) -> list[int]:
    return sorted({0, len(octets) - 1} if octets else set())


def questions() -> Found:
    """Each beginning of each question, said to cupsd on a line that ends there: the next job's number is the next.

    And each beginning of each answer to one: the driver has heard nothing.
    """
    found = Found()
    with (
        tempfile.TemporaryDirectory() as folder,
        PrivateCups(Path(folder) / "cups") as lobby,
        Parrot(Path(folder) / "parrot") as parrot,
    ):
        asked, _ = _whole(Path(folder) / "whole", lobby)
        misheard = dict[tuple[str, int], str]()
        for request in asked:
            if request.name in _MAKES_A_JOB:
                continue
            before = _job_made(lobby)
            for octet in range(len(request.said)):
                _begin(lobby, request.said[:octet])
                if octet % _WAITING == 0:
                    cups.Connection(host=lobby.server).getDefault()  # it has met those before by then
            made = _job_made(lobby) - before - 1
            outcome = found.lived([f"{made} jobs were made of {request.name}"] if made else [], "no job")
            for octet in range(len(request.said)):
                found.point(_PRINTED, f"request {request.number}, {request.name} +{octet}", KIOSK, outcome)
            answer = f"request {request.number}, {request.name}'s answer"
            kind = (request.name, len(request.heard))  # the same question is put twice before a receipt is handed over
            if kind not in misheard:
                misheard[kind] = _misheard(parrot, request)
            outcome = found.lived([misheard[kind]], "no answer")
            for octet in range(len(request.heard)):
                found.point(_PRINTED, f"{answer} +{octet}", LINE, outcome)
    return found


def _misheard(parrot: Parrot, request: Request) -> str:
    """Which beginnings of an answer the driver takes for one, or that it does not know the whole; or nothing."""
    ask = _QUESTIONS_ASKED[request.name]
    if not parrot.is_heard(ask, request.heard):
        return "the whole is no answer"
    taken = [octet for octet in range(len(request.heard)) if parrot.is_heard(ask, request.heard[:octet])]
    return f"taken for an answer: {taken}" if taken else ""


def _begin(lobby: PrivateCups, words: bytes) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(lobby.server)
        line.sendall(words)


def _job_made(lobby: PrivateCups) -> int:
    """The number of a job that is made now, and taken back."""
    spooler = cups.Connection(host=lobby.server)
    job = spooler.createJob(lobby.form_queue, "which number", {"job-hold-until": "indefinite"})
    spooler.cancelJob(job, purge_job=True)
    return int(job)
