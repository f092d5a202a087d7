"""``kiosk run``: core and screens together, each started again when it ends (K1).

Owns the two child processes. Where systemd is there, it does this better with the units in ``deploy/``; this is for
demos, development and machines without it.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from kiosk.commands.common import add_config, log_to_stderr

_AGAIN_FIRST_S, _AGAIN_LONGEST_S = 0.5, 10.0
_END_S = 12.0


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    parser = subparsers.add_parser("run", help="run core and screens, each started again when it ends")
    add_config(parser)
    parser.add_argument("--pids", type=Path, help="write the process ids of core and ui to this file")


def run(args: argparse.Namespace) -> int:
    """Run until SIGTERM, or until the window is closed by a person."""
    log_to_stderr("run")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    keepers = [Keeper(name, ["--config", str(args.config)], stop) for name in ("core", "ui")]
    for keeper in keepers:
        keeper.start()
    while not stop.wait(0.5):
        if args.pids:
            _write_pids(args.pids, keepers)
    for keeper in reversed(keepers):
        keeper.end()
    return 0


class Keeper(threading.Thread):
    """Keeps one child alive. A child that ends by itself with 0 was closed by a person: then everything ends."""

    def __init__(self, name: str, arguments: list[str], ending: threading.Event) -> None:
        super().__init__(name=name, daemon=True)
        self._command = [sys.executable, "-m", "kiosk", name, *arguments]
        self._ending = ending
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Process id of the child now, 0 when there is none."""
        return self._child.pid if self._child and self._child.poll() is None else 0

    def run(self) -> None:
        again_s = _AGAIN_FIRST_S
        while not self._ending.is_set():
            self._child = subprocess.Popen(self._command)
            code = self._child.wait()
            if code == 0:
                self._ending.set()
            self._ending.wait(again_s)
            again_s = min(_AGAIN_LONGEST_S, again_s * 2)

    def end(self) -> None:
        """Ask the child to end; kill it if it does not."""
        if self._child and self._child.poll() is None:
            self._child.terminate()
            try:
                self._child.wait(_END_S)
            except subprocess.TimeoutExpired:
                self._child.kill()


def _write_pids(path: Path, keepers: list[Keeper]) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(f"{keeper.name} {keeper.pid}\n" for keeper in keepers), encoding="ascii")
    fresh.replace(path)
