"""How long after the end of a call is decided the modem is in command state again, for every way a call can end.

Owns the ways and the stop-watch: from the engine's decision (a timer's note in the trace, the wish to cancel, or the
moment it begins to hang up) until ``place`` or ``receive`` returns with a modem that answers. Signals and far ends are
the soft modem's world. Called by ``tests.bench``; ``python -m tests.bench.call_ends`` prints the table of docs/fax.md
in real time. ``call_ends_class2.py`` measures modems that run T.30 themselves with the same stop-watch.
"""

from __future__ import annotations

import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from PIL import Image

from kiosk.devices.line_choice import ChosenLine, open_line
from kiosk.devices.protocols import AnswerOrder, HealthState, OutgoingCall, ReceivedPage
from kiosk.fax import outcome as o
from tests.bench.figures import Figure
from tests.hw_doubles.hurried_clock import HurriedClock
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, HangUpSign, Line, TelephoneWorld

LIMIT_S = 5.0
_WORLDS = 3
_PLAIN = FarEnd(ecm=False)
_SILENCE, _BUSY = Line(hang_up_sign=HangUpSign.SILENCE), Line(hang_up_sign=HangUpSign.BUSY_TONE)
_CANCEL, _UNPLUG, _HANG = "cancel", "unplug", "hang"


@dataclass(frozen=True)
class Way:
    """One way to end: what is out there, and what is done ``after_s`` (of line time) after the event ``at``."""

    name: str
    far_end: FarEnd = _PLAIN
    line: Line = field(default_factory=Line)
    act: str = ""
    at: type[object] = object
    after_s: float = 0.0
    answered: bool = False  # somebody calls us
    keeps: bool = True  # the disk takes pages

    @property
    def dies(self) -> bool:
        """The modem is gone or dead: there is no command state to come back to."""
        return self.act in (_UNPLUG, _HANG)


SENT = (
    Way("delivered"),
    Way("busy", FarEnd(kind=FarEndKind.BUSY)),
    Way("no answer", FarEnd(kind=FarEndKind.NO_ANSWER)),
    Way("no dial tone", line=Line(dial_tone=False)),
    Way("a voice", FarEnd(kind=FarEndKind.VOICE)),
    Way("silence", FarEnd(kind=FarEndKind.SILENCE)),
    Way("never trains", replace(_PLAIN, spoil_tcf=30)),
    Way("last page refused (RTN)", replace(_PLAIN, spoil_pages=(2,))),
    *(
        Way(f"dropped {moment}, {sign}", replace(_PLAIN, hang_up=hang_up), line)
        for moment, hang_up in (("after DCS", "after:DCS"), ("in a page", "in:page:1"), ("after EOP", "after:EOP"))
        for sign, line in (("NO CARRIER", Line()), ("busy tone", _BUSY), ("silently", _SILENCE))
    ),
    Way("cancelled while dialling", replace(_PLAIN, rings=3), act=_CANCEL, at=o.Dialling, after_s=4),
    Way("cancelled before DIS", replace(_PLAIN, dis_delay_s=12), act=_CANCEL, at=o.Dialling, after_s=8),
    Way("cancelled in training", act=_CANCEL, at=o.Connected, after_s=2.5),
    Way("cancelled in a page", act=_CANCEL, at=o.PageStarted, after_s=1.5),
    Way("cancelled in a page with ECM", FarEnd(), act=_CANCEL, at=o.PageStarted, after_s=1.5),
    Way("cancelled awaiting MCF", act=_CANCEL, at=o.PageSubmitted, after_s=1.6),
    Way("modem unplugged in a page", act=_UNPLUG, at=o.PageStarted, after_s=1.0),
    Way("modem hangs while dialling", act=_HANG, at=o.Dialling, after_s=1.0),
    Way("modem hangs in training", act=_HANG, at=o.Connected, after_s=1.0),
    Way("modem hangs in a page", act=_HANG, at=o.PageStarted, after_s=1.0),
    Way("modem hangs awaiting MCF", act=_HANG, at=o.PageSubmitted, after_s=1.6),
)
RECEIVED = (
    Way("received", answered=True),
    Way("answered: a voice", FarEnd(kind=FarEndKind.VOICE), answered=True),
    Way("answered: caller gone in a page", replace(_PLAIN, hang_up="in:page:1"), answered=True),
    Way("answered: caller gone silently", replace(_PLAIN, hang_up="in:page:1"), _SILENCE, answered=True),
    Way("answered: page not kept", answered=True, keeps=False),
    Way("answered: cancelled in training", answered=True, act=_CANCEL, at=o.CallerKnown),
    Way("answered: cancelled in a page", answered=True, act=_CANCEL, at=o.PageArriving, after_s=2),
    Way("answered: modem unplugged in a page", answered=True, act=_UNPLUG, at=o.PageArriving, after_s=1),
    Way("answered: modem hangs in a page", answered=True, act=_HANG, at=o.PageArriving, after_s=1),
)


@dataclass(frozen=True)
class End:
    """What came of it. ``rest_s``: from the decision to command state; ``noticed_s``: from the act to the decision."""

    way: Way
    outcome: str
    rest_s: float
    noticed_s: float | None
    health: HealthState


def measure(speed: float = 4.0) -> Iterator[Figure]:
    """The longest of those whose modem lives, on a line four times as fast as time."""
    ends = list(measured((*SENT, *RECEIVED), speed))
    yield Figure("call_end.longest_to_rest", longest_to_rest(ends), "s", LIMIT_S)
    noticed = [end.noticed_s for end in ends if end.way.act == _HANG and "dialling" not in end.way.name]
    yield Figure("call_end.hung_modem_noticed", max(s for s in noticed if s is not None), "s", 30.0)


def longest_to_rest(ends: Iterable[End]) -> float:
    """Of those whose modem lives. Raises RuntimeError if one of them is not well afterwards."""
    living = [end for end in ends if not end.way.dies]
    if any(end.health is not HealthState.OK for end in living):
        raise RuntimeError(f"a modem is not at rest: {[end for end in living if end.health is not HealthState.OK]}")
    return max(end.rest_s for end in living)


def measured(ways: tuple[Way, ...], speed: float) -> Iterator[End]:
    """Every way, some of them at the same time, each in a telephone world of its own."""
    with ThreadPoolExecutor(_WORLDS) as worlds:
        yield from worlds.map(lambda way: end_of(way, speed), ways)


def end_of(way: Way, speed: float) -> End:
    """Let one call end so."""
    with tempfile.TemporaryDirectory() as folder, TelephoneWorld(Path(folder), speed=speed) as world:
        world.set(far_end=way.far_end, line=way.line)
        return timed(way, world, Path(folder), speed)


def timed(way: Way, world: World, folder: Path, speed: float) -> End:
    """One call in this world, with its stop-watch."""
    clock = HurriedClock(speed)
    line = open_line(str(world.port), clock)
    try:
        line.identify()
        return _Watch(way, world, clock, line, speed).run(folder)
    finally:
        line.close()


class World(Protocol):
    """What is behind the port: a modem, a line, a far end."""

    @property
    def port(self) -> Path | str: ...

    def call_in(self, tiff: Path, *, far_end: FarEnd) -> object: ...

    def unplug(self) -> None: ...

    def hang_modem(self) -> None: ...


class _Watch:
    """The stop-watch of one call."""

    def __init__(self, way: Way, world: World, clock: HurriedClock, line: ChosenLine, speed: float) -> None:
        self._way, self._world, self._clock, self._line, self._speed = way, world, clock, line, speed
        self._cancel = threading.Event()
        self._begun_s = self._acted_s = self._hanging_up_s = 0.0

    def run(self, folder: Path) -> End:
        report = self._receive(folder) if self._way.answered else self._send()
        ended_s = self._clock.monotonic()
        decided_s = self._decided_s(report)
        noticed_s = decided_s - self._acted_s if self._acted_s and self._way.dies else None
        return End(self._way, report.outcome.value, ended_s - decided_s, noticed_s, self._line.health().state)

    def _send(self) -> o.CallReport:
        pages = [o.FaxPage(1728, _HEIGHT, o.Resolution.STANDARD, _ROWS)] * 2
        return self._line.place(OutgoingCall("057188001234", "+86 571 1", pages), self._see, self._cancel)

    def _receive(self, folder: Path) -> o.ReceptionReport:
        tiff = folder / "sent.tif"
        picture = Image.frombytes("1", (1728, _HEIGHT), _ROWS)
        picture.save(tiff, compression="group4", dpi=(204, 98), save_all=True, append_images=[picture])
        caller = threading.Timer(0.5, self._world.call_in, (tiff,), {"far_end": self._way.far_end})
        caller.start()
        report = self._line.receive(AnswerOrder("+86 571 1"), self._keep, self._see, self._cancel)
        assert report is not None
        return report

    def _keep(self, _page: ReceivedPage) -> None:
        if not self._way.keeps:
            raise OSError(28, "No space left on device")

    def _see(self, event: object) -> None:
        if isinstance(event, o.Dialling | o.Answering):
            self._begun_s = self._clock.monotonic()
        if isinstance(event, o.HangingUp):
            self._hanging_up_s = self._clock.monotonic()
        if self._way.act and isinstance(event, self._way.at) and not self._acted_s:
            self._acted_s = self._clock.monotonic() + self._way.after_s
            threading.Timer(self._way.after_s / self._speed, self._act).start()

    def _act(self) -> None:
        self._acted_s = self._clock.monotonic()
        if self._way.act == _CANCEL:
            self._cancel.set()
        elif self._way.act == _UNPLUG:
            self._world.unplug()
        else:
            self._world.hang_modem()

    def _decided_s(self, report: o.CallReport | o.ReceptionReport) -> float:
        if self._way.act == _CANCEL:
            return self._acted_s
        heard = max((e.at_ms for e in report.trace if e.direction == "<" and e.signal != "raw"), default=0)
        for entry in report.trace:
            if entry.signal == "PORT LOST":
                return self._begun_s + entry.at_ms / 1000
        notes = [e.at_ms for e in report.trace if e.signal == "NOTE" and e.at_ms >= heard]
        noted_s = self._begun_s + notes[-1] / 1000 if notes else float("inf")
        return min(noted_s, self._hanging_up_s or float("inf"))


# What no coding makes short: a page lasts some twelve seconds.
_HEIGHT = 50
_ROWS = bytes((x * 37 + y * 101) * (x ^ y) & 0xFF for y in range(_HEIGHT) for x in range(216))


def tell(found: End) -> None:
    """A row of the table."""
    noticed = "" if found.noticed_s is None else f"{found.noticed_s:.1f}"
    print(f"| {found.way.name} | {found.outcome} | {found.rest_s:.1f} | {noticed} | {found.health} |", flush=True)


if __name__ == "__main__":
    for one in measured((*SENT, *RECEIVED), float(sys.argv[1]) if len(sys.argv) > 1 else 1.0):
        tell(one)
