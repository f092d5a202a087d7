"""``kiosk restore``: begin again from the newest backup that is whole, with the kiosk standing still (docs/backup.md).

Owns arguments and exit codes.
"""

from __future__ import annotations

import argparse
import os
import socket
from pathlib import Path
from typing import Any

from kiosk.commands.common import add_config, refuse_stranger
from kiosk.errors import KioskError


class KioskRunningError(KioskError):
    """Nobody moves the books away under a kiosk at work."""

    number = 4012
    message_key = "error.backup.running"


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    parser = subparsers.add_parser("restore", help="begin again from a backup; the damaged store is kept aside")
    parser.add_argument(
        "--from",
        dest="backup",
        default="newest",
        metavar="FOLDER",
        help="one of the backups kept, by its folder, or newest (default); an older one is only taken when it is named",
    )
    parser.add_argument("--although-sound", action="store_true", help="even though nothing is wrong with the store")
    add_config(parser)


def run(args: argparse.Namespace) -> int:
    """Exit codes: 0 restored, 1 refused, and nothing was changed."""
    from kiosk.app import CORE_BELL, UI_BELL
    from kiosk.clock import SystemClock
    from kiosk.config import load_config
    from kiosk.desk.backup_medium import refuse_own_disk
    from kiosk.desk.restoring import choose, restore

    config = load_config(args.config)
    state, runtime = config.kiosk.state_dir, config.kiosk.runtime_dir
    refuse_stranger(state, os.geteuid())
    for bell in (CORE_BELL, UI_BELL):
        if _is_heard(runtime / bell):
            raise KioskRunningError(f"somebody listens to {runtime / bell}")
    place, named = config.backup.place(state), None if args.backup == "newest" else Path(args.backup)
    if named is None and config.backup.wants_medium:
        refuse_own_disk(place, state)  # what lies in its empty folder is from long ago
    backup = choose(place, named)
    done = restore(state, backup, SystemClock(), although_sound=args.although_sound)
    print(f"restored from {done.backup.folder}, taken {done.backup.taken_utc}, record {done.backup.position.seq}")
    print(f"what was there before: {done.aside}")
    for row in done.left_out:
        print(f"numbers never to be given: {row['series']} {row['first']} to {row['last']}")
    print(f"to be settled on the board: {done.doubted['faxes']} faxes, {done.doubted['papers']} papers")
    return 0


def _is_heard(bell: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ringer:
        try:
            ringer.connect(str(bell))
        except (FileNotFoundError, ConnectionRefusedError):
            return False
    return True
