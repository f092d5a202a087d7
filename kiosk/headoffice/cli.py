"""``kiosk headoffice``: receive, export, verify.

Owns arguments, signals and exit codes. Called by ``kiosk.__main__`` and, where nothing else of the kiosk is installed,
by ``python -m kiosk.headoffice``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TextIO

from kiosk.clock import SystemClock
from kiosk.headoffice.audit import Verdict, audit
from kiosk.headoffice.config import HeadOfficeConfig, HeadOfficeConfigError, read_config
from kiosk.headoffice.export import EXPORTS, export_csv
from kiosk.headoffice.ledger import Ledger
from kiosk.headoffice.receiver import Receiver
from kiosk.headoffice.tables import open_database


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """``kiosk headoffice [receive|export|verify] --config FILE``."""
    add_arguments(subparsers.add_parser("headoffice", help="receive the kiosks' records, export and verify them"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments, on whichever parser."""
    parser.add_argument("action", nargs="?", choices=["receive", "export", "verify"], default="receive")
    parser.add_argument("--config", type=Path, required=True, help="TOML file with [broker] and [database]")
    parser.add_argument("--table", choices=sorted(EXPORTS), default="records", help="what to export")
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
    with _output(where) as out, engine.connect() as connection:
        export_csv(connection, table, out)
    return 0


@contextlib.contextmanager
def _output(where: str) -> Iterator[TextIO]:
    """A file is there when it is whole."""
    if where == "-":
        yield sys.stdout
        return
    target = Path(where)
    if target.exists() and not target.is_file():  # a pipe, a terminal
        with target.open("w", encoding="utf-8", newline="") as out:
            yield out
        return
    part = target.with_name(f"{target.name}.part")  # broken off, what was there before stays
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            yield out
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _verify(config: HeadOfficeConfig) -> int:
    """One line of JSON a kiosk."""
    good = True
    with open_database(config.database_url, reading=True).connect() as connection:
        for finding in audit(connection):
            print(json.dumps(vars(finding)))
            good = good and finding.verdict in (Verdict.WHOLE, Verdict.WAITING)
    return 0 if good else 1
