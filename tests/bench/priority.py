"""A process at the priority that its like has on a kiosk (deploy/systemd), if this machine lets us give it.

Called by the benches in which everything wants a processor at once.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from tests.hw_doubles.lobby import ROOT

_POLICIES = {"rr": os.SCHED_RR}


def as_on_a_kiosk(pid: int, name: str) -> None:
    """Every thread gets what the unit of ``kiosk`` ``name`` says; without the right to, none."""
    unit = (ROOT / "deploy" / "systemd" / f"kiosk-{name}.service").read_text("utf-8")
    policy, priority = (_setting(unit, f"CPUScheduling{what}") for what in ("Policy", "Priority"))
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(PermissionError, ProcessLookupError):
            os.sched_setscheduler(int(thread.name), _POLICIES[policy], os.sched_param(int(priority)))


def _setting(unit: str, name: str) -> str:
    return unit.partition(f"\n{name}=")[2].partition("\n")[0]
