"""B6: twenty pages queued at once go out one call after another, in order of urgency, bit for bit, in flat memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.desk.views import FaxState, Urgency
from tests.flows.estate import RETRIES_S, SPEED, Beside, rss_kb
from tests.hw_doubles.lobby import Lobby
from tests.hw_doubles.processes import until

pytestmark = pytest.mark.real_time
ORDERS, PAGES = 10, 2
_GROWTH_KB = 6_000  # of a process of some 60 MB; one page as a raster is 0.25 MB, twenty kept would be 5 MB


def test_twenty_pages_queued_at_once_go_out_one_call_after_another(tmp_path: Path) -> None:
    with Lobby(tmp_path, speed=SPEED, retry_waits_s=RETRIES_S, screens=False) as lobby, Beside(lobby) as house:
        warm = house.order("02112003859", PAGES)  # everything that is loaded once is loaded
        house.until_state(warm, FaxState.DELIVERED)
        core = lobby.processes["core"].pid
        before, opened = rss_kb(core), lobby.telephone.state()["port_opens"]
        lobby.telephone.unplug()
        until(lambda: not house.desk.status.service("place_call").usable, "the modem is missed", 20)
        urgencies = [Urgency.URGENT if n % 3 == 2 else Urgency.NORMAL for n in range(ORDERS)]
        jobs = [house.order(f"0211200384{n}", PAGES, urgency) for n, urgency in enumerate(urgencies)]
        lobby.telephone.replug()
        for job in jobs:
            house.until_state(job, FaxState.DELIVERED, within_s=200)
        calls = lobby.telephone.calls()[1:]
        assert [int(call.number[-1]) for call in calls] == sorted(range(ORDERS), key=lambda n: (n % 3 != 2, n))
        assert [len(call.pages) for call in calls] == [PAGES] * ORDERS
        assert lobby.telephone.state()["port_opens"] == opened + 1  # after the plug, then never again
        assert house.faults() == []
        assert rss_kb(core) - before < _GROWTH_KB
