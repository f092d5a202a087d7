"""``kiosk ledger verify|export|report|reconcile|sign-day``: the books for auditors and for finance (G4, G5).

Owns arguments and exit codes. All but ``sign-day`` only read, and may be run beside a kiosk at work or on a copy of its
store.
"""

from __future__ import annotations

import argparse
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from kiosk.commands import ledger_report, reconcile
from kiosk.commands.common import add_config
from kiosk.exports import text_out, whole_file

EXIT_BAD = 1
_KEY_OCTETS = 32  # of Ed25519 (RFC 8032)


def add_parser(subparsers: Any) -> None:
    """Name the subcommand."""
    parser = subparsers.add_parser("ledger", help="prove, export and report the books")
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = acts.add_parser("verify", help="prove every transaction and closed day; names the first bad record")
    verify.add_argument("--key", type=_key, metavar="HEX", help="public key that closed days must be signed with")
    export = acts.add_parser("export", help="every posting, for a spreadsheet")
    where = export.add_mutually_exclusive_group()
    where.add_argument("--csv", default="-", metavar="FILE", help="as CSV (default: to the terminal)")
    where.add_argument("--xlsx", type=Path, metavar="FILE", help="as a workbook")
    report = ledger_report.add_report(acts)
    ledger_report.add_sign_day(acts)
    bill = reconcile.add_parser(acts)
    for act, default in ((export, "all"), (report, "the newest closed")):
        act.add_argument("--day", type=date.fromisoformat, help=f"business day, as 2026-11-18 (default: {default})")
    for act in (verify, export, report, bill):
        act.add_argument("--store", type=Path, help="a store's file (default: the configured kiosk's)")
        add_config(act)


def _key(text: str) -> str:
    """As days name it, however it was written down. Raises ArgumentTypeError: by what is no key every day is bad."""
    with suppress(ValueError):
        key = bytes.fromhex(text)
        if len(key) == _KEY_OCTETS:
            return key.hex()
    raise argparse.ArgumentTypeError(f"{text!r} is no key: {2 * _KEY_OCTETS} hex digits")


def run(args: argparse.Namespace) -> int:
    """Exit codes: 0 good, 1 something is wrong, and verify says what."""
    if args.act == "sign-day":
        return ledger_report.sign_day(args)
    from kiosk.desk.auditing import at_hand

    store = args.store or _configured(args.config)
    if args.act == "reconcile":
        return reconcile.run(args, store)
    with at_hand(store) as found:
        if found != store:
            print(f"{store.parent} cannot be written: a copy is read, with its log", file=sys.stderr)
        return _read(found, args)


def _read(store: Path, args: argparse.Namespace) -> int:
    match args.act:
        case "verify":
            return _verify(store, args.key or "")
        case "export":
            return _export(store, args)
        case _:
            return ledger_report.report(store, args)


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
    with text_out(args.csv) as out:
        export_csv(store, out, day)
    return 0
