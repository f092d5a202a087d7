"""Every octet between a kiosk and its payment provider, or the machine that takes money.

Owns the lists of these points: who loses power there or which line breaks, and what came of it once everybody had done
the rest. With the machine each octet is a life of its own. With the provider neighbours after which it has the same, or
the kiosk has heard the same, are sorted together (``qr_octets``), and both ends of such a stretch are lived through.
Called by ``tests.bench.crash``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults import machine_scenario, qr_octets, qr_scenario
from tests.faults.cut_line import Place, Stretch
from tests.faults.machine_scenario import Counter, Cut
from tests.faults.qr_octets import Exchange
from tests.hw_doubles.pay_provider import PayProvider

_MEMORY = Path("/dev/shm")
_COLUMNS = "what is done\tit ends before\twhat ends\toutcome, once everybody has done the rest\n"
KIOSK, BOTH, LINE = "the kiosk's power", "the kiosk's power and cupsd's", "the line"


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
            side, whose = "'s answer" if answered else "", LINE if breaks else KIOSK
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
    both = f"{KIOSK} and the machine's"
    for number in range(1, way.octets + 1):
        place = f"octet {number} of {way.octets}"
        yield place, KIOSK, Cut(octet=number)
        yield place, both, Cut(octet=number, machine_too=True)
    for number in range(1, way.answers + 1):
        place = f"octet {number} of {way.answers} from it"
        too = number % 2 == 0
        yield place, both if too else KIOSK, Cut(answer=number, machine_too=too)
        yield place, "that answer", Cut(answer=number, breaks=True)
