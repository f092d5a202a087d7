"""``kiosk ledger verify|export|report``: the books for auditors and for finance (G4, G5).

Owns arguments and exit codes. Reads only, and may be run beside a kiosk at work or on a copy of its store.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from kiosk.commands.common import add_config, whole_file

EXIT_BAD = 1


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    parser = subparsers.add_parser("ledger", help="prove, export and report the books")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = acts.add_parser("verify", help="prove every transaction and closed day; names the first bad record")
    verify.add_argument("--key", default="", metavar="HEX", help="public key that closed days must be signed with")
    export = acts.add_parser("export", help="every posting, for a spreadsheet")
    where = export.add_mutually_exclusive_group()
    where.add_argument("--csv", default="-", metavar="FILE", help="as CSV (default: to the terminal)")
    where.add_argument("--xlsx", type=Path, metavar="FILE", help="as a workbook")
    report = acts.add_parser("report", help="the signed report of a business day")
    report.add_argument("--language", default="zh-Hans", choices=["zh-Hans", "zh-Hant", "en"])
    for act, default in ((export, "all"), (report, "the newest closed")):
        act.add_argument("--day", type=date.fromisoformat, help=f"business day, as 2026-11-18 (default: {default})")
    for act in (verify, export, report):
        act.add_argument("--store", type=Path, help="a store's file (default: the configured kiosk's)")
        add_config(act)


def run(args: argparse.Namespace) -> int:
    """Exit codes: 0 good, 1 something is wrong, and verify says what."""
    store = args.store or _configured(args.config)
    match args.act:
        case "verify":
            return _verify(store, args.key)
        case "export":
            return _export(store, args)
        case _:
            return _report(store, args.day, args.language)


def _configured(config: Path) -> Path:
    from kiosk.config import load_config

    return load_config(config).kiosk.state_dir / "kiosk.db"


def _verify(store: Path, key: str) -> int:
    from kiosk.desk.auditing import prove

    proof = prove(store, key)
    print(f"{proof.transactions} transactions, {proof.days} closed days, head {proof.head}")
    for public_key in proof.public_keys:
        print(f"signed with {public_key}")
    if proof.bad is None:
        return 0
    bad = proof.bad
    print(f"FIRST BAD RECORD: {bad.record}: {bad.what}", file=sys.stderr)
    if bad.expected or bad.found:
        print(f"  expected {bad.expected}\n  found    {bad.found}", file=sys.stderr)
    return EXIT_BAD


def _export(store: Path, args: argparse.Namespace) -> int:
    from kiosk.desk.ledger_export import export_csv, export_xlsx

    day = args.day.isoformat() if args.day else ""
    if args.xlsx:
        with whole_file(args.xlsx) as part:
            export_xlsx(store, part, day)
        return 0
    with _output(args.csv) as out:
        export_csv(store, out, day)
    return 0


@contextlib.contextmanager
def _output(where: str) -> Iterator[TextIO]:
    if where == "-":
        yield sys.stdout
        return
    with whole_file(Path(where)) as part, part.open("w", encoding="utf-8", newline="") as out:
        yield out


def _report(store: Path, day: date | None, language: str) -> int:
    from kiosk.desk.auditing import closing_of
    from kiosk.desk.day_text import day_text
    from kiosk.locale import Language, Translator

    closing = closing_of(store, day)
    if closing is None:
        print(f"not closed: {day or 'no day'}", file=sys.stderr)
        return EXIT_BAD
    print(day_text(closing, Translator(Language(language))), end="")
    return 0
