"""However a call on a modem of Class 2 or 2.0 ends, the modem is at rest within 5 s: ways of the bench (B6, K2)."""

from __future__ import annotations

import pytest

from kiosk.devices.protocols import HealthState
from tests.bench.call_ends import LIMIT_S, Way
from tests.bench.call_ends_class2 import RECEIVED, SENT, SENT_AND_CANCELLED, end_of

SPEED = 4.0
WAYS = {
    "busy": "busy",
    "cancelled in a page": "cancelled",
    "answered: page not kept": "not_kept",
}


def way_of(name: str) -> Way:
    return next(way for way in (*SENT, *SENT_AND_CANCELLED, *RECEIVED) if way.name == name)


@pytest.mark.real_time
@pytest.mark.parametrize("draft", [True, False], ids=["class 2", "class 2.0"])
@pytest.mark.parametrize("name", WAYS)
def test_the_modem_is_at_rest_within_five_seconds(name: str, draft: bool) -> None:
    end = end_of(way_of(name), draft, SPEED)
    assert end.outcome == WAYS[name] and end.health is HealthState.OK
    assert 0 <= end.rest_s <= LIMIT_S
