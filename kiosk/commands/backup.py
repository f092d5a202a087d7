"""``kiosk backup``: the books and the keys once more, proved before they count (docs/backup.md).

Owns arguments and exit codes. May be run beside a kiosk at work, which does so by itself every hour.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from kiosk.commands.common import add_config, refuse_stranger

EXIT_DAMAGED = 3  # the store is not sound: nobody takes money on it any more
EXIT_NO_MEDIUM = 4


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    parser = subparsers.add_parser("backup", help="copy the books and the keys, and prove the copy")
    parser.add_argument("--state", type=Path, metavar="FOLDER", help="the kiosk's (default: the configured one)")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where backups are kept (default: as configured)")
    parser.add_argument("--keep", type=_at_least_one, metavar="N", help="how many are kept (default: as configured)")
    parser.add_argument(
        "--another-medium", action="store_true", help="refuse a folder on the kiosk's own disk (default: as configured)"
    )
    add_config(parser)


def _at_least_one(text: str) -> int:
    """Raises ArgumentTypeError: to keep none would destroy the one that was just made."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} must be 1 or more")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Exit codes: 0 there is a backup of the newest record, 1 it could not be made, 3 the store is damaged,
    4 it is sound and the medium for backups is missing."""
    from kiosk.clock import SystemClock
    from kiosk.desk.backup_medium import BackupMediumMissingError
    from kiosk.desk.backups import BooksDamagedError, back_up

    state, place, keep, wants_medium = _places(args)
    refuse_stranger(state, os.geteuid())
    try:
        if wants_medium:
            _see_medium(place, state)
        made = back_up(state, place, keep, SystemClock().stamp().at_utc)
    except BooksDamagedError as error:
        print(f"kiosk: the store is damaged; earlier backups are kept: {error.detail}", file=sys.stderr)
        return EXIT_DAMAGED
    except BackupMediumMissingError as error:
        print(f"kiosk: the medium for backups is missing: {error.detail}", file=sys.stderr)
        return EXIT_NO_MEDIUM
    print(f"{made.folder}: record {made.position.seq}, transaction {made.position.transaction}")
    return 0


def _see_medium(place: Path, state: Path) -> None:
    """Raises BackupMediumMissingError and, which is worse, BooksDamagedError: with no copy nobody else proves them."""
    from kiosk.desk.backup_medium import BackupMediumMissingError, refuse_own_disk
    from kiosk.desk.backups import prove_books

    try:
        refuse_own_disk(place, state)
    except BackupMediumMissingError:
        prove_books(state)
        raise


def _places(args: argparse.Namespace) -> tuple[Path, Path, int, bool]:
    """State, place, how many are kept, and whether the place must be on another medium: who names one has seen it."""
    if args.state and args.to and args.keep:
        return args.state, args.to, args.keep, args.another_medium
    from kiosk.config import load_config

    config = load_config(args.config)
    state = args.state or config.kiosk.state_dir
    wants_medium = args.another_medium or (not args.to and config.backup.wants_medium)
    return state, args.to or config.backup.place(state), args.keep or config.backup.keep, wants_medium
