"""K2: a worker whose device's code breaks is told of and mended, slowly."""

from __future__ import annotations

import threading
import time

from kiosk.core.health import HealthBoard
from kiosk.core.worker import Worker
from tests.desk_fixture import FurnishedDesk


def test_a_worker_that_breaks_is_told_and_mended_however_much_rings(kit: FurnishedDesk) -> None:
    mended = threading.Event()
    turns_s: list[float] = []

    class Clumsy:
        name = "clumsy"

        def turn(self) -> float:
            turns_s.append(time.monotonic())
            if len(turns_s) == 1:
                raise ZeroDivisionError("a defect of ours")
            mended.set()
            return 60.0

        def close(self) -> None:
            pass

    def told(name: str, error: BaseException) -> None:
        health.defect(name, error)
        worker.wake()  # the news rings at everybody's door

    health = HealthBoard(kit.house.live, kit.clock)
    worker = Worker(Clumsy(), told)
    worker.start()
    assert mended.wait(10)
    assert turns_s[1] - turns_s[0] >= 1.0
    worker.ask_to_stop()
    worker.join(10)
    assert not worker.alive
    assert kit.house.live.get("health.clumsy")["reason"] == "defect"
