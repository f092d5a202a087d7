"""The line for an hour and for a hundred pages: what goes wrong, what grows, what it costs.

Owns the programme of calls. The driver is the real one on the soft modem in lockstep (an hour is half a minute), whose
work is not in this process's account; one call of three pages a direction is made in real time. Called by
``tests.bench``.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk.clock import SystemClock
from kiosk.devices.class1_line import Class1Line
from kiosk.devices.protocols import AnswerOrder, OutgoingCall
from kiosk.fax.outcome import CallOutcome, LineEvent, PageConfirmed, ReceptionEvent, ReceptionOutcome
from tests.bench.figures import Figure
from tests.hw_doubles.lockstep_calls import IDENT, NUMBER, DrawnPages, House, holding, house
from tests.hw_doubles.softmodem import FarEnd, FarEndKind, TelephoneWorld

_CALLS, _EVERY_S = 360, 10.0
_LONGEST_DELAY_S = 40.0  # what the two calls before it take: none is left behind for good
_BUSY_NUMBER = "057188005555"
_PAGES, _SETTLED = 100, 10
_IDLE_S = 5.0


def measure() -> Iterator[Figure]:
    """An hour with a call every ten seconds; a hundred pages out and in; the processor's part in a call."""
    with tempfile.TemporaryDirectory() as folder, house(Path(folder)) as home:
        yield from _hour(home, Path(folder))
    for direction in ("send", "receive"):
        with tempfile.TemporaryDirectory() as folder, house(Path(folder)) as home:
            growth_mb = _growth_mb(home, direction, Path(folder))
            yield Figure(f"endurance.{direction}.100_pages.memory_growth", growth_mb, "MB", 1.0)
    with tempfile.TemporaryDirectory() as folder, TelephoneWorld(Path(folder), speed=1.0) as world:
        yield from _processor(world, Path(folder))


def _hour(home: House, folder: Path) -> Iterator[Figure]:
    """A call is due every ten seconds: a page out, a page in, three busy numbers, and so on."""
    home.world.set(FarEnd(kind=FarEndKind.BUSY), number=_BUSY_NUMBER)
    letter = DrawnPages(1, lines=2, height=300)
    tiff = letter.tiff(folder / "letter.tif")
    wrong, latest_s, settled_mb, begun_s = 0, 0.0, 0.0, home.world.line_s
    for number in range(_CALLS):
        due_s = begun_s + number * _EVERY_S
        while home.world.line_s < due_s:
            home.world.run(round((due_s - home.world.line_s) * 1000))
        latest_s = max(latest_s, home.world.line_s - due_s)
        wrong += not _went_well(home, letter, tiff, number)
        if number == _CALLS // 10:
            settled_mb = holding().memory_mb
    yield Figure("endurance.hour.calls_gone_wrong", wrong, f"of {_CALLS}", 0.0)
    yield Figure("endurance.hour.port_openings", home.lockstep.openings, "times", 1.0)
    yield Figure("endurance.hour.memory_growth", holding().memory_mb - settled_mb, "MB", 1.0)
    yield Figure("endurance.hour.longest_delay", latest_s, "s of the line", _LONGEST_DELAY_S)


def _went_well(home: House, letter: DrawnPages, tiff: Path, number: int) -> bool:
    match number % 5:
        case 0:
            sent, seen = home.send(letter)
            return sent.outcome is CallOutcome.DELIVERED and seen.delivered
        case 1:
            received, seen = home.receive(tiff)
            return received.outcome is ReceptionOutcome.RECEIVED and seen.delivered
        case _:
            return home.send(letter, _BUSY_NUMBER)[0].outcome is CallOutcome.BUSY


def _growth_mb(home: House, direction: str, folder: Path) -> float:
    """From the tenth page of a call to its hundredth."""
    memory_mb: dict[int, float] = {}

    def watch(event: LineEvent | ReceptionEvent) -> None:
        if isinstance(event, PageConfirmed) and event.page in (_SETTLED, _PAGES):
            memory_mb[event.page] = holding().memory_mb

    home.watch = watch
    pages = DrawnPages(_PAGES)
    if direction == "send":
        home.send(pages)
    else:
        home.receive(pages.tiff(folder / "pages.tif"))
    return memory_mb[_PAGES] - memory_mb[_SETTLED]  # KeyError: the call did not go through


def _percent_of_a_core(act: Callable[[], object]) -> float:
    """Of this process alone, over the time that ``act`` takes."""
    cpu_s, wall_s = time.process_time(), time.perf_counter()
    act()
    return 100 * (time.process_time() - cpu_s) / (time.perf_counter() - wall_s)


def _processor(world: TelephoneWorld, folder: Path) -> Iterator[Figure]:
    """Three pages each way, in real time, beyond what the same process takes at rest."""
    line, pages = Class1Line(str(world.port), SystemClock()), DrawnPages(3)
    tiff = pages.tiff(folder / "pages.tif")
    nothing = threading.Event()
    try:
        line.identify()
        rest = _percent_of_a_core(lambda: nothing.wait(_IDLE_S))
        call = OutgoingCall(NUMBER, IDENT, pages)
        sending = _percent_of_a_core(lambda: line.place(call, lambda _event: None, nothing))
        world.wait_for_call(1)
        caller = threading.Timer(1.0, lambda: world.call_in(tiff))
        caller.start()
        receiving = _percent_of_a_core(
            lambda: line.receive(AnswerOrder(IDENT), lambda _page: None, lambda _event: None, nothing)
        )
        delivered = [record.delivered for record in (world.wait_for_call(1), world.wait_for_call(2))]
    finally:
        line.close()
    if delivered != [True, True]:
        raise RuntimeError(f"the measured calls failed: {delivered}")
    yield Figure("endurance.send.3_pages.cpu", sending - rest, "% of a core", 3.0)
    yield Figure("endurance.receive.3_pages.cpu", receiving - rest, "% of a core", 3.0)
