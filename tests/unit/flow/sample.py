"""A flow file to spoil: the house's own repair request as a table, and what the loader says of a spoilt one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from kiosk.ui.flow.acts import vocabulary
from kiosk.ui.flow.loading import FLOWS, read_flow, read_table
from kiosk.ui.flow.rules import dangling
from kiosk.ui.flow.vocabulary import FlowError

REPAIR: dict[str, Any] = dict(read_table(FLOWS / "repair.toml"))


def changed(table: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """A copy of ``table`` with a change."""
    spoilt = copy.deepcopy(table)
    change(spoilt)
    return spoilt


def refused(table: dict[str, Any]) -> str:
    """What is said of a table that must not be taken for the repair request."""
    with pytest.raises(FlowError) as caught:
        flow = read_flow("repair", table, vocabulary())
        lost = dangling({"repair": flow})
        if lost is not None:
            raise lost[1]
    return str(caught.value)
