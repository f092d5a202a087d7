"""H1, K1: kill -9 of broker and head office in the middle of the drain: every record arrives once, in order, whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.desk.views import FaxState
from tests.flows.estate import RETRIES_S, SPEED, Beside
from tests.hw_doubles.lobby import KIOSK_ID, Lobby
from tests.hw_doubles.processes import until

pytestmark = pytest.mark.real_time
BACKLOG = 600


def backlog(house: Beside, records: int) -> None:
    """Many calls for the clerk, each answered: two records each, made by the use cases."""
    staff = house.clerk()
    for _ in range(records // 2):
        call = house.desk.calls.call("home", None)
        house.desk.calls.acknowledge(staff, call.id)


def test_broker_and_head_office_killed_mid_drain_lose_and_double_nothing(tmp_path: Path) -> None:
    with Lobby(tmp_path, speed=SPEED, retry_waits_s=RETRIES_S, screens=False) as lobby, Beside(lobby) as house:
        lobby.office.kill()
        lobby.broker.kill()
        job = house.order("02112003840", 1)  # a fax needs neither
        backlog(house, BACKLOG)
        house.until_state(job, FaxState.DELIVERED)
        written = lobby.journal()[0]
        assert written >= BACKLOG
        lobby.broker.start()
        lobby.office.start()
        until(lambda: lobby.office.count(KIOSK_ID) > 0, "the drain has begun", 60)
        lobby.office.kill()
        lobby.broker.restart()
        lobby.office.start()
        until(lambda: lobby.journal()[1] > 0, "head office answers again", 90)
        lobby.restart("core")
        lobby.broker.restart()
        assert house.faults() == []
        sequence = [row["seq"] for row in lobby.office.records(KIOSK_ID)]
        assert sequence == list(range(1, len(sequence) + 1)) and len(sequence) > written
