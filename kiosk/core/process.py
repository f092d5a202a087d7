"""The core process: starts the workers, listens to the bell, ends them politely.

Owns the order of start and end: recovery before the first worker, hanging up before the last. Knows no concrete device:
``kiosk/app.py`` hands the workers in.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from kiosk.core.fax_worker import FaxWorker
from kiosk.core.health import HealthBoard
from kiosk.core.worker import Turn, Worker
from kiosk.desk.dispatch import Dispatch
from kiosk.desk.house import House
from kiosk.desk.reception import Reception
from kiosk.desk.self_test_log import SelfTestLog
from kiosk.desk.sign_of_life import Heartbeat
from kiosk.doorbell import Doorbell
from kiosk.watchdog import Watchdog

_LOOK_S = 1.0  # a lost ring costs no more than this
_END_S = 8.0  # a call ends politely within 5 s


class Carrier(Protocol):
    """Who carries the records to head office: a worker that is told when to look."""

    def look(self, devices: Mapping[str, Any]) -> None:
        """There may be new records, and this is how the devices are."""
        ...


@dataclass(frozen=True)
class Core:
    """What the core is made of."""

    house: House
    bell: Doorbell
    dispatch: Dispatch
    turns: Sequence[Turn]
    fax: FaxWorker | None
    health: HealthBoard
    carrier: Carrier | None
    sweep: Callable[[], object]
    reception: Reception
    self_tests: SelfTestLog


def run_core(core: Core, stop: threading.Event, watchdog: Watchdog) -> None:
    """Work until ``stop`` is set. A defect of this loop, too, ends a call politely before it ends the process."""
    recover(core)
    workers: list[Worker] = []
    heart = Heartbeat(core.house.live, core.house.clock)
    try:
        for turn in core.turns:
            worker = Worker(turn, core.health.defect, core.health.mended)
            worker.start()
            workers.append(worker)
        watchdog.ready()
        while not stop.is_set():
            _look(core, workers)
            if all(worker.alive for worker in workers):
                watchdog.alive()
                heart.beat()
    finally:
        end(core, workers)


def _look(core: Core, workers: Sequence[Worker]) -> None:
    """Wait for the bell, and hand on what it says."""
    if core.bell.wait(_LOOK_S):
        for worker in workers:
            worker.wake()
        if core.carrier:
            core.carrier.look(core.house.live.group("health."))
    if core.fax:
        core.fax.look()


def recover(core: Core) -> None:
    """Make the truth of what was under way when the core ended last, before anything new is begun (K1)."""
    core.house.live.put("line", None)
    core.sweep()
    core.dispatch.recover()
    core.reception.recover()
    core.self_tests.recover()
    core.reception.sweep()
    with core.house.step() as books:
        books.record("kiosk.started")


def end(core: Core, workers: Sequence[Worker]) -> None:
    """Hang up, then end all workers that were started."""
    if core.fax:
        core.fax.hang_up()
    for worker in workers:
        worker.ask_to_stop()
    for worker in workers:
        worker.join(_END_S)


def stop_on_signals(stop: threading.Event, also: Callable[[], None]) -> None:
    """SIGTERM and SIGINT end the process politely."""

    def heard(number: int, frame: object) -> None:
        stop.set()
        also()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, heard)
