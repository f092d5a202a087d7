"""How long after the end of a call is decided a modem of Class 2 or 2.0 is at rest, for every way a call can end.

Owns the ways and the worlds; the stop-watch is ``call_ends.py``'s. T.30, signals and far ends are libspandsp's
(``class2_line_time.py``), on a line that takes its time. A modem that hangs is ``test_hung_class2.py``'s. Called by
``tests.bench``; ``python -m tests.bench.call_ends_class2`` prints the table of docs/class2.md in real time.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from kiosk.fax import outcome as o
from tests.bench.call_ends import LIMIT_S, End, Way, longest_to_rest, tell, timed
from tests.bench.figures import Figure
from tests.hw_doubles.class2_line_time import TimedClass2CalledPort, TimedClass2Port
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, Line

_PLAIN = FarEnd(ecm=False)
_CANCEL, _UNPLUG = "cancel", "unplug"
_WORLDS = 3
_CALLER = "057187009999"

SENT = (
    Way("delivered"),
    Way("delivered with ECM", FarEnd()),
    Way("busy", FarEnd(kind=FarEndKind.BUSY)),
    Way("no answer", FarEnd(kind=FarEndKind.NO_ANSWER)),
    Way("no dial tone", line=Line(dial_tone=False)),
    Way("a voice", FarEnd(kind=FarEndKind.VOICE)),
    Way("silence", FarEnd(kind=FarEndKind.SILENCE)),
    Way("never trains", replace(_PLAIN, spoil_tcf=30)),
    Way("last page refused (RTN)", replace(_PLAIN, spoil_pages=(2,))),
    Way("hung up after DCS", replace(_PLAIN, hang_up="after:DCS")),
    Way("hung up in a page", replace(_PLAIN, hang_up="in:page:1")),
    Way("hung up after EOP", replace(_PLAIN, hang_up="after:EOP")),
)
SENT_AND_CANCELLED = (
    Way("cancelled while dialling", replace(_PLAIN, rings=3), act=_CANCEL, at=o.Dialling, after_s=4),
    Way("cancelled before DIS", replace(_PLAIN, dis_delay_s=12), act=_CANCEL, at=o.Dialling, after_s=8),
    Way("cancelled in training", act=_CANCEL, at=o.Connected, after_s=2.5),
    Way("cancelled in a page", act=_CANCEL, at=o.PageStarted, after_s=4),
    Way("cancelled in a page with ECM", FarEnd(), act=_CANCEL, at=o.PageStarted, after_s=4),
    Way("cancelled awaiting MCF", act=_CANCEL, at=o.PageSubmitted, after_s=1.0),
    Way("modem unplugged in a page", act=_UNPLUG, at=o.PageStarted, after_s=1.0),
)
RECEIVED = (
    Way("received", answered=True),
    Way("received with ECM", FarEnd(), answered=True),
    Way("answered: a voice", FarEnd(kind=FarEndKind.VOICE), answered=True),
    Way("answered: caller gone in a page", replace(_PLAIN, hang_up="in:page:1"), answered=True),
    Way("answered: caller gone after EOP", replace(_PLAIN, hang_up="after:EOP"), answered=True),
    Way("answered: page not kept", answered=True, keeps=False),
    Way("answered: cancelled in training", answered=True, act=_CANCEL, at=o.CallerKnown),
    Way("answered: cancelled in a page", answered=True, act=_CANCEL, at=o.PageArriving, after_s=2),
    Way("answered: modem unplugged in a page", answered=True, act=_UNPLUG, at=o.PageArriving, after_s=1),
)
GROUPS = {"sent": SENT, "cancelled": SENT_AND_CANCELLED, "received": RECEIVED}
CLASSES = {"class2": True, "class2_0": False}  # name in the figures: whether it is the draft


def measure(speed: float = 1.0) -> Iterator[Figure]:
    """The longest of each group in each class, in real time on a machine that is not busy.

    The double lives whole calls within an answer, and its port is deaf meanwhile: hurried, that would count many times.
    """
    for name, draft in CLASSES.items():
        for group, ways in GROUPS.items():
            longest_s = longest_to_rest(measured(ways, draft, speed))
            yield Figure(f"call_end.{name}.{group}_to_rest", longest_s, "s", LIMIT_S)


def measured(ways: tuple[Way, ...], draft: bool, speed: float) -> Iterator[End]:
    """Every way, some at the same time, each with a modem of its own."""
    with ThreadPoolExecutor(_WORLDS) as worlds:
        yield from worlds.map(lambda way: end_of(way, draft, speed), ways)


def end_of(way: Way, draft: bool, speed: float) -> End:
    """Let one call end so."""
    with tempfile.TemporaryDirectory() as folder, Class2World(way, Path(folder), draft, speed) as world:
        return timed(way, world, Path(folder), speed)


class Class2World:
    """A modem of Class 2 or 2.0, its line, and who is there."""

    def __init__(self, way: Way, folder: Path, draft: bool, speed: float) -> None:
        self._way = way
        if way.answered:
            self._port = TimedClass2CalledPort(folder, draft=draft, speed=speed)
        else:
            self._port = TimedClass2Port(folder, way.far_end, way.line, draft=draft, speed=speed)

    def __enter__(self) -> Class2World:
        self._port.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._port.__exit__(None, None, None)
        assert self._port.error is None, self._port.error

    @property
    def port(self) -> str:
        return self._port.path

    def call_in(self, tiff: Path, *, far_end: FarEnd) -> None:
        assert isinstance(self._port, TimedClass2CalledPort)
        self._port.call_in(tiff, _CALLER, far_end, self._way.line)

    def unplug(self) -> None:
        self._port.unplug()

    def hang_modem(self) -> None:
        self._port.modem.hung = True


if __name__ == "__main__":
    for title, is_draft in CLASSES.items():
        print(title)
        for one in measured((*SENT, *SENT_AND_CANCELLED, *RECEIVED), is_draft, float(*sys.argv[1:2] or "1")):
            tell(one)
