"""``kiosk core``: the process that owns the devices."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import add_config, log_to_stderr

if TYPE_CHECKING:
    from kiosk.clock import Clock


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    parser = subparsers.add_parser("core", help="run the devices, the queues and the sync (no screen)")
    add_config(parser)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM."""
    from kiosk.clock import SystemClock

    log_to_stderr("core")
    return work(args.config, SystemClock())


def work(config: Path, clock: Clock) -> int:
    """The core of this configuration until SIGTERM, its waits measured by ``clock``."""
    from kiosk.app import CORE_BELL, UI_BELL, Composition
    from kiosk.config import load_config
    from kiosk.core.process import run_core, stop_on_signals
    from kiosk.core_app import CoreComposition
    from kiosk.watchdog import Watchdog

    stop = threading.Event()
    composition = Composition(load_config(config), clock, listens=CORE_BELL, rings=(UI_BELL, CORE_BELL))
    core = CoreComposition(composition).core(stop)
    stop_on_signals(stop, core.house.ring)
    run_core(core, stop, Watchdog())
    composition.close()
    return 0
