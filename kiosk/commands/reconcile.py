"""``kiosk ledger reconcile FILE``: a payment provider's bill against the books (G2, G5).

Owns arguments, the printed report and the exit code: 0 everything agrees, 1 something differs, or there was nothing to
compare. Reads only, beside a kiosk at work; with ``--ask`` finance has the core ask the provider anew. Called by
``kiosk.commands.ledger``.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.commands.common import as_person

if TYPE_CHECKING:
    from kiosk.desk.asking_again import Asked
    from kiosk.desk.house import House
    from kiosk.desk.reconciling import Difference, Reconciled
    from kiosk.desk.views import Staff

EXIT_BAD = 1
_NOT_ANEW = {
    "anyway": "not decided yet, asked until it is",
    "disputed": "not asked, contradicted before: a person decides on the board, or has",
    "refunds": "not asked, a refund: see the provider's pages",
    "unknown": "not asked, unknown to this kiosk: see the provider's pages",
    "others": "not asked, never shown or given back: see the provider's pages",
}


def add_parser(acts: Any) -> argparse.ArgumentParser:
    """Name the act of ``kiosk ledger``."""
    act: argparse.ArgumentParser = acts.add_parser("reconcile", help="a payment provider's bill against the books")
    act.add_argument("file", type=Path, metavar="FILE", help="the provider's bill of a day")
    act.add_argument("--provider", default="wechat", metavar="NAME", help="whose account (default: wechat)")
    act.add_argument("--layout", type=Path, metavar="TOML", help="how the bill is written (default: the provider's)")
    act.add_argument("--day", type=date.fromisoformat, help="the day the bill is of (default: every day in it)")
    act.add_argument("--ask", metavar="STAFF", help="ask the provider anew of what differs, as this person of finance")
    return act


def run(args: argparse.Namespace, store: Path, ask: Callable[[str], str] = getpass.getpass) -> int:
    """Print the report; ``ask`` has the PIN. Raises KioskError for a file that is no bill, FinanceOnlyError."""
    from kiosk.desk.bill_reading import BillError, known_layouts, layout_of, read_bill
    from kiosk.desk.reconciling import reconcile

    path = args.layout or known_layouts().get(args.provider)
    if path is None:
        raise BillError(f"no layout for {args.provider}", reason=args.provider)
    layout = layout_of(path)
    found = reconcile(store, args.provider, read_bill(args.file, layout), layout, args.day)
    _print(found)
    if not found.days:  # so nothing was compared
        print("there is nothing in this bill: name the day that it is of (--day)", file=sys.stderr)
        return EXIT_BAD
    if args.ask and found.differences:
        _ask_again(args, found, ask("PIN: "))
    return EXIT_BAD if found.differences else 0


def _ask_again(args: argparse.Namespace, found: Reconciled, pin: str) -> None:
    from kiosk.desk.asking_again import ask_again

    def act(house: House, staff: Staff) -> Asked:
        return ask_again(house, staff, found.differences)

    asked = as_person(args.config, args.ask, pin, act)
    if asked is not None:
        print(f"asked anew: {', '.join(asked.anew) or 'none'}")
        for name, said in _NOT_ANEW.items():
            if numbers := getattr(asked, name):
                print(f"{said}: {', '.join(numbers)}")


def _print(found: Reconciled) -> None:
    from kiosk.desk.day_text import yuan

    days = ", ".join(day.isoformat() for day in found.days) or "no day"
    print(f"{days}: {found.matched} matched, {len(found.differences)} differ, {found.strangers} of other kiosks")
    print(f"paid {yuan(found.paid_fen)}, refunded {yuan(found.refunded_fen)}, fees {yuan(found.fee_fen)}")
    for difference in found.differences:
        print(_line(difference))


def _line(difference: Difference) -> str:
    from kiosk.desk.day_text import yuan

    here, there = (yuan(fen) if fen is not None else "nothing" for fen in (difference.here_fen, difference.there_fen))
    where = f" (line {difference.line})" if difference.line else ""
    return f"{difference.what.upper()}: {difference.number} {difference.transaction}: here {here}, there {there}{where}"
