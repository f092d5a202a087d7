"""Every octet between a kiosk and its payment provider, or the machine that takes money; and steps of those to cupsd.

Owns the lists of these points: who loses power there or which line breaks, and what came of it once everybody had done
the rest. With the machine each octet is a life of its own, with cupsd a step of them is. With the provider neighbours
after which it has the same, or the kiosk has heard the same, are sorted together (``qr_octets``), and both ends of such
a stretch are lived through. Called by ``tests.bench.crash``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from tests.faults import machine_scenario, printing_scenario, qr_octets, qr_scenario
from tests.faults.cut_line import HEAD, CutLine, Place, Request, Stretch
from tests.faults.machine_scenario import Counter, Cut
from tests.faults.qr_octets import Exchange
from tests.hw_doubles.pay_provider import PayProvider
from tests.hw_doubles.private_cups import PrivateCups

_MEMORY = Path("/dev/shm")
_COLUMNS = "what is done\tit ends before\twhat ends\toutcome, once everybody has done the rest\n"
_KIOSK, _BOTH, _LINE = "the kiosk's power", "the kiosk's power and cupsd's", "the line"
_PRINTED = "a receipt printed"
_HEAD, _DENSE, _SPARSE = 600, 8, 64  # of what is said to cupsd: a second's paper for each octet that is taken
_QUESTIONS = 3  # the same ones are put until the receipt is out


@dataclass
class Found:
    """The list of one kind of points as it is written down, how many there are, and after how many it was wrong."""

    lines: list[str] = field(default_factory=lambda: ["\n", _COLUMNS])
    points: int = 0
    lives: int = 0
    wrong: int = 0

    def lived(self, faults: Iterable[str], good: str) -> str:
        """One more life; what to say of it."""
        said = "; ".join(filter(None, faults))
        self.lives, self.wrong = self.lives + 1, self.wrong + bool(said)
        return said or good

    def point(self, done: str, place: str, whose: str, outcome: str) -> None:
        """One more point."""
        self.points += 1
        self.lines.append(f"{done}\t{place}\t{whose}\t{outcome}\n")


def room() -> tempfile.TemporaryDirectory[str]:
    """In memory where there is such a place: the disk's own cuts are ``tests.bench.crash``'s."""
    return tempfile.TemporaryDirectory(dir=_MEMORY if _MEMORY.is_dir() else None)


def to_the_provider() -> Found:
    """Each octet of each request and of each answer: the kiosk dies there, or the line breaks."""
    found = Found()
    with room() as folder:
        morning, cut = Path(folder) / "morning", Path(folder) / "cut"
        qr_scenario.morning(morning)
        with PayProvider(Path(folder) / "provider") as provider:
            whole = qr_octets.exchanges(shutil.copytree(morning, cut), provider)
        for number, exchange in enumerate(whole, start=1):
            for place, whose, outcome in _ended(found, exchange, Path(folder)):
                found.point("by QR code", f"request {number}, {exchange.kind}{place}", whose, outcome)
    return found


def _ended(found: Found, exchange: Exchange, folder: Path) -> Iterator[tuple[str, str, str]]:
    """Each octet with whose power goes and what came of it; the ends of each stretch are lived through."""
    with PayProvider(folder / "provider") as provider:
        asked = qr_octets.of_request(exchange, provider)
    heard = qr_octets.of_answer(exchange)
    request = exchange.request
    dies = [Stretch(range(len(request.heard)), "hears no more")] if request.heard else []
    for answered, breaks, sorts in (
        (False, False, asked),
        (False, True, asked),
        (True, False, dies),
        (True, True, heard),
    ):
        for stretch in sorts:
            faults = []
            for octet in stretch.ends:
                shutil.rmtree(folder / "cut")
                with PayProvider(folder / "provider") as provider:
                    life = shutil.copytree(folder / "morning", folder / "cut")
                    ended = qr_scenario.cut_and_lived_on(life, provider, Place(request.number, octet, answered, breaks))
                faults.append(found.lived(ended, ""))
            outcome = f"{stretch.outcome}: {'; '.join(filter(None, faults)) or 'paid once'}"
            side, whose = "'s answer" if answered else "", _LINE if breaks else _KIOSK
            yield from ((f"{side} +{octet}", whose, outcome) for octet in stretch.octets)


def to_the_machine() -> Found:
    """Each octet to the machine and from it: the kiosk dies, with or without it; from it: the rest is lost, too."""
    found = Found()
    with room() as folder:
        morning, cut = Path(folder) / "morning", Path(folder) / "cut"
        machine_scenario.morning(morning)
        way = machine_scenario.live(Counter(shutil.copytree(morning, cut)), Cut())
        for place, whose, end in _machine_cuts(way):
            shutil.rmtree(cut)
            faults = machine_scenario.cut_and_lived_on(Counter(shutil.copytree(morning, cut)), end)
            found.point("at the machine", place, whose, found.lived(faults, "paid once"))
    return found


def _machine_cuts(way: machine_scenario.Way) -> Iterator[tuple[str, str, Cut]]:
    both = f"{_KIOSK} and the machine's"
    for number in range(1, way.octets + 1):
        place = f"octet {number} of {way.octets}"
        yield place, _KIOSK, Cut(octet=number)
        yield place, both, Cut(octet=number, machine_too=True)
    for number in range(1, way.answers + 1):
        place = f"octet {number} of {way.answers} from it"
        too = number % 2 == 0
        yield place, both if too else _KIOSK, Cut(answer=number, machine_too=too)
        yield place, "that answer", Cut(answer=number, breaks=True)


def to_the_printer() -> Found:
    """Steps of octets to cupsd while a receipt is printed, by turns with cupsd's power, and each commit's sides."""
    with tempfile.TemporaryDirectory() as folder, PrivateCups(Path(folder) / "cups") as lobby:
        printing_scenario.grow_old(lobby)
        whole = printing_scenario.live(Path(folder) / "whole", lobby, "W1", printing_scenario.Cut())
        lobby.mend_all()
        lives = _Receipts(Path(folder) / "cut", lobby)
        for turn, (request, octet) in enumerate(_said(whole.line)):
            too = turn % 2 == 0
            cut = printing_scenario.Cut(Place(request.number, octet), scheduler_too=too)
            whose = _BOTH if too else _KIOSK
            lives.found.point(_PRINTED, f"{request.name} +{octet}", whose, lives.live(cut, request.name))
        for commit, after in product(range(1, whole.commits + 1), (False, True)):
            outcome = lives.live(printing_scenario.Cut(commit=commit, after=after))
            lives.found.point(_PRINTED, f"commit {commit}, {after=}", _KIOSK, outcome)
        return lives.found


def _said(line: CutLine) -> Iterator[tuple[Request, int]]:
    """Every few octets of what makes the job and brings its document; three of a question, until all is the same."""
    requests = line.requests()
    until = [request.name for request in requests].index("Send-Document") + _QUESTIONS
    for number, request in enumerate(requests):
        numbers = range(len(request.said))
        if request.name in ("Create-Job", "Send-Document"):
            chosen = sorted({*numbers[:_HEAD:_DENSE], *numbers[_HEAD::_SPARSE], *numbers[-_DENSE:]})
        elif number <= until:
            chosen = sorted({numbers[0], numbers[len(numbers) // 2], numbers[-1]})
        else:
            chosen = []
        yield from ((request, octet) for octet in chosen)


class _Receipts:
    """Each is printed by a kiosk of a number of its own: cupsd remembers the names of all jobs."""

    def __init__(self, room: Path, lobby: PrivateCups) -> None:
        self.found, self._room, self._lobby = Found(), room, lobby

    def live(self, cut: printing_scenario.Cut, request: str = "") -> str:
        """What came of it. ``request``: where it is known to end, maybe before it has said what it is."""
        kiosk = f"C{self.found.lives}"
        ended = printing_scenario.cut_and_lived_on(self._room, self._lobby, kiosk, cut)
        shutil.rmtree(self._room)
        faults = [ended.fault] if ended.fault else []
        faults += [f"it ended in {ended.within}"] if request and ended.within not in (request, HEAD) else []
        return self.found.lived(faults, "printed once, or asked")
