"""A process at the priority that its like has on a kiosk (deploy/systemd), if this machine lets us give it.

Called by the benches in which everything wants a processor at once.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from tests.hw_doubles.lobby import ROOT


def as_on_a_kiosk(pid: int, name: str) -> None:
    """Every thread gets what the unit of ``kiosk`` ``name`` says; without the right to, none."""
    unit = (ROOT / "deploy" / "systemd" / f"kiosk-{name}.service").read_text("utf-8")
    nice = int(unit.partition("\nNice=")[2].partition("\n")[0])
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(PermissionError, ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, int(thread.name), nice)
