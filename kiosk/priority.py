"""Who comes first at the processor: the line, then a finger, then everybody else (docs/adr/real-time.md).

Owns how a process that serves neither steps back. The units (deploy/systemd) give the core and the screens the kernel's
real-time order; what they start inherits it, and would stand beside the line. So such a child is started as ``python -m
kiosk.priority NICE MODULE WORDS``: it steps back before anything is loaded.
"""

from __future__ import annotations

import os
import runpy
import sys
from contextlib import suppress
from pathlib import Path

_GROUP = Path("/proc/self/autogroup")


def step_back(nice: int) -> None:
    """Out of the real-time order, and ``nice`` steps behind whoever started us (sched(7)).

    Where the kernel groups processes by session (sched(7), "The autogroup feature"; not under systemd's own groups),
    nice counts only within one, and a child alone in its session had as much as all the kiosk. A session of others,
    the kiosk's own or a technician's shell, keeps its place.
    """
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    os.nice(nice)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # no such kernel, or no /proc
            _GROUP.write_text(str(nice), "ascii")


if __name__ == "__main__":
    step_back(int(sys.argv[1]))
    del sys.argv[:2]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
