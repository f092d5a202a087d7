"""K2: a worker whose device's code breaks is told of and mended, slowly; then nothing is told of it any more."""

from __future__ import annotations

import threading
import time

from kiosk.core.health import HealthBoard
from kiosk.core.worker import Worker
from kiosk.devices.protocols import Health, HealthState
from tests.desk_fixture import FurnishedDesk


def test_a_worker_that_breaks_is_told_and_mended_however_much_rings(kit: FurnishedDesk) -> None:
    mended = threading.Event()
    turns_s: list[float] = []
    reasons: list[str] = []

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
        reasons.append(kit.house.live.get("health.clumsy")["reason"])
        worker.wake()  # the news rings at everybody's door

    health = HealthBoard(kit.house.live, kit.clock)
    worker = Worker(Clumsy(), told, health.mended)
    worker.start()
    assert mended.wait(10)
    assert turns_s[1] - turns_s[0] >= 1.0
    worker.ask_to_stop()
    worker.join(10)
    assert not worker.alive
    assert reasons == ["defect"]
    assert "clumsy" not in kit.house.live.group("health."), "the clerk's board and the call light show it no more"


def test_k2_a_trouble_that_a_worker_has_told_of_itself_is_not_taken_back_by_a_good_turn(kit: FurnishedDesk) -> None:
    health = HealthBoard(kit.house.live, kit.clock)
    health.put("lights", Health(HealthState.ABSENT, "offline"))
    health.mended("lights")
    assert kit.house.live.get("health.lights")["reason"] == "offline"
