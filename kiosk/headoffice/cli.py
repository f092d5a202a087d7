"""``kiosk headoffice``: receive, export, verify, and let a kiosk that was restored go on.

Owns arguments, signals and exit codes. Called by ``kiosk.__main__`` and, where nothing else of the kiosk is installed,
by ``python -m kiosk.headoffice``.
"""

from __future__ import annotations

import argparse
import json
import logging
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from kiosk.clock import SystemClock
from kiosk.exports import text_out
from kiosk.headoffice.audit import Verdict, audit
from kiosk.headoffice.config import HeadOfficeConfig, HeadOfficeConfigError, read_config
from kiosk.headoffice.export import EXPORTS, export_csv
from kiosk.headoffice.ledger import Ledger
from kiosk.headoffice.receiver import Receiver
from kiosk.headoffice.restored import accept_restored
from kiosk.headoffice.tables import open_database

_ACTIONS = ["receive", "export", "verify", "accept-restored"]


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``kiosk headoffice [receive|export|verify|accept-restored] --config FILE``."""
    add_arguments(subparsers.add_parser("headoffice", help="receive the kiosks' records, export and verify them"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments, on whichever parser."""
    parser.add_argument("action", nargs="?", choices=_ACTIONS, default="receive")
    parser.add_argument("--config", type=Path, required=True, help="TOML file with [broker] and [database]")
    parser.add_argument("--table", choices=sorted(EXPORTS), default="records", help="what to export")
    parser.add_argument("--kiosk", metavar="ID", help="accept-restored: which kiosk; what it forgot is kept aside")
    parser.add_argument("--csv", nargs="?", const="-", default="-", metavar="FILE", help="where to; - is the terminal")


def run(args: argparse.Namespace) -> int:
    """Exit codes: 0 good, 1 verify found something, 2 the configuration is wrong."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    try:
        config = read_config(args.config)
    except HeadOfficeConfigError as error:
        print(error.detail, file=sys.stderr)
        return 2
    match args.action:
        case "export":
            return _export(config, args.table, args.csv)
        case "verify":
            return _verify(config)
        case "accept-restored":
            return _accept_restored(config, args.kiosk or "")
        case _:
            return _receive(config)


def _receive(config: HeadOfficeConfig) -> int:
    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    ledger = Ledger(open_database(config.database_url), SystemClock())
    Receiver(config, ledger, stop, _say_ready).run()
    return 0


def _say_ready() -> None:
    """For whoever supervises us: letters are being taken."""
    print(json.dumps({"event": "ready"}), flush=True)


def _export(config: HeadOfficeConfig, table: str, where: str) -> int:
    engine = open_database(config.database_url, reading=True)
    with text_out(where) as out, engine.connect() as connection:
        export_csv(connection, table, out)
    return 0


def _verify(config: HeadOfficeConfig) -> int:
    """One line of JSON a kiosk."""
    good = True
    with open_database(config.database_url, reading=True).connect() as connection:
        for finding in audit(connection):
            print(json.dumps(vars(finding)))
            good = good and finding.verdict in (Verdict.WHOLE, Verdict.WAITING)
    return 0 if good else 1


def _accept_restored(config: HeadOfficeConfig, kiosk_id: str) -> int:
    """The receivers may be at work: this is one transaction like theirs."""
    with open_database(config.database_url).begin() as connection:
        accepted = accept_restored(connection, kiosk_id)
    if accepted is None:
        print(f"{kiosk_id!r} offers no record of having been restored", file=sys.stderr)
        return 1
    print(json.dumps(vars(accepted)))
    return 0
