"""Command line of the telephone world: ``python -m tests.hw_doubles.softmodem FOLDER [--speed N] [--log]``.

Owns the arguments and the end by SIGTERM. Prints one line (the port) when it is ready.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from tests.hw_doubles.softmodem import FarEnd, FarEndKind, spandsp
from tests.hw_doubles.softmodem.world import World

_SECOND_NUMBER = "12"  # as in docs/fax.md; ``world.set`` gives it another


def main() -> None:
    parser = argparse.ArgumentParser(prog="softmodem", description=__doc__)
    parser.add_argument("folder", type=Path, help="where the port, the control socket and the received pages are")
    parser.add_argument("--speed", type=float, default=1.0, help="audio clock against real time")
    parser.add_argument(
        "--second-modem", action="store_true", help=f"another modem, at FOLDER/modem-2; {_SECOND_NUMBER} reaches it"
    )
    parser.add_argument("--log", action="store_true", help="the library's own commentary on stderr")
    parser.add_argument("--with-parent", action="store_true", help="end when the process that started it is gone")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    log = spandsp.MessageHandler(_show) if asked.log else None
    parent = os.getppid() if asked.with_parent else None
    world = World(asked.folder.resolve(), asked.speed, log, parent, second=asked.second_modem)
    if asked.second_modem:
        world.exchange.numbers[_SECOND_NUMBER] = FarEnd(kind=FarEndKind.MODEM)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: world.stop())
    print(world.port.name, flush=True)
    world.run()


def _show(_level: int, text: bytes) -> None:
    sys.stderr.write(text.decode("utf-8", "replace"))


main()
